// Random lines into the serial console, good and damaged, against a model written from docs/console-protocol.md.
//
//   console SEED LINES
//
// Lines are sent bit by bit at 8 cycles a bit: good ones, with flipped, lost, added and doubled bytes, too long, unfinished, cut off by another, repeated, garbage, breaks,
// low stop bits, false start bits, and lines that come while the one before is being answered. Targets of the register bus answer after a random time, sometimes too late
// and sometimes with an error, while the host reads and writes through AXI4-Lite. Checked: every answer, letter by letter; registers change by the model's writes alone; each access of the host
// is answered once and in time; and the console never falls silent. Registers begin with noise, and resets come in between.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "Vconsole_top.h"
#include "mutant.hpp"
#include "verilated.h"

namespace {

constexpr uint32_t BIT = 8;
constexpr uint32_t BUS_TIMEOUT = 64;
constexpr uint32_t LINE_TIMEOUT = 64;  // bits
constexpr uint32_t HOST_FIRST = 0x200, HOST_END = 0x300;
constexpr uint32_t SNAPSHOT = 0x44, LINK_0 = 0x3120, LINK_1 = 0x31A0, CYCLES = 0x3530;

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

uint32_t crc32(const std::string &text) {
  uint32_t crc = 0xFFFFFFFFu;
  for (unsigned char c : text) {
    crc ^= c;
    for (int i = 0; i < 8; i++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

std::string hex(uint32_t value, int digits) {
  char text[16];
  std::snprintf(text, sizeof text, "%0*X", digits, value);
  return text;
}

std::string whole(char start, const std::string &body) { return start + body + hex(crc32(body), 8) + "\n"; }

bool is_hex(const std::string &text) { return text.find_first_not_of("0123456789ABCDEF") == std::string::npos; }

class Bench {
 public:
  Bench(uint64_t seed) : random_{seed}, memory_(65536, 0) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed & 0x7FFFFFFF));
    top_.reset(new Vconsole_top(&context_));
    CHOOSE_MUTANT(*top_);
    memory_[0x000 / 4] = 1;
    memory_[0x00C / 4] = 0x43464E31;
    memory_[0x100 / 4] = 2;
    top_->uart_rx_i = 1;
    reset();
  }

  void run(uint64_t lines) {
    configure();
    for (uint64_t i = 0; i < lines; i++) {
      line_ = i;
      one();
      if (random_.one_in(3000)) {
        reset();
        configure();
      }
    }
    // It still answers.
    send_good("FER00000C");
    std::printf("console: %" PRIu64 " lines, %" PRIu64 " answered (%" PRIu64 " good, %" PRIu64 " errors), %" PRIu64 " writes, %" PRIu64 " repeated, %" PRIu64
                " bus errors, %" PRIu64 " timeouts, %" PRIu64 " host accesses, %" PRIu64 " cycles\n",
                lines, answers_, good_, answers_ - good_, writes_, repeated_, bus_errors_, bus_timeouts_, host_accesses_, cycle_);
  }

 private:
  [[noreturn]] void fail(const std::string &what) {
    std::fprintf(stderr, "line %" PRIu64 ", cycle %" PRIu64 ": %s\n", line_, cycle_, what.c_str());
    std::exit(1);
  }

  // ---------------------------------------------------------------- one cycle
  void step() {
    Vconsole_top &t = *top_;
    host_drive();
    t.rsp_valid_i = answer_in_ == 1;
    t.rsp_data_i = answer_in_ == 1 ? answer_ : 0;
    // An error goes with the answer, which the bus hands on a cycle later.
    t.con_error_i = error_in_ == 1;
    t.clk_i = 0;
    t.eval();
    if (t.rst_ni) {
      if (t.con_done_o && lates_ > 0) lates_--;
      host_sample();
      target();
      hear(t.uart_tx_o);
    }
    t.clk_i = 1;
    t.eval();
    cycle_++;
  }

  void target() {
    Vconsole_top &t = *top_;
    if (answer_in_ > 0) answer_in_--;
    if (error_in_ > 0) error_in_--;
    if (!t.req_valid_o || t.req_address_o >> 8 == 0x30) return;
    if (answer_in_ > 0) fail("an access before the one before was answered");
    uint32_t &word = memory_[t.req_address_o / 4];
    if (t.req_write_o) {
      if (t.req_console_o) {
        if (!test_ && (expected_writes_.empty() || expected_writes_.front().first != t.req_address_o || expected_writes_.front().second != t.req_data_o)) {
          fail("a write that nobody asked for: " + hex(t.req_address_o, 6) + " " + hex(t.req_data_o, 8));
        }
        if (!test_) expected_writes_.pop_front();
      }
      word = t.req_data_o;
    }
    answer_ = t.req_write_o ? 0 : t.req_address_o == CYCLES ? static_cast<uint32_t>(cycle_) : word;
    answer_in_ = test_ ? 1 : 1 + random_.below(random_.one_in(4) ? 20 : 3);
    if (!t.req_console_o && !t.req_write_o) host_read_data_ = word;
    if (t.req_console_o) {
      if (trouble_at_ == 0 && trouble_ == 5) {
        answer_in_ = BUS_TIMEOUT + 20 + random_.below(100);
        lates_++;
      }
      if (trouble_at_ == 0 && trouble_ == 4) error_in_ = answer_in_ + 1;
      if (trouble_at_ >= 0) trouble_at_--;
    }
  }

  // ---------------------------------------------------------------- the host
  void host_drive() {
    Vconsole_top &t = *top_;
    if (!t.rst_ni) {
      aw_ = w_ = b_ = ar_ = r_ = false;
    } else {
      if (!b_ && !quiet_ && random_.one_in(40)) {
        aw_ = w_ = b_ = true;
        host_write_address_ = HOST_FIRST + 4 * random_.below((HOST_END - HOST_FIRST) / 4);
        host_write_data_ = static_cast<uint32_t>(random_.next());
        write_since_ = cycle_;
      }
      if (!r_ && !b_ && !quiet_ && random_.one_in(40)) {
        ar_ = r_ = true;
        host_read_address_ = HOST_FIRST + 4 * random_.below((HOST_END - HOST_FIRST) / 4);
        read_since_ = cycle_;
      }
    }
    // Valid once raised stays; the two halves of a write come apart.
    t.s_axil_awvalid = aw_ && (t.s_axil_awvalid || !random_.one_in(3));
    t.s_axil_awaddr = host_write_address_;
    t.s_axil_wvalid = w_ && (t.s_axil_wvalid || !random_.one_in(3));
    t.s_axil_wdata = host_write_data_;
    t.s_axil_wstrb = 15;
    t.s_axil_arvalid = ar_;
    t.s_axil_araddr = host_read_address_;
    t.s_axil_bready = random_.one_in(2);
    t.s_axil_rready = random_.one_in(2);
  }

  void host_sample() {
    Vconsole_top &t = *top_;
    if (t.s_axil_awvalid && t.s_axil_awready) aw_ = false;
    if (t.s_axil_wvalid && t.s_axil_wready) w_ = false;
    if (t.s_axil_arvalid && t.s_axil_arready) ar_ = false;
    if (t.s_axil_bvalid) {
      if (!b_ || aw_ || w_) fail("a response to no write of the host");
      if (t.s_axil_bready) {
        b_ = false;
        host_accesses_++;
        if (host_write_address_ >> 8 != 0x30 && memory_[host_write_address_ / 4] != host_write_data_) fail("a write of the host did not happen");
      }
    }
    if (t.s_axil_rvalid) {
      if (!r_ || ar_) fail("an answer to no read of the host");
      if (t.s_axil_rdata != host_read_data_) fail("a wrong answer to the host");
      if (t.s_axil_rready) {
        r_ = false;
        host_accesses_++;
      }
    }
    if ((b_ && cycle_ - write_since_ > 800) || (r_ && cycle_ - read_since_ > 800)) fail("the host waits for ever");
  }

  // ---------------------------------------------------------------- the line
  void wait(uint32_t cycles) {
    for (uint32_t i = 0; i < cycles; i++) step();
  }
  void level(uint8_t value, uint32_t cycles) {
    top_->uart_rx_i = value;
    wait(cycles);
  }
  void send_byte(uint8_t byte, bool stop = true) {
    level(0, BIT);
    for (int i = 0; i < 8; i++) level(byte >> i & 1, BIT);
    level(stop ? 1 : 0, BIT);
    top_->uart_rx_i = 1;
    if (!stop) wait(2 * BIT);
    if (random_.one_in(8)) wait(random_.below(50));
  }

  void hear(uint8_t tx) {
    if (hear_bit_ < 0) {
      if (tx == 0) {
        hear_bit_ = 0;
        hear_in_ = BIT / 2;
        heard_ = 0;
      }
      return;
    }
    if (--hear_in_ > 0) return;
    hear_in_ = BIT;
    if (hear_bit_ >= 1 && hear_bit_ <= 8 && tx) heard_ |= static_cast<uint8_t>(1u << (hear_bit_ - 1));
    if (hear_bit_++ == 9) {
      if (!tx) fail("a low stop bit");
      text_ += static_cast<char>(heard_);
      hear_bit_ = -1;
    }
  }

  /// What the card must say next.
  void expect(const std::string &answer) {
    uint64_t limit = cycle_ + 2000000;
    while (text_.size() < answer.size() || hear_bit_ >= 0) {
      step();
      if (cycle_ > limit) fail("no answer; so far '" + text_ + "', expected '" + answer + "'");
    }
    if (text_ != answer) fail("answered '" + text_ + "', expected '" + answer + "'");
    text_.clear();
    if (!expected_writes_.empty()) fail("a write that did not happen");
    // Quiet: the next line must not meet this one's end.
    wait(4);
    for (uint32_t i = 0; top_->uart_busy_o && i < 400; i++) step();
    if (top_->uart_busy_o) fail("busy with nothing");
    answers_++;
    if (answer[0] == '=') good_++;
  }

  // ---------------------------------------------------------------- the model
  /// A byte that arrived; waits for the answer where there must be one.
  void arrived(uint8_t byte) {
    if (byte == ':') {
      open_ = true;
      spoilt_ = false;
      line_text_.clear();
    } else if (open_ && byte == '\n') {
      open_ = false;
      judge();
    } else if (open_ && byte != '\r') {
      if (line_text_.size() == 40) {
        open_ = false;
        std::string tag = line_text_.substr(0, 2);
        error(is_hex(tag) ? tag : "FF", 6);
      } else {
        line_text_ += static_cast<char>(byte);
      }
    }
  }
  void deliver(uint8_t byte) {
    // The model is ahead of the wire by this byte, so that writes are expected before they happen.
    pending_.clear();
    arrived(byte);
    send_byte(byte);
    const std::string answer = pending_;
    pending_.clear();
    if (!answer.empty()) expect(answer);
    test_ = false;
  }
  void error(const std::string &tag, int code) { pending_ = whole('!', tag + hex(static_cast<uint32_t>(code), 2)); }

  void judge() {
    const std::string &l = line_text_;
    const std::string tag = l.size() >= 10 && is_hex(l.substr(0, 2)) ? l.substr(0, 2) : "FF";
    if (l.size() < 11 || spoilt_ || !is_hex(l.substr(l.size() - 8)) || !is_hex(l.substr(0, 2))) return error(tag, 2);
    const std::string body = l.substr(0, l.size() - 8);
    const uint32_t crc = static_cast<uint32_t>(std::strtoul(l.substr(l.size() - 8).c_str(), nullptr, 16));
    if (crc32(body) != crc) return error(tag, 1);
    const char command = body[2];
    const std::string arguments = body.substr(3);
    static const std::string LETTERS = "RWDITCL";
    static const size_t LENGTHS[] = {6, 14, 8, 0, 0, 0, 0};
    const size_t which = LETTERS.find(command);
    if (which == std::string::npos) return error(tag, 3);
    if (arguments.size() != LENGTHS[which] || !is_hex(arguments)) return error(tag, 2);
    const uint32_t address = arguments.size() >= 6 ? static_cast<uint32_t>(std::strtoul(arguments.substr(0, 6).c_str(), nullptr, 16)) : 0;
    const uint32_t value = command == 'W' ? static_cast<uint32_t>(std::strtoul(arguments.substr(6).c_str(), nullptr, 16)) : 0;
    const uint32_t count = command == 'D' ? static_cast<uint32_t>(std::strtoul(arguments.substr(6).c_str(), nullptr, 16)) : 0;
    if (command == 'D' && (count == 0 || count > 64)) return error(tag, 2);
    const bool once = command == 'W' || command == 'T' || command == 'C';
    if (once && kept_ && kept_tag_ == tag && kept_crc_ == crc) {
      repeated_++;
      pending_ = kept_answer_;
      return;
    }
    if (tag != kept_tag_) kept_ = false;
    execute(tag, command, address, value, count);
    if (once) {
      kept_ = true;
      kept_tag_ = tag;
      kept_crc_ = crc;
      kept_answer_ = pending_;
    }
  }

  void execute(const std::string &tag, char command, uint32_t address, uint32_t value, uint32_t count) {
    std::vector<uint32_t> reads;
    std::string answer = tag + command;
    switch (command) {
      case 'W':
        if (address % 4 != 0 || address >= 0x40000) return bus(tag, 4);
        expected_writes_.emplace_back(address, value);
        break;
      case 'C':
        expected_writes_.emplace_back(SNAPSHOT, 1);
        break;
      case 'R':
        reads.push_back(address);
        break;
      case 'D':
        answer += hex(count, 2);
        for (uint32_t i = 0; i < count; i++) reads.push_back(address + 4 * i);
        break;
      case 'I':
        answer += hex(0x10000, 8);
        reads = {0x0C, 0x10, 0x14, 0x18, 0x04};
        break;
      case 'L':
        reads = {LINK_0, LINK_1};
        break;
      default:
        test_ = true;
        trouble_ = 0;
        pending_ = whole('=', answer + "000000000000001F");
        return;
    }
    if (trouble_ != 0 && !expected_writes_.empty() && trouble_at_ == 0) return bus(tag, trouble_);
    for (size_t i = 0; i < reads.size(); i++) {
      int code = 0;
      if (reads[i] % 4 != 0 || reads[i] >= 0x40000) code = 4;
      else if (trouble_ != 0 && trouble_at_ == static_cast<int>(i)) code = trouble_;
      if (code != 0) {
        bus(tag, code);
        // The first word is read before anything is said; the answer of I begins with one that is not read.
        if (i != 0 || command == 'I') pending_ = '=' + answer + pending_;
        return;
      }
      answer += hex(memory_[reads[i] / 4], 8);
    }
    writes_ += expected_writes_.size();
    pending_ = whole('=', answer);
  }
  void bus(const std::string &tag, int code) {
    (code == 4 ? bus_errors_ : bus_timeouts_)++;
    error(tag, code);
  }

  // ---------------------------------------------------------------- lines
  std::string random_body() {
    const std::string tag = hex(random_.below(6) == 0 ? last_tag_ : ++last_tag_ & 0xFF, 2);
    // Of the console's part: 0x200 to 0x2FF is the host's, some words must stay.
    uint32_t address = 0x400 + 4 * random_.below(64);
    if (random_.one_in(20)) address += 1 + random_.below(3);
    if (random_.one_in(30)) address = 0x40000 + 4 * random_.below(1000000);
    switch (random_.below(12)) {
      case 0: case 1: case 2: case 3: return tag + "R" + hex(address & 0xFFFFFF, 6);
      case 4: case 5: case 6: case 7: return tag + "W" + hex(address & 0xFFFFFF, 6) + hex(static_cast<uint32_t>(random_.next()), 8);
      case 8: return tag + "D" + hex(random_.one_in(10) ? 0x3FFF8 : address & 0xFFFFFF, 6) + hex(random_.one_in(8) ? random_.below(256) : 1 + random_.below(6), 2);
      case 9: return tag + "I";
      case 10: return tag + (random_.one_in(4) ? std::string(1, static_cast<char>('A' + random_.below(26))) : "C");
      default: return tag + "L";
    }
  }

  void send(const std::string &bytes) {
    for (char c : bytes) deliver(static_cast<uint8_t>(c));
  }
  void send_good(const std::string &body) { send(whole(':', body)); }

  void one() {
    trouble_ = random_.one_in(25) ? random_.one_in(2) ? 5 : 4 : 0;
    trouble_at_ = trouble_ != 0 ? static_cast<int>(random_.below(3)) : -1;
    std::string body = random_body();
    if (body.size() == 3 && body[2] == 'T') body[2] = 'I'; // the self-test is long
    if (random_.one_in(10000)) {
      trouble_ = 0;
      trouble_at_ = -1;
      body = hex(++last_tag_ & 0xFF, 2) + "T";
    }
    std::string text = whole(':', body);
    switch (random_.below(10)) {
      case 0:  // bytes hit
        for (uint32_t n = 1 + random_.below(3); n > 0; n--) {
          const size_t at = random_.below(static_cast<uint32_t>(text.size()));
          switch (random_.below(4)) {
            case 0: text[at] = static_cast<char>(text[at] ^ 1 << random_.below(8)); break;
            case 1: text.erase(at, 1); break;
            case 2: text.insert(at, 1, static_cast<char>(random_.next())); break;
            default: text.insert(at, 1, text[at]); break;
          }
          if (text.empty()) text = "\n";
        }
        break;
      case 1:  // not finished: nothing follows, or another line
        text.resize(1 + random_.below(static_cast<uint32_t>(text.size() - 1)));
        break;
      case 2:
        if (random_.one_in(3)) {  // garbage
          text.clear();
          for (uint32_t n = random_.below(60); n > 0; n--) text += static_cast<char>(random_.one_in(6) ? ":\n0AR"[random_.below(5)] : static_cast<char>(random_.next()));
        } else if (random_.one_in(2)) {  // too long
          text.insert(5, 20 + random_.below(40), 'A');
        } else {  // a byte that cannot be read, and the rest
          const size_t at = random_.below(static_cast<uint32_t>(text.size()));
          for (size_t i = 0; i < text.size(); i++) {
            if (i == at) {
              send_byte(random_.one_in(3) ? 0 : static_cast<uint8_t>(random_.next()), false);
              if (open_) spoilt_ = true;
            }
            deliver(static_cast<uint8_t>(text[i]));
          }
          text.clear();
        }
        break;
      case 3:
        if (random_.one_in(3)) {  // a false start bit, a break, however long
          level(0, 1 + random_.below(2));
          level(1, 2 * BIT);
          if (open_) break;
          level(0, random_.one_in(4) ? 3000 : 12 * BIT);
          level(1, 3 * BIT);
        } else if (random_.one_in(2)) {  // sent again
          send(text);
        } else if (trouble_ == 0 && random_.one_in(2)) {  // one that comes while another is being answered is dropped
          const std::string first = hex(++last_tag_ & 0xFF, 2) + "D00040010";
          const std::string long_line = whole(':', first);
          for (size_t i = 0; i + 1 < long_line.size(); i++) deliver(static_cast<uint8_t>(long_line[i]));
          pending_.clear();
          arrived('\n');
          const std::string answer = pending_;
          pending_.clear();
          send_byte('\n');
          for (char c : whole(':', "99R000400")) send_byte(static_cast<uint8_t>(c));
          expect(answer);
        }
        break;
      default:
        break;
    }
    send(text);
    if (open_ && random_.one_in(2)) {
      open_ = false;
      error("FF", 7);
      const std::string answer = pending_;
      pending_.clear();
      expect(answer);
    }
  }

  void reset() {
    top_->rst_ni = 0;
    top_->uart_rx_i = 1;
    answer_in_ = error_in_ = 0;
    wait(8);
    top_->rst_ni = 1;
    open_ = kept_ = false;
    kept_tag_.clear();
    expected_writes_.clear();
    text_.clear();
    hear_bit_ = -1;
    quiet_ = false;
    b_ = r_ = aw_ = w_ = ar_ = false;
    wait(20);
  }

  /// By the host, as the console is not to be understood at this rate yet.
  void configure() {
    quiet_ = true;
    while (b_ || r_) step();
    const uint32_t settings[][2] = {{0x300C, BIT}, {0x3010, LINE_TIMEOUT}, {0x3014, BUS_TIMEOUT}};
    for (const auto &setting : settings) {
      host_write_address_ = setting[0];
      host_write_data_ = setting[1];
      memory_[setting[0] / 4] = setting[1];
      aw_ = w_ = b_ = true;
      write_since_ = cycle_;
      while (b_) step();
    }
    wait(4);
    quiet_ = false;
  }

  Random random_;
  VerilatedContext context_;
  std::unique_ptr<Vconsole_top> top_;
  std::vector<uint32_t> memory_;
  uint64_t cycle_ = 0, line_ = 0;
  // Targets.
  uint32_t answer_ = 0, answer_in_ = 0, error_in_ = 0;
  int trouble_ = 0, trouble_at_ = -1, lates_ = 0;
  bool test_ = false;
  std::deque<std::pair<uint32_t, uint32_t>> expected_writes_;
  // Host.
  bool aw_ = false, w_ = false, b_ = false, ar_ = false, r_ = false, quiet_ = false;
  uint32_t host_write_address_ = 0, host_write_data_ = 0, host_read_address_ = 0, host_read_data_ = 0;
  uint64_t write_since_ = 0, read_since_ = 0;
  // What the card says.
  std::string text_;
  int hear_bit_ = -1, hear_in_ = 0;
  uint8_t heard_ = 0;
  // The model of the console.
  bool open_ = false, spoilt_ = false, kept_ = false;
  std::string line_text_, pending_, kept_tag_, kept_answer_;
  uint32_t kept_crc_ = 0, last_tag_ = 0;
  uint64_t answers_ = 0, good_ = 0, writes_ = 0, repeated_ = 0, bus_errors_ = 0, bus_timeouts_ = 0, host_accesses_ = 0;
};

}  // namespace

int main(int argc, char **argv) {
  const uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
  const uint64_t lines = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1500;
  std::printf("console: seed %" PRIu64 "\n", seed);
  Bench bench(seed);
  bench.run(lines);
  return 0;
}
