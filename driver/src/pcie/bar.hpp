// The card's registers, mapped.
#pragma once

#include <cstdint>

#include "crossfeed_layout.h"
#include "system.hpp"

namespace crossfeed {

/// What the bus answers for a card that is not there.
constexpr uint32_t ALL_ONES = 0xFFFFFFFFu;
constexpr uint64_t REGISTER_BYTES = 1u << 18;

class Bar {
 public:
  Bar() = default;
  explicit Bar(volatile uint32_t *base) : base_(base) {}

  uint32_t read(uint32_t address) const { return os().load(base_ + address / 4); }
  void write(uint32_t address, uint32_t value) const { os().store(base_ + address / 4, value); }
  /// A register that is never all ones is: then nobody answers.
  bool gone() const { return read(CF_DEVICE_BASE + CF_DEVICE_MAGIC) == ALL_ONES; }

  /// No frame is accepted and nothing is written from now on. Writes alone, so that it works in any state.
  void quiesce() const {
    write(CF_DEVICE_BASE + CF_DEVICE_CONTROL, 0);
    write(CF_RING_BASE + CF_RING_CONTROL, 0);
  }

 private:
  volatile uint32_t *base_ = nullptr;
};

}  // namespace crossfeed
