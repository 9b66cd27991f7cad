#include "latency.hpp"

#include <cstring>

#include "crossfeed_layout.h"

namespace crossfeed {

namespace {

constexpr uint8_t FIRST_MESSAGE_TYPE = 0x20;  // below: control records, which belong to no frame
constexpr uint8_t UNKNOWN = 0x01;
constexpr uint8_t GAP = 0x02;
constexpr uint8_t TWO_SLOTS = 0x40;

}  // namespace

Latency::Ended *Latency::find(uint32_t port, uint64_t start) {
  Port &history = ports_[port & 3];
  uint64_t high = history.count;
  uint64_t low = high > HISTORY ? high - HISTORY : 0;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (history.frames[middle % HISTORY].start < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == history.count) return nullptr;
  Ended &found = history.frames[low % HISTORY];
  return found.start == start ? &found : nullptr;
}

void Latency::count(uint32_t kind, uint64_t cycles) {
  uint32_t *const bins = bins_ + kind * CF_LATENCY_BINS;
  uint32_t &longest = bins_[CF_LATENCY_CLASSES * CF_LATENCY_BINS + kind];
  bins[cycles < CF_LATENCY_BINS ? cycles : CF_LATENCY_BINS - 1]++;
  if (cycles > longest) longest = static_cast<uint32_t>(cycles < UINT32_MAX ? cycles : UINT32_MAX);
}

void Latency::slot_written(const uint8_t *slot, uint64_t cycle) {
  if (second_slot_) {
    second_slot_ = false;
    return;
  }
  const uint8_t type = slot[0];
  const uint8_t channel = slot[1];
  second_slot_ = (slot[2] & TWO_SLOTS) != 0;
  if (type == GAP) floor_[channel] = cycle;
  if (type < FIRST_MESSAGE_TYPE && type != UNKNOWN) return;

  uint16_t high;
  uint32_t low;
  std::memcpy(&high, slot + 22, 2);
  std::memcpy(&low, slot + 24, 4);
  const uint32_t port = slot[2] & 3;
  Ended *const frame = find(port, static_cast<uint64_t>(high) << 32 | low);
  if (!frame) return;

  if (frame != last_frame_ || frame->start != last_start_) {
    last_other_cycle_ = last_cycle_;
    last_frame_ = frame;
    last_start_ = frame->start;
  }
  last_cycle_ = cycle;
  const bool first = frame->records++ == 0;
  uint32_t kind = first ? CF_LATENCY_FIRST : CF_LATENCY_LATER;
  if (last_other_cycle_ >= frame->cycle && last_other_cycle_ != 0) kind = CF_LATENCY_QUEUED;
  if (frame->cycle < floor_[channel]) {
    kind = CF_LATENCY_HELD;
  } else {
    floor_[channel] = frame->cycle;
  }
  count(kind, cycle - frame->cycle);
}

}  // namespace crossfeed
