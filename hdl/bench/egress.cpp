// Random work for cf_egress against a model written from the register map: frames out of a transmit ring with and without checksum insertion, ARP, ICMP echo and
// IGMP frames on both ports, test frames between them, the kill switch, the rate limit, read errors, stalls of bus and MAC.
//
//   egress SEED STEPS
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <vector>

#include "Vcf_egress.h"
#include "verilated.h"

namespace {

using Bytes = std::vector<uint8_t>;

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

// Of hdl/registers.yaml.
constexpr uint32_t TRANSMIT = 0x3600, RESPONDER = 0x3700;
constexpr uint32_t SLOTS_LOG2 = 3, SLOTS = 1u << SLOTS_LOG2, SLOT = 2048;
constexpr uint64_t BASE = 0x900000000ull;
constexpr uint64_t MAC[2] = {0x02CF00000001ull, 0x02CF00000002ull};
constexpr uint32_t IP[2] = {0x0A010203, 0x0A010204};
/// Match table: port mask and group; the third repeats the first, the fifth is no group.
struct Entry {
  uint8_t ports;
  uint32_t ip;
};
const Entry TABLE[8] = {{3, 0xE9360C6F}, {1, 0xE931C46F}, {1, 0xE9360C6F}, {2, 0xE0000201}, {3, 0xC0A80001}, {0, 0xE0000301}, {1, 0xEFFF0101}, {2, 0xE9360C70}};

enum Fate { SENT = 1, STOPPED = 2, REFUSED = 3, FAILED = 4 };

void put16(Bytes &b, size_t at, uint32_t v) {
  b[at] = static_cast<uint8_t>(v >> 8);
  b[at + 1] = static_cast<uint8_t>(v);
}
void put32(Bytes &b, size_t at, uint32_t v) {
  put16(b, at, v >> 16);
  put16(b, at + 2, v & 0xFFFF);
}
void put_mac(Bytes &b, size_t at, uint64_t mac) {
  put16(b, at, static_cast<uint32_t>(mac >> 32));
  put32(b, at + 2, static_cast<uint32_t>(mac));
}
uint32_t get16(const Bytes &b, size_t at) { return static_cast<uint32_t>(b[at] << 8 | b[at + 1]); }

/// The Internet checksum over bytes, bytewise as RFC 1071 has it.
uint16_t checksum(const uint8_t *bytes, size_t length, uint32_t sum = 0) {
  for (size_t i = 0; i < length; i++) sum += i % 2 == 0 ? static_cast<uint32_t>(bytes[i]) << 8 : bytes[i];
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}

struct Slot {
  Fate fate;
  uint64_t cookie;
  uint32_t length;
  uint32_t port;
  bool fails;  // its reads
  Bytes frame;
};

class Bench {
 public:
  Bench(uint64_t seed) : random_{seed} {
    pins_.reset(new Vcf_egress);
    pins_->clk_i = 0;
    pins_->rst_ni = 0;
    pins_->kill_i = 0;
    uint8_t valid = 0;
    uint32_t ports = 0;
    for (int i = 0; i < 8; i++) {
      if (TABLE[i].ports) valid |= static_cast<uint8_t>(1 << i);
      ports |= static_cast<uint32_t>(TABLE[i].ports) << (4 * i);
      pins_->match_ip_i[i] = TABLE[i].ip;
    }
    pins_->match_valid_i = valid;
    pins_->match_ports_i = ports;
    for (int i = 0; i < 20; i++) cycle();
    pins_->rst_ni = 1;
    for (uint32_t p = 0; p < 2; p++) {
      write(RESPONDER + 0x40 * p + 0x10, static_cast<uint32_t>(MAC[p]));
      write(RESPONDER + 0x40 * p + 0x14, static_cast<uint32_t>(MAC[p] >> 32));
      write(RESPONDER + 0x40 * p + 0x18, IP[p]);
      write(RESPONDER + 0x40 * p + 0x0C, 7);
    }
    write(TRANSMIT + 0x14, static_cast<uint32_t>(BASE));
    write(TRANSMIT + 0x18, static_cast<uint32_t>(BASE >> 32));
    write(TRANSMIT + 0x1C, SLOTS_LOG2);
    write(TRANSMIT + 0x0C, 1);
  }

