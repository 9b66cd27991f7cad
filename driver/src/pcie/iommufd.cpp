// VFIO through iommufd (Linux 6.6): a device file of its own, bound to an address space of /dev/iommu.
#include <fcntl.h>
#include <linux/vfio.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "function.hpp"
#include "iommufd_abi.hpp"
#include "system.hpp"

namespace crossfeed {

namespace {

class AddressSpace final : public Iommu {
 public:
  AddressSpace(Descriptor iommu, uint32_t id) : iommu_(std::move(iommu)), id_(id) {}

  int map(uint64_t bus, void *memory, uint64_t length) override {
    iommufd::Map request{};
    request.size = sizeof request;
    request.flags = iommufd::MAP_FIXED_IOVA | iommufd::MAP_WRITEABLE | iommufd::MAP_READABLE;
    request.ioas_id = id_;
    request.user_va = reinterpret_cast<uint64_t>(memory);
    request.length = length;
    request.iova = bus;
    return os().ioctl(iommu_.get(), iommufd::IOAS_MAP, &request);
  }

  int unmap(uint64_t bus, uint64_t length) override {
    iommufd::Unmap request{};
    request.size = sizeof request;
    request.ioas_id = id_;
    request.iova = bus;
    request.length = length;
    return os().ioctl(iommu_.get(), iommufd::IOAS_UNMAP, &request);
  }

 private:
  Descriptor iommu_;
  uint32_t id_;
};

}  // namespace

VfioDevice open_iommufd(const Found &found) {
  const std::string path = "/dev/vfio/devices/" + found.cdev;
  if (found.cdev.empty() || !os().exists("/dev/iommu") || !os().exists(path)) return {};
  Descriptor device(os().open(path, O_RDWR));
  if (device.get() < 0) {
    // The group may have been given to this user instead.
    if ((errno == EACCES || errno == EPERM) && os().exists("/dev/vfio/" + found.group)) return {};
    refuse_file(found, path);
  }
  Descriptor iommu(os().open("/dev/iommu", O_RDWR));
  if (iommu.get() < 0) refuse_file(found, "/dev/iommu");

  iommufd::Bind bind{};
  bind.argsz = sizeof bind;
  bind.iommufd = iommu.get();
  if (os().ioctl(device.get(), iommufd::BIND, &bind) != 0) {
    if (errno == EBUSY) throw Error(CF_E_BUSY, found.address + " or another device of its IOMMU group is in use by another process");
    throw system_error(found.address + ": VFIO_DEVICE_BIND_IOMMUFD");
  }
  iommufd::Alloc space{};
  space.size = sizeof space;
  if (os().ioctl(iommu.get(), iommufd::IOAS_ALLOC, &space) != 0) throw system_error(found.address + ": IOMMU_IOAS_ALLOC");
  iommufd::Attach attach{};
  attach.argsz = sizeof attach;
  attach.pt_id = space.out_ioas_id;
  if (os().ioctl(device.get(), iommufd::ATTACH, &attach) != 0) throw system_error(found.address + ": VFIO_DEVICE_ATTACH_IOMMUFD_PT");
  return VfioDevice{std::unique_ptr<Iommu>(new AddressSpace(std::move(iommu), space.out_ioas_id)), std::move(device)};
}

}  // namespace crossfeed
