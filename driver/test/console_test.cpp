// The serial console of a simulated card, over its pseudo-terminal, and the bench around it. Runs plain and under the sanitizers.
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "check.hpp"
#include "crossfeed.h"
#include "crossfeed_layout.h"

namespace {

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

std::string line(char start, const std::string &body) { return start + body + hex(crc32(body), 8) + "\n"; }

/// One end of the cable: a terminal as any program opens it.
class Terminal {
 public:
  explicit Terminal(const std::string &path) {
    fd_ = ::open(path.c_str(), O_RDWR | O_NOCTTY);
    CHECK(fd_ >= 0);
    termios mode;
    CHECK(tcgetattr(fd_, &mode) == 0);
    cfmakeraw(&mode);
    cfsetspeed(&mode, B115200);
    CHECK(tcsetattr(fd_, TCSANOW, &mode) == 0);
  }
  ~Terminal() { ::close(fd_); }
  void send(const std::string &text) { CHECK(::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size())); }
  /// Up to and with the next LF; what there is when nothing more comes. The self-test alone takes more than 20 s under ThreadSanitizer on a busy machine.
  std::string receive(int wait_ms = 120000) {
    std::string text;
    char c;
    for (;;) {
      pollfd wait{fd_, POLLIN, 0};
      if (poll(&wait, 1, wait_ms) != 1 || ::read(fd_, &c, 1) != 1) return text;
      text += c;
      if (c == '\n') return text;
    }
  }
  std::string ask(const std::string &body) {
    send(line(':', body));
    return receive();
  }

 private:
  int fd_;
};

class Card {
 public:
  Card() : link_("/tmp/crossfeed-console-" + std::to_string(getpid())) {
    cf_options options{};
    options.size = sizeof options;
    options.random_state_seed = 5;
    handle = cf_open("sim:console", &options);
    CHECK(handle > 0);
    CHECK(cf_sim_fault(handle, CF_SIM_LINE_DROP, 0, 0) == CF_E_STATE);
    CHECK(cf_sim_console(handle, 7, link_.c_str()) == CF_E_ARGUMENT);
    CHECK(cf_sim_console(handle, 8, link_.c_str()) == CF_OK);
    CHECK(cf_sim_console(handle, 8, link_.c_str()) == CF_E_STATE);
    CHECK(cf_start(handle, CF_TIME_WALL) == CF_OK);
  }
  ~Card() {
    CHECK(cf_close(handle) == CF_OK);
    CHECK(access(link_.c_str(), F_OK) != 0);
  }
  uint32_t read(uint32_t address) {
    uint32_t value;
    CHECK(cf_reg_read(handle, address, &value) == CF_OK);
    return value;
  }
  void write(uint32_t address, uint32_t value) { CHECK(cf_reg_write(handle, address, value) == CF_OK); }
  void fault(uint32_t kind, uint32_t a = 0, uint32_t b = 0) { CHECK(cf_sim_fault(handle, kind, a, b) == CF_OK); }
  const std::string &link() const { return link_; }
  int32_t handle;

 private:
  std::string link_;
};

void lines(Card &card, Terminal &terminal) {
  const uint32_t scratch = CF_DEVICE_BASE + CF_DEVICE_SCRATCH;
  CHECK(terminal.ask("01R00000C") == line('=', "01R43464E31"));
  CHECK(terminal.ask("02W000028C0FFEE01") == line('=', "02W"));
  CHECK(card.read(scratch) == 0xC0FFEE01);
  // Executed once: the host's own write in between stays.
  card.write(scratch, 5);
  CHECK(terminal.ask("02W000028C0FFEE01") == line('=', "02W"));
  CHECK(card.read(scratch) == 5);
  CHECK(card.read(CF_CONSOLE_BASE + CF_CONSOLE_REPEATED) == 1);
  CHECK(terminal.ask("03R000028") == line('=', "03R00000005"));
  CHECK(terminal.ask("02W000028C0FFEE01") == line('=', "02W"));
  CHECK(card.read(scratch) == 0xC0FFEE01);
  const std::string build = hex(card.read(CF_DEVICE_BASE + CF_DEVICE_BUILD_ID), 8);
  CHECK(terminal.ask("04I") == line('=', "04I0001000043464E31" + build + "000000020000000400000101"));
  CHECK(terminal.ask("05T") == line('=', "05T000000000000001F"));
  CHECK(card.read(scratch) == 0xC0FFEE01);
  CHECK(terminal.ask("06C") == line('=', "06C"));
  CHECK(card.read(CF_PRBS_BASE + CF_PRBS_SNAPSHOT) == 1);
  CHECK(terminal.ask("07L") == line('=', "07L8000000180000001"));
  CHECK(terminal.ask("08D00000003") == line('=', "08D03000000010000010100000100"));
  CHECK(terminal.ask("09R00000D") == line('!', "0904"));
  CHECK(terminal.ask("0AR040000") == line('!', "0A04"));
  CHECK(terminal.ask("0BX") == line('!', "0B03"));
  CHECK(terminal.ask("0CR00000") == line('!', "0C02"));
  CHECK(terminal.ask("0DD00000041") == line('!', "0D02"));
  terminal.send(":0ER00000C00000000\n");
  CHECK(terminal.receive() == line('!', "0E01"));
  terminal.send("noise:0FR00" + line(':', "10R00000C"));
  CHECK(terminal.receive() == line('=', "10R43464E31"));
  terminal.send(":11R0000");
  CHECK(terminal.receive() == line('!', "FF07"));
  terminal.send(":12" + std::string(60, 'A') + "\n");
  CHECK(terminal.receive() == line('!', "1206"));
}

