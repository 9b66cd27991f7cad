// Random frames through cf_rx_front against a model written from the rules: reject reasons, messages, what the frame's end says, and when.
//
//   rx_front SEED FRAMES [cycles of full line rate]
//
// Frames are MoldUDP64 and PITCH in Ethernet with up to two tags, IPv4 with and without options, good and damaged in every way that has a
// reject reason; with gaps between and inside them or none; while the consumer stalls or not; registers begin with noise, and resets come in the middle of it.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <vector>

#include "Vcf_rx_front.h"
#include "mutant.hpp"
#include "verilated.h"

namespace {

using Bytes = std::vector<uint8_t>;

enum Reason { BAD_FCS, RUNT, OVERSIZE, NOT_IPV4, BAD_IPV4, FRAGMENT, NOT_UDP, BAD_UDP_LENGTH, BAD_UDP_SUM, NO_CHANNEL, SHORT_HEADER, OVERFLOW_, NONE = 31 };

struct Random {
  uint64_t state;
  uint64_t next() {
    state += 0x9E3779B97F4A7C15ull;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  uint32_t below(uint32_t n) { return static_cast<uint32_t>(next() % n); }
  bool one_in(uint32_t n) { return below(n) == 0; }
};

/// Table entries: two of MoldUDP64, one of them with a MAC address, and three units of PITCH, two of them at one address.
struct Entry {
  uint32_t ip;
  uint16_t udp;
  bool pitch;
  uint8_t unit;
  bool mac;
  uint8_t channel;
};
constexpr uint64_t MAC = 0x01005E010203;
const Entry TABLE[] = {{0xE0000101, 26400, false, 0, false, 0}, {0xE0000102, 26401, false, 0, true, 1},   {0xE0000201, 30001, true, 1, false, 2},
                       {0xE0000201, 30001, true, 2, false, 3}, {0xE0000202, 30002, true, 7, false, 2}, {0xE0000103, 26400, false, 0, false, 7}};
constexpr int ENTRIES = 8;
constexpr int CHANNELS = 4;

struct Message {
  Bytes bytes;
  uint16_t length;
  uint16_t end;
};

struct Expected {
  uint64_t id;
  uint8_t reason = NONE;
  std::vector<Message> messages;
  uint64_t stamp = 0, start = 0;
  uint8_t channel = 0;
  bool pitch = false;
  uint8_t session[10] = {};
  uint64_t sequence = 0;
  uint16_t count = 0, empty = 0;
  bool truncated = false, overlong = false, trailing = false;
  uint32_t length = 0, payload_at = 0;
  uint64_t last_cycle = 0;
  bool ended = false;
};

uint32_t be(const Bytes &b, size_t at, int n) {
  uint32_t v = 0;
  for (int i = 0; i < n; i++) v = v << 8 | b[at + i];
  return v;
}

uint32_t sum(const Bytes &b, size_t at, size_t n, uint32_t start) {
  for (size_t i = 0; i < n; i++) start += i % 2 ? b[at + i] : b[at + i] << 8;
  while (start >> 16) start = (start & 0xFFFF) + (start >> 16);
  return start;
}

void judge(const Bytes &f, bool bad_fcs, uint32_t min, uint32_t max, Expected &e) {
  e.length = static_cast<uint32_t>(f.size());
  const auto reject = [&](Reason r) { e.reason = r; };
  if (bad_fcs) return reject(BAD_FCS);
  if (f.size() < min) return reject(RUNT);
  if (f.size() > max) return reject(OVERSIZE);
  size_t ip = 14;
  if (f.size() < ip) return reject(NOT_IPV4);
  uint32_t type = be(f, 12, 2);
  if (type == 0x8100 || type == 0x88A8) {
    ip = 18;
    if (f.size() < ip) return reject(NOT_IPV4);
    type = be(f, 16, 2);
    if (type == 0x8100) {
      ip = 22;
      if (f.size() < ip) return reject(NOT_IPV4);
      type = be(f, 20, 2);
    }
  }
  if (type != 0x0800) return reject(NOT_IPV4);
  const size_t room = f.size() - ip;
  if (room < 20 || f[ip] >> 4 != 4) return reject(BAD_IPV4);
  const size_t header = (f[ip] & 15) * 4;
  const size_t total = be(f, ip + 2, 2);
  if (header < 20 || header > room || total < header || total > room || sum(f, ip, header, 0) != 0xFFFF) return reject(BAD_IPV4);
  if (be(f, ip + 6, 2) & 0x3FFF) return reject(FRAGMENT);
  if (f[ip + 9] != 17) return reject(NOT_UDP);
  const size_t udp = ip + header;
  if (total - header < 8) return reject(BAD_UDP_LENGTH);
  const size_t length = be(f, udp + 4, 2);
  if (length < 8 || length > total - header) return reject(BAD_UDP_LENGTH);
  if (be(f, udp + 6, 2) != 0) {
    const uint32_t pseudo = sum(f, ip + 12, 8, 17 + static_cast<uint32_t>(length));
    if (sum(f, udp, length, pseudo) != 0xFFFF) return reject(BAD_UDP_SUM);
  }
  const uint32_t address = be(f, ip + 16, 4);
  const uint32_t port = be(f, udp + 2, 2);
  const uint64_t mac = static_cast<uint64_t>(be(f, 0, 2)) << 32 | be(f, 2, 4);
  const Entry *hit = nullptr;
  for (const Entry &entry : TABLE) {
    if (entry.ip == address && entry.udp == port && (!entry.mac || mac == MAC)) {
      hit = &entry;
      break;
    }
  }
  if (!hit || (!hit->pitch && hit->channel >= CHANNELS)) return reject(NO_CHANNEL);
  const size_t at = udp + 8;
  const size_t size = length - 8;
  e.payload_at = static_cast<uint32_t>(at);
  e.pitch = hit->pitch;
  e.channel = hit->channel;
  if (size < (hit->pitch ? 8u : 20u)) return reject(SHORT_HEADER);
  size_t end = at + size;
  size_t p;
  uint32_t left;
  if (hit->pitch) {
    const Entry *unit = nullptr;
    for (const Entry &entry : TABLE) {
      if (entry.pitch && entry.ip == address && entry.udp == port && entry.unit == f[at + 3]) {
        unit = &entry;
        break;
      }
    }
    if (!unit) return reject(NO_CHANNEL);
    e.channel = unit->channel;
    const size_t block = f[at] | f[at + 1] << 8;
    if (block < 8) return reject(SHORT_HEADER);
    if (at + block < end) end = at + block;
    e.count = f[at + 2];
    e.sequence = f[at + 4] | f[at + 5] << 8 | f[at + 6] << 16 | static_cast<uint64_t>(f[at + 7]) << 24;
    if (e.sequence + e.count > 0xFFFFFFFFull) return reject(OVERFLOW_);
    p = at + 8;
    left = e.count;
  } else {
    std::memcpy(e.session, f.data() + at, 10);
    e.sequence = static_cast<uint64_t>(be(f, at + 10, 4)) << 32 | be(f, at + 14, 4);
    e.count = static_cast<uint16_t>(be(f, at + 18, 2));
    if (e.count != 0xFFFF && e.sequence + e.count < e.sequence) return reject(OVERFLOW_);
    p = at + 20;
    left = e.count == 0xFFFF ? 0 : e.count;
  }
  while (left != 0 && end - p >= 2) {
    const size_t n = hit->pitch ? f[p] : be(f, p, 2);
    const size_t prefix = hit->pitch ? 0 : 2;
    if (hit->pitch && n < 2) break;
    if (p + prefix + n > end) {
      e.overlong = true;
      break;
    }
    Message m;
    m.bytes.assign(f.begin() + p + prefix, f.begin() + p + prefix + (n < 64 ? n : 64));
    m.length = static_cast<uint16_t>(n);
    p += prefix + n;
    m.end = static_cast<uint16_t>(p - at);
    if (n == 0) e.empty++;
    e.messages.push_back(m);
    left--;
  }
  e.truncated = left != 0;
  e.trailing = left == 0 && p < at + size;
}

struct Options {
  bool short_blocks;
  bool damage;
  uint32_t most;
};

Bytes make(Random &r, const Options &o, bool &bad_fcs) {
  const Entry &entry = TABLE[r.below(12) ? r.below(5) : 5];
  Bytes payload;
  const uint32_t blocks = r.one_in(8) ? 0 : 1 + r.below(r.one_in(6) ? 20 : 4);
  Bytes body;
  for (uint32_t i = 0; i < blocks; i++) {
    uint32_t n = o.short_blocks && r.one_in(2) ? r.below(12) : entry.pitch ? 14 + r.below(r.one_in(9) ? 200 : 30) : 12 + r.below(r.one_in(9) ? 120 : 44);
    if (entry.pitch && n < 2) n = r.one_in(10) ? n : 2 + r.below(5);
    if (body.size() + n + 2 > o.most) break;
    if (entry.pitch) {
      body.push_back(static_cast<uint8_t>(n));
      for (uint32_t k = 1; k < n; k++) body.push_back(static_cast<uint8_t>(r.next()));
    } else {
      body.push_back(static_cast<uint8_t>(n >> 8));
      body.push_back(static_cast<uint8_t>(n));
      for (uint32_t k = 0; k < n; k++) body.push_back(static_cast<uint8_t>(r.next()));
    }
  }
  uint32_t count = blocks;
  if (r.one_in(20)) count = blocks + r.below(3);
  if (r.one_in(20) && blocks) count = blocks - 1;
  uint64_t sequence = r.next() >> r.below(64);
  if (r.one_in(20)) sequence = ~static_cast<uint64_t>(r.below(4));
  if (entry.pitch) {
    uint32_t length = static_cast<uint32_t>(8 + body.size());
    if (r.one_in(20)) length = r.below(length + 20);
    const uint8_t unit = r.one_in(20) ? static_cast<uint8_t>(r.below(9)) : entry.unit;
    payload = {static_cast<uint8_t>(length), static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(count), unit};
    if (r.one_in(20)) sequence = 0xFFFFFFFF - r.below(6);
    for (int i = 0; i < 4; i++) payload.push_back(static_cast<uint8_t>(sequence >> (8 * i)));
  } else {
    for (int i = 0; i < 10; i++) payload.push_back(static_cast<uint8_t>('A' + r.below(26)));
    for (int i = 7; i >= 0; i--) payload.push_back(static_cast<uint8_t>(sequence >> (8 * i)));
    if (r.one_in(30)) count = 0xFFFF;
    payload.push_back(static_cast<uint8_t>(count >> 8));
    payload.push_back(static_cast<uint8_t>(count));
  }
  payload.insert(payload.end(), body.begin(), body.end());
  if (o.damage && r.one_in(12)) payload.resize(r.below(static_cast<uint32_t>(payload.size()) + 1));
  if (r.one_in(15)) payload.push_back(static_cast<uint8_t>(r.next()));

  Bytes f;
  const uint64_t mac = entry.mac && !r.one_in(10) ? MAC : 0x01005E000000 + entry.channel;
  for (int i = 5; i >= 0; i--) f.push_back(static_cast<uint8_t>(mac >> (8 * i)));
  for (int i = 0; i < 6; i++) f.push_back(static_cast<uint8_t>(i));
  const uint32_t tags = r.below(3);
  for (uint32_t t = 0; t < tags; t++) {
    f.push_back(tags == 2 && t == 0 && r.one_in(2) ? 0x88 : 0x81);
    f.push_back(f.back() == 0x88 ? 0xA8 : 0x00);
    f.push_back(static_cast<uint8_t>(r.next()));
    f.push_back(static_cast<uint8_t>(r.next()));
  }
  f.push_back(8);
  f.push_back(0);
  const size_t ip = f.size();
  const uint32_t ihl = r.one_in(3) ? 5 + r.below(11) : 5;
  const auto total = static_cast<uint32_t>(4 * ihl + 8 + payload.size());
  f.insert(f.end(), {static_cast<uint8_t>(0x40 | ihl), static_cast<uint8_t>(r.next()), static_cast<uint8_t>(total >> 8), static_cast<uint8_t>(total)});
  f.insert(f.end(), {static_cast<uint8_t>(r.next()), static_cast<uint8_t>(r.next()), 0x40, 0, 7, 17, 0, 0, 10, 0, 0, static_cast<uint8_t>(r.next())});
  for (int i = 3; i >= 0; i--) f.push_back(static_cast<uint8_t>(entry.ip >> (8 * i)));
  for (uint32_t i = 20; i < 4 * ihl; i++) f.push_back(static_cast<uint8_t>(r.next()));
  const size_t udp = f.size();
  const auto length = static_cast<uint32_t>(8 + payload.size());
  const uint32_t to = r.one_in(40) ? entry.udp + 1u : entry.udp;
  f.insert(f.end(), {1, 2, static_cast<uint8_t>(to >> 8), static_cast<uint8_t>(to), static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length), 0, 0});
  f.insert(f.end(), payload.begin(), payload.end());
  const auto put_sums = [&](bool udp_sum) {
    if (udp_sum && udp + 8 <= f.size()) {
      const size_t n = be(f, udp + 4, 2);
      if (udp + n <= f.size()) {
        f[udp + 6] = f[udp + 7] = 0;
        uint32_t s = ~sum(f, udp, n, sum(f, ip + 12, 8, 17 + static_cast<uint32_t>(n))) & 0xFFFF;
        if (s == 0) s = 0xFFFF;
        f[udp + 6] = static_cast<uint8_t>(s >> 8);
        f[udp + 7] = static_cast<uint8_t>(s);
      }
    }
    f[ip + 10] = f[ip + 11] = 0;
    const uint32_t s = ~sum(f, ip, 4 * ihl, 0) & 0xFFFF;
    f[ip + 10] = static_cast<uint8_t>(s >> 8);
    f[ip + 11] = static_cast<uint8_t>(s);
  };
  const bool with_sum = !r.one_in(3);
  put_sums(with_sum);
  if (o.damage && r.one_in(4)) {
    switch (r.below(9)) {
      case 0: f.resize(1 + r.below(static_cast<uint32_t>(f.size()))); break;
      case 1: f[r.below(static_cast<uint32_t>(f.size()))] ^= static_cast<uint8_t>(1u << r.below(8)); break;
      case 2: f[12] = static_cast<uint8_t>(r.next()); break;
      case 3: f[ip + 2] = static_cast<uint8_t>(r.below(3)); f[ip + 3] = static_cast<uint8_t>(r.next()); put_sums(false); break;
      case 4: f[ip + 6] = static_cast<uint8_t>(r.next()); put_sums(false); break;
      case 5: f[ip + 9] = static_cast<uint8_t>(r.next()); put_sums(false); break;
      case 6: f[udp + 4] = static_cast<uint8_t>(r.below(2)); f[udp + 5] = static_cast<uint8_t>(r.below(64)); put_sums(with_sum); break;
      case 7: f[ip] = static_cast<uint8_t>(r.next()); break;
      default: f[udp + 6 + r.below(2)] ^= static_cast<uint8_t>(1u << r.below(8)); break;
    }
  }
  while (r.one_in(2) && f.size() < 60 && !(o.damage && r.one_in(9))) f.push_back(static_cast<uint8_t>(r.one_in(2) ? 0 : r.next()));
  bad_fcs = o.damage && r.one_in(25);
  return f;
}

[[noreturn]] void fail(uint64_t id, const char *what, uint64_t found, uint64_t expected) {
  std::fprintf(stderr, "frame %" PRIu64 ": %s is %" PRIu64 ", expected %" PRIu64 "\n", id, what, found, expected);
  std::exit(1);
}

void check(uint64_t id, const char *what, uint64_t found, uint64_t expected) {
  if (found != expected) fail(id, what, found, expected);
}

class Bench {
 public:
  Bench(uint64_t seed, uint32_t max_frame) : r_{seed}, max_(max_frame) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed % 0x7FFFFFFF + 1));
    top_ = std::make_unique<Vcf_rx_front>(&context_, "top");
    Vcf_rx_front &t = *top_;
    CHOOSE_MUTANT(t);
    t.match_valid_i = 0;
    t.match_mac_i = 0;
    t.match_pitch_i = 0;
    std::memset(&t.match_ip_i, 0, sizeof t.match_ip_i);
    std::memset(&t.match_udp_i, 0, sizeof t.match_udp_i);
    std::memset(&t.match_mac_key_i, 0, sizeof t.match_mac_key_i);
    uint32_t ports = 0;
    uint64_t channels = 0, units = 0;
    int i = 0;
    for (const Entry &e : TABLE) {
      t.match_valid_i |= 1u << i;
      t.match_mac_i |= (e.mac ? 1u : 0u) << i;
      t.match_pitch_i |= (e.pitch ? 1u : 0u) << i;
      ports |= 1u << (4 * i);
      channels |= static_cast<uint64_t>(e.channel) << (8 * i);
      units |= static_cast<uint64_t>(e.unit) << (8 * i);
      t.match_ip_i[i] = e.ip;
      t.match_udp_i[i / 2] |= static_cast<uint32_t>(e.udp) << (16 * (i % 2));
      const int bit = 48 * i;
      for (int k = 0; k < 48; k++) {
        if (MAC >> k & 1) t.match_mac_key_i[(bit + k) / 32] |= 1u << ((bit + k) % 32);
      }
      i++;
    }
    t.match_ports_i = ports;
    t.match_channel_i = channels;
    t.match_unit_i = units;
    t.channel_enable_i = 15;
    t.min_frame_i = static_cast<uint16_t>(r_.one_in(2) ? 60 : 1);
    t.max_frame_i = static_cast<uint16_t>(max_);
    reset();
  }

  ~Bench() {
    // Verilator's run time finds its context through the thread.
    Verilated::threadContextp(&context_);
    top_.reset();
  }

  void reset() {
    Vcf_rx_front &t = *top_;
    t.rst_ni = 0;
    t.enable_i = 1;
    t.stall_i = 0;
    t.s_axis_rx_tvalid = 0;
    for (int i = 0; i < 3; i++) clock();
    t.rst_ni = 1;
    expected_.clear();
    seen_.clear();
    heads_.clear();
    message_ = 0;
  }

  /// Frames one after the other; `full`: without pauses but 20 byte times between them, the consumer never stalls, and nothing may wait.
  void run(uint64_t frames, const Options &o, bool full) {
    uint32_t carry = 0;
    for (uint64_t i = 0; i < frames; i++) {
      bool bad = false;
      const Bytes f = make(r_, o, bad);
      send(f, bad, full);
      if (full) {
        carry += 20 + 4 + static_cast<uint32_t>(f.size());
        uint32_t beats = carry / 8;
        carry %= 8;
        for (beats -= static_cast<uint32_t>((f.size() + 7) / 8); beats != 0; beats--) idle(true);
      } else if (r_.one_in(3)) {
        for (uint32_t n = r_.below(r_.one_in(20) ? 200 : 6); n != 0; n--) idle(false);
      }
      if (!full && r_.one_in(500)) {
        // In the middle of a frame: nothing of before is left.
        const Bytes half = make(r_, o, bad);
        send(half, false, false, 1 + r_.below(static_cast<uint32_t>((half.size() + 7) / 8)));
        reset();
      }
    }
    for (int i = 0; i < 4000 && !expected_.empty(); i++) idle(full);
    if (!expected_.empty()) fail(expected_.front().id, "still inside", expected_.size(), 0);
    for (int i = 0; i < 4; i++) idle(full);
    check(next_, "busy", top_->busy_o, 0);
  }

  uint64_t messages = 0, accepted = 0, rejected[32] = {}, cycles = 0, overruns = 0;

 private:
  void send(const Bytes &f, bool bad, bool full, uint32_t beats_most = UINT32_MAX) {
    Vcf_rx_front &t = *top_;
    Expected e;
    e.id = next_++;
    judge(f, bad, t.min_frame_i, t.max_frame_i, e);
    const auto beats = static_cast<uint32_t>((f.size() + 7) / 8);
    for (uint32_t b = 0; b < beats && b < beats_most; b++) {
      while (!full && b != 0 && r_.one_in(bubbles_)) idle(false);
      uint64_t data = r_.next();
      uint32_t keep = 0;
      for (uint32_t k = 0; k < 8 && 8 * b + k < f.size(); k++) {
        data = (data & ~(0xFFull << (8 * k))) | static_cast<uint64_t>(f[8 * b + k]) << (8 * k);
        keep |= 1u << k;
      }
      t.s_axis_rx_tdata = data;
      t.s_axis_rx_tkeep = static_cast<uint8_t>(keep);
      t.s_axis_rx_tvalid = 1;
      t.s_axis_rx_tlast = b + 1 == beats;
      t.s_axis_rx_tuser = b + 1 == beats ? bad : static_cast<uint8_t>(r_.next() & 1);
      if (b == 0) {
        e.start = time_;
        expected_.push_back(e);
      }
      if (b + 1 == beats) {
        Expected &mine = expected_.back();
        mine.ended = true;
        mine.stamp = time_ + 1;
        mine.last_cycle = cycles;
        seen_.push_back(mine);
      }
      step(full);
    }
  }

  void idle(bool full) {
    top_->s_axis_rx_tvalid = 0;
    top_->s_axis_rx_tlast = static_cast<uint8_t>(r_.next() & 1);
    top_->s_axis_rx_tdata = r_.next();
    step(full);
  }

  void step(bool full) {
    Vcf_rx_front &t = *top_;
    if (!full && r_.one_in(50)) stall_ = r_.below(3) == 0;
    t.stall_i = !full && (stall_ || r_.one_in(9));
    t.clk_i = 0;
    t.eval();
    look(full);
    clock();
    cycles++;
    time_ += 1;
  }

  void clock() {
    top_->time_i = time_;
    top_->clk_i = 0;
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
    top_->time_i = time_ + 1;
  }

  void look(bool full) {
    Vcf_rx_front &t = *top_;
    if (t.seen_o) {
      if (seen_.empty()) fail(next_, "a frame seen too many", 1, 0);
      check(seen_.front().id, "bytes", t.seen_bytes_o, seen_.front().length);
      if (t.seen_overrun_o) {
        overruns++;
        if (full) fail(seen_.front().id, "overrun", 1, 0);
        for (size_t i = 0; i < expected_.size(); i++) {
          if (expected_[i].id == seen_.front().id) {
            expected_.erase(expected_.begin() + static_cast<long>(i));
            break;
          }
        }
      }
      seen_.pop_front();
    }
    if (t.head_valid_o) heads_.push_back({t.head_ok_o != 0, t.head_channel_o, t.head_payload_at_o, t.head_start_o});
    if (t.msg_valid_o && expected_.empty()) fail(next_, "a message too many", 1, 0);
    if (t.msg_valid_o && expected_.front().reason == NONE) {
      const Expected &e = expected_.front();
      if (message_ < e.messages.size()) {
        const Message &m = e.messages[message_];
        check(e.id, "length", t.msg_length_o, m.length);
        check(e.id, "place behind the message", t.msg_end_o, m.end);
        for (size_t k = 0; k < 64; k++) {
          const uint8_t found = static_cast<uint8_t>(t.msg_data_o[k / 4] >> (8 * (k % 4)));
          check(e.id, "byte of message", found, k < m.bytes.size() ? m.bytes[k] : 0);
        }
        check(e.id, "sequence with message", t.sequence_o, e.sequence);
        if (m.length != 0 && heads_.empty()) fail(e.id, "heads before a message", 0, 1);
      }
    }
    if (t.msg_valid_o) {
      message_++;
      messages++;
    }
    if (!expected_.empty() && t.start_horizon_o > expected_.front().start) fail(expected_.front().id, "horizon of starts", t.start_horizon_o, expected_.front().start);
    // A frame that is still coming in has no end.
    if (!t.frame_valid_o) {
      if (!expected_.empty() && expected_.front().ended && t.horizon_o > expected_.front().stamp) fail(expected_.front().id, "horizon", t.horizon_o, expected_.front().stamp);
      return;
    }
    if (expected_.empty()) fail(next_, "an end too many", 1, 0);
    const Expected e = expected_.front();
    if (!e.ended) fail(e.id, "end before its last beat", 1, 0);
    expected_.pop_front();
    check(e.id, "reason", t.reason_o, e.reason);
    check(e.id, "stamp", t.stamp_o, e.stamp);
    check(e.id, "start", t.start_o, e.start);
    rejected[e.reason]++;
    if (t.headed_o) {
      if (heads_.empty()) fail(e.id, "heads", 0, 1);
      if (e.reason == NONE) {
        check(e.id, "head is good", heads_.front().ok, 1);
        check(e.id, "channel of head", heads_.front().channel, e.channel);
        check(e.id, "payload of head", heads_.front().payload_at, e.payload_at);
        check(e.id, "start of head", heads_.front().start, e.start);
      }
      heads_.pop_front();
    } else if (e.reason == NONE) {
      fail(e.id, "head", 0, 1);
    }
    if (e.reason == NONE) {
      accepted++;
      check(e.id, "messages", message_, e.messages.size());
      check(e.id, "messages told", t.messages_o, e.messages.size());
      check(e.id, "empty", t.empty_o, e.empty);
      check(e.id, "channel", t.channel_o, e.channel);
      check(e.id, "pitch", t.pitch_o, e.pitch);
      check(e.id, "sequence", t.sequence_o, e.sequence);
      check(e.id, "count", t.count_o, e.count);
      check(e.id, "truncated", t.truncated_o, e.truncated);
      check(e.id, "overlong", t.overlong_o, e.overlong);
      check(e.id, "trailing", t.trailing_o, e.trailing);
      for (int i = 0; i < 10; i++) check(e.id, "session", static_cast<uint8_t>(t.session_o[i / 4] >> (8 * (i % 4))), e.session[i]);
      const uint64_t took = cycles - e.last_cycle;
      if (full && took != 2 && !(took == 3 && e.messages.empty())) fail(e.id, "cycles from last beat to end", took, 2);
    }
    message_ = 0;
  }

  struct Head {
    bool ok;
    uint8_t channel;
    uint32_t payload_at;
    uint64_t start;
  };

  Random r_;
  uint32_t max_;
  VerilatedContext context_;
  std::unique_ptr<Vcf_rx_front> top_;
  std::deque<Expected> expected_, seen_;
  std::deque<Head> heads_;
  size_t message_ = 0;
  bool stall_ = false;
  uint64_t next_ = 0, time_ = 1000;
  uint32_t bubbles_ = 20;
};


