#include "host_memory.hpp"

#include <sys/mman.h>

#include "../error.hpp"

namespace crossfeed {

namespace {

constexpr uint64_t PAGE = 4096;
constexpr uint64_t HUGE_PAGE = 2u << 20;
constexpr uint64_t LATENCY_BYTES = (CF_LATENCY_CLASSES * (CF_LATENCY_BINS + 1) * 4 + PAGE - 1) / PAGE * PAGE;

}  // namespace

HostMemory::HostMemory(uint32_t slots_log2, uint32_t ingress_log2, uint32_t rings, bool transmit)
    : ring_bytes_(SLOT_BYTES << slots_log2), ring_stride_((ring_bytes_ + PAGE - 1) / PAGE * PAGE), rings_(rings), ingress_bytes_(1u << ingress_log2) {
  const uint64_t ring = ring_stride_ * rings;
  total_bytes_ = ring + ingress_bytes_ + LATENCY_BYTES + CONTROL_BYTES + (transmit ? TRANSMIT_BYTES : 0);
  // The ring comes first, on a huge-page boundary: reading it in order then costs no TLB miss every 64 records.
  void *base = mmap(nullptr, total_bytes_ + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                    -1, 0);
  if (base == MAP_FAILED) throw system_error("cannot map the card's host memory");
  const uint64_t aligned = (reinterpret_cast<uint64_t>(base) + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  ring_ = reinterpret_cast<uint8_t *>(aligned);
  ingress_ = ring_ + ring;
  latency_ = ingress_ + ingress_bytes_;
  control_ = latency_ + LATENCY_BYTES;
  transmit_ = transmit ? control_ + CONTROL_BYTES : nullptr;
  madvise(ring_, ring, MADV_HUGEPAGE);  // a wish: without huge pages everything works, slower
}

HostMemory::~HostMemory() { madvise(ring_, total_bytes_, MADV_DONTNEED); }

cf_mapping HostMemory::map(uint32_t region) const {
  const auto at = [](uint8_t *address, uint64_t length, uint64_t bus) {
    return cf_mapping{reinterpret_cast<uint64_t>(address), length, bus};
  };
  switch (region) {
    case CF_REGION_CONTROL:
      return at(control_, CONTROL_BYTES, CONTROL_BUS);
    case CF_REGION_RING:
      return at(ring_, ring_bytes_, RING_BUS);
    case CF_REGION_INGRESS:
      return at(ingress_, ingress_bytes_, 0);
    case CF_REGION_LATENCY:
      return at(latency_, CF_LATENCY_CLASSES * (CF_LATENCY_BINS + 1) * 4, 0);
    case CF_REGION_TRANSMIT:
      if (!transmit_) throw Error(CF_E_UNSUPPORTED, "the device was opened without transmit slots");
      return at(transmit_, TRANSMIT_BYTES, TRANSMIT_BUS);
    default:
      if (region >= CF_REGION_FURTHER_RING && region < CF_REGION_FURTHER_RING + RINGS_MAX - 1) {
        const uint64_t ring = region - CF_REGION_FURTHER_RING + 1;
        if (ring >= rings_) throw Error(CF_E_UNSUPPORTED, "the device was opened without ring " + std::to_string(ring));
        return at(ring_ + ring * ring_stride_, ring_bytes_, RING_BUS + ring * RING_BUS_STRIDE);
      }
      throw Error(CF_E_ARGUMENT, "region " + std::to_string(region) + " does not exist");
  }
}

}  // namespace crossfeed