  void run(uint32_t steps) {
    for (uint32_t i = 0; i < steps; i++) {
      switch (random_.below(12)) {
        case 0: case 1: case 2: case 3: offer(); break;
        case 4: arp(); break;
        case 5: echo(); break;
        case 6: query(); break;
        case 7: join(); break;
        case 8: if (random_.one_in(3)) kill(); break;
        case 9: if (random_.one_in(8)) limit(); break;
        case 10: noise(); break;
        default: for (uint32_t n = random_.below(200); n > 0; n--) cycle();
      }
      stall_ = random_.one_in(20) ? random_.below(3) : stall_;
    }
    settle();
    uint32_t sent = 0;
    for (uint64_t n : fates_) sent += static_cast<uint32_t>(n);
    std::printf("egress: %u slots (%" PRIu64 " sent, %" PRIu64 " stopped, %" PRIu64 " refused, %" PRIu64 " failed), %" PRIu64 " answers, %" PRIu64
                " test frames, %" PRIu64 " cycles: as the model says\n",
                sent, fates_[SENT], fates_[STOPPED], fates_[REFUSED], fates_[FAILED], answers_, tests_seen_, time_);
    for (uint32_t f = SENT; f <= FAILED; f++) {
      if (read(TRANSMIT + 0x24 + 4 * f) != fates_[f]) fail("a counter of slots is wrong");
    }
    if (read(TRANSMIT + 0x24) != head_) fail("HEAD is wrong");
    // An idle block stands still.
    for (int i = 0; i < 4; i++) cycle();
    if (pins_->busy_o) fail("busy with nothing to do");
  }

 private:
  [[noreturn]] void fail(const char *text) {
    std::printf("FAILED at cycle %" PRIu64 ": %s\n", time_, text);
    std::exit(1);
  }

  // ---------------------------------------------------------------- the clock and the pins
  void cycle() {
    Vcf_egress &pins = *pins_;
    pins.time_i = time_;
    // Bus: reads.
    pins.m_axi_arready = !reading_ && !stalled();
    const bool answer = reading_ && !stalled();
    pins.m_axi_rvalid = answer;
    if (answer) {
      std::memcpy(pins.m_axi_rdata.data(), memory_ + (read_at_ - BASE), 64);
      pins.m_axi_rlast = read_left_ == 1;
      pins.m_axi_rresp = read_fails_ ? 2 : 0;
    }
    pins.back_ready_i = !stalled();
    pins.tx_tready_i = static_cast<uint8_t>((stalled() ? 0 : 1) | (stalled() ? 0 : 2));
    // Lines.
    uint8_t valid = 0, last = 0, user = 0;
    uint16_t keep = 0;
    for (uint32_t p = 0; p < 2; p++) {
      Line &line = lines_[p];
      if (line.queue.empty() || (line.gap != 0 && line.gap-- != 0)) continue;
      const Bytes &frame = line.queue.front().first;
      uint64_t word = 0;
      const size_t left = frame.size() - line.at;
      std::memcpy(&word, frame.data() + line.at, left < 8 ? left : 8);
      pins.rx_tdata_i[2 * p] = static_cast<uint32_t>(word);
      pins.rx_tdata_i[2 * p + 1] = static_cast<uint32_t>(word >> 32);
      valid |= static_cast<uint8_t>(1 << p);
      keep |= static_cast<uint16_t>((left < 8 ? (1u << left) - 1 : 0xFF) << (8 * p));
      line.at += 8;
      if (left <= 8) {
        last |= static_cast<uint8_t>(1 << p);
        if (line.queue.front().second) user |= static_cast<uint8_t>(1 << p);
        line.queue.pop_front();
        line.at = 0;
        line.gap = 60;
      }
    }
    pins.rx_tvalid_i = valid;
    pins.rx_tlast_i = last;
    pins.rx_tuser_i = user;
    pins.rx_tkeep_i = keep;
    // Test frames of eight beats.
    uint8_t tests = 0, test_last = 0;
    for (uint32_t p = 0; p < 2; p++) {
      if (test_beats_[p] == 0) continue;
      tests |= static_cast<uint8_t>(1 << p);
      pins.test_tdata_i[2 * p] = 0x7E57;
      pins.test_tdata_i[2 * p + 1] = p;
      if (test_beats_[p] == 1) test_last |= static_cast<uint8_t>(1 << p);
    }
    pins.test_tvalid_i = tests;
    pins.test_tlast_i = test_last;
    pins.clk_i = 0;
    pins.eval();
    // Before the edge: what is handed over.
    const bool asks = pins.m_axi_arvalid && pins.m_axi_arready;
    const uint64_t ask_at = pins.m_axi_araddr;
    const uint32_t ask_beats = pins.m_axi_arlen + 1u;
    if (answer && pins.m_axi_rready) {
      read_at_ += 64;
      if (--read_left_ == 0) reading_ = false;
    }
    if (asks) {
      if (ask_at < BASE || ask_at + 64 * ask_beats > BASE + sizeof memory_) fail("a read outside the ring");
      if (ask_at / 4096 != (ask_at + 64 * ask_beats - 1) / 4096) fail("a read crosses 4 KiB");
      reading_ = true;
      read_at_ = ask_at;
      read_left_ = ask_beats;
      read_fails_ = slots_.size() > (ask_at - BASE) / SLOT && slots_[(ask_at - BASE) / SLOT].fails && ask_at % SLOT != 0;
    }
    if (pins.back_valid_o && pins.back_ready_i) back(pins.back_addr_o);
    for (uint32_t p = 0; p < 2; p++) {
      if (pins.test_tready_o >> p & tests >> p & 1) test_beats_[p]--;
      const bool shown = pins.tx_tvalid_o >> p & 1, taken = shown && (pins.tx_tready_i >> p & 1);
      const uint64_t word = pins.tx_tdata_o[2 * p] | static_cast<uint64_t>(pins.tx_tdata_o[2 * p + 1]) << 32;
      if (waits_[p] && (!shown || word != waited_[p])) fail("what the MAC was shown changed");
      waits_[p] = shown && !taken;
      waited_[p] = word;
      if (!taken) {
        // Within a frame a beat that is late is an underrun.
        if (!shown && !going_[p].empty()) fail("a beat is late");
        continue;
      }
      if (going_[p].empty()) begun_[p] = time_;
      const uint8_t ones = static_cast<uint8_t>(pins.tx_tkeep_o >> (8 * p));
      for (uint32_t i = 0; i < 8; i++) if (ones >> i & 1) going_[p].push_back(static_cast<uint8_t>(word >> (8 * i)));
      if ((pins.tx_tlast_o >> p & 1) == 0) continue;
      frame(p, going_[p]);
      going_[p].clear();
    }
    pins.clk_i = 1;
    pins.eval();
    time_++;
  }
  bool stalled() { return stall_ != 0 && random_.below(4) < stall_; }

