// AXI4-Lite master toward the card's registers: one access at a time.
#pragma once

#include "../backend.hpp"
#include "model.hpp"

namespace crossfeed {

class AxiLite {
 public:
  bool busy() const { return state_ != State::idle; }
  /// Response of the finished access, 0 for OKAY.
  uint8_t response() const { return response_; }
  uint32_t read_value() const { return value_; }

  void begin(const Access &access) {
    access_ = access;
    address_done_ = data_done_ = false;
    state_ = access.write ? State::write : State::read;
  }

  void drive(Vcf_nic &pins) const {
    const bool write = state_ == State::write;
    const bool read = state_ == State::read;
    pins.s_axil_awvalid = write && !address_done_;
    pins.s_axil_wvalid = write && !data_done_;
    pins.s_axil_arvalid = read && !address_done_;
    pins.s_axil_bready = write;
    pins.s_axil_rready = read;
    if (write) {
      pins.s_axil_awaddr = access_.address;
      pins.s_axil_wdata = access_.value;
      pins.s_axil_wstrb = 0xF;
    } else if (read) {
      pins.s_axil_araddr = access_.address;
    }
  }

  /// After the pins settled, before the clock edge. True when the access ends in this cycle.
  bool sample(const Vcf_nic &pins) {
    if (state_ == State::write) {
      if (pins.s_axil_awvalid && pins.s_axil_awready) address_done_ = true;
      if (pins.s_axil_wvalid && pins.s_axil_wready) data_done_ = true;
      if (!pins.s_axil_bvalid) return false;
      response_ = pins.s_axil_bresp;
    } else if (state_ == State::read) {
      if (pins.s_axil_arvalid && pins.s_axil_arready) address_done_ = true;
      if (!pins.s_axil_rvalid) return false;
      response_ = pins.s_axil_rresp;
      value_ = pins.s_axil_rdata;
    } else {
      return false;
    }
    state_ = State::idle;
    return true;
  }

 private:
  enum class State { idle, write, read };
  State state_ = State::idle;
  Access access_{};
  bool address_done_ = false;
  bool data_done_ = false;
  uint8_t response_ = 0;
  uint32_t value_ = 0;
};

}  // namespace crossfeed
