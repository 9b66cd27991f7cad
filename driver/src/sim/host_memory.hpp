// The memory that host and card share: one mapping, cut into regions.
#pragma once

#include <atomic>
#include <cstdint>

#include "../backend.hpp"

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

  std::atomic<uint32_t> &word(uint32_t offset) const { return *reinterpret_cast<std::atomic<uint32_t> *>(control_ + offset); }
  std::atomic<double> &real(uint32_t offset) const { return *reinterpret_cast<std::atomic<double> *>(control_ + offset); }

  uint8_t *ingress() const { return ingress_; }
  uint32_t ingress_bytes() const { return ingress_bytes_; }
  uint32_t *latency() const { return reinterpret_cast<uint32_t *>(latency_); }
  uint32_t slots() const { return static_cast<uint32_t>(ring_bytes_ / 64); }

 private:
  // Bus addresses do not depend on where the mapping lies, so that a run repeats exactly.
  static constexpr uint64_t RING_BUS = 0x0000000100000000ull;
  static constexpr uint64_t CONTROL_BUS = 0x0000000800000000ull;

  uint64_t ring_bytes_;
  uint32_t ingress_bytes_;
  uint64_t total_bytes_;
  uint8_t *control_;
  uint8_t *latency_;
  uint8_t *ingress_;
  uint8_t *ring_;
};

}  // namespace crossfeed
