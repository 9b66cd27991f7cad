// How many cycles a record took from the last beat of its frame to the host bus. A record names its frame by port and
// ingress time, so nothing inside the card has to be looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "crossfeed.h"

namespace crossfeed {

class Latency {
 public:
  explicit Latency(uint32_t *bins) : bins_(bins) {}

  void clear() {
    for (uint32_t i = 0; i < CF_LATENCY_CLASSES * (CF_LATENCY_BINS + 1); i++) bins_[i] = 0;
  }

  /// The last beat of a frame that started at `start` enters port `port` in `cycle`.
  void frame_ended(uint32_t port, uint64_t start, uint64_t cycle) {
    Port &history = ports_[port & 3];
    history.frames[history.count++ % HISTORY] = Ended{start & MASK48, cycle, 0};
  }

  /// A slot is handed to the host bus in `cycle`.
  void slot_written(const uint8_t *slot, uint64_t cycle);

 private:
  static constexpr uint64_t MASK48 = (1ull << 48) - 1;
  static constexpr uint32_t HISTORY = 8192;

  struct Ended {
    uint64_t start;
    uint64_t cycle;
    uint32_t records;
  };
  struct Port {
    std::vector<Ended> frames = std::vector<Ended>(HISTORY);
    uint64_t count = 0;
  };

  Ended *find(uint32_t port, uint64_t start);
  void count(uint32_t kind, uint64_t cycles);

  uint32_t *const bins_;
  Port ports_[4];
  bool second_slot_ = false;
  /// Per channel: frames that ended before this cycle had to wait for a gap.
  uint64_t floor_[256] = {};
  const Ended *last_frame_ = nullptr;
  uint64_t last_start_ = 0;
  /// The cycle of the last record of a frame other than the latest one's.
  uint64_t last_other_cycle_ = 0;
  uint64_t last_cycle_ = 0;
};

}  // namespace crossfeed
