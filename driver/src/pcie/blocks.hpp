// What a bitstream says it is.
#pragma once

#include <cstdint>
#include <string>

#include "bar.hpp"

namespace crossfeed {

/// Walks the block headers, reading only, and refuses a bitstream that this driver does not know. `who` begins the text.
void check_bitstream(const std::string &who, const Bar &bar);

}  // namespace crossfeed
