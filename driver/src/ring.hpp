// What host and card agree on in shared memory, whatever the card is: where it lies on the card's bus, how the host is woken,
// when its consumer index is passed on.
#pragma once

#include <atomic>
#include <cstdint>

#include "crossfeed.h"

namespace crossfeed {

// Bus addresses do not depend on where the mapping lies in the process, so that a run repeats exactly, on a card as well.
constexpr uint64_t RING_BUS = 0x0000000100000000ull;
/// From one record ring to the next; the largest is as long.
constexpr uint64_t RING_BUS_STRIDE = 0x40000000ull;
constexpr uint32_t RINGS_MAX = 4;
constexpr uint64_t TRANSMIT_BUS = 0x0000000900000000ull;
constexpr uint64_t TRANSMIT_BYTES = static_cast<uint64_t>(CF_TX_SLOTS) * CF_TX_SLOT_BYTES;
constexpr uint64_t CONTROL_BUS = 0x0000000800000000ull;
constexpr uint64_t CONTROL_BYTES = 4096;
constexpr uint64_t SLOT_BYTES = 64;

static_assert(std::atomic<uint32_t>::is_always_lock_free && sizeof(std::atomic<uint32_t>) == 4, "u32 words are shared");
static_assert(std::atomic<double>::is_always_lock_free && sizeof(std::atomic<double>) == 8, "f64 words are shared");

/// The words of CF_REGION_CONTROL, or of one ring in it.
class ControlWords {
 public:
  explicit ControlWords(uint8_t *base) : base_(base) {}

  std::atomic<uint32_t> &word(uint32_t offset) const { return *reinterpret_cast<std::atomic<uint32_t> *>(base_ + offset); }
  std::atomic<double> &real(uint32_t offset) const { return *reinterpret_cast<std::atomic<double> *>(base_ + offset); }

  /// Takes the host's arming when the producer index is not the one it has seen. True: the interrupt fires.
  bool take_arming() const {
    std::atomic<uint32_t> &arm = word(CF_CTL_ARM);
    if (arm.load(std::memory_order_seq_cst) != 1) return false;
    const uint32_t seen = word(CF_CTL_ARM_INDEX).load(std::memory_order_relaxed);
    if (word(CF_CTL_PRODUCER).load(std::memory_order_seq_cst) == seen) return false;
    return arm.exchange(0) == 1;
  }

  /// What a write of 0 to the ring's CONTROL register does to the words.
  void reset_ring() const {
    word(CF_CTL_CONSUMER).store(0, std::memory_order_relaxed);
    word(CF_CTL_PRODUCER).store(0, std::memory_order_release);
  }

 private:
  uint8_t *base_;
};

/// Whether `fresh` slots that the card may have back are worth a register write, `free` of `slots` being free as it sees it.
inline bool credit_due(uint32_t fresh, uint32_t free, uint32_t slots) {
  return fresh != 0 && (fresh >= slots / 8 || free < slots / 2);
}

}  // namespace crossfeed
