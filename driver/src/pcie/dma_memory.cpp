#include "dma_memory.hpp"

#include <sys/mman.h>

#include <cerrno>

#include "system.hpp"

namespace crossfeed {

namespace {

constexpr uint64_t PAGE = 4096;
constexpr uint64_t HUGE_PAGE = 2u << 20;

}  // namespace

DmaMemory::DmaMemory(const std::string &who, PciFunction &function, uint32_t slots_log2)
    : function_(function), slots_(1u << slots_log2), ring_bytes_((SLOT_BYTES * slots_ + PAGE - 1) / PAGE * PAGE) {
  // On a huge-page boundary: reading in order then costs no TLB miss every 64 records, and the IOMMU needs fewer entries.
  void *const base = os().mmap(ring_bytes_ + CONTROL_BYTES + HUGE_PAGE, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) throw system_error(who + ": cannot map the card's host memory");
  ring_ = reinterpret_cast<uint8_t *>((reinterpret_cast<uint64_t>(base) + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
  madvise(ring_, ring_bytes_, MADV_HUGEPAGE);  // a wish
  // After a fork the writer of a page gets a copy: the card would go on with pages that this process no longer has.
  madvise(ring_, ring_bytes_ + CONTROL_BYTES, MADV_DONTFORK);
  map(who, RING_BUS, ring_, ring_bytes_);
  try {
    map(who, CONTROL_BUS, ring_ + ring_bytes_, CONTROL_BYTES);
  } catch (...) {
    function_.unmap_dma(RING_BUS, ring_bytes_);
    throw;
  }
}

DmaMemory::~DmaMemory() {
  function_.unmap_dma(RING_BUS, ring_bytes_);
  function_.unmap_dma(CONTROL_BUS, CONTROL_BYTES);
  os().discard(ring_, ring_bytes_ + CONTROL_BYTES);
}

void DmaMemory::map(const std::string &who, uint64_t bus, uint8_t *memory, uint64_t length) {
  const int number = function_.map_dma(bus, memory, length);
  if (number == 0) return;
  if (number != ENOMEM) {
    errno = number;
    throw system_error(who + ": cannot map memory for DMA");
  }
  const std::string needed = std::to_string((ring_bytes_ + CONTROL_BYTES) / 1024);
  const uint64_t limit = os().memlock_bytes();
  const std::string text = who + ": " + needed + " KiB must be locked in memory for DMA, and the limit (memlock) is ";
  if (limit == UINT64_MAX) throw Error(CF_E_SYSTEM, text + "none: the machine has no memory left to lock");
  throw Error(CF_E_SYSTEM, text + std::to_string(limit / 1024) + " KiB; raise it by at least " + needed + " KiB with `ulimit -l`, memlock in " +
                               "/etc/security/limits.conf, or LimitMEMLOCK= in the systemd unit; or open with a smaller ring");
}

}  // namespace crossfeed