/// One kind of traffic, on a card of its own.
uint64_t traffic(const char *name, uint64_t seed, uint32_t max_frame, uint64_t frames, const Options &options, bool full) {
  Bench b(seed, max_frame);
  b.run(frames, options, full);
  std::printf("%s: %" PRIu64 " cycles, %" PRIu64 " accepted, %" PRIu64 " messages, %" PRIu64 " overruns, rejected", name, b.cycles, b.accepted, b.messages, b.overruns);
  for (int i = 0; i < NONE; i++) {
    if (b.rejected[i] != 0) std::printf(" %d:%" PRIu64, i, b.rejected[i]);
  }
  std::printf("\n");
  return b.cycles;
}

}  // namespace

int main(int argc, char **argv) {
  const uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 0) : 1;
  const uint64_t frames = argc > 2 ? std::strtoull(argv[2], nullptr, 0) : 2000;
  uint64_t cycles = traffic("mixed", seed, 1518, frames, {false, true, 1300}, false);
  cycles += traffic("short blocks", seed + 1, 1518, frames, {true, true, 300}, false);
  cycles += traffic("long frames", seed + 2, 2048, frames / 8 + 1, {false, true, 1900}, false);
  cycles += traffic("full line rate", seed + 3, 1518, frames, {false, true, 1300}, true);
  std::printf("ok: seed %" PRIu64 ", %" PRIu64 " cycles\n", seed, cycles);
  return 0;
}
