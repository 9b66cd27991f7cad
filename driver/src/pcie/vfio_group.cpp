// VFIO as it has been since Linux 3.6: a container with a type 1 IOMMU, and the group of the card in it.
#include <fcntl.h>
#include <linux/vfio.h>

#include <cerrno>

#include "function.hpp"
#include "system.hpp"

namespace crossfeed {

namespace {

class Container final : public Iommu {
 public:
  Container(Descriptor container, Descriptor group) : container_(std::move(container)), group_(std::move(group)) {}

  int map(uint64_t bus, void *memory, uint64_t length) override {
    vfio_iommu_type1_dma_map request{};
    request.argsz = sizeof request;
    request.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE;
    request.vaddr = reinterpret_cast<uint64_t>(memory);
    request.iova = bus;
    request.size = length;
    return os().ioctl(container_.get(), VFIO_IOMMU_MAP_DMA, &request);
  }

  int unmap(uint64_t bus, uint64_t length) override {
    vfio_iommu_type1_dma_unmap request{};
    request.argsz = sizeof request;
    request.iova = bus;
    request.size = length;
    return os().ioctl(container_.get(), VFIO_IOMMU_UNMAP_DMA, &request);
  }

 private:
  Descriptor container_;
  Descriptor group_;  // goes first: a container outlives its groups
};

/// The devices of the group that keep the card from being used: those that another driver has.
std::string strangers(const Found &found) {
  std::string text;
  for (const std::string &other : os().list("/sys/kernel/iommu_groups/" + found.group + "/devices")) {
    const std::string driver = os().link("/sys/bus/pci/devices/" + other + "/driver");
    if (driver.empty() || driver == "vfio-pci" || driver == "pcieport") continue;
    text += (text.empty() ? "" : ", ") + other + " ('" + driver + "')";
  }
  return text.empty() ? "a device that another driver has" : text;
}

}  // namespace

VfioDevice open_vfio_group(const Found &found) {
  const std::string path = "/dev/vfio/" + found.group;
  if (!os().exists(path) && os().exists("/dev/vfio/noiommu-" + found.group)) {
    throw Error(CF_E_UNSUPPORTED, found.address + ": VFIO without an IOMMU would let the card write anywhere in memory");
  }
  Descriptor container(os().open("/dev/vfio/vfio", O_RDWR));
  if (container.get() < 0) refuse_file(found, "/dev/vfio/vfio");
  if (os().ioctl(container.get(), VFIO_GET_API_VERSION, nullptr) != VFIO_API_VERSION ||
      os().ioctl(container.get(), VFIO_CHECK_EXTENSION, reinterpret_cast<void *>(VFIO_TYPE1v2_IOMMU)) != 1) {
    throw Error(CF_E_UNSUPPORTED, found.address + ": this kernel's VFIO has no type 1 IOMMU, version 2");
  }
  Descriptor group(os().open(path, O_RDWR));
  if (group.get() < 0) refuse_file(found, path);

  vfio_group_status status{};
  status.argsz = sizeof status;
  if (os().ioctl(group.get(), VFIO_GROUP_GET_STATUS, &status) != 0) throw system_error(found.address + ": VFIO_GROUP_GET_STATUS");
  if ((status.flags & VFIO_GROUP_FLAGS_VIABLE) == 0) {
    throw Error(CF_E_BUSY, found.address + ": IOMMU group " + found.group + " also holds " + strangers(found) + "; bind all of it to vfio-pci");
  }
  int container_fd = container.get();
  if (os().ioctl(group.get(), VFIO_GROUP_SET_CONTAINER, &container_fd) != 0) {
    throw system_error(found.address + ": VFIO_GROUP_SET_CONTAINER");
  }
  if (os().ioctl(container.get(), VFIO_SET_IOMMU, reinterpret_cast<void *>(VFIO_TYPE1v2_IOMMU)) != 0) {
    throw system_error(found.address + ": VFIO_SET_IOMMU");
  }
  std::string name = found.address;
  Descriptor device(os().ioctl(group.get(), VFIO_GROUP_GET_DEVICE_FD, &name[0]));
  if (device.get() < 0) throw system_error(found.address + ": VFIO_GROUP_GET_DEVICE_FD");
  return VfioDevice{std::unique_ptr<Iommu>(new Container(std::move(container), std::move(group))), std::move(device)};
}

}  // namespace crossfeed
