#include "system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

namespace crossfeed {

namespace {

int real_open(const std::string &path, int flags) { return ::open(path.c_str(), flags | O_CLOEXEC); }
int real_ioctl(int fd, unsigned long request, void *argument) { return ::ioctl(fd, request, argument); }
void *real_mmap(size_t length, int protection, int flags, int fd, off_t offset) {
  return ::mmap(nullptr, length, protection, flags, fd, offset);
}

bool real_exists(const std::string &path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

std::string real_link(const std::string &path) {
  char target[PATH_MAX];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  if (length <= 0) return "";
  const std::string text(target, static_cast<size_t>(length));
  return text.substr(text.rfind('/') + 1);
}

std::vector<std::string> real_list(const std::string &path) {
  std::vector<std::string> names;
  DIR *const folder = opendir(path.c_str());
  if (!folder) return names;
  while (const dirent *entry = readdir(folder)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  closedir(folder);
  std::sort(names.begin(), names.end());
  return names;
}

std::string real_text(const std::string &path) {
  const int fd = real_open(path, O_RDONLY);
  if (fd < 0) return "";
  char bytes[256];
  const ssize_t length = read(fd, bytes, sizeof bytes);
  ::close(fd);
  if (length <= 0) return "";
  const std::string text(bytes, static_cast<size_t>(length));
  return text.substr(0, text.find('\n'));
}

uint64_t real_memlock_bytes() {
  rlimit limit;
  if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return UINT64_MAX;
  return limit.rlim_cur;
}

void real_discard(void *address, size_t length) { madvise(address, length, MADV_DONTNEED); }
uint32_t real_load(const volatile uint32_t *address) { return *address; }
void real_store(volatile uint32_t *address, uint32_t value) { *address = value; }

const System REAL = {real_open,  real_ioctl, real_mmap,          ::munmap,     ::pread,   ::pwrite,  real_exists,
                     real_link,  real_list,  real_text,          real_memlock_bytes, real_discard, real_load, real_store};

const System *current = &REAL;

}  // namespace

const System &os() { return *current; }
void use_system(const System *other) { current = other ? other : &REAL; }

}  // namespace crossfeed
