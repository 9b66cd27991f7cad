#include "device.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "../error.hpp"
#include "clock.hpp"

namespace crossfeed {

namespace {

constexpr uint32_t BURST_CYCLES = 64;
constexpr uint32_t DATAGRAMS_AT_ONCE = 1024;
/// Frames taken out of the ingress ring or read from files ahead of the wire.
constexpr uint64_t STAGED_BYTES = 16u << 20;
constexpr uint64_t STAGED_BYTES_MAX = 1u << 30;

int64_t realtime_to_monotonic() {
  return static_cast<int64_t>(monotonic_ns()) - static_cast<int64_t>(clock_ns(CLOCK_REALTIME));
}

int duplicate(int fd) {
  const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) throw system_error("cannot duplicate a descriptor");
  return copy;
}

}  // namespace

std::unique_ptr<Backend> open_sim(const OpenOptions &options) { return std::unique_ptr<Backend>(new SimDevice(options)); }

SimDevice::Descriptor::~Descriptor() {
  if (value >= 0) ::close(value);
}

SimDevice::SimDevice(const OpenOptions &options)
    : memory_(options.slots_log2, options.ingress_log2),
      core_(memory_, *this, options),
      ingress_(memory_),
      spin_option_ns_(options.spin_ns) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0) throw system_error("socketpair");
  interrupt_device_.value = pair[0];
  interrupt_host_.value = pair[1];
  doorbell_.value = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (doorbell_.value < 0) throw system_error("eventfd");
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
      wake();
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
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error &error) {
    running_ = false;
    memory_.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
    throw Error(CF_E_SYSTEM, std::string("cannot start the device's thread: ") + error.what());
  }
}

