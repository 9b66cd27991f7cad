// The serial line of a simulated card: its UART pins on one side, a pseudo-terminal on the other, and what can go wrong in between.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "random.hpp"

namespace crossfeed {

/// What happens to bytes on their way, in either direction: of a million, so many.
struct LineFaults {
  uint32_t corrupt_ppm = 0;    // one bit flipped
  uint32_t drop_ppm = 0;
  uint32_t insert_ppm = 0;     // a random byte before it
  uint32_t duplicate_ppm = 0;
  uint32_t rate = 0;           // baud at which the card runs, as far as the terminal's speed goes; 0: any
  bool deaf = false;           // the card hears nothing
  bool mute = false;           // nothing comes back
};

class SerialLine {
 public:
  /// @param divisor cycles a bit; @param link path of a symbolic link that is made to the terminal
  SerialLine(uint32_t divisor, const std::string &link);
  ~SerialLine();
  SerialLine(const SerialLine &) = delete;
  SerialLine &operator=(const SerialLine &) = delete;

  LineFaults &faults() { return faults_; }
  void seed(uint32_t seed) { random_ = Random(seed); }
  /// The terminal goes away, as when an adapter is pulled out; and comes back under the same link.
  void unplug();
  void plug();

  /// Becomes readable when there is something for the card; negative: look again after a while.
  int fd() const { return hung_ ? -1 : master_; }
  bool hung() const { return hung_; }
  /// A byte is on its way in either direction, so the card must be clocked.
  bool active() const { return sending_ || receiving_ || !to_card_.empty(); }
  /// Moves bytes between the terminal and this end. True when something came.
  bool exchange();

  /// The level on the card's receive pin in this cycle.
  uint8_t drive() {
    if (!sending_) {
      if (to_card_.empty()) return 1;
      begin();
    }
    if (send_wait_-- != 0) return send_level_;
    return next_bit();
  }
  /// The level on its transmit pin in this cycle.
  void sample(uint8_t level) {
    if (!receiving_) {
      if (level != 0) return;
      receiving_ = true;
      receive_bit_ = 0;
      receive_wait_ = bit_cycles_ / 2;
      receive_byte_ = 0;
      return;
    }
    if (receive_wait_-- != 0) return;
    receive(level);
  }

 private:
  void begin();
  uint8_t next_bit();
  void receive(uint8_t level);
  void look_at_speed();
  void spoil(uint8_t byte, std::deque<uint8_t> &into);

  const uint32_t divisor_;
  const std::string link_;
  LineFaults faults_;
  Random random_{1};
  int master_ = -1;
  bool hung_ = false;
  uint32_t bit_cycles_;
  std::deque<uint8_t> to_card_;
  std::deque<uint8_t> from_card_;

  bool sending_ = false;
  uint16_t send_bits_ = 0;
  uint32_t send_left_ = 0;
  uint32_t send_wait_ = 0;
  uint8_t send_level_ = 1;
  bool receiving_ = false;
  uint32_t receive_bit_ = 0;
  uint32_t receive_wait_ = 0;
  uint8_t receive_byte_ = 0;
};

}  // namespace crossfeed