  void write(uint32_t address, uint32_t value) {
    pins_->req_valid_i = 1;
    pins_->req_write_i = 1;
    pins_->req_address_i = address;
    pins_->req_data_i = value;
    cycle();
    pins_->req_valid_i = 0;
    cycle();
  }
  uint32_t read(uint32_t address) {
    pins_->req_valid_i = 1;
    pins_->req_write_i = 0;
    pins_->req_address_i = address;
    cycle();
    pins_->req_valid_i = 0;
    const uint32_t value = pins_->rsp_data_o;
    cycle();
    return value;
  }
  void settle() {
    for (uint32_t quiet = 0, n = 0; quiet < 300; n++) {
      if (n > 200000) fail("it does not come to rest");
      cycle();
      const bool lines = !lines_[0].queue.empty() || !lines_[1].queue.empty();
      quiet = pins_->busy_o || pins_->deadline_valid_o || lines || test_beats_[0] || test_beats_[1] || head_ != tail_ ? 0 : quiet + 1;
    }
    for (uint32_t p = 0; p < 2; p++) if (!expected_[p].empty()) fail("an answer did not come");
    if (!host_[0].empty() || !host_[1].empty()) fail("a frame of the ring did not come");
  }

  // ---------------------------------------------------------------- the ring
  void offer() {
    if (tail_ - head_ == SLOTS) {
      for (int i = 0; i < 50; i++) cycle();
      return;
    }
    const uint32_t at = tail_ % SLOTS;
    uint8_t *const slot = memory_ + at * SLOT;
    Slot want{};
    want.length = random_.one_in(4) ? 60 + random_.below(1925) : 60 + random_.below(140);
    want.port = random_.below(2);
    want.cookie = random_.next();
    want.fate = SENT;
    Bytes frame(want.length);
    for (uint8_t &byte : frame) byte = static_cast<uint8_t>(random_.next());
    uint32_t insert = random_.below(4);
    const uint32_t udp = 8 + random_.below(want.length - 42 + 1);
    put16(frame, 12, 0x0800);
    frame[14] = 0x45;
    frame[23] = 17;
    put16(frame, 38, udp);
    if (random_.one_in(6)) {  // sums of ones only
      for (size_t i = 42; i < want.length; i++) frame[i] = 0;
    }
    bool shaped = true, udp_good = true;
    switch (random_.below(16)) {
      case 0: frame[14] = 0x46; shaped = false; break;
      case 1: put16(frame, 12, 0x86DD); shaped = false; break;
      case 2: frame[23] = 6; udp_good = false; break;
      case 3: put16(frame, 38, want.length - 33 + random_.below(60000)); udp_good = false; break;
      case 4: put16(frame, 38, random_.below(8)); udp_good = false; break;
      default: break;
    }
    uint32_t control = want.port | insert << 8;
    uint32_t length = want.length;
    if (insert != 0 && (!shaped || ((insert & 2) && !udp_good))) want.fate = REFUSED;
    switch (random_.below(24)) {
      case 0: length = random_.below(60); want.fate = REFUSED; want.length = 0; break;
      case 1: length = 1985 + random_.below(100000); want.fate = REFUSED; want.length = 0; break;
      case 2: control |= 2; want.fate = REFUSED; want.length = 0; break;
      case 3: want.fails = true; want.fate = FAILED; break;
      default: break;
    }
    std::memset(slot, 0, 64);
    std::memcpy(slot, &length, 4);
    std::memcpy(slot + 4, &control, 4);
    std::memcpy(slot + 8, &want.cookie, 8);
    std::memcpy(slot + 64, frame.data(), frame.size());
    if (want.fate == SENT) {
      if (insert & 1) {
        put16(frame, 24, 0);
        put16(frame, 24, checksum(frame.data() + 14, 20));
      }
      if (insert & 2) {
        const uint32_t bytes = get16(frame, 38);
        put16(frame, 40, 0);
        uint32_t sum = 17 + bytes;
        for (size_t i = 26; i < 34; i += 2) sum += get16(frame, i);
        const uint16_t made = checksum(frame.data() + 34, bytes, sum);
        put16(frame, 40, made == 0 ? 0xFFFF : made);
      }
      want.frame = frame;
    }
    if (slots_.size() < SLOTS) slots_.resize(SLOTS);
    slots_[at] = want;
    if (want.fate == SENT) host_[want.port].push_back(at);
    tail_++;
    write(TRANSMIT + 0x20, tail_);
  }

