// What the two measurements share: samples, and how they are told.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace timing {

using Steady = std::chrono::steady_clock;

inline double nanoseconds_since(Steady::time_point start) {
  return std::chrono::duration<double, std::nano>(Steady::now() - start).count();
}

/// One JSON line: nearest-rank quantiles of the samples, as the benchmark harness has them.
inline void tell(const std::string &name, const char *unit, long operations, int batch, std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto at = [&samples](double q) {
    const auto rank = static_cast<size_t>(std::ceil(q * static_cast<double>(samples.size())));
    return samples[rank == 0 ? 0 : rank - 1];
  };
  std::printf("{\"name\":\"%s\",\"unit\":\"%s\",\"n\":%ld,\"batch\":%d,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}\n",
              name.c_str(), unit, operations, batch, at(0.5), at(0.99), at(0.999), at(1));
  std::fflush(stdout);
}

/// Parse with a dictionary, parse and validate, build and serialise, of one message. Throws when the message is not valid.
void codec(const std::string &name, const std::string &message_file, const std::string &dictionary_file, int batches);

/// Orders answered per second by an acceptor with a dictionary and a file store, sent as fast as the socket takes them.
void burst(const std::string &store_folder, const std::string &order_file, const std::string &dictionary_file, int orders,
           int rounds);

}  // namespace timing
