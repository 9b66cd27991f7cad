// The few requests of iommufd that are used, as the kernel's interface has them: headers of older systems do not.
#pragma once

#include <linux/vfio.h>
#include <sys/ioctl.h>

#include <cstdint>

namespace crossfeed {
namespace iommufd {

struct Alloc {
  uint32_t size;
  uint32_t flags;
  uint32_t out_ioas_id;
};

struct Map {
  uint32_t size;
  uint32_t flags;
  uint32_t ioas_id;
  uint32_t reserved;
  uint64_t user_va;
  uint64_t length;
  uint64_t iova;
};

struct Unmap {
  uint32_t size;
  uint32_t ioas_id;
  uint64_t iova;
  uint64_t length;
};

struct Bind {
  uint32_t argsz;
  uint32_t flags;
  int32_t iommufd;
  uint32_t out_devid;
};

struct Attach {
  uint32_t argsz;
  uint32_t flags;
  uint32_t pt_id;
};

constexpr uint32_t MAP_FIXED_IOVA = 1;
constexpr uint32_t MAP_WRITEABLE = 2;
constexpr uint32_t MAP_READABLE = 4;

constexpr unsigned long IOAS_ALLOC = _IO(';', 0x81);
constexpr unsigned long IOAS_MAP = _IO(';', 0x85);
constexpr unsigned long IOAS_UNMAP = _IO(';', 0x86);
constexpr unsigned long BIND = _IO(VFIO_TYPE, VFIO_BASE + 18);
constexpr unsigned long ATTACH = _IO(VFIO_TYPE, VFIO_BASE + 19);

}  // namespace iommufd
}  // namespace crossfeed
