// The Verilated card. Nothing but its pins is used.
#pragma once

#include <memory>
#include <mutex>

#include "Vcf_nic.h"
#include "verilated.h"
#ifdef CROSSFEED_TRACE
#include <cstdlib>

#include "verilated_fst_c.h"
#endif
#ifdef CROSSFEED_COVERAGE
#include "coverage.hpp"
#endif

namespace crossfeed {

constexpr uint32_t PORTS = 2;

#ifdef CROSSFEED_TRACE
/// The card with a waveform: every evaluation goes into the file that the environment names, half a clock period apart. Cycles follow each other there
/// although NIC time jumps over what is idle; `time_beats_i` has the time.
class Pins final : public Vcf_nic {
 public:
  Pins(VerilatedContext *context, const char *name) : Vcf_nic(context, name) {
    const char *file = std::getenv("CROSSFEED_TRACE");
    if (file == nullptr) return;
    wave_.reset(new VerilatedFstC);
    wave_->set_time_unit("1ps");
    wave_->set_time_resolution("100ps");
    trace(wave_.get(), 99);
    wave_->open(file);
  }
  ~Pins() {
    if (wave_) wave_->close();
  }
  void eval() {
    Vcf_nic::eval();
    if (wave_) wave_->dump(time_ += 32);
  }

 private:
  std::unique_ptr<VerilatedFstC> wave_;
  uint64_t time_ = 0;
};
#else
using Pins = Vcf_nic;
#endif

struct Model {
  /// `random_seed` 0: registers without a reset start as zeros.
  explicit Model(uint32_t random_seed) {
    std::lock_guard<std::mutex> lock(verilator());
    context.reset(new VerilatedContext);
    context->threads(1);
#ifdef CROSSFEED_COVERAGE
    // Noise that a reset takes away would count as bits that have changed.
    random_seed = 0;
#endif
    context->randReset(random_seed == 0 ? 0 : 2);
    if (random_seed != 0) context->randSeed(static_cast<int>(random_seed));
#ifdef CROSSFEED_TRACE
    context->traceEverOn(true);
#endif
    pins.reset(new Pins(context.get(), "cf_nic"));
#ifdef CROSSFEED_COVERAGE
    Coverage::of_process().go_on(*pins);
#endif
  }

  ~Model() {
    std::lock_guard<std::mutex> lock(verilator());
    Verilated::threadContextp(context.get());
    pins->final();
#ifdef CROSSFEED_COVERAGE
    Coverage::of_process().keep(std::move(context), std::move(pins));
#endif
    pins.reset();
    context.reset();
    Verilated::threadContextp(nullptr);
  }

  /// Verilator's run time finds its context through the thread: whoever is about to clock a model says so.
  void use() {
    std::lock_guard<std::mutex> lock(verilator());
    Verilated::threadContextp(context.get());
  }

  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<Pins> pins;

 private:
  /// The run time also keeps the context last used by any thread, without a lock of its own.
  static std::mutex &verilator() {
    static std::mutex mutex;
    return mutex;
  }
};

}  // namespace crossfeed
