// Exercises the C ABI as a program would: misuse, registers, frames to records in every way of running, waking, and threads
// that get in each other's way. Runs plain and under the sanitizers.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"
#include "crossfeed.h"
#include "crossfeed_layout.h"

namespace {

using Bytes = std::vector<uint8_t>;

void put(Bytes &into, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--) into.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

/// A frame with one MoldUDP64 packet of `count` Order Delete messages, to 233.54.12.111:26400.
Bytes frame(uint64_t sequence, uint32_t count) {
  Bytes payload;
  for (char c : std::string("SESSION001")) payload.push_back(static_cast<uint8_t>(c));
  put(payload, sequence, 8);
  put(payload, count, 2);
  for (uint32_t i = 0; i < count; i++) {
    put(payload, 19, 2);
    payload.push_back('D');
    put(payload, 7, 2);
    put(payload, 0, 2);
    put(payload, 34200000000000ull + sequence + i, 6);
    put(payload, 0x1122334400000000ull + sequence + i, 8);
  }
  Bytes bytes = {0x01, 0x00, 0x5E, 54, 12, 111, 2, 0, 0, 0, 0, 1, 8, 0};
  Bytes ip = {0x45, 0};
  put(ip, 28 + payload.size(), 2);
  put(ip, 0x00010000, 4);
  put(ip, 0x1011, 2);
  put(ip, 0, 2);
  put(ip, 0x7F000001, 4);
  put(ip, 0xE9360C6F, 4);
  uint32_t sum = 0;
  for (size_t i = 0; i < ip.size(); i += 2) sum += static_cast<uint32_t>(ip[i] << 8 | ip[i + 1]);
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  ip[10] = static_cast<uint8_t>(~sum >> 8);
  ip[11] = static_cast<uint8_t>(~sum);
  bytes.insert(bytes.end(), ip.begin(), ip.end());
  put(bytes, 40000, 2);
  put(bytes, 26400, 2);
  put(bytes, 8 + payload.size(), 2);
  put(bytes, 0, 2);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

/// What a host does with a card, in C++.
class Card {
 public:
  explicit Card(const char *name, cf_options options = {}) {
    options.size = sizeof options;
    slots_ = 1u << (options.slots_log2 ? options.slots_log2 : 16);
    handle = cf_open(name, &options);
    CHECK(handle > 0);
    cf_mapping mapping;
    CHECK(cf_map(handle, CF_REGION_RING, &mapping) == CF_OK);
    ring = reinterpret_cast<uint8_t *>(mapping.address);
    const uint64_t ring_bus = mapping.bus_address;
    CHECK(cf_map(handle, CF_REGION_INGRESS, &mapping) == CF_OK);
    ingress = reinterpret_cast<uint8_t *>(mapping.address);
    ingress_bytes = static_cast<uint32_t>(mapping.length);
    CHECK(cf_map(handle, CF_REGION_CONTROL, &mapping) == CF_OK);
    control = reinterpret_cast<uint8_t *>(mapping.address);
    uint32_t log2 = 0;
    while ((1u << log2) < slots_) log2++;
    write(CF_RING_BASE + CF_RING_BASE_LO, static_cast<uint32_t>(ring_bus));
    write(CF_RING_BASE + CF_RING_BASE_HI, static_cast<uint32_t>(ring_bus >> 32));
    write(CF_RING_BASE + CF_RING_INDEX_LO, static_cast<uint32_t>(mapping.bus_address));
    write(CF_RING_BASE + CF_RING_INDEX_HI, static_cast<uint32_t>(mapping.bus_address >> 32));
    write(CF_RING_BASE + CF_RING_SIZE_LOG2, log2);
    write(CF_MATCH_BASE + CF_MATCH_IP, 0xE9360C6F);
    write(CF_MATCH_BASE + CF_MATCH_UDP, 26400);
    write(CF_MATCH_BASE + CF_MATCH_CONTROL, 0x31);
    write(CF_CHANNEL_BASE + CF_CHANNEL_CONTROL, 1);
    write(CF_RING_BASE + CF_RING_CONTROL, 1);
    write(CF_DEVICE_BASE + CF_DEVICE_CONTROL, 1);
  }
  ~Card() { cf_close(handle); }

  void write(uint32_t address, uint32_t value) { CHECK(cf_reg_write(handle, address, value) == CF_OK); }
  uint32_t read(uint32_t address) {
    uint32_t value = 0;
    CHECK(cf_reg_read(handle, address, &value) == CF_OK);
    return value;
  }
  std::atomic<uint32_t> &word(uint32_t offset) { return *reinterpret_cast<std::atomic<uint32_t> *>(control + offset); }

  void push(uint32_t port, uint64_t arrival, const Bytes &bytes, bool bad = false) {
    const uint32_t taken = (CF_INGRESS_HEADER + static_cast<uint32_t>(bytes.size()) + 15) / 16 * 16;
    uint32_t offset = head & (ingress_bytes - 1);
    // What is skipped at the end of the ring needs room as well.
    const uint32_t needed = taken > ingress_bytes - offset ? ingress_bytes - offset + taken : taken;
    while (needed > ingress_bytes - (head - word(CF_CTL_INGRESS_TAIL).load(std::memory_order_acquire)) - 16) poll();
    if (taken > ingress_bytes - offset) {
      const uint32_t skip[4] = {0, CF_INGRESS_SKIP << 16, 0, 0};
      std::memcpy(ingress + offset, skip, 16);
      head += ingress_bytes - offset;
      offset = 0;
    }
    const uint32_t header[4] = {static_cast<uint32_t>(bytes.size()), port | (bad ? CF_INGRESS_BAD_FCS : 0),
                                static_cast<uint32_t>(arrival), static_cast<uint32_t>(arrival >> 32)};
    std::memcpy(ingress + offset, header, 16);
    std::memcpy(ingress + offset + 16, bytes.data(), bytes.size());
    head += taken;
    word(CF_CTL_INGRESS_HEAD).store(head);
    if (word(CF_CTL_WAIT).load() == CF_WAIT_INPUT) cf_doorbell(handle);
  }
  void end() {
    word(CF_CTL_INGRESS_END).store(1);
    if (word(CF_CTL_WAIT).load() == CF_WAIT_INPUT) cf_doorbell(handle);
  }

  void poll() {
    const uint32_t producer = word(CF_CTL_PRODUCER).load(std::memory_order_acquire);
    for (; consumer != producer; consumer++) {
      const uint8_t *const slot = ring + static_cast<size_t>(consumer & (slots_ - 1)) * 64;
      uint32_t lap;
      std::memcpy(&lap, slot + 60, 4);
      CHECK(lap == consumer / slots_ + 1);
      records.insert(records.end(), slot, slot + 60);
    }
    word(CF_CTL_CONSUMER).store(consumer);
    if (word(CF_CTL_WAIT).load() == CF_WAIT_CREDIT) cf_doorbell(handle);
  }
  size_t count() const { return records.size() / 60; }
  uint64_t sequence(size_t i) const {
    uint64_t value;
    std::memcpy(&value, &records[i * 60 + 8], 8);
    return value;
  }
  /// Polls until the device has delivered everything.
  void drain() {
    for (;;) {
      const bool drained = word(CF_CTL_DRAINED).load(std::memory_order_acquire) != 0;
      const uint32_t fault = word(CF_CTL_FAULT).load();
      CHECK(fault == 0);
      poll();
      if (drained || fault != 0) return;
      std::this_thread::yield();
    }
  }

  int32_t handle;
  uint8_t *ring, *ingress, *control;
  uint32_t ingress_bytes, head = 0, consumer = 0;
  Bytes records;

 private:
  uint32_t slots_;
};

void misuse() {
  CHECK(cf_abi_version() == CF_ABI_VERSION);
  CHECK(cf_open(nullptr, nullptr) == CF_E_ARGUMENT);
  CHECK(cf_open("sim:", nullptr) == CF_E_NO_DEVICE);
  CHECK(cf_open("usb:0", nullptr) == CF_E_NO_DEVICE);
  CHECK(cf_open("pcie:ffff:ff:1f.7", nullptr) == CF_E_NO_DEVICE);
  CHECK(std::strstr(cf_error_text(), "no such device") != nullptr);
  CHECK(cf_open("pcie:../../etc", nullptr) == CF_E_ARGUMENT);
  cf_options options{};
  CHECK(cf_open("sim:a", &options) == CF_E_ARGUMENT);
  options.size = sizeof options;
  options.slots_log2 = 25;
  CHECK(cf_open("sim:a", &options) == CF_E_ARGUMENT);

  const int32_t first = cf_open("sim:a", nullptr);
  CHECK(first > 0);
  CHECK(cf_open("sim:a", nullptr) == CF_E_BUSY);
  const int32_t second = cf_open("sim:b", nullptr);
  CHECK(second > 0 && second != first);
  uint32_t value = 0;
  cf_mapping mapping;
  CHECK(cf_map(first, 9, &mapping) == CF_E_ARGUMENT);
  CHECK(cf_map(first, 0, nullptr) == CF_E_ARGUMENT);
  CHECK(cf_reg_read(first, 0x40000, &value) == CF_E_ARGUMENT);
  CHECK(cf_reg_read(first, 2, &value) == CF_E_ARGUMENT);
  CHECK(cf_start(first, 7) == CF_E_ARGUMENT);
  CHECK(cf_start(first, CF_TIME_VIRTUAL) == CF_OK);
  CHECK(cf_start(first, CF_TIME_VIRTUAL) == CF_E_STATE);
  CHECK(cf_step(first, 1, nullptr) == CF_E_STATE);
  CHECK(cf_capture_open(first, 0, "/nonexistent") == CF_E_STATE);
  CHECK(cf_stop(first) == CF_OK);
  CHECK(cf_stop(first) == CF_OK);
  CHECK(cf_capture_open(first, 0, "/nonexistent") == CF_E_SYSTEM);
  CHECK(cf_capture_open(first, 0, "/proc/self/exe") == CF_E_FORMAT);
  CHECK(cf_capture_open(first, 5, "/dev/null") == CF_E_ARGUMENT);
  CHECK(cf_start(first, CF_TIME_WALL) == CF_OK);
  CHECK(cf_close(first) == CF_OK);  // while running
  CHECK(cf_close(first) == CF_E_CLOSED);
  CHECK(cf_reg_read(first, 0, &value) == CF_E_CLOSED);
  CHECK(cf_map(first, 0, &mapping) == CF_E_CLOSED);
  CHECK(cf_step(first, 1, nullptr) == CF_E_CLOSED);
  CHECK(cf_close(-4) == CF_E_HANDLE && cf_close(0) == CF_E_HANDLE && cf_close(1 << 30) == CF_E_HANDLE);
  const int32_t again = cf_open("sim:a", nullptr);
  CHECK(again > 0 && again != first);
  CHECK(cf_close(again) == CF_OK && cf_close(second) == CF_OK);
  CHECK(std::string(cf_error_name(CF_E_BUSY)) == "CF_E_BUSY");
}

void registers() {
  Card card("sim:registers");
  CHECK(card.read(CF_DEVICE_BASE + CF_DEVICE_MAGIC) == 0x43464E31);
  CHECK(card.read(CF_DEVICE_BASE + CF_DEVICE_PORTS) == 2);
  for (uint32_t value : {0u, 0xFFFFFFFFu, 0xA5A5A5A5u}) {
    card.write(CF_DEVICE_BASE + CF_DEVICE_SCRATCH, value);
    CHECK(card.read(CF_DEVICE_BASE + CF_DEVICE_SCRATCH) == value);
  }
  CHECK(cf_start(card.handle, CF_TIME_VIRTUAL) == CF_OK);
  card.write(CF_DEVICE_BASE + CF_DEVICE_SCRATCH, 0x12345678);
  CHECK(card.read(CF_DEVICE_BASE + CF_DEVICE_SCRATCH) == 0x12345678);
}

/// Traffic with a gap that fills and one that does not, on both ports.
void feed(Card &card, uint32_t packets) {
  for (uint32_t i = 0; i < packets; i++) {
    const Bytes packet = frame(1 + 3 * i, 3);
    const uint64_t at = 100 + 40ull * i;
    if (i % 7 != 3) card.push(0, at, packet, i % 11 == 5);
    if (i % 49 != 3) card.push(1, at + 20, packet);
  }
  card.end();
}

void running() {
  Card stepped("sim:stepped", [] {
    cf_options options{};
    options.random_state_seed = 77;
    return options;
  }());
  feed(stepped, 400);
  uint32_t executed = 1;
  for (uint32_t step = 1; executed != 0; step = step * 7 % 1000 + 1) {
    CHECK(cf_step(stepped.handle, step, &executed) == CF_OK);
    stepped.poll();
  }
  CHECK(stepped.word(CF_CTL_DRAINED).load() == 1);
  CHECK(stepped.count() > 1100);

  Card free_running("sim:free");
  CHECK(cf_start(free_running.handle, CF_TIME_VIRTUAL) == CF_OK);
  feed(free_running, 400);
  free_running.drain();
  CHECK(free_running.records == stepped.records);

  // A small ring, a slow host, a bus that stalls: nothing is lost, and nothing changes.
  cf_options options{};
  options.slots_log2 = 6;
  options.ingress_log2 = 16;
  options.flags = CF_OPEN_LOSSLESS;
  options.bus_stall_ppm = 300000;
  options.bus_stall_seed = 5;
  options.spin_us_plus_1 = 1;
  Card small("sim:small", options);
  CHECK(cf_start(small.handle, CF_TIME_VIRTUAL) == CF_OK);
  feed(small, 400);
  // A card that has failed never waits; `drain` says so.
  while (small.word(CF_CTL_WAIT).load() != CF_WAIT_CREDIT && small.word(CF_CTL_FAULT).load() == 0) std::this_thread::yield();
  small.drain();
  CHECK(small.records == stepped.records);
  cf_status status{};
  status.size = sizeof status;
  CHECK(cf_status_read(small.handle, &status) == CF_OK);
  CHECK(status.bus_errors == 0 && status.fault == 0 && status.credit_stalls > 0);
}

void loss() {
  cf_options options{};
  options.slots_log2 = 4;
  Card card("sim:loss", options);
  for (uint32_t i = 0; i < 20; i++) card.push(0, 100ull * i, frame(1 + 3 * i, 3));
  card.push(0, 100000, frame(61, 1));
  uint32_t executed;
  CHECK(cf_step(card.handle, 1000000, &executed) == CF_OK);
  card.poll();
  CHECK(card.count() == 16);
  for (size_t i = 0; i < 16; i++) CHECK(card.sequence(i) == i + 1);
  card.end();
  CHECK(cf_step(card.handle, 1000000, &executed) == CF_OK);
  card.poll();
  CHECK(card.count() == 18);
  CHECK(card.records[16 * 60] == 0x05 && card.sequence(16) == 17);
  uint32_t dropped;
  std::memcpy(&dropped, &card.records[16 * 60 + CF_R_LOSS_COUNT], 4);
  CHECK(dropped == 44 && card.sequence(17) == 61);
}

void udp_and_interrupt() {
  Card card("sim:udp");
  cf_udp_line line{};
  line.size = sizeof line;
  std::strcpy(line.bind_address, "127.0.1.1");
  std::strcpy(line.line_address, "233.54.12.111");
  line.line_udp_port = 26400;
  const int32_t port = cf_udp_listen(card.handle, &line);
  CHECK(port > 0);
  std::strcpy(line.bind_address, "not an address");
  CHECK(cf_udp_listen(card.handle, &line) == CF_E_ARGUMENT);
  std::strcpy(line.bind_address, "127.0.1.1");
  line.udp_port = static_cast<uint32_t>(port);
  CHECK(cf_udp_listen(card.handle, &line) == CF_E_SYSTEM);
  CHECK(cf_start(card.handle, CF_TIME_VIRTUAL) == CF_E_STATE);
  CHECK(cf_start(card.handle, CF_TIME_WALL) == CF_OK);

  const int interrupt = cf_interrupt_fd(card.handle);
  CHECK(interrupt >= 0);
  const int sender = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, "127.0.1.1", &to.sin_addr);
  for (uint32_t i = 0; i < 50; i++) {
    const Bytes packet = frame(1 + i, 1);
    card.word(CF_CTL_ARM_INDEX).store(card.consumer);
    card.word(CF_CTL_ARM).store(1);
    CHECK(sendto(sender, &packet[42], packet.size() - 42, 0, reinterpret_cast<sockaddr *>(&to), sizeof to) > 0);
    pollfd waiting{interrupt, POLLIN, 0};
    CHECK(poll(&waiting, 1, 10000) == 1);
    char byte;
    CHECK(read(interrupt, &byte, 1) == 1);
    card.poll();
    CHECK(card.count() == i + 1 && card.sequence(i) == i + 1);
  }
  close(sender);
  close(interrupt);
  cf_status status{};
  status.size = sizeof status;
  CHECK(cf_status_read(card.handle, &status) == CF_OK);
  CHECK(status.udp_datagrams == 50 && status.interrupts == 50 && status.running == 1);
}

/// Two devices, and threads that read registers, poll status and close while the device works.
void threads() {
  Card other("sim:other");
  CHECK(cf_start(other.handle, CF_TIME_VIRTUAL) == CF_OK);
  Card card("sim:busy");
  CHECK(cf_start(card.handle, CF_TIME_VIRTUAL) == CF_OK);
  std::atomic<bool> done{false};
  std::vector<std::thread> meddlers;
  for (int i = 0; i < 2; i++) {
    meddlers.emplace_back([&] {
      while (!done.load()) {
        uint32_t value;
        const int32_t code = cf_reg_read(card.handle, CF_DEVICE_BASE + CF_DEVICE_MAGIC, &value);
        if (code != CF_OK && code != CF_E_CLOSED) std::abort();
        if (code == CF_OK && value != 0x43464E31) std::abort();
        cf_status status{};
        status.size = sizeof status;
        cf_status_read(card.handle, &status);
        cf_latency_clear(card.handle);
      }
    });
  }
  feed(other, 200);
  feed(card, 200);
  card.drain();
  other.drain();
  CHECK(card.records == other.records);
  CHECK(cf_close(card.handle) == CF_OK);
  done.store(true);
  for (std::thread &meddler : meddlers) meddler.join();
  CHECK(cf_close(card.handle) == CF_E_CLOSED);
}

}  // namespace

int main() {
  misuse();
  registers();
  running();
  loss();
  udp_and_interrupt();
  threads();
  std::printf("%d checks passed\n", checks);
  return 0;
}