void SimDevice::stop() {
  if (!running_) return;
  stop_.store(true, std::memory_order_release);
  wake();
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

int32_t SimDevice::interrupt_fd() { return duplicate(interrupt_host_.value); }

int32_t SimDevice::doorbell_fd() { return duplicate(doorbell_.value); }

void SimDevice::wake() {
  const uint64_t one = 1;
  // Only a full counter can refuse, and then the device is awake already.
  if (::write(doorbell_.value, &one, sizeof one) < 0) return;
}

std::string SimDevice::fault_text() {
  std::lock_guard<std::mutex> lock(fault_mutex_);
  return fault_;
}

// ---- the device thread ----------------------------------------------------------------------------------

void SimDevice::run() {
  try {
    core_.enter();
    loop();
  } catch (const std::exception &error) {
    fail(error.what());
  }
  std::lock_guard<std::mutex> lock(mail_mutex_);
  thread_ended_ = true;
  mail_done_.notify_all();
}

void SimDevice::fail(const std::string &text) {
  {
    std::lock_guard<std::mutex> lock(fault_mutex_);
    if (fault_.empty()) fault_ = text;
  }
  halted_ = true;
  memory_.word(CF_CTL_FAULT).store(-CF_E_FAULT, std::memory_order_release);
  memory_.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
  // Whoever waits for records must learn that none will come.
  const char byte = 1;
  if (send(interrupt_device_.value, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return;
}

void SimDevice::loop() {
  bool starved = false;
  while (!stop_.load(std::memory_order_acquire) && !halted_) {
    if (job_.load(std::memory_order_acquire) != Job::none) serve();
    refresh(starved);
    check_interrupt();
    const Plan plan = burst(BURST_CYCLES, nullptr);
    const bool put_off = plan == Plan::wait && !starved && !captures_.any() && ingress_.pending();
    starved = plan == Plan::wait;
    if (plan == Plan::clock || put_off) continue;
    memory_.word(CF_CTL_DRAINED).store(plan == Plan::drained, std::memory_order_release);
    wait(plan);
  }
  publish();
}

Plan SimDevice::burst(uint32_t cycles_max, uint32_t *executed) {
  burst_start_ns_ = monotonic_ns();
  Plan plan = Plan::clock;
  for (uint32_t i = 0; i < cycles_max; i++) {
    if (i % 16 == 0) offer_credit();
    plan = core_.plan(end_, ended_);
    if (plan == Plan::credit) {
      offer_credit();
      core_.flush_credit();
      plan = core_.plan(end_, ended_);
      if (plan == Plan::credit) credit_stalls_++;
    }
    if (plan != Plan::clock) break;
    core_.clock();
    if (executed) ++*executed;
  }
  if (plan != Plan::clock) core_.flush_credit();
  clock_ns_ += monotonic_ns() - burst_start_ns_;
  publish();
  return plan;
}

void SimDevice::publish() {
  memory_.real(CF_CTL_TIME).store(static_cast<double>(core_.time()), std::memory_order_relaxed);
  memory_.real(CF_CTL_CYCLES).store(static_cast<double>(core_.cycles()), std::memory_order_relaxed);
  memory_.real(CF_CTL_CLOCK_NS).store(static_cast<double>(clock_ns_), std::memory_order_relaxed);
}

void SimDevice::index_written(uint32_t index) {
  const uint64_t clock = clock_ns_ + (monotonic_ns() - burst_start_ns_);
  memory_.real(CF_CTL_INDEX_CLOCK_NS).store(static_cast<double>(clock), std::memory_order_relaxed);
  memory_.real(CF_CTL_INDEX_CYCLES).store(static_cast<double>(core_.cycles()), std::memory_order_relaxed);
  // The slots before it are in memory for whoever sees it. In the one order of all sequentially consistent accesses either
  // this sees the host's arming, or the host, which looks after arming, sees the index.
  memory_.word(CF_CTL_PRODUCER).store(index, std::memory_order_seq_cst);
  check_interrupt();
}

void SimDevice::check_interrupt() {
  std::atomic<uint32_t> &arm = memory_.word(CF_CTL_ARM);
  if (arm.load(std::memory_order_seq_cst) != 1) return;
  const uint32_t seen = memory_.word(CF_CTL_ARM_INDEX).load(std::memory_order_relaxed);
  if (memory_.word(CF_CTL_PRODUCER).load(std::memory_order_relaxed) == seen) return;
  if (arm.exchange(0) != 1) return;
  interrupts_++;
  const char byte = 1;
  // A full socket is readable already.
  if (send(interrupt_device_.value, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return;
}

// ---- input ----------------------------------------------------------------------------------------------

void SimDevice::stage(Frame &&frame) { core_.port(frame.port).push(std::move(frame)); }

void SimDevice::refresh(bool starved) {
  if (wall_) {
    refresh_wall();
  } else if (captures_.any()) {
    refresh_captures();
    ended_ = captures_ended_;
    end_ = ended_ ? NEVER : capture_newest_;
  } else {
    // Frames of one arrival may be many; the clock can move only when a later one is seen.
    const uint64_t limit = starved ? STAGED_BYTES_MAX : STAGED_BYTES;
    if (core_.staged_bytes() >= STAGED_BYTES_MAX) throw Error(CF_E_FAULT, "more than 1 GiB of frames share one arrival");
    ingress_.take(0, [&](Frame &&frame) { stage(std::move(frame)); }, [&] { return core_.staged_bytes() >= limit; });
    ended_ = ingress_.ended();
    end_ = ended_ ? NEVER : ingress_.newest();
  }
}

void SimDevice::refresh_captures() {
  while (!captures_ended_ && (core_.staged_bytes() < (1u << 20) || capture_newest_ <= core_.time())) {
    Frame frame;
    if (!captures_.next(frame)) {
      captures_ended_ = true;
      break;
    }
    capture_newest_ = std::max(capture_newest_, frame.arrival);
    stage(std::move(frame));
  }
}

void SimDevice::refresh_wall() {
  // Time is read first: what arrived before it is in a socket by now, so beats up to it can be simulated.
  const uint64_t now_ns = monotonic_ns();
  const uint64_t since = now_ns - epoch_ns_;
  const uint64_t now = since / 32 * 5 + since % 32 * 5 / 32;
  end_ = now + 1;
  if (captures_.any()) {
    refresh_captures();
    ended_ = captures_ended_;
    return;
  }
  const auto full = [&] { return core_.staged_bytes() >= STAGED_BYTES; };
  ingress_.take(now, [&](Frame &&frame) { stage(std::move(frame)); }, full);
  ended_ = lines_.empty() && ingress_.ended();
  if (lines_.empty() || full()) return;
  datagrams_.clear();
  const int64_t offset = realtime_to_monotonic();
  for (const auto &line : lines_) line->read(datagrams_, DATAGRAMS_AT_ONCE, offset, now_ns);
  std::stable_sort(datagrams_.begin(), datagrams_.end(),
                   [](const Datagram &a, const Datagram &b) { return a.received_ns < b.received_ns; });
  for (Datagram &datagram : datagrams_) {
    datagram.frame.arrival = datagram.received_ns <= epoch_ns_ ? 0 : beats_from_ns(datagram.received_ns - epoch_ns_);
    stage(std::move(datagram.frame));
  }
}

// ---- waiting --------------------------------------------------------------------------------------------

uint64_t SimDevice::wake_time(Plan plan) const {
  if (!wall_ || plan != Plan::wait || core_.target() == NEVER) return NEVER;
  return epoch_ns_ + ns_from_beats(core_.target());
}

bool SimDevice::has_work(Plan plan, uint64_t wake_ns) {
  if (stop_.load(std::memory_order_acquire) || job_.load(std::memory_order_acquire) != Job::none) return true;
  if (plan == Plan::credit) return memory_.word(CF_CTL_CONSUMER).load(std::memory_order_seq_cst) != core_.credit();
  if (!captures_.any() && ingress_.pending()) return true;
  if (wall_ && monotonic_ns() >= wake_ns) return true;
  return false;
}

void SimDevice::wait(Plan plan) {
  const uint64_t wake_ns = wake_time(plan);
  const uint64_t from = monotonic_ns();
  do {
    if (has_work(plan, wake_ns)) return;
    if (wall_ && !lines_.empty()) {
      pollfd fds[64];
      for (size_t i = 0; i < lines_.size(); i++) fds[i] = pollfd{lines_[i]->fd(), POLLIN, 0};
      if (poll(fds, lines_.size(), 0) > 0) return;
    }
    cpu_relax();
  } while (monotonic_ns() - from < spin_ns_);
  sleep(plan, wake_ns);
}

void SimDevice::sleep(Plan plan, uint64_t wake_ns) {
  std::atomic<uint32_t> &state = memory_.word(CF_CTL_WAIT);
  // Either has_work() sees what the host wrote, or the host, which looks after writing, sees that a doorbell is wanted.
  state.store(plan == Plan::credit ? CF_WAIT_CREDIT : CF_WAIT_INPUT, std::memory_order_seq_cst);
  if (!has_work(plan, wake_ns)) {
    sleeps_++;
    pollfd fds[65] = {{doorbell_.value, POLLIN, 0}};
    nfds_t count = 1;
    if (wall_ && plan != Plan::credit) {
      for (const auto &line : lines_) fds[count++] = pollfd{line->fd(), POLLIN, 0};
    }
    timespec timeout{};
    if (wake_ns != NEVER) {
      const uint64_t now = monotonic_ns();
      const uint64_t left = wake_ns > now ? wake_ns - now : 0;
      timeout.tv_sec = static_cast<time_t>(left / 1000000000u);
      timeout.tv_nsec = static_cast<long>(left % 1000000000u);
    }
    ppoll(fds, count, wake_ns == NEVER ? nullptr : &timeout, nullptr);
    uint64_t rings;
    if ((fds[0].revents & POLLIN) != 0 && ::read(doorbell_.value, &rings, sizeof rings) < 0) rings = 0;
  }
  state.store(CF_WAIT_NO, std::memory_order_release);
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
