// What a process' simulated cards have done to their RTL, as one: a model that is opened goes on with the counts of the one before it, and the last one
// writes them when the process ends, into the file that CROSSFEED_COVERAGE names. For processes that open one card at a time.
#pragma once

#include <cstdlib>
#include <iterator>
#include <memory>
#include <vector>

#include "Vcf_nic.h"
#include "Vcf_nic__Syms.h"
#include "Vcf_nic___024root.h"
#include "verilated_cov.h"

namespace crossfeed {

class Coverage {
 public:
  static Coverage &of_process() {
    static Coverage coverage;
    return coverage;
  }

  /// A new model begins where others ended.
  void go_on(Vcf_nic &model) {
    auto &counts = model.rootp->vlSymsp->__Vcoverage;
    for (size_t i = 0; i < counts_.size(); i++) counts[i] = counts_[i];
  }

  /// Takes a model that is done with: the points of a report lie in its memory.
  void keep(std::unique_ptr<VerilatedContext> context, std::unique_ptr<Vcf_nic> model) {
    auto &counts = model->rootp->vlSymsp->__Vcoverage;
    counts_.assign(std::begin(counts), std::end(counts));
    model_.reset();
    context_ = std::move(context);
    model_ = std::move(model);
  }

  ~Coverage() {
    const char *file = std::getenv("CROSSFEED_COVERAGE");
    if (file != nullptr && model_) context_->coveragep()->write(file);
    model_.reset();
  }

 private:
  Coverage() = default;

  std::vector<uint32_t> counts_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vcf_nic> model_;
};

}  // namespace crossfeed
