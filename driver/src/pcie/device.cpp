// The card as other threads see it: how it is opened and closed, and its registers.
#include "device.hpp"

#include <pthread.h>
#include <signal.h>

#include <system_error>

#include "blocks.hpp"
#include "pci_config.hpp"

namespace crossfeed {

PcieDevice::PcieDevice(const std::string &address, const OpenOptions &options) : name_("pcie:" + address) {
  if (options.lossless || options.bus_stall_ppm != 0 || options.random_state_seed != 0) simulation_only("such an option");
  if (options.transmit || options.rings != 1) throw Error(CF_E_UNSUPPORTED, name_ + ": further rings and transmit slots of a real card are not supported yet");
  const Found found = find_function(address);
  function_ = open_function(found);
  try {
    open(options);
  } catch (...) {
    // Whatever was reached: the card does not keep the bus.
    try {
      set_bus_master(false);
    } catch (const Error &) {
    }
    throw;
  }
}

void PcieDevice::open(const OpenOptions &options) {
  // A card that a killed process left running is silenced before anything else; by configuration space, which works whatever
  // bitstream it has.
  set_bus_master(false);
  function_->reset();
  set_bus_master(false);
  bar_ = Bar(function_->map_registers(REGISTER_BYTES));
  check_bitstream(name_, bar_);
  bar_.quiesce();
  if (bar_.gone()) throw Error(CF_E_FAULT, name_ + ": the card no longer answers");
  if (!function_->has_dma()) return;

  memory_.reset(new DmaMemory(name_, *function_, options.slots_log2));
  has_msix_ = function_->connect(Irq::msix, msix_.get());
  function_->connect(Irq::error, error_.get());
  function_->connect(Irq::request, request_.get());
  memory_->words().word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
  guard_.reset(new ExitGuard(*this));
  set_bus_master(true);
}

PcieDevice::~PcieDevice() {
  stop();
  guard_.reset();
  silence();
  for (const Irq irq : {Irq::msix, Irq::error, Irq::request}) function_->disconnect(irq);
  memory_.reset();
}

void PcieDevice::set_bus_master(bool on) {
  const uint16_t before = static_cast<uint16_t>(function_->command() | PCI_COMMAND_MEMORY);
  const uint16_t bit = PCI_COMMAND_BUS_MASTER;
  function_->set_command(static_cast<uint16_t>(on ? before | bit : before & ~bit));
}

/// No frames, no records, no bus. The read takes care that what the card still had to write has arrived.
void PcieDevice::silence() noexcept {
  bar_.quiesce();
  bar_.gone();
  try {
    set_bus_master(false);
  } catch (const Error &) {
    // The card is gone, and its bus with it.
  }
}

void PcieDevice::simulation_only(const char *what) {
  throw Error(CF_E_UNSUPPORTED, name_ + ": " + what + " needs a simulated card");
}

DmaMemory &PcieDevice::memory() {
  if (!memory_) {
    throw Error(CF_E_UNSUPPORTED, name_ + ": UIO gives access to registers only; records need DMA, and that needs vfio-pci and an IOMMU");
  }
  return *memory_;
}

cf_mapping PcieDevice::map(uint32_t region) {
  switch (region) {
    case CF_REGION_CONTROL:
      return memory().control();
    case CF_REGION_RING:
      return memory().ring();
    case CF_REGION_INGRESS:
      simulation_only("an ingress ring");
    case CF_REGION_LATENCY:
      simulation_only("a latency histogram");
    default:
      throw Error(CF_E_ARGUMENT, "region " + std::to_string(region) + " does not exist");
  }
}

// ---- registers ------------------------------------------------------------------------------------------

void PcieDevice::need_alive() {
  if (halted_.load(std::memory_order_acquire)) throw Error(CF_E_FAULT, fault_text());
}

void PcieDevice::access(Access *accesses, uint32_t count) {
  need_alive();
  std::lock_guard<std::mutex> lock(bar_mutex_);
  bool doubtful = false;
  for (uint32_t i = 0; i < count; i++) {
    Access &access = accesses[i];
    if (access.write) {
      bar_.write(access.address, access.value);
      watch_ring(access);
    } else {
      access.value = bar_.read(access.address);
    }
    // Writes are posted: whether anybody took them, only a read can tell.
    doubtful = doubtful || access.write || access.value == ALL_ONES;
  }
  if (doubtful && bar_.gone()) {
    fail("the card no longer answers: its registers read as all ones");
    throw Error(CF_E_FAULT, fault_text());
  }
}

/// Keeps the driver's own idea of the ring in step with what the host writes.
void PcieDevice::watch_ring(const Access &access) {
  if (!memory_) return;
  if (access.address == CF_RING_BASE + CF_RING_CREDIT) credit_ = access.value;
  if (access.address == CF_RING_BASE + CF_RING_CONTROL && (access.value & CF_RING_CONTROL_ENABLE_MASK) == 0) {
    // The answer to a read comes behind what the card wrote before it.
    bar_.read(CF_RING_BASE + CF_RING_CONTROL);
    credit_ = 0;
    memory_->words().reset_ring();
  }
}

uint64_t PcieDevice::read_wide(uint32_t low) {
  const uint32_t value = bar_.read(low);
  return static_cast<uint64_t>(bar_.read(low + 4)) << 32 | value;
}

// ---- running --------------------------------------------------------------------------------------------

void PcieDevice::start(uint32_t time_mode) {
  need_alive();
  if (running_) throw Error(CF_E_STATE, "start needs a stopped device");
  if (time_mode != CF_TIME_WALL) simulation_only("virtual time");
  const ControlWords words = memory().words();
  publish_time();
  stop_.store(false, std::memory_order_relaxed);
  words.word(CF_CTL_WAIT).store(CF_WAIT_NO, std::memory_order_release);
  running_ = true;
  // The thread inherits the mask: signals are the host program's affair.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_setname_np(thread_.native_handle(), "crossfeed-pcie");
  } catch (const std::system_error &error) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    running_ = false;
    words.word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
    throw Error(CF_E_SYSTEM, std::string("cannot start the device's thread: ") + error.what());
  }
}

