#include "soft_system.hpp"

#include <fcntl.h>
#include <linux/vfio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

#include "../src/pcie/iommufd_abi.hpp"
#include "soft_link.hpp"

namespace crossfeed {
namespace soft {

namespace {

enum class Role { container, group, iommu, device, config, resource };

constexpr uint64_t CONFIG_OFFSET = 7ull << 40;
constexpr uint64_t PAGE = 4096;

struct Shared {
  uint8_t *at;
  uint64_t length;
  int fd;
};

struct State {
  std::mutex mutex;
  Kernel kernel;
  std::map<int, Role> roles;
  int device = -1;  // a connection of the driver's, which the driver closes
  uint8_t *bar = nullptr;
  std::vector<Shared> shared;
};

State &state() {
  static State *const instance = new State;
  return *instance;
}

/// With the state locked. Returns 0 or an errno.
int ask(int socket, Message &message, int fd = -1, int *came = nullptr) {
  int got = -1;
  if (!send_message(socket, message, fd) || !receive_message(socket, message, got)) return ENODEV;
  if (came) {
    *came = got;
  } else if (got >= 0) {
    close(got);
  }
  return static_cast<int>(message.status);
}

int answer(int number) {
  errno = number;
  return number == 0 ? 0 : -1;
}

int connect_device() {
  const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  socklen_t length;
  const sockaddr_un address = address_of(state().kernel.device, length);
  if (connect(fd, reinterpret_cast<const sockaddr *>(&address), length) != 0) {
    close(fd);
    errno = ENODEV;
    return -1;
  }
  state().device = fd;
  return fd;
}

int soft_open(const std::string &path, int) {
  State &all = state();
  std::lock_guard<std::mutex> lock(all.mutex);
  const auto refused = all.kernel.refused.find(path);
  if (refused != all.kernel.refused.end()) return answer(refused->second);
  if (all.kernel.files.count(path) == 0) return answer(ENOENT);
  const auto ends = [&](const char *tail) { return path.size() > std::strlen(tail) && path.compare(path.size() - std::strlen(tail), std::string::npos, tail) == 0; };
  Role role = Role::group;
  if (path == "/dev/vfio/vfio") role = Role::container;
  if (path == "/dev/iommu") role = Role::iommu;
  if (path.rfind("/dev/vfio/devices/", 0) == 0) role = Role::device;
  if (ends("/config")) role = Role::config;
  if (ends("/resource0")) role = Role::resource;
  const bool reaches = role == Role::device || role == Role::config || role == Role::resource;
  const int fd = reaches ? connect_device() : open("/dev/null", O_RDWR | O_CLOEXEC);
  if (fd >= 0) all.roles[fd] = role;
  return fd;
}

int map_dma(uint64_t bus, uint64_t memory, uint64_t length) {
  State &all = state();
  if (all.kernel.dma_errno != 0) return answer(all.kernel.dma_errno);
  for (const Shared &shared : all.shared) {
    const uint64_t at = reinterpret_cast<uint64_t>(shared.at);
    if (memory < at || memory + length > at + shared.length) continue;
    Message message{Op::dma_map, 0, bus, length, memory - at};
    return answer(ask(all.device, message, shared.fd));
  }
  return answer(EFAULT);
}

int unmap_dma(uint64_t bus, uint64_t length) {
  Message message{Op::dma_unmap, 0, bus, length, 0};
  return answer(ask(state().device, message));
}

int set_irqs(void *argument) {
  vfio_irq_set set;
  std::memcpy(&set, argument, sizeof set);
  const uint64_t irq = set.index == VFIO_PCI_MSIX_IRQ_INDEX ? 0 : set.index == VFIO_PCI_ERR_IRQ_INDEX ? 1 : 2;
  int32_t fd = -1;
  if (set.count == 1) std::memcpy(&fd, static_cast<uint8_t *>(argument) + sizeof set, sizeof fd);
  Message message{Op::irq, 0, irq, 0, 0};
  return answer(ask(state().device, message, fd));
}

int device_ioctl(int fd, unsigned long request, void *argument) {
  Kernel &kernel = state().kernel;
  switch (request) {
    case VFIO_DEVICE_GET_INFO:
      static_cast<vfio_device_info *>(argument)->flags = VFIO_DEVICE_FLAGS_PCI | (kernel.has_reset ? VFIO_DEVICE_FLAGS_RESET : 0);
      return 0;
    case VFIO_DEVICE_GET_REGION_INFO: {
      auto *const info = static_cast<vfio_region_info *>(argument);
      const bool bar = info->index == VFIO_PCI_BAR0_REGION_INDEX;
      info->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE | (bar ? VFIO_REGION_INFO_FLAG_MMAP : 0);
      info->size = bar ? kernel.bar_bytes : PAGE;
      info->offset = bar ? 0 : CONFIG_OFFSET;
      return 0;
    }
    case VFIO_DEVICE_GET_IRQ_INFO: {
      auto *const info = static_cast<vfio_irq_info *>(argument);
      info->count = info->index == VFIO_PCI_MSIX_IRQ_INDEX && !kernel.has_msix ? 0 : 1;
      return 0;
    }
    case VFIO_DEVICE_SET_IRQS:
      return set_irqs(argument);
    case VFIO_DEVICE_RESET: {
      Message message{Op::reset, 0, 0, 0, 0};
      return answer(ask(fd, message));
    }
    case iommufd::BIND:
    case iommufd::ATTACH:
      return 0;
    default:
      return answer(ENOTTY);
  }
}

int soft_ioctl(int fd, unsigned long request, void *argument) {
  State &all = state();
  std::lock_guard<std::mutex> lock(all.mutex);
  if (all.roles[fd] == Role::device) return device_ioctl(fd, request, argument);
  switch (request) {
    case VFIO_GET_API_VERSION:
      return VFIO_API_VERSION;
    case VFIO_CHECK_EXTENSION:
      return 1;
    case VFIO_GROUP_GET_STATUS:
      static_cast<vfio_group_status *>(argument)->flags = all.kernel.group_viable ? VFIO_GROUP_FLAGS_VIABLE : 0;
      return 0;
    case VFIO_GROUP_SET_CONTAINER:
    case VFIO_SET_IOMMU:
      return 0;
    case VFIO_GROUP_GET_DEVICE_FD: {
      const int device = connect_device();
      if (device >= 0) all.roles[device] = Role::device;
      return device;
    }
    case VFIO_IOMMU_MAP_DMA: {
      const auto &map = *static_cast<vfio_iommu_type1_dma_map *>(argument);
      return map_dma(map.iova, map.vaddr, map.size);
    }
    case VFIO_IOMMU_UNMAP_DMA: {
      const auto &unmap = *static_cast<vfio_iommu_type1_dma_unmap *>(argument);
      return unmap_dma(unmap.iova, unmap.size);
    }
    case iommufd::IOAS_ALLOC:
      static_cast<iommufd::Alloc *>(argument)->out_ioas_id = 5;
      return 0;
    case iommufd::IOAS_MAP: {
      const auto &map = *static_cast<iommufd::Map *>(argument);
      return map_dma(map.iova, map.user_va, map.length);
    }
    case iommufd::IOAS_UNMAP: {
      const auto &unmap = *static_cast<iommufd::Unmap *>(argument);
      return unmap_dma(unmap.iova, unmap.length);
    }
    default:
      return answer(ENOTTY);
  }
}

/// Anonymous memory is given a file, so that the device can map it; of a device, the BAR.
void *soft_mmap(size_t length, int protection, int, int fd, off_t) {
  State &all = state();
  std::lock_guard<std::mutex> lock(all.mutex);
  int file = -1;
  if (fd < 0) {
    file = memfd_create("crossfeed-memory", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, static_cast<off_t>(length)) != 0) return MAP_FAILED;
  } else {
    Message message{Op::hello, 0, 0, 0, 0};
    if (answer(ask(fd, message, -1, &file)) != 0) return MAP_FAILED;
  }
  void *const at = mmap(nullptr, length, protection, MAP_SHARED, file, 0);
  if (fd < 0) {
    all.shared.push_back(Shared{static_cast<uint8_t *>(at), length, file});
  } else {
    close(file);
    all.bar = static_cast<uint8_t *>(at);
  }
  return at;
}

ssize_t soft_pread(int fd, void *into, size_t length, off_t) {
  std::lock_guard<std::mutex> lock(state().mutex);
  Message message{Op::config_read, 0, 0, 0, 0};
  if (answer(ask(fd, message)) != 0) return -1;
  std::memcpy(into, &message.b, length);
  return static_cast<ssize_t>(length);
}

ssize_t soft_pwrite(int fd, const void *from, size_t length, off_t offset) {
  std::lock_guard<std::mutex> lock(state().mutex);
  Message message{Op::config_write, 0, static_cast<uint64_t>(offset) & 0xFFF, 0, 0};
  std::memcpy(&message.b, from, length);
  return answer(ask(fd, message)) == 0 ? static_cast<ssize_t>(length) : -1;
}

/// The store goes to shared memory, and the device hears of it before the next access.
void soft_store(volatile uint32_t *address, uint32_t value) {
  State &all = state();
  std::lock_guard<std::mutex> lock(all.mutex);
  *address = value;
  Message message{Op::written, 0, static_cast<uint64_t>(reinterpret_cast<volatile uint8_t *>(address) - all.bar), value, 0};
  ask(all.device, message);
}

template <typename Table>
typename Table::mapped_type look_up(const Table &table, const std::string &path) {
  const auto found = table.find(path);
  return found == table.end() ? typename Table::mapped_type() : found->second;
}

const System SOFT = {
    soft_open,
    soft_ioctl,
    soft_mmap,
    ::munmap,
    soft_pread,
    soft_pwrite,
    [](const std::string &path) { return state().kernel.files.count(path) != 0; },
    [](const std::string &path) { return look_up(state().kernel.links, path); },
    [](const std::string &path) { return look_up(state().kernel.folders, path); },
    [](const std::string &path) { return look_up(state().kernel.texts, path); },
    [] { return state().kernel.memlock_bytes; },
    [](void *address, size_t length) { std::memset(address, 0, length); },
    [](const volatile uint32_t *address) { return *address; },
    soft_store,
};

}  // namespace

Kernel vfio_kernel(const std::string &device) {
  const std::string folder = std::string("/sys/bus/pci/devices/") + CARD;
  Kernel kernel;
  kernel.device = device;
  kernel.files = {{folder, true}, {"/dev/vfio/vfio", true}, {"/dev/vfio/12", true}};
  kernel.links = {{folder + "/driver", "vfio-pci"}, {folder + "/iommu_group", "12"}};
  kernel.texts = {{folder + "/vendor", "0x10ee"}, {folder + "/device", "0x9038"}};
  kernel.folders = {{"/sys/kernel/iommu_groups/12/devices", {CARD}}};
  return kernel;
}

Kernel iommufd_kernel(const std::string &device) {
  Kernel kernel = vfio_kernel(device);
  kernel.folders[std::string("/sys/bus/pci/devices/") + CARD + "/vfio-dev"] = {"vfio0"};
  kernel.files["/dev/iommu"] = true;
  kernel.files["/dev/vfio/devices/vfio0"] = true;
  return kernel;
}

Kernel uio_kernel(const std::string &device) {
  const std::string folder = std::string("/sys/bus/pci/devices/") + CARD;
  Kernel kernel = vfio_kernel(device);
  kernel.links[folder + "/driver"] = "uio_pci_generic";
  kernel.files[folder + "/config"] = kernel.files[folder + "/resource0"] = true;
  return kernel;
}

void install(const Kernel &kernel) {
  {
    std::lock_guard<std::mutex> lock(state().mutex);
    state().kernel = kernel;
  }
  use_system(&SOFT);
}

}  // namespace soft
}  // namespace crossfeed
