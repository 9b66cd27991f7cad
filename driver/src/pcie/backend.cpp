// The back end of a real card. Finding it is all that this build can do: there is no card to write the rest against.
#include <sys/stat.h>

#include <cctype>

#include "../backend.hpp"
#include "../error.hpp"

namespace crossfeed {

namespace {

/// `0000:3b:00.0`; checked before it becomes part of a path.
bool is_bus_address(const std::string &text) {
  if (text.size() != 12) return false;
  for (size_t i = 0; i < text.size(); i++) {
    const char c = text[i];
    if (i == 4 || i == 7) {
      if (c != ':') return false;
    } else if (i == 10) {
      if (c != '.') return false;
    } else if (!isxdigit(static_cast<unsigned char>(c))) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::unique_ptr<Backend> open_pcie(const std::string &address, const OpenOptions &) {
  if (!is_bus_address(address)) {
    throw Error(CF_E_ARGUMENT, "a PCIe device is named pcie:DDDD:BB:DD.F, found 'pcie:" + address + "'");
  }
  const std::string path = "/sys/bus/pci/devices/" + address;
  struct stat info;
  if (stat(path.c_str(), &info) != 0) throw Error(CF_E_NO_DEVICE, "no such device: " + path + " does not exist");
  throw Error(CF_E_UNSUPPORTED, "the card at " + address + " is not supported by this build, which has the simulated card only");
}

}  // namespace crossfeed