void PcieDevice::stop() {
  if (!running_) return;
  stop_.store(true, std::memory_order_release);
  doorbell_.ring();
  thread_.join();
  running_ = false;
  memory_->words().word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
}

uint32_t PcieDevice::step(uint32_t) { simulation_only("cf_step"); }
uint32_t PcieDevice::udp_listen(const cf_udp_line &) { simulation_only("cf_udp_listen"); }
void PcieDevice::capture_open(uint32_t, const std::string &) { simulation_only("cf_capture_open"); }
void PcieDevice::latency_clear() { simulation_only("cf_latency_clear"); }

void PcieDevice::status(cf_status &out) {
  const uint32_t size = out.size;
  out = cf_status{};
  out.size = size;
  out.running = running_ && !halted_.load(std::memory_order_acquire);
  out.time_mode = CF_TIME_WALL;
  out.fault = halted_.load(std::memory_order_acquire) ? CF_E_FAULT : 0;
  out.interrupts = interrupts_.load(std::memory_order_relaxed);
  out.sleeps = sleeps_.load(std::memory_order_relaxed);
  if (out.fault != 0) return;
  std::lock_guard<std::mutex> lock(bar_mutex_);
  out.time_beats = out.cycles = read_wide(CF_DEVICE_BASE + CF_DEVICE_TIME_LO);
  out.bus_errors = bar_.read(CF_RING_BASE + CF_RING_ERRORS);
  const uint32_t ports = bar_.read(CF_DEVICE_BASE + CF_DEVICE_PORTS);
  for (uint32_t port = 0; port < ports && port < 16; port++) {
    out.frames += read_wide(CF_PORT_BASE + port * CF_PORT_STRIDE + CF_PORT_COUNTERS + 8 * CF_PC_FRAMES);
  }
  if (!bar_.gone()) return;
  fail("the card no longer answers: its registers read as all ones");
  out.running = 0;
  out.fault = CF_E_FAULT;
  out.time_beats = out.cycles = out.bus_errors = out.frames = 0;
}

std::string PcieDevice::fault_text() {
  std::lock_guard<std::mutex> lock(fault_mutex_);
  return fault_;
}

void PcieDevice::fail(const std::string &text) {
  {
    std::lock_guard<std::mutex> lock(fault_mutex_);
    if (fault_.empty()) fault_ = name_ + ": " + text;
  }
  halted_.store(true, std::memory_order_release);
  if (!memory_) return;
  memory_->words().word(CF_CTL_FAULT).store(-CF_E_FAULT, std::memory_order_release);
  memory_->words().word(CF_CTL_WAIT).store(CF_WAIT_STOPPED, std::memory_order_release);
  // Whoever waits for records must learn that none will come, and the device's thread that its work is done.
  interrupt_.fire();
  doorbell_.ring();
}

}  // namespace crossfeed
