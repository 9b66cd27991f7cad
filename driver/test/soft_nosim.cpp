// In the place of the simulated card, which the tests of the PCIe back end do without: they link in a moment.
#include "../src/backend.hpp"
#include "../src/error.hpp"

namespace crossfeed {

std::unique_ptr<Backend> open_sim(const OpenOptions &) { throw Error(CF_E_UNSUPPORTED, "this program has no simulated card"); }

}  // namespace crossfeed
