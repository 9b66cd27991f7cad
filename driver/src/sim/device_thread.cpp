// The device thread: it takes input, clocks the card as far as the input is known, and sleeps when there is nothing to do.
#include <poll.h>

#include <algorithm>

#include "../error.hpp"
#include "clock.hpp"
#include "device.hpp"

namespace crossfeed {

namespace {

constexpr uint32_t DATAGRAMS_AT_ONCE = 1024;
/// Frames taken out of the ingress ring or read from files ahead of the wire.
constexpr uint64_t STAGED_BYTES = 16u << 20;
constexpr uint64_t STAGED_BYTES_MAX = 1u << 30;
/// How often it is looked whether somebody has opened the serial terminal again.
constexpr uint64_t HUNG_NS = 10000000;

int64_t realtime_to_monotonic() {
  return static_cast<int64_t>(monotonic_ns()) - static_cast<int64_t>(clock_ns(CLOCK_REALTIME));
}

}  // namespace

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
  interrupt_.fire();
}

void SimDevice::loop() {
  bool starved = false;
  while (!stop_.load(std::memory_order_acquire) && !halted_) {
    if (job_.load(std::memory_order_acquire) != Job::none) serve();
    refresh(starved);
    check_interrupts();
    const Plan plan = burst(BURST_CYCLES, nullptr);
    if (serve_bench()) continue;
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

/// Bytes between the terminal and the card. While one is on its way the card is clocked, whether or not time may move. False: nothing to do.
bool SimDevice::serve_bench() {
  SerialLine *const serial = core_.bench().serial();
  if (!serial) return false;
  serial->exchange();
  if (!core_.bench_active()) return false;
  burst_start_ns_ = monotonic_ns();
  for (uint32_t i = 0; i < BENCH_CYCLES && core_.bench_active(); i++) {
    if (core_.plan(end_, ended_) == Plan::clock) {
      core_.clock();
    } else {
      core_.hold();
    }
  }
  clock_ns_ += monotonic_ns() - burst_start_ns_;
  publish();
  return true;
}

void SimDevice::publish() {
  memory_.real(CF_CTL_TIME).store(static_cast<double>(core_.time()), std::memory_order_relaxed);
  memory_.real(CF_CTL_CYCLES).store(static_cast<double>(core_.cycles()), std::memory_order_relaxed);
  memory_.real(CF_CTL_CLOCK_NS).store(static_cast<double>(clock_ns_), std::memory_order_relaxed);
}

void SimDevice::index_written(uint32_t ring, uint32_t index) {
  const uint64_t clock = clock_ns_ + (monotonic_ns() - burst_start_ns_);
  memory_.real(CF_CTL_INDEX_CLOCK_NS).store(static_cast<double>(clock), std::memory_order_relaxed);
  memory_.real(CF_CTL_INDEX_CYCLES).store(static_cast<double>(core_.cycles()), std::memory_order_relaxed);
  // The slots before it are in memory for whoever sees it. In the one order of all sequentially consistent accesses either
  // this sees the host's arming, or the host, which looks after arming, sees the index.
  memory_.words(ring).word(CF_CTL_PRODUCER).store(index, std::memory_order_seq_cst);
  if (!core_.moderated(ring)) check_interrupt(ring);
}

void SimDevice::interrupted(uint32_t ring) { check_interrupt(ring); }

/// What was armed after the index was written.
void SimDevice::check_interrupts() {
  for (uint32_t ring = 0; ring < memory_.rings(); ring++) {
    if (!core_.moderated(ring)) check_interrupt(ring);
  }
}

void SimDevice::check_interrupt(uint32_t ring) {
  if (!memory_.words(ring).take_arming()) return;
  interrupts_++;
  interrupt_.fire();
}

// ---- input ----------------------------------------------------------------------------------------------

void SimDevice::stage(Frame &&frame) {
  if (core_.bench().arrives(frame)) core_.port(frame.port).push(std::move(frame));
}

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
  if (plan == Plan::credit) {
    for (uint32_t ring = 0; ring < memory_.rings(); ring++) {
      if (memory_.words(ring).word(CF_CTL_CONSUMER).load(std::memory_order_seq_cst) != core_.credit(ring)) return true;
    }
    return false;
  }
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
    pollfd fds[66] = {{doorbell_.get(), POLLIN, 0}};
    nfds_t count = 1;
    const SerialLine *const serial = core_.bench().serial();
    if (serial && serial->fd() >= 0) fds[count++] = pollfd{serial->fd(), POLLIN, 0};
    // A terminal that nobody has open would say so at once, every time.
    if (serial && serial->hung()) wake_ns = std::min(wake_ns, monotonic_ns() + HUNG_NS);
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
    if ((fds[0].revents & POLLIN) != 0) doorbell_.drain();
  }
  state.store(CF_WAIT_NO, std::memory_order_release);
}

}  // namespace crossfeed
