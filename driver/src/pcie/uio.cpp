// The card through sysfs while a UIO driver has it: registers only. Without an IOMMU in between it gets no memory to write to.
#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>

#include "function.hpp"
#include "pci_config.hpp"
#include "system.hpp"

namespace crossfeed {

namespace {

class UioFunction final : public PciFunction {
 public:
  explicit UioFunction(const Found &found) : name_(found.address), folder_("/sys/bus/pci/devices/" + found.address) {
    config_ = Descriptor(os().open(folder_ + "/config", O_RDWR));
    if (config_.get() < 0) refuse_file(found, folder_ + "/config");
    bar_ = Descriptor(os().open(folder_ + "/resource0", O_RDWR));
    if (bar_.get() < 0) refuse_file(found, folder_ + "/resource0");
  }

  ~UioFunction() override {
    if (registers_) os().munmap(registers_, bytes_);
  }

  volatile uint32_t *map_registers(uint64_t bytes) override {
    void *const at = os().mmap(bytes, PROT_READ | PROT_WRITE, MAP_SHARED, bar_.get(), 0);
    if (at == MAP_FAILED) throw system_error(name_ + ": cannot map " + std::to_string(bytes) + " bytes of BAR 0");
    registers_ = at;
    bytes_ = bytes;
    return static_cast<volatile uint32_t *>(at);
  }

  uint16_t command() override {
    uint16_t value = 0;
    if (os().pread(config_.get(), &value, sizeof value, PCI_COMMAND) != sizeof value) {
      throw system_error(name_ + ": cannot read configuration space");
    }
    return value;
  }

  void set_command(uint16_t value) override {
    if (os().pwrite(config_.get(), &value, sizeof value, PCI_COMMAND) != sizeof value) {
      throw system_error(name_ + ": cannot write configuration space");
    }
  }

  bool reset() override { return false; }
  bool has_dma() const override { return false; }
  int map_dma(uint64_t, void *, uint64_t) override { return ENOTSUP; }
  void unmap_dma(uint64_t, uint64_t) noexcept override {}
  bool connect(Irq, int) override { return false; }
  void disconnect(Irq) noexcept override {}

 private:
  std::string name_;
  std::string folder_;
  Descriptor config_;
  Descriptor bar_;
  void *registers_ = nullptr;
  uint64_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<PciFunction> open_uio(const Found &found) { return std::unique_ptr<PciFunction>(new UioFunction(found)); }

}  // namespace crossfeed
