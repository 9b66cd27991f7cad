// The PCIe back end against a software device: the ring and its wake-ups, what was recorded on the simulated card, and that a
// card never goes on writing, whatever became of its host. Runs plain and under the sanitizers. `pcie_test host …` is the host that dies.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "check.hpp"
#include "soft_device.hpp"
#include "soft_host.hpp"
#include "soft_replay.hpp"

using namespace crossfeed::soft;

namespace {

const std::string DEVICE = std::string("pcie:") + CARD;
/// The first event like this, or -1.
int find(const std::vector<Event> &events, Op op, uint64_t address, uint64_t mask, uint64_t value) {
  for (size_t i = 0; i < events.size(); i++) {
    if (events[i].op == op && events[i].address == address && (events[i].value & mask) == value) return static_cast<int>(i);
  }
  return -1;
}

/// Silenced by configuration space first, then by its registers, and only then given memory and the bus.
void check_opening(const std::vector<Event> &events) {
  int first = 0;
  while (events[static_cast<size_t>(first)].op == Op::config_read) first++;
  CHECK(find(events, Op::config_write, 4, 4, 0) == first);
  const int device_off = find(events, Op::written, CF_DEVICE_BASE + CF_DEVICE_CONTROL, 1, 0);
  const int ring_off = find(events, Op::written, CF_RING_BASE + CF_RING_CONTROL, 1, 0);
  const int memory = find(events, Op::dma_map, 0x100000000ull, 0, 0);
  const int bus = find(events, Op::config_write, 4, 4, 4);
  CHECK(device_off > first && ring_off > first && memory > device_off && memory > ring_off && bus > memory);
}

void life(const Kernel &kernel, SoftDevice &device) {
  install(kernel);
  device.forget_events();
  {
    Host host;
    check_opening(device.events());
    CHECK(cf_open(DEVICE.c_str(), nullptr) == CF_E_BUSY);
    CHECK(device.bus_master() && device.has_memory());
    host.write(CF_DEVICE_BASE + CF_DEVICE_SCRATCH, 0x12345678);
    CHECK(host.read(CF_DEVICE_BASE + CF_DEVICE_SCRATCH) == 0x12345678);
    CHECK(host.word(CF_CTL_WAIT).load() == CF_WAIT_STOPPED);
    CHECK(cf_start(host.handle, CF_TIME_VIRTUAL) == CF_E_UNSUPPORTED && cf_step(host.handle, 1, nullptr) == CF_E_UNSUPPORTED);
    CHECK(cf_capture_open(host.handle, 0, "/dev/null") == CF_E_UNSUPPORTED && cf_latency_clear(host.handle) == CF_E_UNSUPPORTED);
    cf_mapping mapping;
    CHECK(cf_map(host.handle, CF_REGION_INGRESS, &mapping) == CF_E_UNSUPPORTED && std::strstr(cf_error_text(), "simulated"));
    CHECK(cf_map(host.handle, CF_REGION_LATENCY, &mapping) == CF_E_UNSUPPORTED && cf_map(host.handle, 9, &mapping) == CF_E_ARGUMENT);
    CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK && cf_start(host.handle, CF_TIME_WALL) == CF_E_STATE);
    CHECK(device.deliver(5) == 5 && host.poll() == 5);
    CHECK(host.status().running == 1 && host.status().fault == 0);
    CHECK(cf_stop(host.handle) == CF_OK && cf_stop(host.handle) == CF_OK && host.status().running == 0);
    CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK);
  }
  CHECK(!device.bus_master() && !device.has_memory() && device.deliver(1) == 0);
  CHECK(device.register_value(CF_DEVICE_BASE + CF_DEVICE_CONTROL) == 0 && device.register_value(CF_RING_BASE + CF_RING_CONTROL) == 0);
}

