/*
 * Reads records from a card: records DEVICE [CAPTURE]
 *
 * A simulated card ("sim:example") plays the capture, a pcap file; a real one ("pcie:0000:03:00.0") has its wire. Prints the type
 * and the sequence number of each record until the input ends, which on a real card it never does.
 */
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crossfeed.h"
#include "crossfeed_layout.h"

#define SLOTS_LOG2 16u

static int32_t handle;

static int fail(const char *what, int32_t code) {
  fprintf(stderr, "%s: %s: %s\n", what, cf_error_name(code), cf_error_text());
  return 1;
}

/* One ITCH line: MoldUDP64 to 233.54.12.111:26400, on both ports, as channel 0. */
static int32_t configure(const cf_mapping *ring, const cf_mapping *control) {
  const uint32_t writes[][2] = {
      {CF_DEVICE_BASE + CF_DEVICE_CONTROL, 0},
      {CF_RING_BASE + CF_RING_CONTROL, 0},
      {CF_RING_BASE + CF_RING_BASE_LO, (uint32_t)ring->bus_address},
      {CF_RING_BASE + CF_RING_BASE_HI, (uint32_t)(ring->bus_address >> 32)},
      {CF_RING_BASE + CF_RING_INDEX_LO, (uint32_t)control->bus_address},
      {CF_RING_BASE + CF_RING_INDEX_HI, (uint32_t)(control->bus_address >> 32)},
      {CF_RING_BASE + CF_RING_SIZE_LOG2, SLOTS_LOG2},
      {CF_MATCH_BASE + CF_MATCH_IP, 0xE9360C6F},
      {CF_MATCH_BASE + CF_MATCH_UDP, 26400},
      {CF_MATCH_BASE + CF_MATCH_CONTROL, CF_MATCH_CONTROL_VALID_MASK | 3u << CF_MATCH_CONTROL_PORTS_SHIFT},
      {CF_CHANNEL_BASE + CF_CHANNEL_CONTROL, CF_CHANNEL_CONTROL_ENABLE_MASK},
      {CF_RING_BASE + CF_RING_CONTROL, CF_RING_CONTROL_ENABLE_MASK},
      {CF_DEVICE_BASE + CF_DEVICE_CONTROL, CF_DEVICE_CONTROL_ENABLE_MASK},
  };
  for (size_t i = 0; i < sizeof writes / sizeof writes[0]; i++) {
    const int32_t code = cf_reg_write(handle, writes[i][0], writes[i][1]);
    if (code != CF_OK) return code;
  }
  return CF_OK;
}

int main(int count, char **arguments) {
  const char *const device = count > 1 ? arguments[1] : "sim:example";
  const int simulated = strncmp(device, "sim:", 4) == 0;
  cf_options options = {0};
  options.size = sizeof options;
  options.slots_log2 = SLOTS_LOG2;
  if (simulated) options.flags = CF_OPEN_LOSSLESS;
  handle = cf_open(device, &options);
  if (handle < 0) return fail("open", handle);

  cf_mapping ring, control;
  int32_t code = cf_map(handle, CF_REGION_RING, &ring);
  if (code == CF_OK) code = cf_map(handle, CF_REGION_CONTROL, &control);
  if (code == CF_OK) code = configure(&ring, &control);
  if (code == CF_OK && count > 2) code = cf_capture_open(handle, 0, arguments[2]);
  if (code == CF_OK) code = cf_start(handle, simulated ? CF_TIME_VIRTUAL : CF_TIME_WALL);
  const int interrupt = code == CF_OK ? cf_interrupt_fd(handle) : -1;
  if (interrupt < 0) return fail("start", code < 0 ? code : interrupt);

  const uint8_t *const slots = (const uint8_t *)(uintptr_t)ring.address;
#define WORD(offset) ((_Atomic uint32_t *)(uintptr_t)(control.address + (offset)))
  if (simulated && count <= 2) {
    atomic_store(WORD(CF_CTL_INGRESS_END), 1u);
    cf_doorbell(handle);
  }
  uint32_t consumer = 0;
  for (;;) {
    const int drained = atomic_load(WORD(CF_CTL_DRAINED)) != 0;
    const uint32_t producer = atomic_load_explicit(WORD(CF_CTL_PRODUCER), memory_order_acquire);
    for (; consumer != producer; consumer++) {
      const uint8_t *const slot = slots + (size_t)(consumer % (1u << SLOTS_LOG2)) * CF_SLOT_BYTES;
      uint64_t sequence;
      memcpy(&sequence, slot + CF_RH_SEQUENCE, sizeof sequence);
      printf("0x%02X %llu\n", slot[0], (unsigned long long)sequence);
    }
    atomic_store(WORD(CF_CTL_CONSUMER), consumer);
    if (atomic_load(WORD(CF_CTL_WAIT)) == CF_WAIT_CREDIT) cf_doorbell(handle);
    if (atomic_load(WORD(CF_CTL_FAULT)) != 0) {
      cf_status status = {0};
      status.size = sizeof status;
      cf_status_read(handle, &status);
      return fail("run", status.fault);
    }
    if (drained) break;
    /* Nothing to do: arm, look once more, sleep. A simulated card at its end has no interrupt for it: it is looked at again soon. */
    atomic_store(WORD(CF_CTL_ARM_INDEX), consumer);
    atomic_store(WORD(CF_CTL_ARM), 1u);
    if (atomic_load(WORD(CF_CTL_PRODUCER)) != consumer) continue;
    struct pollfd waiting = {interrupt, POLLIN, 0};
    char bytes[64];
    if (poll(&waiting, 1, 10) > 0 && read(interrupt, bytes, sizeof bytes) < 0) return 1;
  }
  close(interrupt);
  return cf_close(handle) == CF_OK ? 0 : 1;
}
