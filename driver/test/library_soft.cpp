// The driver's library with a software device at pcie:0000:03:00.0 in place of the kernel, for tests through Node
// (CROSSFEED_LIBRARY). Writing 0xD0000000 + N into device.SCRATCH makes the device deliver N records.
#include <unistd.h>

#include "soft_device.hpp"
#include "soft_system.hpp"

namespace {

/// Never destroyed: the program may still have the device open when it ends.
__attribute__((constructor)) void install_device() {
  const std::string name = "crossfeed-soft-library-" + std::to_string(getpid());
  auto *const device = new crossfeed::soft::SoftDevice(name);
  device->deliver_on_scratch(true);
  crossfeed::soft::install(crossfeed::soft::vfio_kernel(name));
}

}  // namespace
