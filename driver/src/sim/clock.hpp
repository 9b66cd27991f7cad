// Wall time and NIC time: 5 beats are 32 ns.
#pragma once

#include <time.h>

#include <cstdint>

namespace crossfeed {

inline uint64_t clock_ns(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000u + static_cast<uint64_t>(now.tv_nsec);
}

inline uint64_t monotonic_ns() { return clock_ns(CLOCK_MONOTONIC); }

/// Rounded up: the first beat that begins at or after `ns`.
inline uint64_t beats_from_ns(uint64_t ns) { return ns / 32 * 5 + (ns % 32 * 5 + 31) / 32; }
inline uint64_t ns_from_beats(uint64_t beats) { return beats / 5 * 32 + (beats % 5 * 32 + 4) / 5; }

inline void cpu_relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace crossfeed
