// A card in software: block headers, registers, the record ring and its interrupt, with a BAR and DMA over shared memory. It
// parses no frames: a test tells it how many records to write. It lives in a thread, of the host's process or of another.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "soft_link.hpp"

namespace crossfeed {
namespace soft {

/// What a host did to the device, in order.
struct Event {
  Op op;
  uint64_t address;  // of a register, a configuration word or memory
  uint64_t value;
};

class SoftDevice {
 public:
  /// Answers under `name` until it is destroyed.
  explicit SoftDevice(std::string name);
  ~SoftDevice();
  SoftDevice(const SoftDevice &) = delete;
  SoftDevice &operator=(const SoftDevice &) = delete;

  /// As if so many records had been decoded: writes those there is credit for, drops the others, then the index, then the
  /// interrupt. Returns how many it wrote; 0 while it is not enabled or has no bus.
  uint32_t deliver(uint32_t records);
  /// From now on nobody answers.
  void remove();
  /// Signals one of the host's interrupts: 0 MSI-X, 1 error, 2 request. False: it has not asked for it.
  bool signal(uint32_t irq);
  void set_register(uint32_t address, uint32_t value);
  uint32_t register_value(uint32_t address);
  /// A released device goes on as it was, as a kernel that cannot reset it would leave it; otherwise its bus is taken away.
  void stay_alive_when_released(bool stay);

  /// Writing 0xD0000000 + N into device.SCRATCH delivers N records, for hosts that have nothing but registers to ask with.
  void deliver_on_scratch(bool deliver) { on_scratch_ = deliver; }

  bool bus_master();
  bool has_memory();
  std::vector<Event> events();
  void forget_events();
  /// Writes that the IOMMU or a missing bus stopped.
  uint64_t stopped_writes();

 private:
  struct Memory {
    uint8_t *at;
    uint64_t bus, length;
  };

  void power_up();
  void serve();
  void serve_host(int host);
  void handle(const Message &request, int fd, Message &answer, int &answer_fd);
  void released();
  void write_register(uint32_t address, uint32_t value);
  void show(uint32_t address, uint32_t value);
  void unmap(uint64_t bus);
  void drop_memory();
  uint8_t *reach(uint64_t bus, uint64_t length);
  uint64_t wide(uint32_t low) const;

  const std::string name_;
  int listener_ = -1, quit_ = -1, bar_fd_ = -1;
  volatile uint32_t *bar_ = nullptr;
  std::mutex mutex_;
  std::vector<uint32_t> registers_;
  std::map<uint32_t, bool> writable_;
  uint16_t command_ = 0;
  std::vector<Memory> memory_;
  std::array<int, 3> irqs_{{-1, -1, -1}};
  std::vector<Event> events_;
  uint64_t stopped_writes_ = 0;
  bool removed_ = false, stay_ = false;
  std::atomic<bool> on_scratch_{false};
  std::thread thread_;
};

}  // namespace soft
}  // namespace crossfeed
