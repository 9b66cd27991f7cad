// The thread beside a real card. Records do not pass through it: it forwards the host's consumer index, turns the card's
// interrupt into the host's, and notices when the card goes.
#include <poll.h>

#include <ctime>

#include "../sim/clock.hpp"
#include "device.hpp"

namespace crossfeed {

namespace {

/// How often an idle card is asked whether it is still there, and for its time.
constexpr uint64_t ALIVE_NS = 250'000'000;
/// How often a card without MSI-X is looked at.
constexpr uint64_t POLL_NS = 100'000;

}  // namespace

void PcieDevice::run() {
  alive_ns_ = monotonic_ns();
  while (!stop_.load(std::memory_order_acquire) && !halted_.load(std::memory_order_acquire)) {
    serve();
    sleep();
    if (monotonic_ns() - alive_ns_ >= ALIVE_NS) check_alive();
  }
  memory_->words().word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
}

void PcieDevice::serve() {
  const ControlWords words = memory_->words();
  {
    std::lock_guard<std::mutex> lock(bar_mutex_);
    const uint32_t consumer = words.word(CF_CTL_CONSUMER).load(std::memory_order_acquire);
    const uint32_t used = words.word(CF_CTL_PRODUCER).load(std::memory_order_acquire) - credit_;
    if (credit_due(consumer - credit_, memory_->slots() - used, memory_->slots())) {
      bar_.write(CF_RING_BASE + CF_RING_CREDIT, consumer);
      credit_ = consumer;
    }
  }
  if (!words.take_arming()) return;
  interrupts_.fetch_add(1, std::memory_order_relaxed);
  interrupt_.fire();
}

void PcieDevice::sleep() {
  const ControlWords words = memory_->words();
  std::atomic<uint32_t> &state = words.word(CF_CTL_WAIT);
  uint32_t credit, used;
  {
    std::lock_guard<std::mutex> lock(bar_mutex_);
    credit = credit_;
    used = words.word(CF_CTL_PRODUCER).load(std::memory_order_acquire) - credit;
  }
  // While the card has room for half a ring, its next interrupt is soon enough to look at the consumer index. With less the host
  // must ring: either this sees what the host consumed, or the host, which looks after consuming, sees that a doorbell is wanted.
  if (used > memory_->slots() / 2) {
    state.store(CF_WAIT_CREDIT, std::memory_order_seq_cst);
    if (words.word(CF_CTL_CONSUMER).load(std::memory_order_seq_cst) != credit) {
      state.store(CF_WAIT_NO, std::memory_order_release);
      return;
    }
  }
  sleeps_.fetch_add(1, std::memory_order_relaxed);
  pollfd fds[] = {{doorbell_.get(), POLLIN, 0}, {msix_.get(), POLLIN, 0}, {error_.get(), POLLIN, 0}, {request_.get(), POLLIN, 0}};
  timespec timeout{};
  timeout.tv_nsec = static_cast<long>(has_msix_ ? ALIVE_NS : POLL_NS);
  ppoll(fds, sizeof fds / sizeof fds[0], &timeout, nullptr);
  if (fds[0].revents != 0) doorbell_.drain();
  if (fds[1].revents != 0) msix_.drain();
  if (fds[2].revents != 0 && error_.drain() != 0) {
    fail("PCIe reported an error that cannot be corrected");
  } else if (fds[3].revents != 0 && request_.drain() != 0) {
    silence();
    fail("the kernel asks for the card back: it is being unbound or removed");
  }
  // Unless another thread has just found that the device failed.
  uint32_t credit_wait = CF_WAIT_CREDIT;
  state.compare_exchange_strong(credit_wait, CF_WAIT_NO);
}

void PcieDevice::check_alive() {
  alive_ns_ = monotonic_ns();
  if (bar_.gone()) {
    fail("the card no longer answers: its registers read as all ones");
  } else {
    publish_time();
  }
}

void PcieDevice::publish_time() {
  uint64_t beats, now;
  {
    std::lock_guard<std::mutex> lock(bar_mutex_);
    const uint64_t before = monotonic_ns();
    beats = read_wide(CF_DEVICE_BASE + CF_DEVICE_TIME_LO);
    now = before + (monotonic_ns() - before) / 2;
  }
  const ControlWords words = memory_->words();
  words.real(CF_CTL_TIME).store(static_cast<double>(beats), std::memory_order_relaxed);
  words.real(CF_CTL_EPOCH_NS).store(static_cast<double>(now) - static_cast<double>(ns_from_beats(beats)), std::memory_order_relaxed);
}

}  // namespace crossfeed
