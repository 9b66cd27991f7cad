// The memory that a real card writes: the record ring and the control words, locked and mapped for the card.
#pragma once

#include <cstdint>
#include <string>

#include "../ring.hpp"
#include "function.hpp"

namespace crossfeed {

class DmaMemory {
 public:
  DmaMemory(const std::string &who, PciFunction &function, uint32_t slots_log2);
  /// Takes the memory from the card. It stays mapped in the process, because views of it may be alive, and reads as zeros.
  ~DmaMemory();
  DmaMemory(const DmaMemory &) = delete;
  DmaMemory &operator=(const DmaMemory &) = delete;

  cf_mapping ring() const { return {reinterpret_cast<uint64_t>(ring_), SLOT_BYTES * slots_, RING_BUS}; }
  cf_mapping control() const { return {reinterpret_cast<uint64_t>(ring_ + ring_bytes_), CONTROL_BYTES, CONTROL_BUS}; }
  ControlWords words() const { return ControlWords(ring_ + ring_bytes_); }
  uint32_t slots() const { return slots_; }

 private:
  void map(const std::string &who, uint64_t bus, uint8_t *memory, uint64_t length);

  PciFunction &function_;
  uint32_t slots_;
  uint64_t ring_bytes_;
  uint8_t *ring_;
};

}  // namespace crossfeed
