#include "soft_device.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "crossfeed_layout.h"
#include "crossfeed_map.h"

namespace crossfeed {
namespace soft {

namespace {

constexpr uint32_t BUILD_ID = 0x50F7DE71;
constexpr uint32_t PORTS = 2, CHANNELS = 4, MATCH_ENTRIES = 16, FURTHER_RINGS = 3;
constexpr uint16_t BUS_MASTER = 0x4;

[[noreturn]] void broken(const char *what) {
  std::perror(what);
  std::abort();
}

uint32_t instances(const cf_map_block &block) {
  const std::string count = block.count;
  return count == "PORTS" ? PORTS : count == "CHANNELS" ? CHANNELS : count == "MATCH_ENTRIES" ? MATCH_ENTRIES : 1;
}

}  // namespace

SoftDevice::SoftDevice(std::string name) : name_(std::move(name)) {
  bar_fd_ = memfd_create("crossfeed-bar", MFD_CLOEXEC);
  if (bar_fd_ < 0 || ftruncate(bar_fd_, BAR_BYTES) != 0) broken("memfd");
  void *const at = mmap(nullptr, BAR_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, bar_fd_, 0);
  if (at == MAP_FAILED) broken("mmap");
  bar_ = static_cast<volatile uint32_t *>(at);
  power_up();
  listener_ = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  quit_ = eventfd(0, EFD_CLOEXEC);
  socklen_t length;
  const sockaddr_un address = address_of(name_, length);
  if (bind(listener_, reinterpret_cast<const sockaddr *>(&address), length) != 0 || listen(listener_, 8) != 0) broken("bind");
  thread_ = std::thread([this] { serve(); });
}

SoftDevice::~SoftDevice() {
  const uint64_t one = 1;
  if (write(quit_, &one, sizeof one) != sizeof one) broken("eventfd");
  thread_.join();
  drop_memory();
  for (const int fd : irqs_) {
    if (fd >= 0) close(fd);
  }
  munmap(const_cast<uint32_t *>(bar_), BAR_BYTES);
  for (const int fd : {listener_, quit_, bar_fd_}) close(fd);
}

/// Registers as a reset leaves them.
void SoftDevice::power_up() {
  registers_.assign(BAR_BYTES / 4, 0);
  writable_.clear();
  const size_t blocks = sizeof CF_MAP_BLOCKS / sizeof CF_MAP_BLOCKS[0];
  for (size_t i = 0; i < blocks; i++) {
    const cf_map_block &block = CF_MAP_BLOCKS[i];
    for (uint32_t n = 0; n < instances(block); n++) {
      const uint32_t base = block.base + n * block.stride;
      registers_[base / 4] = block.type;
      registers_[base / 4 + 1] = block.version;
      registers_[base / 4 + 2] = i + 1 < blocks ? CF_MAP_BLOCKS[i + 1].base : 0;
      for (const cf_map_register &entry : CF_MAP_REGISTERS) {
        if (std::strcmp(entry.block, block.name) != 0) continue;
        registers_[(base + entry.offset) / 4] = entry.reset;
        if (entry.writable != 0) writable_[base + entry.offset] = true;
      }
    }
  }
  registers_[(CF_DEVICE_BASE + CF_DEVICE_BUILD_ID) / 4] = BUILD_ID;
  registers_[(CF_DEVICE_BASE + CF_DEVICE_PORTS) / 4] = PORTS;
  registers_[(CF_DEVICE_BASE + CF_DEVICE_CHANNELS) / 4] = CHANNELS;
  registers_[(CF_DEVICE_BASE + CF_DEVICE_MATCH_ENTRIES) / 4] = MATCH_ENTRIES;
  registers_[(CF_DEVICE_BASE + CF_DEVICE_HELD_DEPTH) / 4] = CF_HELD_DEPTH;
  registers_[(CF_DEVICE_BASE + CF_DEVICE_FURTHER_RINGS) / 4] = FURTHER_RINGS;
  for (size_t i = 0; i < registers_.size(); i++) bar_[i] = registers_[i];
}

// ---- the host's requests --------------------------------------------------------------------------------

void SoftDevice::serve() {
  std::vector<pollfd> waiting = {{quit_, POLLIN, 0}, {listener_, POLLIN, 0}};
  for (;;) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) break;
    if (waiting[1].revents != 0) {
      const int host = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (host >= 0) waiting.push_back(pollfd{host, POLLIN, 0});
    }
    for (size_t i = 2; i < waiting.size();) {
      Message request{}, answer{};
      int fd = -1, answer_fd = -1;
      if (waiting[i].revents == 0) {
        i++;
      } else if (receive_message(waiting[i].fd, request, fd)) {
        {
          std::lock_guard<std::mutex> lock(mutex_);
          handle(request, fd, answer, answer_fd);
        }
        send_message(waiting[i].fd, answer, answer_fd);
        if (on_scratch_ && request.op == Op::written && request.a == CF_DEVICE_BASE + CF_DEVICE_SCRATCH && request.b >> 28 == 0xD) {
          deliver(request.b & 0xFFFFFFF);
        }
        i++;
      } else {
        close(waiting[i].fd);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
        released();
      }
    }
  }
  for (size_t i = 2; i < waiting.size(); i++) close(waiting[i].fd);
}

