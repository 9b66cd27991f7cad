// UDP sockets behind the ports of the simulated card: each datagram becomes the frame that would have carried it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "crossfeed.h"
#include "frame.hpp"
#include "random.hpp"

namespace crossfeed {

/// A datagram in the clock of CLOCK_MONOTONIC, which is not yet NIC time.
struct Datagram {
  uint64_t received_ns;
  Frame frame;
};

class UdpLine {
 public:
  explicit UdpLine(const cf_udp_line &line);
  ~UdpLine();
  UdpLine(const UdpLine &) = delete;
  UdpLine &operator=(const UdpLine &) = delete;

  int fd() const { return fd_; }
  uint32_t bound_port() const { return bound_port_; }
  uint64_t datagrams() const { return datagrams_; }
  uint64_t corrupted() const { return corrupted_; }
  uint64_t dropped() const { return dropped_; }

  /// Reads what has arrived, at most `limit` datagrams. `to_monotonic_ns` takes CLOCK_REALTIME to CLOCK_MONOTONIC.
  void read(std::vector<Datagram> &into, uint32_t limit, int64_t to_monotonic_ns, uint64_t now_ns);

 private:
  Frame wrap(const uint8_t *payload, uint32_t length, uint32_t source_ip, uint16_t source_port);

  int fd_ = -1;
  uint32_t bound_port_ = 0;
  uint8_t port_;
  uint8_t mac_[6];
  uint32_t line_ip_;
  uint16_t line_udp_port_;
  uint16_t identification_ = 0;
  uint32_t corrupt_ppm_;
  Random random_;
  uint64_t datagrams_ = 0;
  uint64_t corrupted_ = 0;
  uint64_t dropped_ = 0;
  std::vector<uint8_t> buffer_;
};

}  // namespace crossfeed
