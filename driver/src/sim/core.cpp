#include "core.hpp"

#include <cstdio>

#include "../error.hpp"
#include "crossfeed_layout.h"

namespace crossfeed {

namespace {

constexpr uint32_t RESET_CYCLES = 16;
/// The card clears its counter memories after a reset, one entry a cycle.
constexpr uint32_t SWEEP_CYCLES = 256;
constexpr uint32_t ACCESS_CYCLES_MAX = 10000;

/// Slots that must be free for the clock to go on: what the card may have under way by the time a credit reaches it.
uint32_t lossless_margin(uint32_t slots) { return slots / 2 < 256 ? slots / 2 : 256; }

constexpr uint32_t ring_base(uint32_t ring) { return CF_RING_BASE + ring * CF_FURTHER_RING_STRIDE; }

}  // namespace

Core::Core(HostMemory &memory, IndexSink &sink, const OpenOptions &options)
    : memory_(memory),
      model_(options.random_state_seed),
      latency_(memory.latency()),
      memory_port_(memory, latency_, sink, options.bus_stall_ppm, options.bus_stall_seed),
      slots_(memory.slots()),
      rings_(memory.rings()),
      margin_(options.lossless ? lossless_margin(slots_) : 0) {
  bench_.begin(*model_.pins);
  reset();
  cycles_ = 0;
}

void Core::reset() {
  flush_credit();
  model_.pins->rst_ni = 0;
  quiet_wire();
  for (uint32_t i = 0; i < RESET_CYCLES; i++) hold();
  memory_port_.reset();
  moderated_ = 0;
  bench_.tell_again();
  model_.pins->rst_ni = 1;
  for (uint32_t i = 0; i < SWEEP_CYCLES; i++) hold();
}

Plan Core::plan(uint64_t end, bool ended) {
  const uint64_t starts[PORTS] = {ports_[0].next_start(next_), ports_[1].next_start(next_)};
  if (!idle_ || ports_[0].active() || ports_[1].active()) {
    target_ = next_;
  } else {
    uint64_t soonest = starts[0] < starts[1] ? starts[0] : starts[1];
    if (deadline_ < soonest) soonest = deadline_;
    target_ = soonest < next_ ? next_ : soonest;
    if (target_ == NEVER) return ended ? Plan::drained : Plan::wait;
  }
  if (target_ >= end) return Plan::wait;
  if (short_of_credit()) return Plan::credit;
  return Plan::clock;
}

void Core::drive_wire(uint64_t time) {
  Vcf_nic &pins = *model_.pins;
  uint8_t valid = 0, last = 0, bad = 0;
  uint16_t keep = 0;
  for (uint32_t p = 0; p < PORTS; p++) {
    const PhyPort::Beat beat = ports_[p].beat(time);
    if (!beat.valid) continue;
    pins.s_axis_rx_tdata[2 * p] = static_cast<uint32_t>(beat.data);
    pins.s_axis_rx_tdata[2 * p + 1] = static_cast<uint32_t>(beat.data >> 32);
    valid |= static_cast<uint8_t>(1u << p);
    keep |= static_cast<uint16_t>(static_cast<uint32_t>(beat.keep) << (8 * p));
    if (!beat.last) continue;
    last |= static_cast<uint8_t>(1u << p);
    if (beat.bad_fcs) bad |= static_cast<uint8_t>(1u << p);
    frames_++;
    latency_.frame_ended(p, ports_[p].start(), cycles_);
  }
  pins.s_axis_rx_tvalid = valid;
  pins.s_axis_rx_tkeep = keep;
  pins.s_axis_rx_tlast = last;
  pins.s_axis_rx_tuser = bad;
  wire_busy_ = true;
}

void Core::quiet_wire() {
  Vcf_nic &pins = *model_.pins;
  pins.s_axis_rx_tvalid = 0;
  pins.s_axis_rx_tlast = 0;
  pins.s_axis_rx_tuser = 0;
  wire_busy_ = false;
}

void Core::cycle(uint64_t time, bool wire) {
  Pins &pins = *model_.pins;
  if (credit_wanted_ != 0 && !registers_.busy()) begin_credit();

  pins.time_beats_i = time;
  if (wire) {
    drive_wire(time);
  } else if (wire_busy_) {
    quiet_wire();
  }
  registers_.drive(pins);
  bench_.drive(pins, cycles_, wire, ports_);
  // A lossless card that waits for credit still answers register accesses; meanwhile its records must stay inside.
  memory_port_.drive(pins, !wire && short_of_credit());
  pins.clk_i = 0;
  pins.eval();

  if (registers_.sample(pins)) {
    if (credit_busy_) {
      credit_busy_ = false;
      credit_[credit_ring_] = credit_sent_;
    } else {
      access_done_ = true;
    }
  }
  // Before its first clock edge a register without a value may claim to be valid.
  if (pins.rst_ni) {
    memory_port_.sample(pins, cycles_);
    bench_.sample(pins, time, ports_);
  }

  pins.clk_i = 1;
  pins.eval();
  cycles_++;
  idle_ = pins.idle_o;
  deadline_ = pins.deadline_valid_o ? pins.deadline_beats_o : NEVER;
}

void Core::begin_credit() {
  uint32_t ring = 0;
  while ((credit_wanted_ >> ring & 1) == 0) ring++;
  credit_wanted_ &= ~(1u << ring);
  credit_busy_ = true;
  credit_ring_ = ring;
  credit_sent_ = consumer_[ring];
  registers_.begin(Access{true, ring_base(ring) + CF_RING_CREDIT, credit_sent_});
}

void Core::flush_credit() {
  for (uint32_t waited = 0; credit_wanted_ != 0 || credit_busy_; waited++) {
    if (waited > ACCESS_CYCLES_MAX) throw Error(CF_E_FAULT, "a credit write got no response from the card");
    hold();
  }
}

/// Keeps the driver's own idea of the ring in step with what the host writes.
void Core::watch_ring(const Access &access) {
  if (!access.write || access.address < CF_RING_BASE || access.address >= ring_base(rings_)) return;
  const uint32_t ring = (access.address - CF_RING_BASE) / CF_FURTHER_RING_STRIDE;
  const uint32_t offset = access.address - ring_base(ring);
  if (offset == CF_RING_CREDIT) credit_[ring] = access.value;
  if (offset == CF_RING_MODERATION) moderated_ = (moderated_ & ~(1u << ring)) | (access.value & CF_RING_MODERATION_ENABLE_MASK) << ring;
  if (offset == CF_RING_CONTROL && (access.value & CF_RING_CONTROL_ENABLE_MASK) == 0) {
    memory_port_.ring_reset(ring);
    credit_[ring] = consumer_[ring] = 0;
    credit_wanted_ &= ~(1u << ring);
    memory_.words(ring).reset_ring();
  }
}

void Core::access(Access *accesses, uint32_t count, uint64_t end, bool ended) {
  const auto advance = [&] {
    const Plan next = plan(end, ended);
    if (next == Plan::clock) {
      clock();
      return;
    }
    // Nothing happens below `end`: time may stand just before it.
    if (next == Plan::wait && idle_ && end != NEVER && end > next_) next_ = end;
    hold();
  };
  for (uint32_t i = 0; i < count; i++) {
    for (uint32_t waited = 0; registers_.busy(); waited++) {
      if (waited > ACCESS_CYCLES_MAX) throw Error(CF_E_FAULT, "a credit write got no response from the card");
      advance();
    }
    registers_.begin(accesses[i]);
    access_done_ = false;
    for (uint32_t waited = 0; !access_done_; waited++) {
      if (waited > ACCESS_CYCLES_MAX) throw Error(CF_E_FAULT, "a register access got no response from the card");
      advance();
    }
    if (registers_.response() != 0) {
      char text[96];
      std::snprintf(text, sizeof text, "register 0x%05X: the card answered with response %u", accesses[i].address, registers_.response());
      throw Error(CF_E_BUS, text);
    }
    if (!accesses[i].write) accesses[i].value = registers_.read_value();
    watch_ring(accesses[i]);
  }
}

}  // namespace crossfeed
