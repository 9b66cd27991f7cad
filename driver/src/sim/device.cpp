// The device as other threads see it: control, and the jobs it does for them.
#include "device.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <system_error>

#include "../error.hpp"
#include "clock.hpp"
#include "crossfeed_layout.h"

namespace crossfeed {

/// Enough for every value of the board to be told.
constexpr uint32_t BENCH_SETTLE_CYCLES = 16;

std::unique_ptr<Backend> open_sim(const OpenOptions &options) { return std::unique_ptr<Backend>(new SimDevice(options)); }

SimDevice::SimDevice(const OpenOptions &options)
    : memory_(options.slots_log2, options.ingress_log2, options.rings, options.transmit),
      core_(memory_, *this, options),
      ingress_(memory_),
      spin_option_ns_(options.spin_ns) {
  memory_.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
}

SimDevice::~SimDevice() { stop(); }

// ---- control, on the caller's thread --------------------------------------------------------------------

void SimDevice::need_stopped(const char *what) {
  if (running_) throw Error(CF_E_STATE, std::string(what) + " needs a stopped device");
  const std::string fault = fault_text();
  if (!fault.empty()) throw Error(CF_E_FAULT, fault);
}

/// Runs `body` on the caller's thread; a fault of the device halts it, as it would on its own thread.
template <typename Body>
void SimDevice::halting(Body body) {
  try {
    core_.enter();
    body();
  } catch (const Error &error) {
    if (error.code() == CF_E_FAULT) fail(error.what());
    throw;
  }
}

void SimDevice::submit(Job job) {
  if (!running_) {
    job_.store(job, std::memory_order_relaxed);
    perform();
  } else {
    std::unique_lock<std::mutex> lock(mail_mutex_);
    job_.store(job, std::memory_order_release);
    if (!thread_ended_) {
      doorbell_.ring();
      mail_done_.wait(lock, [&] { return job_.load(std::memory_order_relaxed) == Job::none || thread_ended_; });
    }
    // The device halted; what does not need its clock still works.
    if (job_.load(std::memory_order_relaxed) != Job::none) perform();
  }
  if (job_code_ != CF_OK) throw Error(job_code_, job_text_);
}

void SimDevice::access(Access *accesses, uint32_t count) {
  accesses_ = accesses;
  access_count_ = count;
  submit(Job::access);
}

void SimDevice::latency_clear() { submit(Job::latency_clear); }

void SimDevice::status(cf_status &out) {
  status_ = &out;
  submit(Job::status);
}

void SimDevice::start(uint32_t time_mode) {
  need_stopped("start");
  const bool wall = time_mode == CF_TIME_WALL;
  if (!wall && !lines_.empty()) throw Error(CF_E_STATE, "UDP lines arrive in wall time: start the device in it");
  wall_ = wall;
  epoch_ns_ = wall ? monotonic_ns() - ns_from_beats(core_.time()) : 0;
  memory_.real(CF_CTL_EPOCH_NS).store(static_cast<double>(epoch_ns_), std::memory_order_relaxed);
  spin_ns_ = spin_option_ns_ >= 0 ? static_cast<uint64_t>(spin_option_ns_) : wall ? 5000 : 50000;
  stop_.store(false, std::memory_order_relaxed);
  thread_ended_ = false;
  memory_.word(CF_CTL_WAIT).store(CF_WAIT_NO, std::memory_order_release);
  running_ = true;
  // The thread inherits the mask: signals are the host program's affair.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_setname_np(thread_.native_handle(), "crossfeed-sim");
  } catch (const std::system_error &error) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    running_ = false;
    memory_.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
    throw Error(CF_E_SYSTEM, std::string("cannot start the device's thread: ") + error.what());
  }
}

void SimDevice::stop() {
  if (!running_) return;
  stop_.store(true, std::memory_order_release);
  doorbell_.ring();
  thread_.join();
  running_ = false;
  memory_.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
}

uint32_t SimDevice::step(uint32_t cycles) {
  need_stopped("step");
  wall_ = false;
  uint32_t executed = 0;
  halting([&] {
    bool starved = false;
    while (executed < cycles) {
      refresh(starved);
      const uint32_t before = executed;
      const Plan plan = burst(std::min(cycles - executed, BURST_CYCLES), &executed);
      memory_.word(CF_CTL_DRAINED).store(plan == Plan::drained, std::memory_order_release);
      if (plan == Plan::clock) continue;
      // Nothing more can be done now, unless the ring holds frames that staging had put off.
      if (executed == before && (plan != Plan::wait || starved)) break;
      starved = plan == Plan::wait;
    }
  });
  return executed;
}

uint32_t SimDevice::udp_listen(const cf_udp_line &line) {
  need_stopped("udp_listen");
  if (line.port >= PORTS) throw Error(CF_E_ARGUMENT, "port " + std::to_string(line.port) + " does not exist");
  if (lines_.size() >= 64) throw Error(CF_E_LIMIT, "64 UDP lines are open already");
  lines_.emplace_back(new UdpLine(line));
  return lines_.back()->bound_port();
}

void SimDevice::capture_open(uint32_t port, const std::string &path) {
  need_stopped("capture_open");
  if (port >= PORTS) throw Error(CF_E_ARGUMENT, "port " + std::to_string(port) + " does not exist");
  if (core_.time() != 0) throw Error(CF_E_STATE, "captures are attached before the device first runs");
  captures_.add(path, port);
}

void SimDevice::on_bench(const std::function<void(Bench &)> &change) {
  change_ = change;
  submit(Job::bench);
}