/// Through 200 laps of a ring of 16, with and without MSI-X: nothing lost, nothing twice.
void wrap(bool msix) {
  const std::string name = device_name();
  SoftDevice device(name);
  Kernel kernel = vfio_kernel(name);
  kernel.has_msix = msix;
  install(kernel);
  Host host(4);
  CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK);
  uint32_t delivered = 0, amount = 1;
  while (host.consumer < 3200) {
    const uint32_t room = 16 - (delivered - device.register_value(CF_RING_BASE + CF_RING_CREDIT));
    amount = amount % 7 + 1;
    if (room >= amount) {
      CHECK(device.deliver(amount) == amount);
      delivered += amount;
    }
    if (host.poll() == 0 && room < amount) std::this_thread::yield();
  }
  // Without credit whole records are dropped, and counted.
  while (16 - (delivered - device.register_value(CF_RING_BASE + CF_RING_CREDIT)) != 16) {
    host.poll();
    host.write(CF_RING_BASE + CF_RING_CREDIT, host.consumer);
  }
  CHECK(device.deliver(20) == 16 && host.read(CF_RING_BASE + CF_RING_DROPPED_LO) == 4);
  CHECK(host.poll() == 16 && host.read(CF_RING_BASE + CF_RING_RECORDS_LO) == host.consumer);
  // A ring that is switched off begins anew.
  host.write(CF_RING_BASE + CF_RING_CONTROL, 0);
  CHECK(host.word(CF_CTL_PRODUCER).load() == 0 && host.word(CF_CTL_CONSUMER).load() == 0);
  host.write(CF_RING_BASE + CF_RING_CONTROL, 1);
  host.consumer = 0;
  CHECK(device.deliver(3) == 3 && host.poll() == 3 && device.stopped_writes() == 0);
}

void interrupts() {
  const std::string name = device_name();
  SoftDevice device(name);
  install(vfio_kernel(name));
  Host host(6);
  CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK);
  const int interrupt = cf_interrupt_fd(host.handle);
  CHECK(interrupt >= 0);
  for (uint32_t i = 0; i < 200; i++) {
    host.word(CF_CTL_ARM_INDEX).store(host.consumer);
    host.word(CF_CTL_ARM).store(1);
    CHECK(host.word(CF_CTL_PRODUCER).load() == host.consumer && device.deliver(1) == 1);
    pollfd waiting{interrupt, POLLIN, 0};
    CHECK(poll(&waiting, 1, 10000) == 1);
    char byte;
    CHECK(read(interrupt, &byte, 1) == 1 && host.poll() == 1);
  }
  CHECK(host.status().interrupts == 200);
  close(interrupt);
}

/// Waits until the driver says that the device failed; whoever sleeps for records is woken.
void check_fault(Host &host, const char *words) {
  const int interrupt = cf_interrupt_fd(host.handle);
  pollfd waiting{interrupt, POLLIN, 0};
  CHECK(poll(&waiting, 1, 10000) == 1);
  close(interrupt);
  CHECK(host.word(CF_CTL_FAULT).load() == 11);
  while (host.word(CF_CTL_WAIT).load() != CF_WAIT_STOPPED) std::this_thread::yield();
  CHECK(host.status().fault == CF_E_FAULT && std::strstr(cf_error_text(), words) != nullptr);
  uint32_t value;
  CHECK(cf_reg_read(host.handle, 0, &value) == CF_E_FAULT);
  CHECK(cf_stop(host.handle) == CF_OK && cf_start(host.handle, CF_TIME_WALL) == CF_E_FAULT);
}

void faults() {
  for (const int kind : {0, 1, 2, 3}) {
    const std::string name = device_name();
    SoftDevice device(name);
    install(vfio_kernel(name));
    Host host;
    CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK);
    if (kind == 0) {  // seen by an access
      device.remove();
      uint32_t value;
      CHECK(cf_reg_read(host.handle, CF_DEVICE_BASE + CF_DEVICE_SCRATCH, &value) == CF_E_FAULT);
      check_fault(host, "all ones");
    } else if (kind == 1) {  // seen by nobody but the driver's own look
      device.remove();
      check_fault(host, "all ones");
    } else if (kind == 2) {
      CHECK(device.signal(1));
      check_fault(host, "cannot be corrected");
    } else {
      CHECK(device.signal(2));
      check_fault(host, "asks for the card back");
      CHECK(!device.bus_master() && device.deliver(1) == 0);
    }
  }
}

