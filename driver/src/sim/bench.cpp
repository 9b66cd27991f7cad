#include "bench.hpp"

#include "crossfeed_layout.h"

namespace crossfeed {

namespace {

/// As the card was built: the Makefile says it to both.
constexpr uint32_t PULSE_CYCLES = CF_SIM_PPS_CYCLES;
constexpr uint64_t PLUG_BEATS = 8;  // from the transmitter to the receiver

}  // namespace

void Bench::begin(Vcf_nic &pins) {
  pins.uart_rx_i = 1;
  pins.link_up_i = 3;
  pins.pps_i = 0;
  pins.sensor_valid_i = 0;
  pins.simulated_i = 1;
  pins.m_axis_tx_tready = 0;
  pins.kill_i = 0;
  pins.m_axi_rvalid = 0;
  pins.sim_fault_valid_i = 0;
}

void Bench::sensor(uint32_t index, uint32_t value) {
  sensors_[index] = value;
  tell_again();
}

void Bench::dead_port(uint32_t port, bool dead) {
  dead_ = static_cast<uint8_t>(dead ? dead_ | 1u << port : dead_ & ~(1u << port));
  unsettled_ = true;
}

void Bench::seed(uint32_t seed) {
  random_ = Random(seed);
  if (serial_) serial_->seed(seed);
}

/// High for a quarter of the period, which is longer or shorter in cycles as the card's clock is fast or slow.
void Bench::pulse(Vcf_nic &pins, uint64_t cycle) {
  pulse_high_ = !pulse_high_;
  pins.pps_i = pulse_high_ && !no_pulses_;
  const uint64_t quarter = PULSE_CYCLES / 4;
  if (pulse_high_) {
    pulse_at_ = cycle + quarter;
    return;
  }
  const int64_t drift = static_cast<int64_t>(PULSE_CYCLES) * pulse_ppm_;
  const uint64_t rest = static_cast<uint64_t>(static_cast<int64_t>((PULSE_CYCLES - quarter) * 1000000ull + pulse_rest_) + drift);
  pulse_at_ = cycle + rest / 1000000;
  pulse_rest_ = rest % 1000000;
}

void Bench::board(Vcf_nic &pins) {
  pins.link_up_i = 3 & ~dead_;
  pins.sensor_valid_i = sensor_next_ < SENSORS;
  const bool telling = sensor_next_ < SENSORS;
  if (telling) {
    pins.sensor_index_i = static_cast<uint8_t>(sensor_next_);
    pins.sensor_value_i = sensors_[sensor_next_++];
  }
  const bool loading = !loads_.empty();
  pins.sim_fault_valid_i = loading;
  unsettled_ = telling || loading;
  if (!loading) return;
  const ReadFault &fault = loads_.front();
  pins.sim_fault_index_i = static_cast<uint8_t>(fault.index);
  pins.sim_fault_address_i = fault.address;
  pins.sim_fault_mask_i = fault.mask;
  pins.sim_fault_keep_i = fault.keep;
  pins.sim_fault_set_i = fault.set;
  loads_.erase(loads_.begin());
}

/// A loopback plug in each port: what it sends comes back to it. In loopback it does so within the MAC.
void Bench::transmitted(const Vcf_nic &pins, uint64_t time, PhyPort *ports) {
  for (uint32_t p = 0; p < PORTS; p++) {
    if (((pins.m_axis_tx_tvalid & pins.m_axis_tx_tready) >> p & 1) == 0) continue;
    std::vector<uint8_t> &bytes = sent_[p];
    for (uint32_t i = 0; i < 8 && (pins.m_axis_tx_tkeep >> (8 * p + i) & 1) != 0; i++) bytes.push_back(static_cast<uint8_t>(pins.m_axis_tx_tdata[2 * p + i / 4] >> (8 * (i % 4))));
    if ((pins.m_axis_tx_tlast >> p & 1) == 0) continue;
    Frame frame = Frame::make(static_cast<uint8_t>(p), time + PLUG_BEATS, static_cast<uint32_t>(bytes.size()), false);
    std::memcpy(frame.bytes.get(), bytes.data(), bytes.size());
    bytes.clear();
    // Within the MAC nothing of the wire matters.
    if ((looped_ >> p & 1) != 0 || arrives(frame)) ports[p].plugged(std::move(frame));
  }
}

bool Bench::spoil(Frame &frame) {
  if (dead_ >> frame.port & 1) return false;
  const uint32_t ppm = bit_error_ppm_[frame.port];
  if (ppm == 0) return true;
  // The distance to the next wrong bit, rather than a draw for every bit.
  uint64_t bit = random_.below(2000000 / ppm + 1);
  const uint64_t bits = static_cast<uint64_t>(frame.length) * 8;
  for (; bit < bits; bit += 1 + random_.below(2000000 / ppm + 1)) {
    frame.bytes[bit / 8] = static_cast<uint8_t>(frame.bytes[bit / 8] ^ (1u << (bit % 8)));
    frame.bad_fcs = true;
  }
  return true;
}

}  // namespace crossfeed
