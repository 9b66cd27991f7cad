// The Verilated card. Nothing but its pins is used.
#pragma once

#include <memory>

#include "Vcf_nic.h"
#include "verilated.h"

namespace crossfeed {

constexpr uint32_t PORTS = 2;

struct Model {
  VerilatedContext context;
  std::unique_ptr<Vcf_nic> pins;

  /// `random_seed` 0: registers without a reset start as zeros.
  explicit Model(uint32_t random_seed) {
    context.threads(1);
    context.randReset(random_seed == 0 ? 0 : 2);
    if (random_seed != 0) context.randSeed(static_cast<int>(random_seed));
    pins.reset(new Vcf_nic(&context, "cf_nic"));
  }
  ~Model() {
    use();
    pins->final();
    pins.reset();
    Verilated::threadContextp(nullptr);
  }
  /// Verilator's run time finds its context through the thread: whoever clocks or destroys a model says which.
  void use() { Verilated::threadContextp(&context); }
};

}  // namespace crossfeed
