#include "capture.hpp"

#include "../error.hpp"
#include "crossfeed.h"

namespace crossfeed {

namespace {

constexpr uint32_t LINK_ETHERNET = 1;
constexpr uint32_t BLOCK_BYTES_MAX = 16u << 20;
constexpr uint32_t SECTION_HEADER = 0x0A0D0D0A;
constexpr uint32_t ORDER_MAGIC = 0x1A2B3C4D;
constexpr uint32_t INTERFACE = 1;
constexpr uint32_t OLD_PACKET = 2;
constexpr uint32_t SIMPLE_PACKET = 3;
constexpr uint32_t ENHANCED_PACKET = 6;

/// Time 0 is a multiple of five whole beats, so that a frame's beat does not depend on where time starts.
constexpr uint64_t ZERO_STEP_NS = 32;

}  // namespace

CaptureFile::CaptureFile(const std::string &path, uint32_t port) : path_(path), port_(port), file_(std::fopen(path.c_str(), "rb")) {
  if (!file_) throw system_error("cannot open " + path);
  uint32_t magic;
  read(&magic, 4, false);
  switch (magic) {
    case 0xA1B2C3D4u:
      open_pcap(false, 1000);
      break;
    case 0xD4C3B2A1u:
      open_pcap(true, 1000);
      break;
    case 0xA1B23C4Du:
      open_pcap(false, 1);
      break;
    case 0x4D3CB2A1u:
      open_pcap(true, 1);
      break;
    case SECTION_HEADER:
      pcapng_ = true;
      section_header();
      break;
    default:
      bad("neither pcap nor pcapng: the first four bytes are no magic number of theirs");
  }
  next();
}

void CaptureFile::bad(const std::string &what) const {
  throw Error(CF_E_FORMAT, path_ + ": at offset " + std::to_string(offset_) + ": " + what);
}

bool CaptureFile::read(void *into, size_t bytes, bool may_end) {
  const size_t got = std::fread(into, 1, bytes, file_.get());
  if (got == 0 && may_end && std::feof(file_.get())) return false;
  if (got != bytes) bad("the file ends in the middle of a record: expected " + std::to_string(bytes) + " bytes, found " + std::to_string(got));
  offset_ += bytes;
  return true;
}

uint16_t CaptureFile::u16(const uint8_t *at) const {
  uint16_t value;
  std::memcpy(&value, at, 2);
  return swapped_ ? __builtin_bswap16(value) : value;
}

uint32_t CaptureFile::u32(const uint8_t *at) const {
  uint32_t value;
  std::memcpy(&value, at, 4);
  return swapped_ ? __builtin_bswap32(value) : value;
}

void CaptureFile::open_pcap(bool swapped, uint64_t ns_per_tick) {
  swapped_ = swapped;
  ns_per_tick_ = ns_per_tick;
  uint8_t header[20];
  read(header, sizeof header, false);
  const uint32_t link = u32(header + 16) & 0x0FFFFFFF;
  if (link != LINK_ETHERNET) bad("link type " + std::to_string(link) + ", expected 1 (Ethernet)");
}

void CaptureFile::next() {
  if (pcapng_) {
    next_pcapng();
  } else {
    next_pcap();
  }
}

void CaptureFile::next_pcap() {
  uint8_t header[16];
  has_frame_ = read(header, sizeof header, true);
  if (!has_frame_) return;
  const uint32_t captured = u32(header + 8);
  if (captured == 0 || captured > CF_INGRESS_MAX_FRAME) bad("a frame of " + std::to_string(captured) + " bytes");
  time_ns_ = static_cast<uint64_t>(u32(header)) * 1000000000ull + u32(header + 4) * ns_per_tick_;
  bytes_.resize(captured);
  read(bytes_.data(), captured, false);
}

/// Behind the block type that is always the same in both byte orders.
void CaptureFile::section_header() {
  uint8_t head[8];
  read(head, sizeof head, false);
  uint32_t order;
  std::memcpy(&order, head + 4, 4);
  if (order != ORDER_MAGIC && order != __builtin_bswap32(ORDER_MAGIC)) bad("a section header without byte-order magic");
  swapped_ = order != ORDER_MAGIC;
  const uint32_t length = u32(head);
  if (length < 28 || length > BLOCK_BYTES_MAX || length % 4 != 0) bad("a section header of " + std::to_string(length) + " bytes");
  std::vector<uint8_t> rest(length - 12);
  read(rest.data(), rest.size(), false);
  interfaces_.clear();
}

void CaptureFile::interface_block(const std::vector<uint8_t> &body) {
  if (body.size() < 8) bad("an interface description of " + std::to_string(body.size()) + " bytes");
  const uint32_t link = u16(body.data());
  if (link != LINK_ETHERNET) bad("link type " + std::to_string(link) + ", expected 1 (Ethernet)");
  Interface interface{1000000};
  for (size_t at = 8; at + 4 <= body.size();) {
    const uint16_t code = u16(&body[at]);
    const uint16_t length = u16(&body[at + 2]);
    if (code == 0 || at + 4 + length > body.size()) break;
    if (code == 9 && length >= 1) {
      const uint8_t resolution = body[at + 4];
      const uint32_t exponent = resolution & 0x7F;
      if (exponent > (resolution & 0x80 ? 63u : 18u)) bad("a time resolution finer than this program can count");
      interface.ticks_per_second = 1;
      for (uint32_t i = 0; i < exponent; i++) interface.ticks_per_second *= resolution & 0x80 ? 2 : 10;
    }
    at += 4 + (length + 3u) / 4 * 4;
  }
  interfaces_.push_back(interface);
}

bool CaptureFile::packet_block(uint32_t type, const std::vector<uint8_t> &body) {
  if (type == SIMPLE_PACKET) bad("a simple packet block, which has no time");
  if (body.size() < 20) bad("a packet block of " + std::to_string(body.size()) + " bytes");
  const uint32_t interface = type == OLD_PACKET ? u16(body.data()) : u32(body.data());
  if (interface >= interfaces_.size()) bad("a packet of interface " + std::to_string(interface) + ", which was not described");
  const uint32_t captured = u32(&body[12]);
  if (captured == 0 || captured > CF_INGRESS_MAX_FRAME || captured > body.size() - 20) {
    bad("a frame of " + std::to_string(captured) + " bytes");
  }
  const uint64_t ticks = static_cast<uint64_t>(u32(&body[4])) << 32 | u32(&body[8]);
  const uint64_t rate = interfaces_[interface].ticks_per_second;
  __extension__ typedef unsigned __int128 Wide;
  time_ns_ = static_cast<uint64_t>(static_cast<Wide>(ticks) * 1000000000u / rate);
  bytes_.assign(body.begin() + 20, body.begin() + 20 + captured);
  return true;
}

void CaptureFile::next_pcapng() {
  for (;;) {
    uint8_t head[4];
    has_frame_ = read(head, sizeof head, true);
    if (!has_frame_) return;
    const uint32_t type = u32(head);
    if (type == SECTION_HEADER) {
      section_header();
      continue;
    }
    read(head, sizeof head, false);
    const uint32_t length = u32(head);
    if (length < 12 || length > BLOCK_BYTES_MAX || length % 4 != 0) bad("a block of " + std::to_string(length) + " bytes");
    std::vector<uint8_t> body(length - 12);
    if (!body.empty()) read(body.data(), body.size(), false);
    read(head, sizeof head, false);
    if (u32(head) != length) bad("a block whose two lengths differ");
    if (type == INTERFACE) interface_block(body);
    if (type != OLD_PACKET && type != SIMPLE_PACKET && type != ENHANCED_PACKET) continue;
    if (packet_block(type, body)) return;
  }
}

void Captures::add(const std::string &path, uint32_t port) { files_.emplace_back(new CaptureFile(path, port)); }

bool Captures::next(Frame &frame) {
  CaptureFile *soonest = nullptr;
  for (const auto &file : files_) {
    if (!file->has_frame()) continue;
    if (!soonest || file->time_ns() < soonest->time_ns() ||
        (file->time_ns() == soonest->time_ns() && file->port() < soonest->port())) {
      soonest = file.get();
    }
  }
  if (!soonest) return false;
  if (!started_) {
    started_ = true;
    zero_ns_ = soonest->time_ns() / ZERO_STEP_NS * ZERO_STEP_NS;
  }
  const uint64_t since = soonest->time_ns() < zero_ns_ ? 0 : soonest->time_ns() - zero_ns_;
  // 32 ns are 5 beats; up, because a frame cannot start before it was there.
  const uint64_t arrival = since / 32 * 5 + (since % 32 * 5 + 31) / 32;
  const std::vector<uint8_t> &bytes = soonest->bytes();
  frame = Frame::make(static_cast<uint8_t>(soonest->port()), arrival, static_cast<uint32_t>(bytes.size()), false);
  std::memcpy(frame.bytes.get(), bytes.data(), bytes.size());
  soonest->next();
  return true;
}

}  // namespace crossfeed
