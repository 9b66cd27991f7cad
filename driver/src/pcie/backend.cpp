// The back end of a real card.
#include "device.hpp"

namespace crossfeed {

std::unique_ptr<Backend> open_pcie(const std::string &address, const OpenOptions &options) {
  return std::unique_ptr<Backend>(new PcieDevice(address, options));
}

}  // namespace crossfeed