void SimDevice::sim_console(uint32_t divisor, const std::string &link) {
  Access access{true, CF_CONSOLE_BASE + CF_CONSOLE_DIVISOR, divisor};
  this->access(&access, 1);
  on_bench([&](Bench &bench) {
    if (bench.serial()) throw Error(CF_E_STATE, "the card has a console line already");
    bench.serial(divisor, link);
  });
}

void SimDevice::sim_read_fault(uint32_t index, uint32_t address, uint32_t mask, uint32_t keep, uint32_t set) {
  on_bench([&](Bench &bench) { bench.read_fault(ReadFault{index, address, mask, keep, set}); });
}

void SimDevice::sim_fault(uint32_t kind, uint32_t a, uint32_t b) {
  if ((kind == CF_SIM_DEAD_PORT || kind == CF_SIM_BIT_ERRORS) && a >= PORTS) throw Error(CF_E_ARGUMENT, "port " + std::to_string(a) + " does not exist");
  if (kind == CF_SIM_SENSOR && a >= Bench::SENSORS) throw Error(CF_E_ARGUMENT, "sensor " + std::to_string(a) + " does not exist");
  on_bench([&](Bench &bench) {
    if (kind <= CF_SIM_LINE_PLUG) {
      SerialLine *const line = bench.serial();
      if (!line) throw Error(CF_E_STATE, "the card has no console line: cf_sim_console comes first");
      LineFaults &faults = line->faults();
      switch (kind) {
        case CF_SIM_LINE_CORRUPT: faults.corrupt_ppm = a; return;
        case CF_SIM_LINE_DROP: faults.drop_ppm = a; return;
        case CF_SIM_LINE_INSERT: faults.insert_ppm = a; return;
        case CF_SIM_LINE_DUPLICATE: faults.duplicate_ppm = a; return;
        case CF_SIM_LINE_RATE: faults.rate = a; return;
        case CF_SIM_LINE_SILENT:
          faults.deaf = (a & 1) != 0;
          faults.mute = (a & 2) != 0;
          return;
        case CF_SIM_LINE_UNPLUG: line->unplug(); return;
        case CF_SIM_LINE_PLUG: line->plug(); return;
        default: break;
      }
    }
    switch (kind) {
      case CF_SIM_SEED: bench.seed(a); return;
      case CF_SIM_DEAD_PORT: bench.dead_port(a, b != 0); break;
      case CF_SIM_BIT_ERRORS: bench.bit_errors(a, b > 1000000 ? 1000000 : b); break;
      case CF_SIM_CLOCK_PPM: bench.clock_ppm(static_cast<int32_t>(b)); return;
      case CF_SIM_NO_PULSES: bench.no_pulses(a != 0); return;
      case CF_SIM_SENSOR: bench.sensor(a, b); return;
      case CF_SIM_RESET: core_.reset(); return;
      default: throw Error(CF_E_ARGUMENT, "there is no fault of kind " + std::to_string(kind));
    }
    bench.update_faulty();
  });
}

int32_t SimDevice::interrupt_fd() { return interrupt_.duplicate(); }

int32_t SimDevice::doorbell_fd() { return doorbell_.duplicate(); }

std::string SimDevice::fault_text() {
  std::lock_guard<std::mutex> lock(fault_mutex_);
  return fault_;
}

// ---- jobs -----------------------------------------------------------------------------------------------

void SimDevice::serve() {
  std::lock_guard<std::mutex> lock(mail_mutex_);
  perform();
  mail_done_.notify_all();
}

void SimDevice::perform() {
  job_code_ = CF_OK;
  try {
    switch (job_.load(std::memory_order_relaxed)) {
      case Job::access: {
        const std::string fault = fault_text();
        if (!fault.empty()) throw Error(CF_E_FAULT, fault);
        const bool running = running_;
        // The registers must not show where time stood when the device fell asleep.
        if (running) {
          refresh(false);
        } else {
          core_.enter();
        }
        burst_start_ns_ = monotonic_ns();
        core_.access(accesses_, access_count_, running ? end_ : 0, running && ended_);
        clock_ns_ += monotonic_ns() - burst_start_ns_;
        publish();
        break;
      }
      case Job::latency_clear:
        core_.clear_latency();
        break;
      case Job::status:
        fill_status(*status_);
        break;
      case Job::bench: {
        // What was changed reaches the pins in the cycles that follow, in which time stands still.
        if (!running_) core_.enter();
        change_(core_.bench());
        for (uint32_t i = 0; i < BENCH_SETTLE_CYCLES; i++) core_.hold();
        break;
      }
      case Job::none:
        break;
    }
  } catch (const Error &error) {
    job_code_ = error.code();
    job_text_ = error.what();
    if (job_code_ == CF_E_FAULT) fail(job_text_);
  }
  job_.store(Job::none, std::memory_order_release);
}

void SimDevice::fill_status(cf_status &out) {
  out.running = running_ && !thread_ended_;
  out.time_mode = wall_ ? CF_TIME_WALL : CF_TIME_VIRTUAL;
  out.fault = fault_text().empty() ? 0 : CF_E_FAULT;
  out.time_beats = core_.time();
  out.cycles = core_.cycles();
  out.clock_ns = clock_ns_;
  out.frames = core_.frames();
  out.udp_datagrams = out.udp_corrupted = out.udp_dropped = 0;
  for (const auto &line : lines_) {
    out.udp_datagrams += line->datagrams();
    out.udp_corrupted += line->corrupted();
    out.udp_dropped += line->dropped();
  }
  out.bus_errors = core_.bus_errors();
  out.interrupts = interrupts_;
  out.sleeps = sleeps_;
  out.credit_stalls = credit_stalls_;
}

}  // namespace crossfeed
