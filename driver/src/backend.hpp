// What a device must do, behind the C ABI. Calls to one device come one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "crossfeed.h"
#include "error.hpp"

namespace crossfeed {

/// One register access. A batch of them is executed in order with nothing of the driver in between.
struct Access {
  bool write;
  uint32_t address;
  uint32_t value;
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual cf_mapping map(uint32_t region) = 0;
  virtual void access(Access *accesses, uint32_t count) = 0;
  virtual void start(uint32_t time_mode) = 0;
  virtual void stop() = 0;
  virtual uint32_t step(uint32_t cycles) = 0;
  virtual void status(cf_status &out) = 0;
  /// Why status().fault is not 0.
  virtual std::string fault_text() = 0;
  virtual uint32_t udp_listen(const cf_udp_line &line) = 0;
  virtual void capture_open(uint32_t port, const std::string &path) = 0;
  virtual void latency_clear() = 0;
  virtual int32_t interrupt_fd() = 0;
  virtual int32_t doorbell_fd() = 0;
  virtual void doorbell() = 0;
  // The bench of a simulated card.
  virtual void sim_console(uint32_t, const std::string &) { only_simulated(); }
  virtual void sim_fault(uint32_t, uint32_t, uint32_t) { only_simulated(); }
  virtual void sim_read_fault(uint32_t, uint32_t, uint32_t, uint32_t, uint32_t) { only_simulated(); }

 private:
  [[noreturn]] static void only_simulated() { throw Error(CF_E_UNSUPPORTED, "only a simulated card has a bench that obeys"); }
};

/// Options with every default filled in.
struct OpenOptions {
  uint32_t slots_log2 = 16;
  uint32_t ingress_log2 = 22;
  bool lossless = false;
  /// Memory for frames to be sent.
  bool transmit = false;
  uint32_t rings = 1;
  /// Negative: the back end's own choice.
  int64_t spin_ns = -1;
  uint32_t bus_stall_ppm = 0;
  uint32_t bus_stall_seed = 0;
  uint32_t random_state_seed = 0;
};

std::unique_ptr<Backend> open_sim(const OpenOptions &options);
std::unique_ptr<Backend> open_pcie(const std::string &address, const OpenOptions &options);

}  // namespace crossfeed
