#include "serial_line.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "../error.hpp"
#include "crossfeed.h"

namespace crossfeed {

namespace {

/// Bytes waiting in either direction; a serial line has no flow control, so what the host does not fetch is lost.
constexpr size_t WAITING_MAX = 65536;
constexpr size_t READ_BYTES = 512;

struct Speed {
  speed_t code;
  uint32_t baud;
};
constexpr Speed SPEEDS[] = {{B1200, 1200},     {B2400, 2400},     {B4800, 4800},     {B9600, 9600},     {B19200, 19200},     {B38400, 38400},    {B57600, 57600},
                            {B115200, 115200}, {B230400, 230400}, {B460800, 460800}, {B921600, 921600}, {B1000000, 1000000}, {B2000000, 2000000}};

}  // namespace

SerialLine::SerialLine(uint32_t divisor, const std::string &link) : divisor_(divisor), link_(link), bit_cycles_(divisor) { plug(); }

SerialLine::~SerialLine() { unplug(); }

void SerialLine::plug() {
  if (master_ >= 0) return;
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (master < 0) throw system_error("a pseudo-terminal");
  char name[128];
  termios mode;
  if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof name) != 0 || tcgetattr(master, &mode) != 0) {
    const Error error = system_error("a pseudo-terminal");
    ::close(master);
    throw error;
  }
  cfmakeraw(&mode);
  cfsetspeed(&mode, B115200);
  tcsetattr(master, TCSANOW, &mode);
  // Made beside its place and moved there: whoever watches sees it whole.
  const std::string beside = link_ + ".new";
  struct stat there;
  const bool taken = lstat(link_.c_str(), &there) == 0 && !S_ISLNK(there.st_mode);
  ::unlink(beside.c_str());
  if (taken || ::symlink(name, beside.c_str()) != 0 || ::rename(beside.c_str(), link_.c_str()) != 0) {
    const Error error = taken ? Error(CF_E_ARGUMENT, link_ + " is there already and is no link") : system_error(link_);
    ::close(master);
    throw error;
  }
  master_ = master;
  hung_ = false;
}

void SerialLine::unplug() {
  if (master_ < 0) return;
  ::unlink(link_.c_str());
  ::close(master_);
  master_ = -1;
  hung_ = false;
  to_card_.clear();
  from_card_.clear();
}

bool SerialLine::exchange() {
  if (master_ < 0) {
    from_card_.clear();
    return false;
  }
  while (!from_card_.empty()) {
    uint8_t bytes[READ_BYTES];
    size_t count = 0;
    while (count < READ_BYTES && count < from_card_.size()) {
      bytes[count] = from_card_[count];
      count++;
    }
    const ssize_t written = hung_ ? static_cast<ssize_t>(count) : ::write(master_, bytes, count);
    if (written <= 0) break;
    from_card_.erase(from_card_.begin(), from_card_.begin() + written);
  }
  if (to_card_.size() >= READ_BYTES) return false;
  uint8_t bytes[READ_BYTES];
  const ssize_t count = ::read(master_, bytes, sizeof bytes);
  // Nobody has the terminal open.
  hung_ = count < 0 && errno == EIO;
  if (count <= 0) return false;
  look_at_speed();
  if (!faults_.deaf) {
    for (ssize_t i = 0; i < count; i++) spoil(bytes[i], to_card_);
  }
  return true;
}

/// At another speed than the card's every bit lasts longer or shorter.
void SerialLine::look_at_speed() {
  bit_cycles_ = divisor_;
  if (faults_.rate == 0) return;
  termios mode;
  if (tcgetattr(master_, &mode) != 0) return;
  const speed_t code = cfgetospeed(&mode);
  for (const Speed &speed : SPEEDS) {
    if (speed.code == code) bit_cycles_ = static_cast<uint32_t>(static_cast<uint64_t>(divisor_) * faults_.rate / speed.baud);
  }
  if (bit_cycles_ == 0) bit_cycles_ = 1;
}

void SerialLine::spoil(uint8_t byte, std::deque<uint8_t> &into) {
  if (into.size() >= WAITING_MAX) return;
  if (random_.chance(faults_.drop_ppm)) return;
  if (random_.chance(faults_.insert_ppm)) into.push_back(static_cast<uint8_t>(random_.u32()));
  if (random_.chance(faults_.corrupt_ppm)) byte = static_cast<uint8_t>(byte ^ (1u << random_.below(8)));
  into.push_back(byte);
  if (random_.chance(faults_.duplicate_ppm)) into.push_back(byte);
}

void SerialLine::begin() {
  sending_ = true;
  send_bits_ = static_cast<uint16_t>(0x200u | static_cast<uint32_t>(to_card_.front()) << 1);
  to_card_.pop_front();
  send_left_ = 10;
  send_wait_ = 0;
}

uint8_t SerialLine::next_bit() {
  if (send_left_ == 0) {
    sending_ = false;
    send_level_ = 1;
    return 1;
  }
  send_left_--;
  send_level_ = send_bits_ & 1;
  send_bits_ = static_cast<uint16_t>(send_bits_ >> 1);
  send_wait_ = bit_cycles_ - 1;
  return send_level_;
}

void SerialLine::receive(uint8_t level) {
  receive_wait_ = bit_cycles_ - 1;
  if (receive_bit_ == 0 && level != 0) {
    receiving_ = false;
    return;
  }
  if (receive_bit_ >= 1 && receive_bit_ <= 8 && level != 0) receive_byte_ = static_cast<uint8_t>(receive_byte_ | 1u << (receive_bit_ - 1));
  if (receive_bit_ < 9) {
    receive_bit_++;
    return;
  }
  // A low stop bit lasts until the line is high again.
  if (level == 0) {
    receive_wait_ = 0;
    return;
  }
  receiving_ = false;
  if (!faults_.mute) spoil(receive_byte_, from_card_);
}

}  // namespace crossfeed
