// What the PCIe back end asks of the operating system and of the bus. Tests put a software device behind it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace crossfeed {

/// Functions return what the system calls of their names return, with errno; descriptors are closed by ::close in any case.
struct System {
  int (*open)(const std::string &path, int flags);
  int (*ioctl)(int fd, unsigned long request, void *argument);
  void *(*mmap)(size_t length, int protection, int flags, int fd, off_t offset);
  int (*munmap)(void *address, size_t length);
  ssize_t (*pread)(int fd, void *into, size_t length, off_t offset);
  ssize_t (*pwrite)(int fd, const void *from, size_t length, off_t offset);
  bool (*exists)(const std::string &path);
  /// The last part of what a symbolic link names; "": there is no such link.
  std::string (*link)(const std::string &path);
  /// Names in a folder, sorted; none: there is no such folder.
  std::vector<std::string> (*list)(const std::string &path);
  /// The first line of a small file; "": it cannot be read.
  std::string (*text)(const std::string &path);
  /// RLIMIT_MEMLOCK in bytes; UINT64_MAX: no limit.
  uint64_t (*memlock_bytes)();
  /// Gives back the pages behind memory that stays mapped; it reads as zeros from then on.
  void (*discard)(void *address, size_t length);
  /// 32-bit accesses of mapped registers.
  uint32_t (*load)(const volatile uint32_t *address);
  void (*store)(volatile uint32_t *address, uint32_t value);
};

/// Linux and the real bus, unless a test said otherwise.
const System &os();
/// For tests, before any device is open; null: the real one again.
void use_system(const System *other);

}  // namespace crossfeed
