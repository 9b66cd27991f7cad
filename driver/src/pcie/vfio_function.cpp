// The card through a VFIO device file, whichever way that was opened.
#include <linux/vfio.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "function.hpp"
#include "pci_config.hpp"
#include "system.hpp"

namespace crossfeed {

namespace {

class VfioFunction final : public PciFunction {
 public:
  VfioFunction(const Found &found, VfioDevice device) : name_(found.address), device_(std::move(device)) {
    config_ = region(VFIO_PCI_CONFIG_REGION_INDEX).offset;
  }

  ~VfioFunction() override {
    if (registers_) os().munmap(registers_, registers_bytes_);
  }

  volatile uint32_t *map_registers(uint64_t bytes) override {
    const vfio_region_info bar = region(VFIO_PCI_BAR0_REGION_INDEX);
    if (bar.size < bytes || (bar.flags & VFIO_REGION_INFO_FLAG_MMAP) == 0) {
      throw Error(CF_E_UNSUPPORTED, name_ + ": BAR 0 has " + std::to_string(bar.size) + " bytes" +
                                        ((bar.flags & VFIO_REGION_INFO_FLAG_MMAP) == 0 ? " that cannot be mapped" : "") +
                                        "; the registers of a Crossfeed card take " + std::to_string(bytes));
    }
    void *const at = os().mmap(bar.size, PROT_READ | PROT_WRITE, MAP_SHARED, fd(), static_cast<off_t>(bar.offset));
    if (at == MAP_FAILED) throw system_error(name_ + ": cannot map BAR 0");
    registers_ = at;
    registers_bytes_ = bar.size;
    return static_cast<volatile uint32_t *>(at);
  }

  uint16_t command() override {
    uint16_t value = 0;
    if (os().pread(fd(), &value, sizeof value, static_cast<off_t>(config_) + PCI_COMMAND) != sizeof value) {
      throw system_error(name_ + ": cannot read configuration space");
    }
    return value;
  }

  void set_command(uint16_t value) override {
    if (os().pwrite(fd(), &value, sizeof value, static_cast<off_t>(config_) + PCI_COMMAND) != sizeof value) {
      throw system_error(name_ + ": cannot write configuration space");
    }
  }

  bool reset() override {
    vfio_device_info info{};
    info.argsz = sizeof info;
    if (os().ioctl(fd(), VFIO_DEVICE_GET_INFO, &info) != 0) throw system_error(name_ + ": VFIO_DEVICE_GET_INFO");
    if ((info.flags & VFIO_DEVICE_FLAGS_RESET) == 0) return false;
    if (os().ioctl(fd(), VFIO_DEVICE_RESET, nullptr) != 0) throw system_error(name_ + ": the card cannot be reset");
    return true;
  }

  bool has_dma() const override { return true; }

  int map_dma(uint64_t bus, void *memory, uint64_t length) override {
    return device_.iommu->map(bus, memory, length) == 0 ? 0 : errno;
  }

  void unmap_dma(uint64_t bus, uint64_t length) noexcept override { device_.iommu->unmap(bus, length); }

  bool connect(Irq irq, int eventfd) override {
    vfio_irq_info info{};
    info.argsz = sizeof info;
    info.index = index(irq);
    if (os().ioctl(fd(), VFIO_DEVICE_GET_IRQ_INFO, &info) != 0 || info.count == 0) return false;
    return set(irq, VFIO_IRQ_SET_DATA_EVENTFD, 1, eventfd) == 0;
  }

  void disconnect(Irq irq) noexcept override { set(irq, VFIO_IRQ_SET_DATA_NONE, 0, -1); }

 private:
  int fd() const { return device_.device.get(); }

  static uint32_t index(Irq irq) {
    switch (irq) {
      case Irq::msix:
        return VFIO_PCI_MSIX_IRQ_INDEX;
      case Irq::error:
        return VFIO_PCI_ERR_IRQ_INDEX;
      case Irq::request:
        break;
    }
    return VFIO_PCI_REQ_IRQ_INDEX;
  }

  vfio_region_info region(uint32_t index) {
    vfio_region_info info{};
    info.argsz = sizeof info;
    info.index = index;
    if (os().ioctl(fd(), VFIO_DEVICE_GET_REGION_INFO, &info) != 0) {
      throw system_error(name_ + ": VFIO_DEVICE_GET_REGION_INFO " + std::to_string(index));
    }
    return info;
  }

  int set(Irq irq, uint32_t data, uint32_t count, int32_t eventfd) noexcept {
    alignas(vfio_irq_set) uint8_t bytes[sizeof(vfio_irq_set) + sizeof eventfd] = {};
    vfio_irq_set request{};
    request.argsz = static_cast<uint32_t>(sizeof request + count * sizeof eventfd);
    request.flags = data | VFIO_IRQ_SET_ACTION_TRIGGER;
    request.index = index(irq);
    request.count = count;
    std::memcpy(bytes, &request, sizeof request);
    std::memcpy(bytes + sizeof request, &eventfd, sizeof eventfd);
    return os().ioctl(fd(), VFIO_DEVICE_SET_IRQS, bytes);
  }

  std::string name_;
  VfioDevice device_;
  uint64_t config_ = 0;
  void *registers_ = nullptr;
  uint64_t registers_bytes_ = 0;
};

}  // namespace

std::unique_ptr<PciFunction> make_vfio_function(const Found &found, VfioDevice device) {
  return std::unique_ptr<PciFunction>(new VfioFunction(found, std::move(device)));
}

}  // namespace crossfeed