void SoftDevice::handle(const Message &request, int fd, Message &answer, int &answer_fd) {
  answer = request;
  answer.status = 0;
  events_.push_back(Event{request.op, request.a, request.b});
  switch (request.op) {
    case Op::hello:
      answer_fd = bar_fd_;
      break;
    case Op::written:
      write_register(static_cast<uint32_t>(request.a), static_cast<uint32_t>(request.b));
      break;
    case Op::reset:
      if (!removed_) power_up();
      command_ = 0;
      break;
    case Op::config_read:
      answer.b = command_;
      break;
    case Op::config_write:
      command_ = static_cast<uint16_t>(request.b);
      break;
    case Op::dma_map: {
      unmap(request.a);
      void *const at = mmap(nullptr, request.b, PROT_READ | PROT_WRITE, MAP_SHARED, fd, static_cast<off_t>(request.c));
      if (at == MAP_FAILED) broken("mmap");
      memory_.push_back(Memory{static_cast<uint8_t *>(at), request.a, request.b});
      close(fd);
      break;
    }
    case Op::dma_unmap:
      unmap(request.a);
      break;
    case Op::irq:
      if (irqs_[request.a] >= 0) close(irqs_[request.a]);
      irqs_[request.a] = fd;
      break;
  }
}

void SoftDevice::released() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stay_) return;
  command_ = 0;
  drop_memory();
}

