// The simulated card as a device: its thread, its inputs, and its control from other threads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "../backend.hpp"
#include "../descriptor.hpp"
#include "capture.hpp"
#include "core.hpp"
#include "host_memory.hpp"
#include "ingress.hpp"
#include "udp.hpp"

namespace crossfeed {

class SimDevice final : public Backend, private IndexSink {
 public:
  explicit SimDevice(const OpenOptions &options);
  ~SimDevice() override;

  cf_mapping map(uint32_t region) override { return memory_.map(region); }
  void access(Access *accesses, uint32_t count) override;
  void start(uint32_t time_mode) override;
  void stop() override;
  uint32_t step(uint32_t cycles) override;
  void status(cf_status &out) override;
  std::string fault_text() override;
  uint32_t udp_listen(const cf_udp_line &line) override;
  void capture_open(uint32_t port, const std::string &path) override;
  void latency_clear() override;
  int32_t interrupt_fd() override;
  int32_t doorbell_fd() override;
  void doorbell() override { doorbell_.ring(); }
  void sim_console(uint32_t divisor, const std::string &link) override;
  void sim_fault(uint32_t kind, uint32_t a, uint32_t b) override;
  void sim_read_fault(uint32_t index, uint32_t address, uint32_t mask, uint32_t keep, uint32_t set) override;

 private:
  static constexpr uint32_t BURST_CYCLES = 64;
  /// Cycles in which the bench is served before the input is looked at again.
  static constexpr uint32_t BENCH_CYCLES = 1024;
  /// What the device thread does for another thread; one at a time, because calls come one at a time.
  enum class Job { none, access, latency_clear, status, bench };

  void index_written(uint32_t ring, uint32_t index) override;
  void interrupted(uint32_t ring) override;

  // On the device thread, or on the caller's while that does not run.
  void run();
  void loop();
  Plan burst(uint32_t cycles_max, uint32_t *executed);
  bool serve_bench();
  void refresh(bool starved);
  void refresh_wall();
  void refresh_captures();
  void stage(Frame &&frame);
  void wait(Plan plan);
  bool has_work(Plan plan, uint64_t wake_ns);
  void sleep(Plan plan, uint64_t wake_ns);
  void serve();
  void perform();
  void offer_credit() {
    for (uint32_t ring = 0; ring < memory_.rings(); ring++) {
      core_.offer_credit(ring, memory_.words(ring).word(CF_CTL_CONSUMER).load(std::memory_order_acquire));
    }
  }
  void check_interrupt(uint32_t ring);
  void check_interrupts();
  void publish();
  void fill_status(cf_status &out);
  void fail(const std::string &text);
  uint64_t wake_time(Plan plan) const;

  // On the caller's thread.
  template <typename Body>
  void halting(Body body);
  void submit(Job job);
  void on_bench(const std::function<void(Bench &)> &change);
  void need_stopped(const char *what);

  HostMemory memory_;
  Core core_;
  Ingress ingress_;
  Captures captures_;
  std::vector<std::unique_ptr<UdpLine>> lines_;
  std::vector<Datagram> datagrams_;
  HostInterrupt interrupt_;
  EventFd doorbell_;
  int64_t spin_option_ns_;
  uint64_t spin_ns_ = 0;

  // Time and input, used by whoever clocks.
  bool wall_ = false;
  uint64_t epoch_ns_ = 0;
  uint64_t end_ = 0;  // beats below may be simulated
  bool ended_ = false;
  uint64_t capture_newest_ = 0;
  bool captures_ended_ = false;
  uint64_t clock_ns_ = 0;
  uint64_t burst_start_ns_ = 0;
  uint64_t interrupts_ = 0;
  uint64_t sleeps_ = 0;
  uint64_t credit_stalls_ = 0;

  std::thread thread_;
  bool running_ = false;
  std::atomic<bool> stop_{false};

  std::mutex mail_mutex_;
  std::condition_variable mail_done_;
  std::atomic<Job> job_{Job::none};
  Access *accesses_ = nullptr;
  uint32_t access_count_ = 0;
  cf_status *status_ = nullptr;
  std::function<void(Bench &)> change_;
  int32_t job_code_ = 0;
  std::string job_text_;
  bool thread_ended_ = false;
  bool halted_ = false;

  std::mutex fault_mutex_;
  std::string fault_;
};

}  // namespace crossfeed
