// The host's side of the card's AXI4 master: writes in single-beat bursts, in order; reads of transmit slots, one burst at a time.
#pragma once

#include <cstdint>

#include "host_memory.hpp"
#include "latency.hpp"
#include "model.hpp"
#include "random.hpp"

namespace crossfeed {

/// Takes a ring's producer index when the card writes it, and the card's interrupts.
class IndexSink {
 public:
  virtual void index_written(uint32_t ring, uint32_t index) = 0;
  virtual void interrupted(uint32_t ring) = 0;

 protected:
  ~IndexSink() = default;
};

class AxiMemory {
 public:
  AxiMemory(HostMemory &memory, Latency &latency, IndexSink &sink, uint32_t stall_ppm, uint32_t stall_seed)
      : memory_(memory), latency_(latency), sink_(sink), stall_ppm_(stall_ppm), random_(stall_seed) {}

  uint64_t errors() const { return errors_; }
  /// Slots written since the ring was enabled.
  uint32_t slots_written(uint32_t ring) const { return slots_written_[ring]; }
  void ring_reset(uint32_t ring) { slots_written_[ring] = 0; }
  /// The card was reset: it neither finishes what it began nor waits for responses.
  void reset() {
    address_count_ = data_count_ = response_count_ = 0;
    offered_ = read_offered_ = false;
    read_left_ = 0;
    for (uint32_t ring = 0; ring < RINGS_MAX; ring++) ring_reset(ring);
  }

  /// Blocked, the bus takes nothing, so that the card cannot write.
  void drive(Vcf_nic &pins, bool blocked) {
    pins.m_axi_awready = !blocked && address_count_ < DEPTH && !stalled();
    pins.m_axi_wready = !blocked && data_count_ < DEPTH && !stalled();
    // A response once offered stays until it is taken.
    pins.m_axi_bvalid = offered_ || (response_count_ != 0 && !stalled());
    pins.m_axi_bresp = responses_[response_first_ % DEPTH];
    offered_ = pins.m_axi_bvalid;
    pins.m_axi_arready = read_left_ == 0;
    pins.m_axis_irq_tready = 1;
    if (read_left_ != 0 || read_offered_) drive_read(pins);
  }

  /// After the pins settled, before the clock edge of `cycle`.
  void sample(const Vcf_nic &pins, uint64_t cycle) {
    if (pins.m_axis_irq_tvalid) sink_.interrupted(pins.m_axis_irq_tdata);
    if (read_offered_ && pins.m_axi_rready) {
      read_offered_ = false;
      read_at_ += 64;
      read_left_--;
    }
    if (pins.m_axi_arvalid && pins.m_axi_arready) {
      read_at_ = pins.m_axi_araddr;
      read_left_ = pins.m_axi_arlen + 1u;
    }
    if (pins.m_axi_bvalid && pins.m_axi_bready) {
      response_first_++;
      response_count_--;
      offered_ = false;
    }
    if (pins.m_axi_awvalid && pins.m_axi_awready) {
      Address &address = addresses_[(address_first_ + address_count_++) % DEPTH];
      address.bus = pins.m_axi_awaddr;
      address.single = pins.m_axi_awlen == 0;
    }
    if (pins.m_axi_wvalid && pins.m_axi_wready) {
      Data &data = data_[(data_first_ + data_count_++) % DEPTH];
      std::memcpy(data.bytes, pins.m_axi_wdata.data(), 64);
      data.strobe = pins.m_axi_wstrb;
      data.last = pins.m_axi_wlast;
      data.cycle = cycle;
    }
    // A response needs room; it frees up one a cycle.
    while (address_count_ != 0 && data_count_ != 0 && response_count_ < DEPTH) {
      const bool good = write(addresses_[address_first_ % DEPTH], data_[data_first_ % DEPTH]);
      address_first_++;
      address_count_--;
      data_first_++;
      data_count_--;
      responses_[(response_first_ + response_count_++) % DEPTH] = good ? OKAY : SLVERR;
      if (!good) errors_++;
    }
  }

 private:
  static constexpr uint32_t DEPTH = 16;
  static constexpr uint8_t OKAY = 0;
  static constexpr uint8_t SLVERR = 2;

  struct Address {
    uint64_t bus;
    bool single;
  };
  struct Data {
    alignas(64) uint8_t bytes[64];
    uint64_t strobe;
    uint64_t cycle;
    bool last;
  };

  bool stalled() { return stall_ppm_ != 0 && random_.chance(stall_ppm_); }

  /// A beat once offered stays until it is taken.
  void drive_read(Vcf_nic &pins) {
    read_offered_ = read_left_ != 0 && (read_offered_ || !stalled());
    pins.m_axi_rvalid = read_offered_;
    if (!read_offered_) return;
    const uint8_t *const source = memory_.transmit(read_at_);
    if (source) std::memcpy(pins.m_axi_rdata.data(), source, 64);
    pins.m_axi_rresp = source ? OKAY : SLVERR;
    pins.m_axi_rlast = read_left_ == 1;
  }

  bool write(const Address &address, const Data &data) {
    const uint64_t base = address.bus & ~63ull;
    if (!address.single || !data.last) return false;
    const uint32_t index_ring = memory_.index_of(base);
    if (index_ring != HostMemory::NO_RING) {
      if (data.strobe != 0xF) return false;
      uint32_t index;
      std::memcpy(&index, data.bytes, 4);
      sink_.index_written(index_ring, index);
      return true;
    }
    if (data.strobe != UINT64_MAX) return false;
    const uint32_t ring = memory_.ring_of(base);
    if (ring != HostMemory::NO_RING) {
      std::memcpy(memory_.slot(ring, base), data.bytes, 64);
      slots_written_[ring]++;
      latency_.slot_written(data.bytes, data.cycle);
      return true;
    }
    uint8_t *const descriptor = memory_.transmit(base);
    if (!descriptor || base % CF_TX_SLOT_BYTES != 0) return false;
    // Whoever sees the last word sees the others.
    uint32_t done;
    std::memcpy(&done, data.bytes + CF_TX_DONE, 4);
    std::memcpy(descriptor, data.bytes, CF_TX_DONE);
    reinterpret_cast<std::atomic<uint32_t> *>(descriptor + CF_TX_DONE)->store(done, std::memory_order_release);
    return true;
  }

  HostMemory &memory_;
  Latency &latency_;
  IndexSink &sink_;
  const uint32_t stall_ppm_;
  Random random_;
  Address addresses_[DEPTH];
  Data data_[DEPTH];
  uint8_t responses_[DEPTH] = {};
  uint32_t address_first_ = 0, address_count_ = 0;
  uint32_t data_first_ = 0, data_count_ = 0;
  uint32_t response_first_ = 0, response_count_ = 0;
  bool offered_ = false;
  uint32_t slots_written_[RINGS_MAX] = {};
  uint64_t read_at_ = 0;
  uint32_t read_left_ = 0;  // beats of the burst
  bool read_offered_ = false;
  uint64_t errors_ = 0;
};

}  // namespace crossfeed
