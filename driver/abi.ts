/** The numbers of `include/crossfeed.h` that the host side needs; a test compares them with the header. */

export const ABI_VERSION = 0x00010002;

/** Error codes, without their sign. */
export const STATUS = {
  ARGUMENT: 1,
  NO_DEVICE: 2,
  BUSY: 3,
  HANDLE: 4,
  CLOSED: 5,
  STATE: 6,
  UNSUPPORTED: 7,
  SYSTEM: 8,
  BUS: 9,
  FORMAT: 10,
  FAULT: 11,
  LIMIT: 12,
} as const;

/** Flags of `cf_options`. */
export const OPEN_LOSSLESS = 0x1;
export const OPEN_TRANSMIT = 0x2;
export const OPEN_FURTHER_RINGS_SHIFT = 8;

export const REGION = { CONTROL: 0, RING: 1, INGRESS: 2, LATENCY: 3, TRANSMIT: 4, FURTHER_RING: 5 } as const;

/** Byte offsets of the words in the control region. */
export const CTL = {
  /** From the words of one record ring to those of the next. */
  RING_STRIDE: 0x400,
  PRODUCER: 0x000,
  CONSUMER: 0x040,
  ARM: 0x080,
  ARM_INDEX: 0x084,
  INGRESS_HEAD: 0x0c0,
  INGRESS_END: 0x0c4,
  INGRESS_TAIL: 0x100,
  WAIT: 0x140,
  DRAINED: 0x144,
  FAULT: 0x148,
  TIME: 0x180,
  EPOCH_NS: 0x188,
  CYCLES: 0x190,
  CLOCK_NS: 0x198,
  INDEX_CLOCK_NS: 0x1a0,
  INDEX_CYCLES: 0x1a8,
} as const;

export const WAIT = { NO: 0, INPUT: 1, CREDIT: 2, STOPPED: 3 } as const;

export const INGRESS = {
  HEADER: 16,
  ALIGN: 16,
  BAD_FCS: 0x100,
  FRAME: 0,
  ADVANCE: 1,
  SKIP: 2,
  MAX_FRAME: 16000,
} as const;

/** The transmit slots. */
export const TX = {
  SLOTS: 64,
  SLOTS_LOG2: 6,
  SLOT_BYTES: 2048,
  FRAME: 64,
  MAX_BYTES: 1984,
  INSERT_IPV4: 0x100,
  INSERT_UDP: 0x200,
  DONE: 60,
  SENT: 1,
  STOPPED: 2,
  REFUSED: 3,
  FAILED: 4,
} as const;

export const LATENCY = { FIRST: 0, LATER: 1, QUEUED: 2, HELD: 3, CLASSES: 4, BINS: 4096 } as const;

/** Faults of the bench around a simulated card. */
export const SIM = {
  LINE_CORRUPT: 0,
  LINE_DROP: 1,
  LINE_INSERT: 2,
  LINE_DUPLICATE: 3,
  LINE_RATE: 4,
  LINE_SILENT: 5,
  LINE_UNPLUG: 6,
  LINE_PLUG: 7,
  SEED: 16,
  DEAD_PORT: 17,
  BIT_ERRORS: 18,
  CLOCK_PPM: 19,
  NO_PULSES: 20,
  SENSOR: 21,
  RESET: 22,
} as const;

export const TIME = { VIRTUAL: 0, WALL: 1 } as const;

/** `cf_options`: u32 words. */
export const OPTIONS_BYTES = 32;
/** `cf_mapping`: address, length, bus address. */
export const MAPPING_BYTES = 24;
/** `cf_status`: four u32, then u64. */
export const STATUS_BYTES = 104;
export const STATUS_COUNTERS = [
  'timeBeats',
  'cycles',
  'clockNs',
  'frames',
  'udpDatagrams',
  'udpCorrupted',
  'udpDropped',
  'busErrors',
  'interrupts',
  'sleeps',
  'creditStalls',
] as const;

/** `cf_udp_line`: byte offsets of its fields. */
export const UDP_LINE = {
  SIZE: 0,
  PORT: 4,
  BIND_ADDRESS: 8,
  UDP_PORT: 40,
  MULTICAST_GROUP: 44,
  INTERFACE_ADDRESS: 76,
  LINE_ADDRESS: 108,
  LINE_UDP_PORT: 140,
  LINE_MAC: 144,
  CORRUPT_PPM: 152,
  CORRUPT_SEED: 156,
  BYTES: 160,
  TEXT_BYTES: 32,
} as const;
