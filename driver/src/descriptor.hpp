// Descriptors that close themselves, and the two that host and device wake each other with.
#pragma once

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "error.hpp"

namespace crossfeed {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor &&other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }

  int get() const { return value_; }
  /// A copy for the caller, who closes it.
  int duplicate() const {
    const int copy = fcntl(value_, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) throw system_error("cannot duplicate a descriptor");
    return copy;
  }

 private:
  int value_ = -1;
};

/// An eventfd: any number of rings until it is drained count as one.
class EventFd {
 public:
  EventFd() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (fd_.get() < 0) throw system_error("eventfd");
  }
  int get() const { return fd_.get(); }
  int duplicate() const { return fd_.duplicate(); }
  void ring() const {
    const uint64_t one = 1;
    // Only a full counter can refuse, and then whoever waits is awake already.
    if (::write(fd_.get(), &one, sizeof one) < 0) return;
  }
  /// How many rings there were.
  uint64_t drain() const {
    uint64_t rings = 0;
    return ::read(fd_.get(), &rings, sizeof rings) == sizeof rings ? rings : 0;
  }

 private:
  Descriptor fd_;
};

/// The card's interrupt as the host sees it: a stream socket that becomes readable.
class HostInterrupt {
 public:
  HostInterrupt() {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0) throw system_error("socketpair");
    device_ = Descriptor(pair[0]);
    host_ = Descriptor(pair[1]);
  }
  void fire() const {
    const char byte = 1;
    // A full socket is readable already.
    if (send(device_.get(), &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return;
  }
  int duplicate() const { return host_.duplicate(); }

 private:
  Descriptor device_, host_;
};

}  // namespace crossfeed
