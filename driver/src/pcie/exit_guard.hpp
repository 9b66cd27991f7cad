// Cards that must not go on writing when the process ends in the ordinary way without closing them.
#pragma once

namespace crossfeed {

/// Something that can be silenced at any moment, from any thread.
class Silenced {
 public:
  virtual void silence() noexcept = 0;

 protected:
  ~Silenced() = default;
};

/// While it lives, exit() silences its card. A killed process runs nothing: then the kernel takes the bus from the card as it
/// closes the VFIO descriptor, and the next cf_open clears what is left.
class ExitGuard {
 public:
  explicit ExitGuard(Silenced &card);
  ~ExitGuard();
  ExitGuard(const ExitGuard &) = delete;
  ExitGuard &operator=(const ExitGuard &) = delete;

 private:
  Silenced &card_;
};

}  // namespace crossfeed