  void back(uint64_t address) {
    const uint32_t at = head_ % SLOTS;
    if (address != BASE + at * SLOT) fail("another slot came back");
    const uint32_t *const words = pins_->back_data_o.data();
    Slot &want = slots_[at];
    Fate fate = static_cast<Fate>(words[0]);
    // Which frames the kill switch reaches depends on how far they are.
    if (fate == STOPPED && want.fate == SENT && may_stop_) {
      std::deque<uint32_t> &queue = host_[want.port];
      // The one before it may still be on its way.
      size_t place = 0;
      while (place < queue.size() && queue[place] != at) place++;
      if (place == queue.size() || place > 1 || (place == 0 && !going_[want.port].empty())) fail("a stopped frame was sent");
      queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(place));
    } else {
      if (fate != want.fate) fail("another fate");
      if (fate == SENT) {
        const uint64_t egress = words[4] | static_cast<uint64_t>(words[5]) << 32;
        // Its last beats may still be on their way.
        const std::deque<uint32_t> &queue = host_[want.port];
        if (egress != (!queue.empty() && queue.front() == at ? begun_[want.port] : egress_[at])) fail("another egress time");
      }
    }
    const uint64_t cookie = words[2] | static_cast<uint64_t>(words[3]) << 32;
    if (cookie != want.cookie || words[15] != head_ + 1 || words[1] != want.length) fail("cookie, index or length");
    fates_[fate]++;
    head_++;
  }

