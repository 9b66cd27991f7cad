// The C ABI: handles, argument checks, and the border at which exceptions become codes.
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "backend.hpp"
#include "crossfeed.h"
#include "error.hpp"

namespace crossfeed {

Error system_error(const std::string &what) {
  const int number = errno;
  return Error(CF_E_SYSTEM, what + ": " + std::strerror(number));
}

namespace {

constexpr size_t MAX_OPEN_DEVICES = 64;
constexpr uint32_t MAX_BATCH = 1u << 20;
constexpr uint32_t ADDRESS_BYTES = 1u << 18;

struct Entry {
  std::mutex mutex;
  std::string name;
  std::unique_ptr<Backend> backend;  // null once closed
};

/// Devices by handle. A closed device leaves the table; handles only ever grow.
class Table {
 public:
  int32_t open(const std::string &name, const OpenOptions &options) {
    auto entry = std::make_shared<Entry>();
    entry->name = name;
    int32_t handle;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      for (const auto &open : entries_) {
        if (open.second->name == name) throw Error(CF_E_BUSY, "device '" + name + "' is open already");
      }
      if (entries_.size() >= MAX_OPEN_DEVICES) throw Error(CF_E_LIMIT, "64 devices are open already");
      handle = next_++;
      entries_[handle] = entry;
    }
    try {
      std::lock_guard<std::mutex> lock(entry->mutex);
      const std::string kind = name.substr(0, name.find(':'));
      entry->backend = kind == "sim" ? open_sim(options) : open_pcie(name.substr(5), options);
    } catch (...) {
      std::lock_guard<std::mutex> lock(mutex_);
      entries_.erase(handle);
      throw;
    }
    return handle;
  }

  std::shared_ptr<Entry> find(int32_t handle) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = entries_.find(handle);
    if (found != entries_.end()) return found->second;
    if (handle > 0 && handle < next_) throw Error(CF_E_CLOSED, "handle " + std::to_string(handle) + " was closed");
    throw Error(CF_E_HANDLE, "handle " + std::to_string(handle) + " was never given out");
  }

  void close(int32_t handle) {
    const std::shared_ptr<Entry> entry = find(handle);
    {
      // Whoever holds the entry finishes first; whoever waits for it finds no back end.
      std::lock_guard<std::mutex> lock(entry->mutex);
      if (!entry->backend) throw Error(CF_E_CLOSED, "handle " + std::to_string(handle) + " was closed");
      entry->backend.reset();
    }
    std::lock_guard<std::mutex> lock(mutex_);
    entries_.erase(handle);
  }

 private:
  std::mutex mutex_;
  std::map<int32_t, std::shared_ptr<Entry>> entries_;
  int32_t next_ = 1;
};

/// Never destroyed: a thread may still be inside when the process exits.
Table &table() {
  static Table *const instance = new Table;
  return *instance;
}

thread_local std::string last_error;

int32_t fail(int32_t code, const std::string &text) {
  last_error = text;
  return code;
}

/// Runs `body`; an exception becomes its code.
template <typename Body>
int32_t guard(Body body) {
  try {
    return body();
  } catch (const Error &error) {
    return fail(error.code(), error.what());
  } catch (const std::bad_alloc &) {
    return fail(CF_E_SYSTEM, "out of memory");
  } catch (const std::exception &error) {
    return fail(CF_E_SYSTEM, error.what());
  }
}

/// Runs `body` with the open device behind a handle.
template <typename Body>
int32_t with(int32_t handle, Body body) {
  return guard([&]() -> int32_t {
    const std::shared_ptr<Entry> entry = table().find(handle);
    std::lock_guard<std::mutex> lock(entry->mutex);
    if (!entry->backend) throw Error(CF_E_CLOSED, "handle " + std::to_string(handle) + " was closed");
    return body(*entry->backend);
  });
}

void need(bool condition, const char *text) {
  if (!condition) throw Error(CF_E_ARGUMENT, text);
}

void check_address(uint32_t address) {
  if (address % 4 != 0 || address >= ADDRESS_BYTES) {
    throw Error(CF_E_ARGUMENT, "register address " + std::to_string(address) + " is not a multiple of 4 below 2^18");
  }
}

