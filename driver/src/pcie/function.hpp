// A PCI function as the kernel lets a process have it: found by its address, opened through VFIO (a group, or iommufd) or UIO.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../descriptor.hpp"
#include "crossfeed.h"

namespace crossfeed {

/// What sysfs says about a function.
struct Found {
  std::string address;  // 0000:03:00.0
  std::string ids;      // "10ee:9038", for people
  std::string driver;   // vfio-pci, uio_pci_generic
  std::string group;    // the number of its IOMMU group; "": the IOMMU is off
  std::string cdev;     // vfio0, where the kernel has VFIO device files
};

/// Finds the function and says clearly why it cannot be used: not there, no driver, another driver.
Found find_function(const std::string &address);

/// Which of a function's interrupts.
enum class Irq { msix, error, request };

class PciFunction {
 public:
  virtual ~PciFunction() = default;

  /// Maps all of BAR 0, which has at least `bytes` bytes.
  virtual volatile uint32_t *map_registers(uint64_t bytes) = 0;
  virtual uint16_t command() = 0;
  virtual void set_command(uint16_t value) = 0;
  /// Resets the function; false: it has no reset.
  virtual bool reset() = 0;

  /// Without it there are registers, but neither DMA nor interrupts.
  virtual bool has_dma() const = 0;
  /// Lets the card reach [memory, memory + length) at `bus`. Returns 0 or an errno; ENOMEM: no more may be locked.
  virtual int map_dma(uint64_t bus, void *memory, uint64_t length) = 0;
  virtual void unmap_dma(uint64_t bus, uint64_t length) noexcept = 0;

  /// Signals an eventfd from now on; false: the function has no such interrupt.
  virtual bool connect(Irq irq, int eventfd) = 0;
  virtual void disconnect(Irq irq) noexcept = 0;
};

std::unique_ptr<PciFunction> open_function(const Found &found);

/// The address space that a card sees, behind VFIO.
class Iommu {
 public:
  virtual ~Iommu() = default;
  virtual int map(uint64_t bus, void *memory, uint64_t length) = 0;
  virtual int unmap(uint64_t bus, uint64_t length) = 0;
};

/// A VFIO device file and the address space it is attached to.
struct VfioDevice {
  std::unique_ptr<Iommu> iommu;
  Descriptor device;
};

/// Through /dev/vfio/GROUP and a container.
VfioDevice open_vfio_group(const Found &found);
/// Through /dev/vfio/devices/vfioN and /dev/iommu. `device` is null when this way is not there, or not for this user.
VfioDevice open_iommufd(const Found &found);

std::unique_ptr<PciFunction> make_vfio_function(const Found &found, VfioDevice device);
std::unique_ptr<PciFunction> open_uio(const Found &found);

/// The error of a device file that cannot be opened: no permission and in use have words of their own.
[[noreturn]] void refuse_file(const Found &found, const std::string &path);

}  // namespace crossfeed
