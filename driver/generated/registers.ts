// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.

/** Identity, build parameters, time and global control. */
export const DEVICE = {
  BASE: 0x0,
  BLOCK_TYPE: 1,
  BLOCK_VERSION: 256,
  /** 'CFN1' */
  MAGIC: 0xc,
  /** first 32 bits of the SHA-256 of the RTL sources */
  BUILD_ID: 0x10,
  /** number of ports */
  PORTS: 0x14,
  /** number of arbitration channels */
  CHANNELS: 0x18,
  /** number of match entries */
  MATCH_ENTRIES: 0x1c,
  /** messages one channel can hold */
  HELD_DEPTH: 0x20,
  /** clock period in picoseconds: one beat */
  CLOCK_PS: 0x24,
  /** no effect; for bus checks */
  SCRATCH: 0x28,
  /** global control */
  CONTROL: 0x2c,
  /** accept frames; while 0 frames are ignored and not counted */
  CONTROL_ENABLE_SHIFT: 0,
  CONTROL_ENABLE_MASK: 0x1,
  /** NIC time in beats, low word */
  TIME_LO: 0x30,
  /** NIC time in beats, high word */
  TIME_HI: 0x34,
  /** shortest good frame, without FCS */
  MIN_FRAME_BYTES: 0x38,
  /** longest good frame, without FCS; larger values become maxFrameLimit (2048), the most the buffers take */
  MAX_FRAME_BYTES: 0x3c,
} as const;

/** The record ring in host memory. */
export const RING = {
  BASE: 0x100,
  BLOCK_TYPE: 2,
  BLOCK_VERSION: 256,
  /** ring control */
  CONTROL: 0xc,
  /** 1 writes records; a write of 0 resets producer and credit */
  CONTROL_ENABLE_SHIFT: 0,
  CONTROL_ENABLE_MASK: 0x1,
  /** bus address of slot 0, low word, 4 KiB aligned */
  BASE_LO: 0x10,
  /** high word */
  BASE_HI: 0x14,
  /** bus address of the 64-byte block whose first u32 receives the producer index */
  INDEX_LO: 0x18,
  /** high word */
  INDEX_HI: 0x1c,
  /** log2 of the number of slots, 4 to 24 */
  SIZE_LOG2: 0x20,
  /** doorbell: the consumer's absolute slot index (mod 2^32) */
  CREDIT: 0x24,
  /** absolute slot index (mod 2^32) of the next slot to be written */
  PRODUCER: 0x28,
  /** records written, low word */
  RECORDS_LO: 0x30,
  /** high word */
  RECORDS_HI: 0x34,
  /** records dropped for want of credit, low word */
  DROPPED_LO: 0x38,
  /** high word */
  DROPPED_HI: 0x3c,
  /** write responses other than OKAY */
  ERRORS: 0x40,
} as const;

/** Match table: destination to channel. The lowest matching entry wins. */
export const MATCH = {
  BASE: 0x400,
  STRIDE: 0x20,
  BLOCK_TYPE: 3,
  BLOCK_VERSION: 256,
  /** entry control */
  CONTROL: 0xc,
  /** entry in use */
  CONTROL_VALID_SHIFT: 0,
  CONTROL_VALID_MASK: 0x1,
  /** also compare the destination MAC address */
  CONTROL_MATCH_MAC_SHIFT: 1,
  CONTROL_MATCH_MAC_MASK: 0x2,
  /** a line of PITCH 2: UNIT names its unit; entries of one address differ in it */
  CONTROL_PITCH_SHIFT: 2,
  CONTROL_PITCH_MASK: 0x4,
  /** bit p: applies to port p */
  CONTROL_PORTS_SHIFT: 4,
  CONTROL_PORTS_MASK: 0xf0,
  /** channel */
  CONTROL_CHANNEL_SHIFT: 8,
  CONTROL_CHANNEL_MASK: 0xff00,
  /** IPv4 destination address, first octet in bits 31:24 */
  IP: 0x10,
  /** UDP destination port, and the unit of a PITCH line */
  UDP: 0x14,
  /** UDP destination port */
  UDP_PORT_SHIFT: 0,
  UDP_PORT_MASK: 0xffff,
  /** PITCH 2 unit */
  UDP_UNIT_SHIFT: 16,
  UDP_UNIT_MASK: 0xff0000,
  /** destination MAC, last four octets, third octet in bits 31:24 */
  MAC_LO: 0x18,
  /** destination MAC, first two octets in bits 15:0 */
  MAC_HI: 0x1c,
} as const;