  void frame(uint32_t port, const Bytes &bytes) {
    if (killed_ && begun_[port] > killed_at_ + 2) fail("a frame began while stopped");
    if (bytes.size() == 64 && bytes[0] == 0x57 && bytes[1] == 0x7E) {
      tests_seen_++;
      return;
    }
    if (!expected_[port].empty() && bytes == expected_[port].front()) {
      expected_[port].pop_front();
      answers_++;
      return;
    }
    if (host_[port].empty() || bytes != slots_[host_[port].front()].frame) fail("a frame that nobody sent");
    egress_[host_[port].front()] = begun_[port];
    // The rate: what has been sent is never more than its time and the burst allow.
    if (interval_[port] != 0) {
      const double beats = static_cast<double>((bytes.size() + 7) / 8 + 3) * interval_[port] / 65536.0;
      if (paid_[port] > static_cast<double>(begun_[port]) + burst_[port] + 1) fail("faster than the rate");
      const double now = static_cast<double>(begun_[port]);
      // The card counts from its decision, some cycles earlier.
      paid_[port] = (paid_[port] > now - 40 ? paid_[port] : now - 40) + beats;
    }
    host_[port].pop_front();
  }

  void limit() {
    settle();
    for (uint32_t p = 0; p < 2; p++) {
      interval_[p] = random_.one_in(3) ? 0 : 30000 + random_.below(400000);
      burst_[p] = random_.below(400);
      write(TRANSMIT + 0x40 + 8 * p, interval_[p]);
      write(TRANSMIT + 0x44 + 8 * p, burst_[p]);
      paid_[p] = 0;
    }
    for (int i = 0; i < 20000; i++) cycle();  // what was sent before is paid for
  }

  void kill() {
    // Answers and the switch race: what is stopped then is not told, so none is under way.
    const bool pin = random_.one_in(2);
    for (uint32_t n = 0; (!lines_[0].queue.empty() || !lines_[1].queue.empty() || !expected_[0].empty() || !expected_[1].empty()); n++) {
      if (n > 20000) fail("an answer is late");
      cycle();
    }
    may_stop_ = true;
    if (pin) {
      pins_->kill_i = 1;
      cycle();
    } else {
      write(TRANSMIT + 0x0C, 3);
    }
    killed_ = true;
    killed_at_ = time_;
    for (uint32_t n = random_.below(300); n > 0; n--) cycle();
    for (uint32_t n = 0; (read(TRANSMIT + 0x10) & 1) == 0; n++) {
      if (n > 2000) fail("it does not stop");
    }
    if (((read(TRANSMIT + 0x10) >> 1) & 1) != (pin ? 1u : 0u)) fail("the kill input is not shown");
    // All that the ring has comes back unsent.
    offer();
    for (uint32_t n = 0; head_ != tail_; n++) {
      if (n > 20000) fail("slots do not come back");
      cycle();
    }
    killed_ = false;
    may_stop_ = false;
    if (pin) {
      pins_->kill_i = 0;
      cycle();
    } else {
      write(TRANSMIT + 0x0C, 1);
    }
  }

  // ---------------------------------------------------------------- what comes, and what is to be answered
  struct Line {
    std::deque<std::pair<Bytes, bool>> queue;
    size_t at = 0;
    uint32_t gap = 0;
  };
  /// One frame at a time, so that nothing is missed.
  void receive(uint32_t port, Bytes bytes, bool bad = false) {
    for (uint32_t n = 0; !expected_[port].empty() || !lines_[port].queue.empty(); n++) {
      if (n > 20000) fail("an answer did not come in time");
      cycle();
    }
    for (int i = 0; i < 400; i++) cycle();
    if (bytes.size() < 60) bytes.resize(60);
    lines_[port].queue.emplace_back(std::move(bytes), bad);
  }
  void expect(uint32_t port, Bytes bytes) {
    if (bytes.size() < 60) bytes.resize(60);
    expected_[port].push_back(std::move(bytes));
  }

