// What a host does with a real card, in C++: opens it, gives it its ring, reads records.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>

#include "check.hpp"
#include "crossfeed_layout.h"
#include "soft_system.hpp"

namespace crossfeed {
namespace soft {

/// A name for a device of this process.
inline std::string device_name() {
  static int devices = 0;
  return "crossfeed-soft-" + std::to_string(getpid()) + "-" + std::to_string(devices++);
}

class Host {
 public:
  explicit Host(uint32_t slots_log2 = 6) : slots_(1u << slots_log2) {
    cf_options options{};
    options.size = sizeof options;
    options.slots_log2 = slots_log2;
    handle = cf_open((std::string("pcie:") + CARD).c_str(), &options);
    CHECK(handle > 0);
    cf_mapping mapping;
    CHECK(cf_map(handle, CF_REGION_RING, &mapping) == CF_OK && mapping.length == 64ull << slots_log2);
    ring_ = reinterpret_cast<uint8_t *>(mapping.address);
    const uint64_t ring_bus = mapping.bus_address;
    CHECK(cf_map(handle, CF_REGION_CONTROL, &mapping) == CF_OK);
    control_ = reinterpret_cast<uint8_t *>(mapping.address);
    write(CF_RING_BASE + CF_RING_BASE_LO, static_cast<uint32_t>(ring_bus));
    write(CF_RING_BASE + CF_RING_BASE_HI, static_cast<uint32_t>(ring_bus >> 32));
    write(CF_RING_BASE + CF_RING_INDEX_LO, static_cast<uint32_t>(mapping.bus_address));
    write(CF_RING_BASE + CF_RING_INDEX_HI, static_cast<uint32_t>(mapping.bus_address >> 32));
    write(CF_RING_BASE + CF_RING_SIZE_LOG2, slots_log2);
    write(CF_RING_BASE + CF_RING_CONTROL, 1);
    write(CF_DEVICE_BASE + CF_DEVICE_CONTROL, 1);
  }
  ~Host() { cf_close(handle); }
  Host(const Host &) = delete;
  Host &operator=(const Host &) = delete;

  void write(uint32_t address, uint32_t value) { CHECK(cf_reg_write(handle, address, value) == CF_OK); }
  uint32_t read(uint32_t address) {
    uint32_t value = 0;
    CHECK(cf_reg_read(handle, address, &value) == CF_OK);
    return value;
  }
  std::atomic<uint32_t> &word(uint32_t offset) const { return *reinterpret_cast<std::atomic<uint32_t> *>(control_ + offset); }

  /// Reads what is there, checking each slot's lap word and number. Returns how many records that were.
  uint32_t poll() {
    const uint32_t producer = word(CF_CTL_PRODUCER).load(std::memory_order_acquire);
    const uint32_t before = consumer;
    for (; consumer != producer; consumer++) {
      const uint8_t *const slot = ring_ + static_cast<size_t>(consumer & (slots_ - 1)) * 64;
      uint32_t lap, number;
      std::memcpy(&lap, slot + CF_SLOT_LAP, 4);
      std::memcpy(&number, slot + 8, 4);
      CHECK(lap == consumer / slots_ + 1 && number == consumer);
    }
    word(CF_CTL_CONSUMER).store(consumer);
    if (word(CF_CTL_WAIT).load() == CF_WAIT_CREDIT) cf_doorbell(handle);
    return consumer - before;
  }

  cf_status status() {
    cf_status status{};
    status.size = sizeof status;
    CHECK(cf_status_read(handle, &status) == CF_OK);
    return status;
  }

  int32_t handle;
  uint32_t consumer = 0;

 private:
  uint32_t slots_;
  uint8_t *ring_;
  uint8_t *control_;
};

}  // namespace soft
}  // namespace crossfeed
