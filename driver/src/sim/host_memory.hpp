// The memory that host and card share: one mapping, cut into regions.
#pragma once

#include <cstdint>

#include "../backend.hpp"
#include "../ring.hpp"

namespace crossfeed {

class HostMemory {
 public:
  HostMemory(uint32_t slots_log2, uint32_t ingress_log2);
  /// Leaves the mapping in place, because the host may hold views of it, and gives its pages back.
  ~HostMemory();
  HostMemory(const HostMemory &) = delete;
  HostMemory &operator=(const HostMemory &) = delete;

  cf_mapping map(uint32_t region) const;

  /// The bytes behind a bus address that the card may write, or null. Never across a region's end.
  uint8_t *writable(uint64_t bus_address, uint64_t length) const {
    if (bus_address - RING_BUS < ring_bytes_ && length <= ring_bytes_ - (bus_address - RING_BUS)) {
      return ring_ + (bus_address - RING_BUS);
    }
    // Of the control words only the block with the producer index.
    if (bus_address == CONTROL_BUS && length <= 64) return control_;
    return nullptr;
  }
  bool is_index(uint64_t bus_address) const { return bus_address == CONTROL_BUS; }

  ControlWords words() const { return ControlWords(control_); }
  std::atomic<uint32_t> &word(uint32_t offset) const { return words().word(offset); }
  std::atomic<double> &real(uint32_t offset) const { return words().real(offset); }

  uint8_t *ingress() const { return ingress_; }
  uint32_t ingress_bytes() const { return ingress_bytes_; }
  uint32_t *latency() const { return reinterpret_cast<uint32_t *>(latency_); }
  uint32_t slots() const { return static_cast<uint32_t>(ring_bytes_ / 64); }

 private:
  uint64_t ring_bytes_;
  uint32_t ingress_bytes_;
  uint64_t total_bytes_;
  uint8_t *control_;
  uint8_t *latency_;
  uint8_t *ingress_;
  uint8_t *ring_;
};

}  // namespace crossfeed
