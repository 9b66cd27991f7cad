// The kernel as a host with one software device would see it: sysfs, VFIO by group or iommufd, UIO; and what can go wrong.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "../src/pcie/system.hpp"

namespace crossfeed {
namespace soft {

struct Kernel {
  /// The name under which the device answers; "": there is none.
  std::string device;
  std::map<std::string, std::string> links;
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<std::string>> folders;
  std::map<std::string, bool> files;
  /// errno by path.
  std::map<std::string, int> refused;
  int dma_errno = 0;
  uint64_t memlock_bytes = 8u << 20;
  bool group_viable = true;
  bool has_reset = true;
  bool has_msix = true;
  uint64_t bar_bytes = 1u << 18;
};

constexpr const char *CARD = "0000:03:00.0";

/// A kernel that has the card at CARD bound to vfio-pci in group 12.
Kernel vfio_kernel(const std::string &device);
/// The same with VFIO device files and iommufd.
Kernel iommufd_kernel(const std::string &device);
/// The card bound to uio_pci_generic.
Kernel uio_kernel(const std::string &device);

/// Every cf_open from now on sees this kernel.
void install(const Kernel &kernel);

}  // namespace soft
}  // namespace crossfeed
