// Capture files as input: pcap in either byte order and resolution, and pcapng, with Ethernet frames.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "frame.hpp"

namespace crossfeed {

/// Reads one file, a frame at a time.
class CaptureFile {
 public:
  CaptureFile(const std::string &path, uint32_t port);

  uint32_t port() const { return port_; }
  bool has_frame() const { return has_frame_; }
  /// Capture time of the frame at hand, ns.
  uint64_t time_ns() const { return time_ns_; }
  const std::vector<uint8_t> &bytes() const { return bytes_; }
  /// Reads the next frame; has_frame() is false at the end.
  void next();

 private:
  struct Interface {
    uint64_t ticks_per_second;
  };

  void open_pcap(bool swapped, uint64_t ns_per_tick);
  void next_pcap();
  void next_pcapng();
  void section_header();
  void interface_block(const std::vector<uint8_t> &body);
  bool packet_block(uint32_t type, const std::vector<uint8_t> &body);
  uint16_t u16(const uint8_t *at) const;
  uint32_t u32(const uint8_t *at) const;
  bool read(void *into, size_t bytes, bool may_end);
  [[noreturn]] void bad(const std::string &what) const;

  struct Closer {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };
  std::string path_;
  uint32_t port_;
  std::unique_ptr<std::FILE, Closer> file_;
  uint64_t offset_ = 0;
  bool pcapng_ = false;
  bool swapped_ = false;
  uint64_t ns_per_tick_ = 1000;
  std::vector<Interface> interfaces_;
  bool has_frame_ = false;
  uint64_t time_ns_ = 0;
  std::vector<uint8_t> bytes_;
};

/// All captures of a device, merged by capture time (the lower port first).
class Captures {
 public:
  bool any() const { return !files_.empty(); }
  void add(const std::string &path, uint32_t port);
  /// The next frame of the merge, its arrival in beats since time 0. False at the end.
  bool next(Frame &frame);

 private:
  std::vector<std::unique_ptr<CaptureFile>> files_;
  bool started_ = false;
  uint64_t zero_ns_ = 0;
};

}  // namespace crossfeed