OpenOptions read_options(const cf_options *given) {
  OpenOptions options;
  if (!given) return options;
  need(given->size == sizeof(cf_options), "cf_options.size is not that of this library");
  need((given->flags & ~(CF_OPEN_LOSSLESS | CF_OPEN_TRANSMIT | CF_OPEN_FURTHER_RINGS_MASK)) == 0, "cf_options.flags has unknown bits");
  if (given->slots_log2 != 0) options.slots_log2 = given->slots_log2;
  need(options.slots_log2 >= 4 && options.slots_log2 <= 24, "slots_log2 must be 4 to 24");
  if (given->ingress_log2 != 0) options.ingress_log2 = given->ingress_log2;
  need(options.ingress_log2 >= 16 && options.ingress_log2 <= 28, "ingress_log2 must be 16 to 28");
  need(given->bus_stall_ppm <= 900000, "bus_stall_ppm must be at most 900000");
  options.transmit = (given->flags & CF_OPEN_TRANSMIT) != 0;
  options.rings = 1 + ((given->flags & CF_OPEN_FURTHER_RINGS_MASK) >> CF_OPEN_FURTHER_RINGS_SHIFT);
  options.lossless = (given->flags & CF_OPEN_LOSSLESS) != 0;
  // The card publishes its index every 16 slots under load: a smaller ring would wait for credit that the host cannot know to give.
  need(!options.lossless || options.slots_log2 >= 6, "slots_log2 of a lossless device must be 6 to 24");
  if (given->spin_us_plus_1 != 0) options.spin_ns = (static_cast<int64_t>(given->spin_us_plus_1) - 1) * 1000;
  options.bus_stall_ppm = given->bus_stall_ppm;
  options.bus_stall_seed = given->bus_stall_seed;
  options.random_state_seed = given->random_state_seed;
  return options;
}

bool terminated(const char *text, size_t size) { return std::memchr(text, 0, size) != nullptr; }

}  // namespace
}  // namespace crossfeed

using namespace crossfeed;

extern "C" {

uint32_t cf_abi_version(void) { return CF_ABI_VERSION; }

const char *cf_error_text(void) { return last_error.c_str(); }

const char *cf_error_name(int32_t code) {
  static const char *const names[] = {"CF_OK",     "CF_E_ARGUMENT", "CF_E_NO_DEVICE",   "CF_E_BUSY",   "CF_E_HANDLE",
                                      "CF_E_CLOSED", "CF_E_STATE",    "CF_E_UNSUPPORTED", "CF_E_SYSTEM", "CF_E_BUS",
                                      "CF_E_FORMAT", "CF_E_FAULT",    "CF_E_LIMIT"};
  return code <= 0 && code >= -12 ? names[-code] : "CF_E_UNKNOWN";
}

int32_t cf_open(const char *device, const cf_options *options) {
  return guard([&]() -> int32_t {
    need(device != nullptr, "device is null");
    const std::string name(device);
    const bool known = (name.rfind("sim:", 0) == 0 && name.size() > 4) || name.rfind("pcie:", 0) == 0;
    if (!known || name.size() > 200) {
      throw Error(CF_E_NO_DEVICE, "no such device: '" + name.substr(0, 200) + "' is neither sim:NAME nor pcie:BDF");
    }
    return table().open(name, read_options(options));
  });
}

int32_t cf_close(int32_t handle) {
  return guard([&]() -> int32_t {
    table().close(handle);
    return CF_OK;
  });
}

int32_t cf_map(int32_t handle, uint32_t region, cf_mapping *out) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(out != nullptr, "out is null");
    *out = device.map(region);
    return CF_OK;
  });
}

int32_t cf_reg_read_many(int32_t handle, const uint32_t *addresses, uint32_t *values, uint32_t count) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(count <= MAX_BATCH, "count is above 2^20");
    need(count == 0 || (addresses != nullptr && values != nullptr), "addresses or values is null");
    std::vector<Access> batch(count);
    for (uint32_t i = 0; i < count; i++) {
      check_address(addresses[i]);
      batch[i] = Access{false, addresses[i], 0};
    }
    device.access(batch.data(), count);
    for (uint32_t i = 0; i < count; i++) values[i] = batch[i].value;
    return CF_OK;
  });
}

