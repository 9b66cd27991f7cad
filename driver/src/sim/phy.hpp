// The wire of each port: when a frame's beats reach the card.
#pragma once

#include <cstdint>
#include <deque>

#include "frame.hpp"
#include "latency.hpp"

namespace crossfeed {

/// A frame with arrival a starts at S = max(a, end of the previous one + 3) and, with L bytes in n = ceil(L / 8) data beats,
/// takes N = ceil((L + 4) / 8) beats: data beats from S on, the last one in beat S + N - 1. It ends at S + N.
class PhyPort {
 public:
  void push(Frame &&frame) {
    staged_bytes_ += frame.length + sizeof(Frame);
    queue_.push_back(std::move(frame));
  }

  /// A frame out of a loopback plug: it does not wait for those that are staged for later.
  void plugged(Frame &&frame) {
    plug_.push_back(std::move(frame));
    plugged_++;
  }
  bool plug_full() const { return plugged_ >= 2; }

  uint64_t staged_bytes() const { return staged_bytes_; }
  bool active() const { return active_; }

  /// The first beat of the next frame, at or after `next`; NEVER without one.
  uint64_t next_start(uint64_t next) const {
    if (queue_.empty() && plugged_ == 0) return NEVER;
    uint64_t start = (from_plug() ? plug_ : queue_).front().arrival;
    if (start < earliest_) start = earliest_;
    return start < next ? next : start;
  }

  struct Beat {
    uint64_t data = 0;
    uint8_t keep = 0;
    bool valid = false;
    bool last = false;
    bool bad_fcs = false;
  };

  /// The beat at time `now`, which is the one after the last call's or, between frames, later.
  Beat beat(uint64_t now) {
    Beat beat;
    if (!active_) {
      if (next_start(now) > now) return beat;
      begin(now);
    }
    const uint64_t index = now - start_;
    const Frame &frame = (from_plug_ ? plug_ : queue_).front();
    const bool last = index == beats_ - 1;
    if (!last && index >= data_beats_ - 1) return beat;  // the FCS fills this one
    const uint64_t data_index = last ? data_beats_ - 1 : index;
    std::memcpy(&beat.data, frame.bytes.get() + data_index * 8, 8);
    beat.valid = true;
    beat.last = last;
    const uint32_t tail = frame.length % 8;
    beat.keep = last && tail != 0 ? static_cast<uint8_t>((1u << tail) - 1) : 0xFF;
    beat.bad_fcs = last && frame.bad_fcs;
    if (last) finish(now);
    return beat;
  }

  /// Where the frame that last ended (or is under way) started.
  uint64_t start() const { return start_; }

 private:
  static constexpr uint64_t GAP_BEATS = 3;

  bool from_plug() const { return plugged_ != 0 && (queue_.empty() || plug_.front().arrival < queue_.front().arrival); }

  void begin(uint64_t now) {
    active_ = true;
    start_ = now;
    from_plug_ = from_plug();
    const uint32_t length = (from_plug_ ? plug_ : queue_).front().length;
    data_beats_ = (length + 7) / 8;
    beats_ = (length + 4 + 7) / 8;
  }

  void finish(uint64_t now) {
    active_ = false;
    earliest_ = now + 1 + GAP_BEATS;
    if (from_plug_) {
      plug_.pop_front();
      plugged_--;
      return;
    }
    staged_bytes_ -= queue_.front().length + sizeof(Frame);
    queue_.pop_front();
  }

  std::deque<Frame> queue_;
  std::deque<Frame> plug_;
  uint32_t plugged_ = 0;    // frames in it
  bool from_plug_ = false;  // the frame under way came out of it
  uint64_t staged_bytes_ = 0;
  uint64_t earliest_ = 0;
  bool active_ = false;
  uint64_t start_ = 0;
  uint64_t data_beats_ = 0;
  uint64_t beats_ = 0;
};

}  // namespace crossfeed
