// The memory that host and card share: one mapping, cut into regions.
#pragma once

#include <cstdint>

#include "../backend.hpp"
#include "../ring.hpp"

namespace crossfeed {

class HostMemory {
 public:
  HostMemory(uint32_t slots_log2, uint32_t ingress_log2, uint32_t rings, bool transmit);
  /// Leaves the mapping in place, because the host may hold views of it, and gives its pages back.
  ~HostMemory();
  HostMemory(const HostMemory &) = delete;
  HostMemory &operator=(const HostMemory &) = delete;

  cf_mapping map(uint32_t region) const;

  static constexpr uint32_t NO_RING = UINT32_MAX;

  /// The ring that a slot at this bus address belongs to, or NO_RING.
  uint32_t ring_of(uint64_t bus_address) const {
    const uint64_t offset = bus_address - RING_BUS;
    const uint64_t ring = offset / RING_BUS_STRIDE;
    return ring < rings_ && offset % RING_BUS_STRIDE <= ring_bytes_ - 64 ? static_cast<uint32_t>(ring) : NO_RING;
  }
  /// 64 bytes of a ring.
  uint8_t *slot(uint32_t ring, uint64_t bus_address) const { return ring_ + ring * ring_stride_ + (bus_address - RING_BUS) % RING_BUS_STRIDE; }
  /// The ring whose producer index this bus address takes, or NO_RING. Of the control words the card may write no others.
  uint32_t index_of(uint64_t bus_address) const {
    const uint64_t offset = bus_address - CONTROL_BUS;
    return offset % CF_CTL_RING_STRIDE == 0 && offset / CF_CTL_RING_STRIDE < rings_ ? static_cast<uint32_t>(offset / CF_CTL_RING_STRIDE) : NO_RING;
  }
  /// 64 bytes of the transmit slots, or null.
  uint8_t *transmit(uint64_t bus_address) const {
    const uint64_t offset = bus_address - TRANSMIT_BUS;
    return transmit_ && offset <= TRANSMIT_BYTES - 64 ? transmit_ + offset : nullptr;
  }

  ControlWords words(uint32_t ring = 0) const { return ControlWords(control_ + ring * CF_CTL_RING_STRIDE); }
  std::atomic<uint32_t> &word(uint32_t offset) const { return words().word(offset); }
  std::atomic<double> &real(uint32_t offset) const { return words().real(offset); }
  uint32_t rings() const { return rings_; }

  uint8_t *ingress() const { return ingress_; }
  uint32_t ingress_bytes() const { return ingress_bytes_; }
  uint32_t *latency() const { return reinterpret_cast<uint32_t *>(latency_); }
  uint32_t slots() const { return static_cast<uint32_t>(ring_bytes_ / 64); }

 private:
  uint64_t ring_bytes_;
  uint64_t ring_stride_;  // in this process
  uint32_t rings_;
  uint32_t ingress_bytes_;
  uint64_t total_bytes_;
  uint8_t *control_;
  uint8_t *transmit_;  // null: none
  uint8_t *latency_;
  uint8_t *ingress_;
  uint8_t *ring_;
};

}  // namespace crossfeed
