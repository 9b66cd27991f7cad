// Finding a card in sysfs, and what to do when it is not as it must be.
#include <cctype>
#include <cerrno>

#include "function.hpp"
#include "system.hpp"

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
    } else if (!isxdigit(static_cast<unsigned char>(c)) || isupper(static_cast<unsigned char>(c))) {
      return false;
    }
  }
  return true;
}

/// "0x10ee" as "10ee".
std::string bare(const std::string &hex) { return hex.rfind("0x", 0) == 0 ? hex.substr(2) : hex; }

bool is_uio(const std::string &driver) { return driver == "uio_pci_generic" || driver == "igb_uio"; }

}  // namespace

Found find_function(const std::string &address) {
  if (!is_bus_address(address)) {
    throw Error(CF_E_ARGUMENT, "a PCIe device is named pcie:DDDD:BB:DD.F in lower case, found 'pcie:" + address + "'");
  }
  const std::string folder = "/sys/bus/pci/devices/" + address;
  if (!os().exists(folder)) throw Error(CF_E_NO_DEVICE, "no such device: " + folder + " does not exist");

  Found found;
  found.address = address;
  found.ids = bare(os().text(folder + "/vendor")) + ":" + bare(os().text(folder + "/device"));
  found.driver = os().link(folder + "/driver");
  found.group = os().link(folder + "/iommu_group");
  const std::vector<std::string> cdevs = os().list(folder + "/vfio-dev");
  if (!cdevs.empty()) found.cdev = cdevs.front();

  const std::string bind = "bind it to vfio-pci: driverctl set-override " + address + " vfio-pci";
  const std::string card = address + " (PCI " + found.ids + ")";
  if (found.driver.empty()) throw Error(CF_E_STATE, card + " has no kernel driver; " + bind);
  if (found.driver != "vfio-pci" && !is_uio(found.driver)) {
    throw Error(CF_E_BUSY, card + " belongs to the kernel driver '" + found.driver + "'; " + bind);
  }
  return found;
}

void refuse_file(const Found &found, const std::string &path) {
  const int number = errno;
  if (number == EACCES || number == EPERM) {
    throw Error(CF_E_SYSTEM, found.address + ": no permission for " + path +
                                 "; give it to this user (chown, or a udev rule such as SUBSYSTEM==\"vfio\", GROUP=\"crossfeed\", MODE=\"0660\")");
  }
  if (number == EBUSY) throw Error(CF_E_BUSY, found.address + " is open in another process: " + path + " is in use");
  errno = number;
  throw system_error(found.address + ": cannot open " + path);
}

std::unique_ptr<PciFunction> open_function(const Found &found) {
  if (is_uio(found.driver)) return open_uio(found);
  if (found.group.empty()) {
    throw Error(CF_E_SYSTEM, found.address + ": the IOMMU is off, so that the card could write anywhere in memory; switch it on in the firmware "
                                             "(VT-d, AMD-Vi, SMMU), on Intel also with the kernel parameter intel_iommu=on");
  }
  VfioDevice device = open_iommufd(found);
  if (device.device.get() < 0) device = open_vfio_group(found);
  return make_vfio_function(found, std::move(device));
}

}  // namespace crossfeed
