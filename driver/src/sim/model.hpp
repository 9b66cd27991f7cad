// The Verilated card. Nothing but its pins is used.
#pragma once

#include <memory>
#include <mutex>

#include "Vcf_nic.h"
#include "verilated.h"

namespace crossfeed {

constexpr uint32_t PORTS = 2;

struct Model {
  /// `random_seed` 0: registers without a reset start as zeros.
  explicit Model(uint32_t random_seed) {
    std::lock_guard<std::mutex> lock(verilator());
    context.reset(new VerilatedContext);
    context->threads(1);
    context->randReset(random_seed == 0 ? 0 : 2);
    if (random_seed != 0) context->randSeed(static_cast<int>(random_seed));
    pins.reset(new Vcf_nic(context.get(), "cf_nic"));
  }

  ~Model() {
    std::lock_guard<std::mutex> lock(verilator());
    Verilated::threadContextp(context.get());
    pins->final();
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
  std::unique_ptr<Vcf_nic> pins;

 private:
  /// The run time also keeps the context last used by any thread, without a lock of its own.
  static std::mutex &verilator() {
    static std::mutex mutex;
    return mutex;
  }
};

}  // namespace crossfeed
