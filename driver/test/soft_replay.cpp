#include "soft_replay.hpp"

#include <atomic>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "check.hpp"
#include "crossfeed_layout.h"
#include "crossfeed_map.h"
#include "soft_system.hpp"

namespace crossfeed {
namespace soft {

namespace {

/// "channel[2].CONTROL" as an address. By name, so that a recording outlives blocks that come or move.
uint32_t address_of_register(const std::string &name) {
  const size_t dot = name.find('.');
  const size_t bracket = name.find('[');
  const std::string block_name = name.substr(0, bracket < dot ? bracket : dot);
  const uint32_t instance = bracket < dot ? static_cast<uint32_t>(std::stoul(name.substr(bracket + 1))) : 0;
  const std::string own = name.substr(dot + 1);
  for (const cf_map_block &block : CF_MAP_BLOCKS) {
    if (block_name != block.name) continue;
    const uint32_t base = block.base + instance * block.stride;
    if (own == "TYPE") return base;
    if (own == "VERSION") return base + 4;
    if (own == "NEXT") return base + 8;
    for (const cf_map_register &entry : CF_MAP_REGISTERS) {
      if (block_name == entry.block && own == entry.name) return base + entry.offset;
    }
  }
  std::fprintf(stderr, "no register is called '%s'\n", name.c_str());
  std::exit(1);
}

class Replay {
 public:
  explicit Replay(SoftDevice &device) : device_(device) {}

  void line(const std::string &where, const std::string &text) {
    where_ = where;
    std::istringstream words(text);
    std::string verb, name, value;
    words >> verb >> name >> value;
    if (verb == "read" || verb == "write") {
      access(verb == "write", address_of_register(name), value);
    } else if (verb == "open") {
      open(static_cast<uint32_t>(std::stoul(name)));
    } else if (verb == "start") {
      CHECK(cf_start(handle_, CF_TIME_WALL) == CF_OK);
    } else if (verb == "deliver") {
      const uint32_t count = static_cast<uint32_t>(std::stoul(name));
      CHECK(device_.deliver(count) == count);
    } else if (verb == "consume") {
      const ControlPlace place{control_};
      place.word(CF_CTL_CONSUMER).store(place.word(CF_CTL_PRODUCER).load());
    } else if (verb == "stop") {
      CHECK(cf_stop(handle_) == CF_OK);
    } else if (verb == "close") {
      check_writes();
      CHECK(cf_close(handle_) == CF_OK);
    } else {
      CHECK(verb.empty() || verb[0] == '#');
    }
  }

 private:
  struct ControlPlace {
    uint8_t *base;
    std::atomic<uint32_t> &word(uint32_t offset) const { return *reinterpret_cast<std::atomic<uint32_t> *>(base + offset); }
  };

  void open(uint32_t slots_log2) {
    cf_options options{};
    options.size = sizeof options;
    options.slots_log2 = slots_log2;
    handle_ = cf_open((std::string("pcie:") + CARD).c_str(), &options);
    CHECK(handle_ > 0);
    cf_mapping mapping;
    CHECK(cf_map(handle_, CF_REGION_CONTROL, &mapping) == CF_OK);
    control_ = reinterpret_cast<uint8_t *>(mapping.address);
    device_.forget_events();
  }

  void access(bool write, uint32_t address, const std::string &text) {
    if (write) {
      const uint32_t value = static_cast<uint32_t>(std::stoul(text, nullptr, 16));
      CHECK(cf_reg_write(handle_, address, value) == CF_OK);
      writes_.emplace_back(address, value);
      return;
    }
    uint32_t found = 0;
    CHECK(cf_reg_read(handle_, address, &found) == CF_OK);
    if (text == "any") return;
    if (found == std::stoul(text, nullptr, 16)) return;
    std::fprintf(stderr, "%s: found 0x%08X\n", where_.c_str(), found);
    CHECK(!"a register reads as in the recording");
  }

  /// The device saw just these writes, in this order, but for the credits that the driver gives.
  void check_writes() {
    size_t next = 0;
    for (const Event &event : device_.events()) {
      if (event.op != Op::written || event.address == CF_RING_BASE + CF_RING_CREDIT) continue;
      CHECK(next < writes_.size() && writes_[next].first == event.address && writes_[next].second == event.value);
      next++;
    }
    CHECK(next == writes_.size() && next > 50);
  }

  SoftDevice &device_;
  std::string where_;
  int32_t handle_ = 0;
  uint8_t *control_ = nullptr;
  std::vector<std::pair<uint32_t, uint32_t>> writes_;
};

}  // namespace

void replay(const std::string &file, SoftDevice &device) {
  std::ifstream input(file);
  if (!input) {
    std::fprintf(stderr, "cannot read %s: run the test in driver/\n", file.c_str());
    std::exit(1);
  }
  Replay replay(device);
  std::string text;
  for (int number = 1; std::getline(input, text); number++) {
    replay.line(file + ":" + std::to_string(number), text);
  }
}

}  // namespace soft
}  // namespace crossfeed