  void arp() {
    const uint32_t port = random_.below(2);
    Bytes f(42);
    const uint64_t from = random_.next() & 0xFEFFFFFFFFFFull;
    const uint32_t from_ip = static_cast<uint32_t>(random_.next());
    put_mac(f, 0, random_.one_in(2) ? 0xFFFFFFFFFFFFull : MAC[port]);
    put_mac(f, 6, from);
    put16(f, 12, 0x0806);
    put16(f, 14, 1);
    put16(f, 16, 0x0800);
    put16(f, 18, 0x0604);
    put16(f, 20, 1);
    put_mac(f, 22, from);
    put32(f, 28, from_ip);
    put32(f, 38, IP[port]);
    Bytes r = f;
    bool answered = true, bad = false;
    switch (random_.below(8)) {
      case 0: put32(f, 38, IP[port] ^ 1u << random_.below(32)); answered = false; break;
      case 1: put16(f, 20, 2); answered = false; break;
      case 2: put_mac(f, 0, MAC[port] ^ 1ull << random_.below(40)); answered = false; break;
      case 3: bad = true; answered = false; break;
      default: break;
    }
    receive(port, f, bad);
    if (!answered) return;
    put_mac(r, 0, from);
    put_mac(r, 6, MAC[port]);
    put16(r, 20, 2);
    put_mac(r, 22, MAC[port]);
    put32(r, 28, IP[port]);
    put_mac(r, 32, from);
    put32(r, 38, from_ip);
    expect(port, r);
  }

  void echo() {
    const uint32_t port = random_.below(2);
    const uint32_t data = random_.one_in(4) ? random_.below(900) : random_.below(80);
    Bytes f(42 + data);
    for (uint8_t &byte : f) byte = static_cast<uint8_t>(random_.next());
    const uint64_t from = random_.next() & 0xFEFFFFFFFFFFull;
    put_mac(f, 0, MAC[port]);
    put_mac(f, 6, from);
    put16(f, 12, 0x0800);
    f[14] = 0x45;
    put16(f, 16, 28 + data);
    put16(f, 20, random_.one_in(2) ? 0x4000 : 0);
    f[23] = 1;
    put16(f, 24, 0);
    put32(f, 30, IP[port]);
    f[34] = 8;
    f[35] = 0;
    bool answered = f.size() <= 512;
    switch (random_.below(10)) {
      case 0: put32(f, 30, IP[port] ^ 4); answered = false; break;
      case 1: f[34] = static_cast<uint8_t>(random_.below(8)); answered = false; break;
      case 2: put16(f, 20, 0x2000); answered = false; break;
      case 3: put16(f, 20, 1 + random_.below(0x1FFF)); answered = false; break;
      case 4: put16(f, 16, 70 + data); answered = answered && false; break;
      default: break;
    }
    put16(f, 24, checksum(f.data() + 14, 20));
    put16(f, 36, 0);
    put16(f, 36, checksum(f.data() + 34, 8 + data));
    if (random_.one_in(10)) {
      f[22] ^= 1;  // the header's sum is wrong
      answered = false;
    }
    receive(port, f);
    if (!answered) return;
    Bytes r = f;
    put_mac(r, 0, from);
    put_mac(r, 6, MAC[port]);
    for (int i = 0; i < 4; i++) std::swap(r[26 + i], r[30 + i]);
    r[34] = 0;
    put16(r, 36, 0);
    uint16_t sum = checksum(r.data() + 34, 8 + data);
    put16(r, 36, sum);
    expect(port, r);
  }

  std::vector<uint32_t> groups(uint32_t port, uint32_t asked) const {
    std::vector<uint32_t> found;
    for (const Entry &entry : TABLE) {
      if ((entry.ports >> port & 1) == 0 || entry.ip >> 28 != 0xE || (asked != 0 && asked != entry.ip)) continue;
      bool known = false;
      for (uint32_t group : found) known = known || group == entry.ip;
      if (!known) found.push_back(entry.ip);
    }
    return found;
  }
  Bytes igmp(uint32_t port, uint32_t to, uint32_t bytes) const {
    Bytes f(38 + bytes);
    put_mac(f, 0, 0x01005E000000ull | (to & 0x7FFFFF));
    put_mac(f, 6, MAC[port]);
    put16(f, 12, 0x0800);
    put16(f, 14, 0x46C0);
    put16(f, 16, 24 + bytes);
    put16(f, 20, 0x4000);
    put16(f, 22, 0x0102);
    put32(f, 26, IP[port]);
    put32(f, 30, to);
    put32(f, 34, 0x94040000);
    put16(f, 24, checksum(f.data() + 14, 24));
    return f;
  }
  void reports(uint32_t port, uint32_t asked, bool v2, uint8_t record) {
    const std::vector<uint32_t> found = groups(port, asked);
    if (found.empty()) return;
    if (v2) {
      for (uint32_t group : found) {
        Bytes f = igmp(port, group, 8);
        f[38] = 0x16;
        put32(f, 42, group);
        put16(f, 40, checksum(f.data() + 38, 8));
        expect(port, f);
      }
      return;
    }
    const uint32_t count = static_cast<uint32_t>(found.size());
    Bytes f = igmp(port, 0xE0000016, 8 + 8 * count);
    f[38] = 0x22;
    put16(f, 44, count);
    for (uint32_t i = 0; i < count; i++) {
      f[46 + 8 * i] = record;
      put32(f, 50 + 8 * i, found[i]);
    }
    put16(f, 40, checksum(f.data() + 38, 8 + 8 * count));
    expect(port, f);
  }