void faults(Card &card, Terminal &terminal) {
  card.fault(CF_SIM_SENSOR, 0, 95000);
  CHECK(terminal.ask("20R003420") == line('=', "20R" + hex(95000, 8)));
  card.fault(CF_SIM_DEAD_PORT, 1, 1);
  CHECK(terminal.ask("21L") == line('=', "21L8000000180000000"));
  card.fault(CF_SIM_DEAD_PORT, 1, 0);
  CHECK(cf_sim_read_fault(card.handle, 0, 0x28, 0x3FFFF, ~4u, 0) == CF_OK);
  CHECK(terminal.ask("22T") == line('=', "22T000000010000001F"));
  CHECK(cf_sim_read_fault(card.handle, 0, 0x28, 0x3FFFF, ~0u, 0) == CF_OK);
  CHECK(terminal.ask("23T") == line('=', "23T000000000000001F"));
  const uint32_t boot = card.read(CF_CONSOLE_BASE + CF_CONSOLE_BOOT);
  card.fault(CF_SIM_RESET);
  // The card speaks at its own rate again, which is not the line's.
  card.write(CF_CONSOLE_BASE + CF_CONSOLE_DIVISOR, 8);
  CHECK(terminal.ask("24R000028") == line('=', "24R00000000"));
  CHECK(card.read(CF_CONSOLE_BASE + CF_CONSOLE_BOOT) >> 24 == (boot >> 24) + 1);
  card.fault(CF_SIM_LINE_SILENT, 1);
  terminal.send(line(':', "25R00000C"));
  CHECK(terminal.receive(100).empty());
  card.fault(CF_SIM_LINE_SILENT, 0);
  card.fault(CF_SIM_LINE_RATE, 57600);
  terminal.send(line(':', "26R00000C"));
  CHECK(terminal.receive(100) != line('=', "26R43464E31"));
  card.fault(CF_SIM_LINE_RATE, 0);
  terminal.send("\n");
  CHECK(terminal.ask("27R00000C").find("27R43464E31") != std::string::npos);
}

void plugs(Card &card) {
  card.fault(CF_SIM_LINE_UNPLUG);
  CHECK(access(card.link().c_str(), F_OK) != 0);
  card.fault(CF_SIM_LINE_PLUG);
  for (int i = 0; i < 2; i++) {
    Terminal terminal(card.link());
    CHECK(terminal.ask("30R00000C") == line('=', "30R43464E31"));
  }
}

/// Test frames over the plugs, through the console alone; then in MAC-side loopback, with the frames captured.
void frames(Card &card, Terminal &terminal) {
  const uint32_t prbs = CF_PRBS_BASE;
  const auto wait = [&] {
    while (card.read(prbs + CF_PRBS_STATUS) & CF_PRBS_STATUS_SENDING_MASK) usleep(100);
    // What is still on the wire.
    for (int i = 0; i < 200; i++) card.read(0);
    card.write(prbs + CF_PRBS_SNAPSHOT, 0);
  };
  card.write(prbs + CF_PRBS_FRAMES, 20);
  card.write(prbs + CF_PRBS_CONTROL, 0xB);
  wait();
  CHECK(card.read(prbs + CF_PRBS_SENT_LO) == 20 && card.read(prbs + CF_PRBS_RECEIVED_LO) == 20);
  CHECK(card.read(prbs + CF_PRBS_BITS_LO) == 20 * 62 * 64 - 64 && card.read(prbs + CF_PRBS_ERRORS_LO) == 0);
  // Wrong bits in what is sent are found, every one.
  card.write(prbs + CF_PRBS_INJECT, 13);
  card.write(prbs + CF_PRBS_CONTROL, 0x3);
  wait();
  CHECK(card.read(prbs + CF_PRBS_ERRORS_LO) == 13 && card.read(prbs + CF_PRBS_INJECT) == 0);
  // And so are those of the wire, which a loopback inside the card does not meet.
  card.fault(CF_SIM_BIT_ERRORS, 0, 200);
  card.write(prbs + CF_PRBS_CONTROL, 0xB);
  wait();
  CHECK(card.read(prbs + CF_PRBS_ERRORS_LO) > 0 && card.read(prbs + CF_PRBS_BAD_FCS_LO) > 0);
  card.write(CF_DEVICE_BASE + CF_DEVICE_CONTROL, 1);
  card.write(CF_CAPTURE_BASE + CF_CAPTURE_CONTROL, 0x11);
  card.write(prbs + CF_PRBS_CONTROL, 0xF);
  wait();
  CHECK(card.read(prbs + CF_PRBS_SENT_LO) == 20 && card.read(prbs + CF_PRBS_RECEIVED_LO) == 20 && card.read(prbs + CF_PRBS_ERRORS_LO) == 0);
  CHECK(card.read(CF_PORT_BASE + CF_PORT_COUNTERS + 8 * CF_PC_FRAMES) == 20);
  CHECK(terminal.ask("40R003310") == line('=', "40R00000802"));
  CHECK(terminal.ask("41R003340") == line('=', "41R00000200"));
  CHECK(terminal.ask("42D00800004") == line('=', "42D04FFFFFFFF0002FFFF000000000000B588"));
  CHECK(terminal.ask("43R00384C").size() > 0);
}

