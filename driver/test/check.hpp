// What the native tests share: one macro that counts, and ends the program with the place and the driver's last error.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "crossfeed.h"

inline int checks = 0;

#define CHECK(condition)                                                                              \
  do {                                                                                                \
    checks++;                                                                                         \
    if (!(condition)) {                                                                               \
      std::fprintf(stderr, "%s:%d: %s\n  last error: %s\n", __FILE__, __LINE__, #condition, cf_error_text()); \
      std::exit(1);                                                                                   \
    }                                                                                                 \
  } while (0)