  void query() {
    const uint32_t port = random_.below(2);
    const bool v2 = random_.one_in(2), option = random_.one_in(2);
    const uint32_t asked = random_.one_in(2) ? 0 : TABLE[random_.below(8)].ip;
    const size_t header = option ? 24 : 20, bytes = v2 ? 8 : 12;
    Bytes f(14 + header + bytes);
    const uint32_t to = asked == 0 ? 0xE0000001 : asked;
    put_mac(f, 0, 0x01005E000000ull | (to & 0x7FFFFF));
    put_mac(f, 6, 0x00AA00BB00CCull);
    put16(f, 12, 0x0800);
    f[14] = option ? 0x46 : 0x45;
    put16(f, 16, static_cast<uint32_t>(header + bytes));
    f[22] = 1;
    f[23] = 2;
    put32(f, 26, 0x0A0000FE);
    put32(f, 30, to);
    if (option) put32(f, 34, 0x94040000);
    put16(f, 24, checksum(f.data() + 14, header));
    f[14 + header] = 0x11;
    put32(f, 18 + header, asked);
    put16(f, 16 + header, checksum(f.data() + 14 + header, bytes));
    const bool other = random_.one_in(8);
    if (other) f[14 + header] = 0x16;  // a report of somebody else
    receive(port, f);
    if (!other) reports(port, asked, v2, 2);
  }
  void join() {
    const uint32_t port = random_.below(2);
    const bool v2 = random_.one_in(2);
    receive(port, Bytes(60));  // nothing is under way
    for (int i = 0; i < 200; i++) cycle();
    reports(port, 0, v2, 4);
    write(RESPONDER + 0x40 * port + 0x0C, 7 | 16 | (v2 ? 2u : 3u) << 8);
    for (uint32_t n = 0; (read(RESPONDER + 0x40 * port + 0x0C) & 16) != 0; n++) {
      if (n > 20000) fail("join does not end");
    }
  }
  void noise() {
    const uint32_t port = random_.below(2);
    Bytes f(1 + random_.below(700));
    for (uint8_t &byte : f) byte = static_cast<uint8_t>(random_.next());
    if (f.size() < 60) f.resize(60);
    lines_[port].queue.emplace_back(f, random_.one_in(2));
    if (test_beats_[port] == 0) test_beats_[port] = 8;
  }

  std::unique_ptr<Vcf_egress> pins_;
  Random random_;
  uint64_t time_ = 0;
  uint32_t stall_ = 0;
  alignas(64) uint8_t memory_[SLOTS * SLOT] = {};
  bool reading_ = false, read_fails_ = false;
  uint64_t read_at_ = 0;
  uint32_t read_left_ = 0;
  uint32_t head_ = 0, tail_ = 0;
  std::vector<Slot> slots_;
  std::deque<uint32_t> host_[2];  // slots whose frames are to come
  uint64_t egress_[SLOTS] = {};
  std::deque<Bytes> expected_[2];
  Line lines_[2];
  Bytes going_[2];
  uint64_t begun_[2] = {}, waited_[2] = {};
  bool waits_[2] = {};
  uint32_t test_beats_[2] = {};
  bool killed_ = false, may_stop_ = false;
  uint64_t killed_at_ = 0;
  uint32_t interval_[2] = {}, burst_[2] = {};
  double paid_[2] = {};
  uint64_t fates_[5] = {}, answers_ = 0, tests_seen_ = 0;
};

}  // namespace

int main(int count, char **arguments) {
  const uint64_t seed = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1;
  const uint32_t steps = count > 2 ? static_cast<uint32_t>(std::strtoul(arguments[2], nullptr, 10)) : 2000;
  Bench bench(seed);
  bench.run(steps);
}
