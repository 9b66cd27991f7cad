// xorshift64*: enough for stalls and bit flips, the same everywhere for one seed.
#pragma once

#include <cstdint>

namespace crossfeed {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x1234567u) {
    if (state_ == 0) state_ = 1;
  }
  uint32_t u32() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<uint32_t>((state_ * 0x2545F4914F6CDD1Dull) >> 32);
  }
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>((static_cast<uint64_t>(u32()) * bound) >> 32); }
  /// True in `ppm` of a million cases.
  bool chance(uint32_t ppm) { return ppm != 0 && below(1000000) < ppm; }

 private:
  uint64_t state_;
};

}  // namespace crossfeed