void SoftDevice::unmap(uint64_t bus) {
  for (size_t i = 0; i < memory_.size(); i++) {
    if (memory_[i].bus != bus) continue;
    munmap(memory_[i].at, memory_[i].length);
    memory_.erase(memory_.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

void SoftDevice::drop_memory() {
  for (const Memory &memory : memory_) munmap(memory.at, memory.length);
  memory_.clear();
}

void SoftDevice::show(uint32_t address, uint32_t value) {
  registers_[address / 4] = value;
  bar_[address / 4] = removed_ ? NO_VALUE : value;
}

void SoftDevice::write_register(uint32_t address, uint32_t value) {
  if (removed_ || writable_.count(address) == 0) {
    show(address, registers_[address / 4]);
    return;
  }
  show(address, value);
  if (address == CF_RING_BASE + CF_RING_CONTROL && (value & CF_RING_CONTROL_ENABLE_MASK) == 0) {
    show(CF_RING_BASE + CF_RING_CREDIT, 0);
    show(CF_RING_BASE + CF_RING_PRODUCER, 0);
  }
}

// ---- the card's own doing -------------------------------------------------------------------------------

uint64_t SoftDevice::wide(uint32_t low) const { return static_cast<uint64_t>(registers_[low / 4 + 1]) << 32 | registers_[low / 4]; }

uint8_t *SoftDevice::reach(uint64_t bus, uint64_t length) {
  if ((command_ & BUS_MASTER) != 0) {
    for (const Memory &memory : memory_) {
      if (bus >= memory.bus && bus - memory.bus + length <= memory.length) return memory.at + (bus - memory.bus);
    }
  }
  stopped_writes_++;
  return nullptr;
}

uint32_t SoftDevice::deliver(uint32_t records) {
  std::lock_guard<std::mutex> lock(mutex_);
  const bool enabled = (registers_[(CF_DEVICE_BASE + CF_DEVICE_CONTROL) / 4] & CF_DEVICE_CONTROL_ENABLE_MASK) != 0 &&
                       (registers_[(CF_RING_BASE + CF_RING_CONTROL) / 4] & CF_RING_CONTROL_ENABLE_MASK) != 0;
  if (!enabled || removed_) return 0;
  const uint32_t log2 = registers_[(CF_RING_BASE + CF_RING_SIZE_LOG2) / 4] & 31;
  const uint32_t slots = 1u << log2;
  uint32_t producer = registers_[(CF_RING_BASE + CF_RING_PRODUCER) / 4];
  uint32_t written = 0;
  for (; written < records; written++, producer++) {
    if (producer - registers_[(CF_RING_BASE + CF_RING_CREDIT) / 4] >= slots) break;
    uint8_t *const slot = reach(wide(CF_RING_BASE + CF_RING_BASE_LO) + static_cast<uint64_t>(producer & (slots - 1)) * 64, 64);
    if (!slot) return written;
    const uint32_t lap = (producer >> log2) + 1;
    std::memset(slot, 0, 60);
    slot[0] = 'D';
    std::memcpy(slot + 8, &producer, sizeof producer);
    std::memcpy(slot + CF_SLOT_LAP, &lap, sizeof lap);
  }
  const auto add = [&](uint32_t low, uint32_t count) {
    const uint64_t value = wide(low) + count;
    show(low, static_cast<uint32_t>(value));
    show(low + 4, static_cast<uint32_t>(value >> 32));
  };
  add(CF_RING_BASE + CF_RING_RECORDS_LO, written);
  add(CF_RING_BASE + CF_RING_DROPPED_LO, records - written);
  show(CF_RING_BASE + CF_RING_PRODUCER, producer);
  uint8_t *const index = reach(wide(CF_RING_BASE + CF_RING_INDEX_LO), 64);
  if (!index) return written;
  reinterpret_cast<std::atomic<uint32_t> *>(index)->store(producer, std::memory_order_seq_cst);
  const uint64_t one = 1;
  if (irqs_[0] >= 0 && write(irqs_[0], &one, sizeof one) < 0) return written;
  return written;
}

void SoftDevice::remove() {
  std::lock_guard<std::mutex> lock(mutex_);
  removed_ = true;
  for (size_t i = 0; i < registers_.size(); i++) bar_[i] = NO_VALUE;
}

bool SoftDevice::signal(uint32_t irq) {
  std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t one = 1;
  return irqs_[irq] >= 0 && write(irqs_[irq], &one, sizeof one) == sizeof one;
}

void SoftDevice::set_register(uint32_t address, uint32_t value) {
  std::lock_guard<std::mutex> lock(mutex_);
  show(address, value);
}

uint32_t SoftDevice::register_value(uint32_t address) {
  std::lock_guard<std::mutex> lock(mutex_);
  return registers_[address / 4];
}

void SoftDevice::stay_alive_when_released(bool stay) {
  std::lock_guard<std::mutex> lock(mutex_);
  stay_ = stay;
}

bool SoftDevice::bus_master() {
  std::lock_guard<std::mutex> lock(mutex_);
  return (command_ & BUS_MASTER) != 0;
}

bool SoftDevice::has_memory() {
  std::lock_guard<std::mutex> lock(mutex_);
  return !memory_.empty();
}

std::vector<Event> SoftDevice::events() {
  std::lock_guard<std::mutex> lock(mutex_);
  return events_;
}

void SoftDevice::forget_events() {
  std::lock_guard<std::mutex> lock(mutex_);
  events_.clear();
}

uint64_t SoftDevice::stopped_writes() {
  std::lock_guard<std::mutex> lock(mutex_);
  return stopped_writes_;
}

}  // namespace soft
}  // namespace crossfeed
