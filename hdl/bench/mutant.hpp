// For benches of RTL with faults put into it (`npm run mutate`): the environment says which of them is on, 0 or nothing for none.
#pragma once

#ifdef CROSSFEED_MUTANTS
#include <cstdlib>
#define CHOOSE_MUTANT(top)                                                               \
  do {                                                                                   \
    const char *mutant = std::getenv("CROSSFEED_MUTANT");                                \
    (top).mutant_i = static_cast<uint32_t>(mutant == nullptr ? 0 : std::atoi(mutant));   \
  } while (false)
#else
#define CHOOSE_MUTANT(top) static_cast<void>(top)
#endif
