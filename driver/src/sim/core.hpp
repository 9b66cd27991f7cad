// The clock of the simulated card: decides which beat comes next, and runs the model through it.
#pragma once

#include <cstdint>

#include "axi_lite.hpp"
#include "axi_memory.hpp"
#include "bench.hpp"
#include "host_memory.hpp"
#include "latency.hpp"
#include "model.hpp"
#include "phy.hpp"

namespace crossfeed {

/// What the next cycle may be.
enum class Plan {
  clock,    // beat target() can be simulated now
  wait,     // the input is known up to before target() only (NEVER: nothing to do)
  credit,   // lossless: the host must consume first
  drained,  // the input ended and nothing is left
};

class Core {
 public:
  Core(HostMemory &memory, IndexSink &sink, const OpenOptions &options);

  /// The calling thread is the one that clocks from now on.
  void enter() { model_.use(); }

  PhyPort &port(uint32_t index) { return ports_[index]; }
  Bench &bench() { return bench_; }
  /// The card must be clocked although nothing may come of the wire.
  bool bench_active() const { return bench_.active(*model_.pins); }
  /// The card loses its state, its host does not know.
  void reset();
  uint64_t staged_bytes() const { return ports_[0].staged_bytes() + ports_[1].staged_bytes(); }

  /// Beats below `end` may be simulated; `ended`: no frame follows those staged.
  Plan plan(uint64_t end, bool ended);
  uint64_t target() const { return target_; }
  /// The cycle that plan() allowed.
  void clock() {
    next_ = target_ + 1;
    cycle(target_, true);
  }
  /// A cycle in which NIC time stands still and the wire is quiet: for register accesses while nothing may move.
  void hold() { cycle(next_ == 0 ? 0 : next_ - 1, false); }

  /// Runs register accesses, between beats or along with them when `end` allows it.
  void access(Access *accesses, uint32_t count, uint64_t end, bool ended);

  /// Takes the host's consumer index, to be passed on once enough has gathered or little is free.
  void offer_credit(uint32_t ring, uint32_t consumer) {
    const uint32_t fresh = consumer - credit_[ring];
    if (fresh == 0) return;
    if (credit_due(fresh, free_slots(ring), slots_)) credit_wanted_ |= 1u << ring;
    consumer_[ring] = consumer;
  }
  /// Passes on what offer_credit() decided to, between beats.
  void flush_credit();
  uint32_t credit(uint32_t ring) const { return credit_[ring]; }
  /// The card sends interrupts for the ring: when its index is written says nothing.
  bool moderated(uint32_t ring) const { return (moderated_ >> ring & 1) != 0; }

  uint64_t time() const { return next_ == 0 ? 0 : next_ - 1; }
  uint64_t cycles() const { return cycles_; }
  uint64_t frames() const { return frames_; }
  uint64_t bus_errors() const { return memory_port_.errors(); }
  void clear_latency() { latency_.clear(); }

 private:
  void cycle(uint64_t time, bool wire);
  void drive_wire(uint64_t time);
  void quiet_wire();
  void begin_credit();
  void watch_ring(const Access &access);
  uint32_t free_slots(uint32_t ring) const { return slots_ - (memory_port_.slots_written(ring) - credit_[ring]); }
  /// Lossless: a ring is nearly full.
  bool short_of_credit() const {
    if (margin_ == 0) return false;
    for (uint32_t ring = 0; ring < rings_; ring++) {
      if (free_slots(ring) < margin_) return true;
    }
    return false;
  }

  HostMemory &memory_;
  Model model_;
  Latency latency_;
  AxiMemory memory_port_;
  AxiLite registers_;
  PhyPort ports_[PORTS];
  Bench bench_;
  const uint32_t slots_;
  const uint32_t rings_;
  const uint32_t margin_;  // 0: may lose records
  uint64_t next_ = 0;
  uint64_t target_ = 0;
  uint64_t cycles_ = 0;
  uint64_t frames_ = 0;
  bool idle_ = true;
  uint64_t deadline_ = NEVER;
  bool wire_busy_ = false;
  bool access_done_ = false;
  uint32_t consumer_[RINGS_MAX] = {};
  uint32_t credit_[RINGS_MAX] = {};
  uint32_t credit_wanted_ = 0;  // bit r: of ring r
  bool credit_busy_ = false;
  uint32_t credit_ring_ = 0;
  uint32_t credit_sent_ = 0;
  uint32_t moderated_ = 0;  // bit r: ring r
};

}  // namespace crossfeed
