// The one exception of the driver: a code of the ABI and a sentence for a person.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace crossfeed {

class Error : public std::runtime_error {
 public:
  Error(int32_t code, const std::string &text) : std::runtime_error(text), code_(code) {}
  int32_t code() const { return code_; }

 private:
  int32_t code_;
};

/// An Error with the text of errno behind `what`.
Error system_error(const std::string &what);

}  // namespace crossfeed
