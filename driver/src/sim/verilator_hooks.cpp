// An assertion of the RTL must halt the device, not the process: Verilator's own handlers would call abort().
#include <string>

#include "../error.hpp"
#include "crossfeed.h"
#include "verilated.h"

namespace {

[[noreturn]] void halt(const char *file, int line, const char *what) {
  throw crossfeed::Error(CF_E_FAULT, std::string(what ? what : "stopped") + " at " + (file ? file : "?") + ":" + std::to_string(line));
}

}  // namespace

void vl_finish(const char *file, int line, const char *) VL_MT_UNSAFE { halt(file, line, "the RTL called $finish"); }

void vl_stop(const char *file, int line, const char *) VL_MT_UNSAFE { halt(file, line, "an assertion of the RTL failed"); }

void vl_fatal(const char *file, int line, const char *, const char *message) VL_MT_UNSAFE { halt(file, line, message); }