// ---- hosts that end without closing ---------------------------------------------------------------------

/// The other program of this file.
int be_host(const char *name, const char *end) {
  Kernel kernel = vfio_kernel(name);
  kernel.has_reset = false;
  install(kernel);
  Host *const host = new Host;  // never destroyed
  CHECK(cf_start(host->handle, CF_TIME_WALL) == CF_OK);
  if (write(STDOUT_FILENO, "!", 1) != 1) return 1;
  if (std::strcmp(end, "exit") == 0) std::exit(0);
  for (;;) pause();
}

void dying_host(bool killed) {
  const std::string name = device_name();
  SoftDevice device(name);
  // The worst case: a kernel that takes nothing back from the card when its host dies.
  device.stay_alive_when_released(true);
  int out[2];
  CHECK(pipe(out) == 0);
  const pid_t host = fork();
  if (host == 0) {
    dup2(out[1], STDOUT_FILENO);
    execl("/proc/self/exe", "pcie_test", "host", name.c_str(), killed ? "pause" : "exit", nullptr);
    _exit(127);
  }
  close(out[1]);
  char byte;
  CHECK(read(out[0], &byte, 1) == 1);
  close(out[0]);
  if (killed) CHECK(kill(host, SIGKILL) == 0);
  int status = 0;
  CHECK(waitpid(host, &status, 0) == host && (killed ? WIFSIGNALED(status) : WEXITSTATUS(status) == 0));
  if (killed) {
    CHECK(device.bus_master() && device.deliver(1) == 1);  // nobody told it
  } else {
    CHECK(!device.bus_master() && device.deliver(1) == 0);
  }
  device.forget_events();
  Kernel kernel = vfio_kernel(name);
  kernel.has_reset = false;
  install(kernel);
  const int32_t handle = cf_open(DEVICE.c_str(), nullptr);
  CHECK(handle > 0);
  check_opening(device.events());
  CHECK(device.deliver(1) == 0 && device.register_value(CF_DEVICE_BASE + CF_DEVICE_CONTROL) == 0);
  CHECK(cf_close(handle) == CF_OK);
}

/// Registers, status and records from several threads while the card works and is closed under them.
void threads() {
  const std::string name = device_name();
  SoftDevice device(name);
  install(vfio_kernel(name));
  Host host(6);
  CHECK(cf_start(host.handle, CF_TIME_WALL) == CF_OK);
  std::atomic<bool> done{false};
  std::vector<std::thread> meddlers;
  for (int i = 0; i < 2; i++) {
    meddlers.emplace_back([&] {
      while (!done.load()) {
        uint32_t value = 0x43464E31;
        const int32_t code = cf_reg_read(host.handle, CF_DEVICE_BASE + CF_DEVICE_MAGIC, &value);
        if ((code != CF_OK && code != CF_E_CLOSED) || value != 0x43464E31) std::abort();
        cf_status status{};
        status.size = sizeof status;
        cf_status_read(host.handle, &status);
      }
    });
  }
  std::thread wire([&] {
    while (!done.load()) device.deliver(3);
  });
  while (host.consumer < 2000) host.poll();
  CHECK(cf_close(host.handle) == CF_OK);
  done.store(true);
  for (std::thread &meddler : meddlers) meddler.join();
  wire.join();
}

}  // namespace

int main(int count, char **arguments) {
  if (count == 4 && std::strcmp(arguments[1], "host") == 0) return be_host(arguments[2], arguments[3]);
  {
    const std::string name = device_name();
    SoftDevice device(name);
    life(vfio_kernel(name), device);
    life(iommufd_kernel(name), device);
  }
  wrap(true);
  wrap(false);
  interrupts();
  faults();
  dying_host(true);
  dying_host(false);
  threads();
  {
    const std::string name = device_name();
    SoftDevice device(name);
    install(vfio_kernel(name));
    replay("test/registers.rec", device);
  }
  std::printf("%d checks passed\n", checks);
  return 0;
}