void pulses(Card &card) {
  const uint32_t clock = CF_CLOCK_BASE;
  const auto measure = [&] {
    card.write(clock + CF_CLOCK_INTERVALS, 2);
    card.write(clock + CF_CLOCK_CONTROL, 1);
    while (card.read(clock + CF_CLOCK_CONTROL) & 1) usleep(1000);
  };
  const uint32_t nominal = card.read(clock + CF_CLOCK_NOMINAL);
  measure();
  CHECK(card.read(clock + CF_CLOCK_STATUS) >> 8 == 0x800002 && card.read(clock + CF_CLOCK_SUM_LO) == 2 * nominal);
  card.fault(CF_SIM_CLOCK_PPM, 0, 160);
  measure();
  measure();
  CHECK(card.read(clock + CF_CLOCK_SUM_LO) == 2 * nominal + 20);
  card.fault(CF_SIM_NO_PULSES, 1);
  measure();
  CHECK((card.read(clock + CF_CLOCK_STATUS) >> 16 & 0xFF) >= 1);
}

/// Damaged bytes: whatever comes back whole is right, and the line goes on.
void noise(Card &card, Terminal &terminal) {
  // Under a sanitizer, on a busy machine, an answer may take a second; a line that comes before it is lost.
  const auto began = std::chrono::steady_clock::now();
  CHECK(terminal.ask("E0R00000C") == line('=', "E0R43464E31"));
  const auto took = std::chrono::steady_clock::now() - began;
  const int wait_ms = 100 + 2 * static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  card.fault(CF_SIM_SEED, 11);
  card.fault(CF_SIM_LINE_CORRUPT, 3000);
  card.fault(CF_SIM_LINE_DROP, 2000);
  card.fault(CF_SIM_LINE_INSERT, 2000);
  card.fault(CF_SIM_LINE_DUPLICATE, 2000);
  std::string heard;
  for (uint32_t i = 0; i < 30; i++) {
    terminal.send("\n" + line(':', hex(i, 2) + "R00000C"));
    heard += terminal.receive(wait_ms);
  }
  for (uint32_t kind = CF_SIM_LINE_CORRUPT; kind <= CF_SIM_LINE_DUPLICATE; kind++) card.fault(kind, 0);
  // What was still on its way comes before the answer to the first line that nothing happened to. Should the card still be busy with another, it is sent again.
  const std::string last = line('=', "F0R43464E31");
  const auto is_heard = [&] { return heard.find(last) != std::string::npos; };
  for (int attempt = 0; attempt < 5 && !is_heard(); attempt++) {
    terminal.send("\n" + line(':', "F0R00000C"));
    for (std::string text; !is_heard() && !(text = terminal.receive(20 * wait_ms)).empty();) heard += text;
  }
  CHECK(is_heard());
  int right = 0;
  for (uint32_t i = 0; i < 30; i++) right += heard.find(line('=', hex(i, 2) + "R43464E31")) != std::string::npos;
  CHECK(right >= 5);
}

}  // namespace

int main() {
  {
    Card card;
    {
      Terminal terminal(card.link());
      lines(card, terminal);
      faults(card, terminal);
      frames(card, terminal);
      pulses(card);
    }
    plugs(card);
    Terminal terminal(card.link());
    noise(card, terminal);
    cf_status status{};
    status.size = sizeof status;
    CHECK(cf_status_read(card.handle, &status) == CF_OK && status.fault == 0);
  }
  std::printf("console_test: %d checks\n", checks);
  return 0;
}
