#include "exit_guard.hpp"

#include <unistd.h>

#include <cstdlib>
#include <map>
#include <mutex>

namespace crossfeed {

namespace {

struct Cards {
  std::mutex mutex;
  std::map<Silenced *, pid_t> open;  // and the process that opened it: a fork is not its owner
};

/// Never destroyed: a thread may close a card while the process exits.
Cards &cards() {
  static Cards *const instance = new Cards;
  return *instance;
}

void silence_all() {
  Cards &all = cards();
  std::lock_guard<std::mutex> lock(all.mutex);
  for (const auto &card : all.open) {
    if (card.second == getpid()) card.first->silence();
  }
}

}  // namespace

ExitGuard::ExitGuard(Silenced &card) : card_(card) {
  static const int registered = std::atexit(silence_all);
  static_cast<void>(registered);
  std::lock_guard<std::mutex> lock(cards().mutex);
  cards().open[&card_] = getpid();
}

ExitGuard::~ExitGuard() {
  std::lock_guard<std::mutex> lock(cards().mutex);
  cards().open.erase(&card_);
}

}  // namespace crossfeed
