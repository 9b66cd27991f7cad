// Register accesses recorded on the simulated card (test/driver/record-registers.ts), done again on a software device.
#pragma once

#include <string>

#include "soft_device.hpp"

namespace crossfeed {
namespace soft {

/// Ends the program with the line of the recording that does not match.
void replay(const std::string &file, SoftDevice &device);

}  // namespace soft
}  // namespace crossfeed
