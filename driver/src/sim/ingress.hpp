// The ingress ring: frames that the host wrote into mapped memory.
#pragma once

#include <cstdint>

#include "../error.hpp"
#include "frame.hpp"
#include "host_memory.hpp"

namespace crossfeed {

class Ingress {
 public:
  explicit Ingress(HostMemory &memory) : memory_(memory) {}

  /// The newest arrival that the host promised: no frame follows with an earlier one.
  uint64_t newest() const { return newest_; }
  bool ended() const { return ended_; }

  /// True when the host wrote something that take() has not seen.
  bool pending() const {
    return memory_.word(CF_CTL_INGRESS_HEAD).load(std::memory_order_seq_cst) != tail_ ||
           (!ended_ && memory_.word(CF_CTL_INGRESS_END).load(std::memory_order_seq_cst) != 0);
  }

  /// Hands frames to `accept(Frame &&)` until the ring is empty or `full()` says so. An arrival below `earliest` means that.
  template <typename Accept, typename Full>
  void take(uint64_t earliest, Accept accept, Full full) {
    // In this order: a frame written before the end mark is seen when the mark is.
    const bool end_mark = memory_.word(CF_CTL_INGRESS_END).load(std::memory_order_acquire) != 0;
    const uint32_t head = memory_.word(CF_CTL_INGRESS_HEAD).load(std::memory_order_acquire);
    const uint32_t size = memory_.ingress_bytes();
    if (tail_ != head) ended_ = false;
    while (tail_ != head && !full()) {
      const uint32_t available = head - tail_;
      const uint32_t offset = tail_ & (size - 1);
      if (available > size || offset % CF_INGRESS_ALIGN != 0 || available < CF_INGRESS_HEADER) bad("its head is off");
      const uint8_t *const entry = memory_.ingress() + offset;
      uint32_t words[4];
      std::memcpy(words, entry, sizeof words);
      const uint32_t kind = words[1] >> 16;
      if (kind == CF_INGRESS_SKIP) {
        if (size - offset > available) bad("a skip beyond its head");
        release(size - offset);
        continue;
      }
      uint64_t arrival = static_cast<uint64_t>(words[3]) << 32 | words[2];
      if (arrival < newest_) arrival = newest_;
      if (arrival < earliest) arrival = earliest;
      newest_ = arrival;
      if (kind == CF_INGRESS_ADVANCE) {
        release(CF_INGRESS_HEADER);
        continue;
      }
      const uint32_t length = words[0];
      const uint32_t port = words[1] & 0xFF;
      const uint32_t taken = (CF_INGRESS_HEADER + length + CF_INGRESS_ALIGN - 1) / CF_INGRESS_ALIGN * CF_INGRESS_ALIGN;
      if (kind != CF_INGRESS_FRAME || length == 0 || length > CF_INGRESS_MAX_FRAME) bad("an entry of unknown kind or length");
      if (port >= 2) bad("a frame for a port that does not exist");
      if (taken > available || taken > size - offset) bad("an entry beyond its head");
      Frame frame = Frame::make(static_cast<uint8_t>(port), arrival, length, (words[1] & CF_INGRESS_BAD_FCS) != 0);
      std::memcpy(frame.bytes.get(), entry + CF_INGRESS_HEADER, length);
      accept(std::move(frame));
      release(taken);
    }
    ended_ = end_mark && tail_ == head;
  }

 private:
  [[noreturn]] void bad(const char *what) { throw Error(CF_E_FAULT, std::string("the ingress ring holds ") + what); }

  void release(uint32_t bytes) {
    tail_ += bytes;
    memory_.word(CF_CTL_INGRESS_TAIL).store(tail_, std::memory_order_release);
  }

  HostMemory &memory_;
  uint32_t tail_ = 0;
  uint64_t newest_ = 0;
  bool ended_ = false;
};

}  // namespace crossfeed