/** One per port: receive counters, 64 bits each. */
export const PORT = {
  BASE: 0x800,
  STRIDE: 0x200,
  BLOCK_TYPE: 4,
  BLOCK_VERSION: 256,
  COUNTERS: 0x40,
} as const;

/** One per arbitration channel: configuration, state, counters. */
export const CHANNEL = {
  BASE: 0x1000,
  STRIDE: 0x200,
  BLOCK_TYPE: 5,
  BLOCK_VERSION: 256,
  /** channel control; a write of enable = 0 clears the channel's arbitration state */
  CONTROL: 0xc,
  /** channel in use */
  CONTROL_ENABLE_SHIFT: 0,
  CONTROL_ENABLE_MASK: 0x1,
  /** expected starts at START; otherwise at the first sequenced packet */
  CONTROL_START_FIXED_SHIFT: 1,
  CONTROL_START_FIXED_MASK: 0x2,
  /** the session is SESSION; otherwise the first one seen */
  CONTROL_SESSION_FIXED_SHIFT: 2,
  CONTROL_SESSION_FIXED_MASK: 0x4,
  /** apply the stock-locate filter */
  CONTROL_FILTER_SHIFT: 3,
  CONTROL_FILTER_MASK: 0x8,
  /** 0: MoldUDP64 with ITCH 5.0; 1: PITCH 2 */
  CONTROL_PROTOCOL_SHIFT: 8,
  CONTROL_PROTOCOL_MASK: 0xf00,
  /** 0: verified; 1: cut-through */
  CONTROL_MODE_SHIFT: 12,
  CONTROL_MODE_MASK: 0x3000,
  /** how long a gap waits, in beats; 0 closes at once */
  WINDOW_BEATS: 0x10,
  /** first expected sequence number, low word */
  START_LO: 0x14,
  /** high word */
  START_HI: 0x18,
  /** session bytes 0 to 3, byte 0 in bits 7:0 */
  SESSION_0: 0x1c,
  /** session bytes 4 to 7 */
  SESSION_1: 0x20,
  /** session bytes 8 and 9 */
  SESSION_2: 0x24,
  /** arbitration state */
  STATE: 0x28,
  /** expected is known */
  STATE_STARTED_SHIFT: 0,
  STATE_STARTED_MASK: 0x1,
  /** a gap waits for its deadline */
  STATE_GAP_OPEN_SHIFT: 1,
  STATE_GAP_OPEN_MASK: 0x2,
  /** end of session was reported */
  STATE_ENDED_SHIFT: 2,
  STATE_ENDED_MASK: 0x4,
  /** next expected sequence number, low word */
  EXPECTED_LO: 0x30,
  /** high word */
  EXPECTED_HI: 0x34,
  /** end of the last accepted frame on port 0, beats, low word */
  LAST_0_LO: 0x38,
  /** high word */
  LAST_0_HI: 0x3c,
  /** the same for port 1, low word */
  LAST_1_LO: 0x40,
  /** high word */
  LAST_1_HI: 0x44,
  /** 16 words: messages of which port 0 was first and a copy on another port came later, by how much: word b > 0 has 2^(b-1) to 2^b - 1 beats, word 15 all above, word 0 none at all */
  SKEW_0: 0x180,
  /** the same with port 1 first */
  SKEW_1: 0x1c0,
  COUNTERS: 0x80,
  LINE_COUNTERS: 0x100,
  LINE_STRIDE: 0x40,
} as const;

/** Stock-locate bitmap of a channel: bit n of word w passes locate 32 w + n. Locate 0 always passes. Write only; reads return 0. */
export const FILTER = { BASE: 0x10000, STRIDE: 0x2000 } as const;

/** All counters of a port in register order; `rejected.*` follow the plain ones. */
export const PORT_COUNTERS_ALL = [
  'frames',
  'bytes',
  'accepted',
  'blocks',
  'emptyBlocks',
  'truncated',
  'overlong',
  'trailingBytes',
  'heartbeats',
  'endOfSessions',
  'unsequenced',
  'overruns',
  'rejected.badFcs',
  'rejected.runt',
  'rejected.oversize',
  'rejected.notIpv4',
  'rejected.badIpv4Header',
  'rejected.fragment',
  'rejected.notUdp',
  'rejected.badUdpLength',
  'rejected.badUdpChecksum',
  'rejected.noChannel',
  'rejected.shortProtocolHeader',
  'rejected.sequenceOverflow',
  'rejected.staleSession',
] as const;
