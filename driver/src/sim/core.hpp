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
  void offer_credit(uint32_t consumer) {
    const uint32_t fresh = consumer - credit_;
    if (fresh == 0) return;
    if (credit_due(fresh, free_slots(), slots_)) credit_wanted_ = true;
    consumer_ = consumer;
  }
  /// Passes on what offer_credit() decided to, between beats.
  void flush_credit();
  uint32_t credit() const { return credit_; }

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
  uint32_t free_slots() const { return slots_ - (memory_port_.slots_written() - credit_); }

  HostMemory &memory_;
  Model model_;
  Latency latency_;
  AxiMemory memory_port_;
  AxiLite registers_;
  PhyPort ports_[PORTS];
  Bench bench_;
  const uint32_t slots_;
  const uint32_t margin_;  // 0: may lose records
  uint64_t next_ = 0;
  uint64_t target_ = 0;
  uint64_t cycles_ = 0;
  uint64_t frames_ = 0;
  bool idle_ = true;
  uint64_t deadline_ = NEVER;
  bool wire_busy_ = false;
  bool access_done_ = false;
  uint32_t consumer_ = 0;
  uint32_t credit_ = 0;
  uint32_t credit_sent_ = 0;
  bool credit_wanted_ = false;
  bool credit_busy_ = false;
};

}  // namespace crossfeed
