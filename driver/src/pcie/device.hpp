// A real card as a device: opened, silenced, mapped; and the thread that passes credits on and wakes the host.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "../backend.hpp"
#include "../descriptor.hpp"
#include "bar.hpp"
#include "dma_memory.hpp"
#include "exit_guard.hpp"
#include "function.hpp"

namespace crossfeed {

class PcieDevice final : public Backend, private Silenced {
 public:
  PcieDevice(const std::string &address, const OpenOptions &options);
  ~PcieDevice() override;

  cf_mapping map(uint32_t region) override;
  void access(Access *accesses, uint32_t count) override;
  void start(uint32_t time_mode) override;
  void stop() override;
  uint32_t step(uint32_t cycles) override;
  void status(cf_status &out) override;
  std::string fault_text() override;
  uint32_t udp_listen(const cf_udp_line &line) override;
  void capture_open(uint32_t port, const std::string &path) override;
  void latency_clear() override;
  int32_t interrupt_fd() override { return interrupt_.duplicate(); }
  int32_t doorbell_fd() override { return doorbell_.duplicate(); }
  void doorbell() override { doorbell_.ring(); }

 private:
  void open(const OpenOptions &options);
  void set_bus_master(bool on);
  void silence() noexcept override;
  [[noreturn]] void simulation_only(const char *what);
  DmaMemory &memory();
  void need_alive();
  void watch_ring(const Access &access);
  uint64_t read_wide(uint32_t low);

  // On the device's thread.
  void run();
  void serve();
  void sleep();
  void check_alive();
  /// NIC time now, and the moment of its beat 0.
  void publish_time();
  void fail(const std::string &text);

  const std::string name_;  // begins every text: "pcie:0000:03:00.0"
  std::unique_ptr<PciFunction> function_;
  Bar bar_;
  EventFd msix_, error_, request_;
  bool has_msix_ = false;
  HostInterrupt interrupt_;
  EventFd doorbell_;
  std::unique_ptr<DmaMemory> memory_;  // null: registers only
  std::unique_ptr<ExitGuard> guard_;

  /// One batch of register accesses at a time: the card latches the upper half of what was read last.
  std::mutex bar_mutex_;
  uint32_t credit_ = 0;  // as the card has it; with bar_mutex_

  std::thread thread_;
  bool running_ = false;
  std::atomic<bool> stop_{false};
  std::atomic<uint64_t> interrupts_{0};
  std::atomic<uint64_t> sleeps_{0};
  uint64_t alive_ns_ = 0;  // when the card last answered

  std::atomic<bool> halted_{false};
  std::mutex fault_mutex_;
  std::string fault_;
};

}  // namespace crossfeed
