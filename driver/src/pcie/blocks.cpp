#include "blocks.hpp"

#include <cstdio>
#include <vector>

#include "../error.hpp"
#include "crossfeed.h"
#include "crossfeed_map.h"

namespace crossfeed {

namespace {

constexpr uint32_t MAGIC = 0x43464E31;
constexpr size_t BLOCKS_MAX = 64;
/// The blocks that the feed path cannot do without. Others may be there or not.
constexpr uint32_t REQUIRED[] = {CF_DEVICE_TYPE, CF_RING_TYPE, CF_MATCH_TYPE, CF_PORT_TYPE, CF_CHANNEL_TYPE};

struct Block {
  uint32_t type;
  uint32_t version;
  uint32_t address;
};

template <typename... Values>
std::string format(const char *pattern, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

const cf_map_block *known(uint32_t type) {
  for (const cf_map_block &block : CF_MAP_BLOCKS) {
    if (block.type == type) return &block;
  }
  return nullptr;
}

std::string version(uint32_t value) { return format("%u.%u", value >> 8, value & 0xFF); }

std::string describe(const std::vector<Block> &blocks) {
  std::string text;
  for (const Block &block : blocks) {
    const cf_map_block *const entry = known(block.type);
    text += (text.empty() ? "" : ", ") + (entry ? std::string(entry->name) : format("type 0x%04X", block.type)) + " " +
            version(block.version) + format(" at 0x%04X", block.address);
  }
  return text;
}

}  // namespace

void check_bitstream(const std::string &who, const Bar &bar) {
  const uint32_t magic = bar.read(CF_DEVICE_BASE + CF_DEVICE_MAGIC);
  if (magic == ALL_ONES) {
    throw Error(CF_E_FAULT, who + ": the card does not answer, every register reads as all ones (no bitstream, held in reset, or off the bus)");
  }
  if (magic != MAGIC) {
    throw Error(CF_E_UNSUPPORTED, who + format(": not a Crossfeed bitstream: MAGIC is 0x%08X, expected 0x%08X 'CFN1'", magic, MAGIC));
  }
  std::vector<Block> blocks;
  const std::string bitstream = who + format(": unknown bitstream 0x%08X: ", bar.read(CF_DEVICE_BASE + CF_DEVICE_BUILD_ID));
  uint32_t address = CF_DEVICE_BASE;
  do {
    if (address % 4 != 0 || address >= REGISTER_BYTES - 12) {
      throw Error(CF_E_UNSUPPORTED, bitstream + format("a block header at 0x%X is outside the registers; found ", address) + describe(blocks));
    }
    if (blocks.size() == BLOCKS_MAX) throw Error(CF_E_UNSUPPORTED, bitstream + "the list of blocks does not end");
    blocks.push_back(Block{bar.read(address), bar.read(address + 4), address});
    address = bar.read(address + 8);
  } while (address != 0);

  for (const uint32_t type : REQUIRED) {
    const cf_map_block &wanted = *known(type);
    const Block *found = nullptr;
    for (const Block &block : blocks) {
      if (!found && block.type == type) found = &block;
    }
    const std::string expected = format("expected %s %u.x (type 0x%04X) at 0x%04X, found ", wanted.name, wanted.version >> 8, type, wanted.base);
    if (!found) throw Error(CF_E_UNSUPPORTED, bitstream + expected + "none among " + describe(blocks));
    if (found->version >> 8 != wanted.version >> 8 || found->address != wanted.base) {
      throw Error(CF_E_UNSUPPORTED, bitstream + expected + describe({*found}));
    }
  }
}

}  // namespace crossfeed
