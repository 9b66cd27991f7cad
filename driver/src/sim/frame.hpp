// A frame on its way to a port.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

namespace crossfeed {

struct Frame {
  uint64_t arrival = 0;  // beats
  uint32_t length = 0;   // bytes without FCS, at least 1
  uint8_t port = 0;
  bool bad_fcs = false;
  std::unique_ptr<uint8_t[]> bytes;  // padded with zeros to whole beats

  static Frame make(uint8_t port, uint64_t arrival, uint32_t length, bool bad_fcs) {
    Frame frame;
    frame.arrival = arrival;
    frame.length = length;
    frame.port = port;
    frame.bad_fcs = bad_fcs;
    const uint32_t padded = (length + 7) / 8 * 8;
    frame.bytes.reset(new uint8_t[padded]);
    std::memset(frame.bytes.get() + padded - 8, 0, 8);
    return frame;
  }
};

constexpr uint64_t NEVER = UINT64_MAX;

}  // namespace crossfeed
