// What stands around a simulated card: serial line, loopback plugs, reference pulses, board sensors; and the faults of a bench.
#pragma once

#include <memory>
#include <vector>

#include "model.hpp"
#include "phy.hpp"
#include "random.hpp"
#include "serial_line.hpp"

namespace crossfeed {

/// A change in what registers read: 0 in `keep` and 1 in `set`, where the address agrees under the mask.
struct ReadFault {
  uint32_t index;
  uint32_t address;
  uint32_t mask;
  uint32_t keep;
  uint32_t set;
};

class Bench {
 public:
  static constexpr uint32_t SENSORS = 7;

  /// Pins that nothing below changes.
  void begin(Vcf_nic &pins);

  SerialLine *serial() { return serial_.get(); }
  void serial(uint32_t divisor, const std::string &link) { serial_.reset(new SerialLine(divisor, link)); }
  /// The card must be clocked for what happens here, whether or not time moves.
  bool active(const Vcf_nic &pins) const { return serial_ && (serial_->active() || pins.uart_busy_o); }

  void sensor(uint32_t index, uint32_t value);
  void read_fault(const ReadFault &fault) {
    loads_.push_back(fault);
    unsettled_ = true;
  }
  void dead_port(uint32_t port, bool dead);
  void bit_errors(uint32_t port, uint32_t ppm) { bit_error_ppm_[port] = ppm; }
  void clock_ppm(int32_t ppm) { pulse_ppm_ = ppm; }
  void no_pulses(bool none) { no_pulses_ = none; }
  void seed(uint32_t seed);
  /// After a reset of the card the board tells its values again.
  void tell_again() {
    sensor_next_ = 0;
    unsettled_ = true;
  }

  /// Before the pins settle. A MAC that has two frames under way takes no third.
  void drive(Vcf_nic &pins, uint64_t cycle, bool wire, PhyPort *ports) {
    if (serial_) pins.uart_rx_i = serial_->drive();
    if (cycle >= pulse_at_) pulse(pins, cycle);
    if (unsettled_) board(pins);
    if (pins.m_axis_tx_tvalid) pins.m_axis_tx_tready = wire ? ready(ports) : 0;
  }
  /// Once they have settled.
  void sample(const Vcf_nic &pins, uint64_t time, PhyPort *ports) {
    if (serial_) serial_->sample(pins.uart_tx_o);
    looped_ = pins.mac_loopback_o;
    if (pins.m_axis_tx_tvalid & pins.m_axis_tx_tready) transmitted(pins, time, ports);
  }

  /// A frame for a port: false when it does not arrive.
  bool arrives(Frame &frame) { return (!faulty_ || spoil(frame)) && (looped_ >> frame.port & 1) == 0; }
  /// Faults of ports only: whether frames must be looked at.
  void update_faulty() { faulty_ = dead_ != 0 || bit_error_ppm_[0] != 0 || bit_error_ppm_[1] != 0; }

 private:
  uint8_t ready(PhyPort *ports) const { return static_cast<uint8_t>((ports[0].plug_full() ? 0 : 1) | (ports[1].plug_full() ? 0 : 2)); }
  void pulse(Vcf_nic &pins, uint64_t cycle);
  void board(Vcf_nic &pins);
  void transmitted(const Vcf_nic &pins, uint64_t time, PhyPort *ports);
  bool spoil(Frame &frame);

  std::unique_ptr<SerialLine> serial_;
  std::vector<ReadFault> loads_;
  bool unsettled_ = true;     // pins of the board are to change
  uint32_t sensors_[SENSORS] = {48500, 36250, 41000, 851, 1802, 3298, 5400};
  uint32_t sensor_next_ = 0;  // SENSORS: the last was told
  uint64_t pulse_at_ = 1000;
  uint64_t pulse_rest_ = 0;   // millionths of a cycle
  bool pulse_high_ = false;
  bool no_pulses_ = false;
  int32_t pulse_ppm_ = 0;
  uint8_t dead_ = 0;
  uint8_t looped_ = 0;  // ports whose MAC receives what it sends
  uint32_t bit_error_ppm_[PORTS] = {};
  bool faulty_ = false;
  Random random_{7};
  std::vector<uint8_t> sent_[PORTS];  // of the frame that the card is sending
};

}  // namespace crossfeed
