// The registers of PCI configuration space that are used.
#pragma once

#include <cstdint>

namespace crossfeed {

constexpr int64_t PCI_COMMAND = 0x04;
constexpr uint16_t PCI_COMMAND_MEMORY = 0x2;
constexpr uint16_t PCI_COMMAND_BUS_MASTER = 0x4;

}  // namespace crossfeed