int32_t cf_reg_write_many(int32_t handle, const uint32_t *addresses, const uint32_t *values, uint32_t count) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(count <= MAX_BATCH, "count is above 2^20");
    need(count == 0 || (addresses != nullptr && values != nullptr), "addresses or values is null");
    std::vector<Access> batch(count);
    for (uint32_t i = 0; i < count; i++) {
      check_address(addresses[i]);
      batch[i] = Access{true, addresses[i], values[i]};
    }
    device.access(batch.data(), count);
    return CF_OK;
  });
}

int32_t cf_reg_read(int32_t handle, uint32_t address, uint32_t *value) {
  return cf_reg_read_many(handle, &address, value, 1);
}

int32_t cf_reg_write(int32_t handle, uint32_t address, uint32_t value) {
  return cf_reg_write_many(handle, &address, &value, 1);
}

int32_t cf_start(int32_t handle, uint32_t time_mode) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(time_mode == CF_TIME_VIRTUAL || time_mode == CF_TIME_WALL, "time_mode is neither virtual nor wall");
    device.start(time_mode);
    return CF_OK;
  });
}

int32_t cf_stop(int32_t handle) {
  return with(handle, [&](Backend &device) -> int32_t {
    device.stop();
    return CF_OK;
  });
}

int32_t cf_step(int32_t handle, uint32_t cycles, uint32_t *executed) {
  return with(handle, [&](Backend &device) -> int32_t {
    const uint32_t done = device.step(cycles);
    if (executed) *executed = done;
    return CF_OK;
  });
}

int32_t cf_status_read(int32_t handle, cf_status *out) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(out != nullptr && out->size == sizeof(cf_status), "cf_status.size is not that of this library");
    device.status(*out);
    if (out->fault != 0) last_error = device.fault_text();
    return CF_OK;
  });
}

int32_t cf_udp_listen(int32_t handle, const cf_udp_line *line) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(line != nullptr && line->size == sizeof(cf_udp_line), "cf_udp_line.size is not that of this library");
    need(terminated(line->bind_address, sizeof line->bind_address) &&
             terminated(line->multicast_group, sizeof line->multicast_group) &&
             terminated(line->interface_address, sizeof line->interface_address) &&
             terminated(line->line_address, sizeof line->line_address),
         "an address of cf_udp_line is not terminated");
    need(line->udp_port <= 65535 && line->line_udp_port <= 65535, "a UDP port is above 65535");
    need(line->corrupt_ppm <= 1000000, "corrupt_ppm is above 1000000");
    return static_cast<int32_t>(device.udp_listen(*line));
  });
}

int32_t cf_capture_open(int32_t handle, uint32_t port, const char *path) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(path != nullptr, "path is null");
    device.capture_open(port, path);
    return CF_OK;
  });
}

int32_t cf_latency_clear(int32_t handle) {
  return with(handle, [&](Backend &device) -> int32_t {
    device.latency_clear();
    return CF_OK;
  });
}

int32_t cf_interrupt_fd(int32_t handle) {
  return with(handle, [&](Backend &device) -> int32_t { return device.interrupt_fd(); });
}

int32_t cf_doorbell_fd(int32_t handle) {
  return with(handle, [&](Backend &device) -> int32_t { return device.doorbell_fd(); });
}

int32_t cf_doorbell(int32_t handle) {
  return with(handle, [&](Backend &device) -> int32_t {
    device.doorbell();
    return CF_OK;
  });
}

int32_t cf_sim_console(int32_t handle, uint32_t divisor, const char *link) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(divisor >= 8 && divisor <= 65535, "divisor must be 8 to 65535");
    need(link != nullptr && link[0] != 0, "link is null or empty");
    device.sim_console(divisor, link);
    return CF_OK;
  });
}

int32_t cf_sim_fault(int32_t handle, uint32_t kind, uint32_t a, uint32_t b) {
  return with(handle, [&](Backend &device) -> int32_t {
    device.sim_fault(kind, a, b);
    return CF_OK;
  });
}

int32_t cf_sim_read_fault(int32_t handle, uint32_t index, uint32_t address, uint32_t mask, uint32_t keep, uint32_t set) {
  return with(handle, [&](Backend &device) -> int32_t {
    need(index < 4, "index must be 0 to 3");
    need(address < ADDRESS_BYTES && mask < ADDRESS_BYTES && (address & ~mask) == 0, "address and mask must be below 2^18, and the address within the mask");
    device.sim_read_fault(index, address, mask, keep, set);
    return CF_OK;
  });
}

}  // extern "C"
