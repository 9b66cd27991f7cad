// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.

/** Identity, build parameters, time and global control. */
export const DEVICE = {
  BASE: 0x0,
  BLOCK_TYPE: 1,
  BLOCK_VERSION: 257,
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
  /** number of record rings beside ring 0 */
  FURTHER_RINGS: 0x40,
  /** a write of 1 copies all counters of ports, channels, lines and rings, each channel's STATE, EXPECTED and LAST, and the counters of the prbs blocks, in one cycle; from then on who wrote it (host and serial console each for itself) reads the copy at the usual addresses. A write of 0: reads what is counting again. Reads the number of copies so far: the same before and after means that nobody made another meanwhile */
  SNAPSHOT: 0x44,
} as const;

/** Record ring 0 in host memory; a channel's CONTROL.ring says which ring its records go to. */
export const RING = {
  BASE: 0x100,
  BLOCK_TYPE: 2,
  BLOCK_VERSION: 257,
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
  /** write responses other than OKAY, of all rings together */
  ERRORS: 0x40,
  /** interrupts of this ring, as messages with the ring's number as vector */
  MODERATION: 0x44,
  /** 1 sends messages; 0: the host polls, or looks at the index */
  MODERATION_ENABLE_SHIFT: 0,
  MODERATION_ENABLE_MASK: 0x1,
  /** slots told and not yet signalled that make a message at once; 0 and 1: any */
  MODERATION_COUNT_SHIFT: 16,
  MODERATION_COUNT_MASK: 0xffff0000,
  /** a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once */
  HOLDOFF_BEATS: 0x48,
  /** messages sent */
  INTERRUPTS: 0x4c,
} as const;

/** Record rings 1 and up, as ring: instance 0 is ring 1.  */
export const FURTHER_RING = {
  BASE: 0x180,
  STRIDE: 0x80,
  BLOCK_TYPE: 11,
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
  /** write responses other than OKAY, of all rings together */
  ERRORS: 0x40,
  /** interrupts of this ring, as messages with the ring's number as vector */
  MODERATION: 0x44,
  /** 1 sends messages; 0: the host polls, or looks at the index */
  MODERATION_ENABLE_SHIFT: 0,
  MODERATION_ENABLE_MASK: 0x1,
  /** slots told and not yet signalled that make a message at once; 0 and 1: any */
  MODERATION_COUNT_SHIFT: 16,
  MODERATION_COUNT_MASK: 0xffff0000,
  /** a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once */
  HOLDOFF_BEATS: 0x48,
  /** messages sent */
  INTERRUPTS: 0x4c,
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
  BLOCK_VERSION: 257,
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
  /** the record ring; a ring that the card does not have is ring 0. Changed only while the channel is disabled */
  CONTROL_RING_SHIFT: 16,
  CONTROL_RING_MASK: 0x30000,
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

/** The serial console (docs/console-protocol.md). Counters are of 32 bits and wrap. */
export const CONSOLE = {
  BASE: 0x3000,
  BLOCK_TYPE: 6,
  BLOCK_VERSION: 256,
  /** cycles a bit, 8 to 65535, in force once the line is quiet; smaller values become 8 */
  DIVISOR: 0xc,
  /** bit times from one byte of a line to the next, 32 to 65535; smaller values become 32 */
  LINE_TIMEOUT: 0x10,
  /** cycles that a register access may take, 16 to 65535; smaller values become 16 */
  BUS_TIMEOUT: 0x14,
  /** which life of the card this is; 0 in the lower bits until a byte came */
  BOOT: 0x18,
  /** the cycle counter at the first byte since the reset */
  BOOT_NONCE_SHIFT: 0,
  BOOT_NONCE_MASK: 0xffffff,
  /** resets since the device was configured */
  BOOT_RESETS_SHIFT: 24,
  BOOT_RESETS_MASK: 0xff000000,
  /** lines executed, repeated ones not included */
  LINES_OK: 0x1c,
  /** lines answered with error 01 */
  BAD_CRC: 0x20,
  /** with error 02 */
  BAD_FORM: 0x24,
  /** with error 03 */
  UNKNOWN_COMMAND: 0x28,
  /** with error 04 */
  BUS_ERRORS: 0x2c,
  /** with error 05 */
  BUS_TIMEOUTS: 0x30,
  /** with error 06 */
  TOO_LONG: 0x34,
  /** with error 07 */
  LINE_TIMEOUTS: 0x38,
  /** lines cut off by the beginning of another */
  ABANDONED: 0x3c,
  /** bytes with a low stop bit, breaks not included */
  FRAMING_ERRORS: 0x40,
  /** breaks */
  BREAKS: 0x44,
  /** lines dropped because the one before was still being answered */
  OVERRUNS: 0x48,
  /** requests answered again and not executed again */
  REPEATED: 0x4c,
  /** the request that would not be executed again */
  LAST_TAG: 0x50,
  /** its tag */
  LAST_TAG_TAG_SHIFT: 0,
  LAST_TAG_TAG_MASK: 0xff,
  /** there is one */
  LAST_TAG_VALID_SHIFT: 8,
  LAST_TAG_VALID_MASK: 0x100,
} as const;

/** One per port: test frames (EtherType 0x88B5) full of PRBS31, generator and checker. The 64-bit counters show the last snapshot, which is taken of all ports in one cycle. */
export const PRBS = {
  BASE: 0x3100,
  STRIDE: 0x80,
  BLOCK_TYPE: 7,
  BLOCK_VERSION: 256,
  /** what is on */
  CONTROL: 0xc,
  /** 1 begins to send FRAMES frames; 0 stops after the frame under way */
  CONTROL_GENERATE_SHIFT: 0,
  CONTROL_GENERATE_MASK: 0x1,
  /** compare the test frames that come */
  CONTROL_CHECK_SHIFT: 1,
  CONTROL_CHECK_MASK: 0x2,
  /** MAC side: the MAC receives what it sends, and the wire is not heard */
  CONTROL_LOOPBACK_SHIFT: 2,
  CONTROL_LOOPBACK_MASK: 0x4,
  /** written 1: counters and lock are cleared; reads 0 */
  CONTROL_CLEAR_SHIFT: 3,
  CONTROL_CLEAR_MASK: 0x8,
  /** length of a test frame without FCS, 64 to 1512, in steps of 8 (rounded down) */
  FRAME_BYTES: 0x10,
  /** test frames to send; 0: until generate is written 0 */
  FRAMES: 0x14,
  /** beats between the end of a frame and the next one's beginning, 3 (FCS, preamble and 12 bytes) to 255 */
  GAP_BEATS: 0x18,
  /** payload bits still to be sent wrong, one a beat; counts down */
  INJECT: 0x1c,
  /** what is; also the word of this port in the console's answer L */
  STATUS: 0x20,
  /** the MAC has a link */
  STATUS_LINK_UP_SHIFT: 0,
  STATUS_LINK_UP_MASK: 0x1,
  /** the generator is at work */
  STATUS_SENDING_SHIFT: 1,
  STATUS_SENDING_MASK: 0x2,
  /** the checker follows the sequence */
  STATUS_LOCKED_SHIFT: 2,
  STATUS_LOCKED_MASK: 0x4,
  /** the MAC is to receive what it sends */
  STATUS_LOOPBACK_SHIFT: 3,
  STATUS_LOOPBACK_MASK: 0x8,
  /** a simulation: what can be reached in bits a second is its own */
  STATUS_SIMULATED_SHIFT: 31,
  STATUS_SIMULATED_MASK: 0x80000000,
  /** times that the checker had to find the sequence again: more than 16 of 64 bits were wrong; these bits are not counted */
  LOCK_LOSSES: 0x24,
  /** a write takes the snapshot of all ports; reads the number of snapshots so far */
  SNAPSHOT: 0x28,
  /** test frames sent, low word */
  SENT_LO: 0x30,
  /** high word */
  SENT_HI: 0x34,
  /** test frames that came whole, low word */
  RECEIVED_LO: 0x38,
  /** high word */
  RECEIVED_HI: 0x3c,
  /** bits compared, low word */
  BITS_LO: 0x40,
  /** high word */
  BITS_HI: 0x44,
  /** of those, wrong ones, low word */
  ERRORS_LO: 0x48,
  /** high word */
  ERRORS_HI: 0x4c,
  /** test frames that the MAC marked bad, low word */
  BAD_FCS_LO: 0x50,
  /** high word */
  BAD_FCS_HI: 0x54,
} as const;

/** Frames as they came over the wire (or from the generator, in loopback), kept for reading: captureFrames (8) of up to 2048 bytes. */
export const CAPTURE = {
  BASE: 0x3300,
  BLOCK_TYPE: 8,
  BLOCK_VERSION: 256,
  /** written with arm = 1: forgets what is held and begins */
  CONTROL: 0xc,
  /** 1 captures; 0 holds what there is */
  CONTROL_ARM_SHIFT: 0,
  CONTROL_ARM_MASK: 0x1,
  /** go on and keep the last frames; 0: stop when full */
  CONTROL_KEEP_LAST_SHIFT: 1,
  CONTROL_KEEP_LAST_MASK: 0x2,
  /** only frames with a bad FCS */
  CONTROL_BAD_ONLY_SHIFT: 2,
  CONTROL_BAD_ONLY_MASK: 0x4,
  /** bit p: frames of port p */
  CONTROL_PORTS_SHIFT: 4,
  CONTROL_PORTS_MASK: 0xf0,
  /** how far it is */
  STATUS: 0x10,
  /** capturing */
  STATUS_ARMED_SHIFT: 0,
  STATUS_ARMED_MASK: 0x1,
  /** as many frames as there is room for were kept */
  STATUS_FULL_SHIFT: 1,
  STATUS_FULL_MASK: 0x2,
  /** frames held */
  STATUS_HELD_SHIFT: 8,
  STATUS_HELD_MASK: 0xff00,
  /** slot of the oldest of them */
  STATUS_OLDEST_SHIFT: 16,
  STATUS_OLDEST_MASK: 0xff0000,
  /** frames wanted and not kept, because one of another port was being written */
  MISSED: 0x14,
  /** frames there is room for */
  SLOTS: 0x18,
  /** bytes of each */
  SLOT_BYTES: 0x1c,
  /** slot 0; slot n is 16 n bytes further */
  FRAME_0: 0x40,
  /** bytes without FCS as received; more than SLOT_BYTES: the rest is not there */
  FRAME_0_LENGTH_SHIFT: 0,
  FRAME_0_LENGTH_MASK: 0xffff,
  /** port */
  FRAME_0_PORT_SHIFT: 16,
  FRAME_0_PORT_MASK: 0xf0000,
  /** the MAC marked it */
  FRAME_0_BAD_FCS_SHIFT: 20,
  FRAME_0_BAD_FCS_MASK: 0x100000,
  /** its first beat, low word */
  TIME_0_LO: 0x44,
  /** high word */
  TIME_0_HI: 0x48,
  /** which frame since arming, from 1 */
  COUNT_0: 0x4c,
} as const;

/** What the board measures; a board's wrapper hands the values in. */
export const SENSOR = {
  BASE: 0x3400,
  BLOCK_TYPE: 9,
  BLOCK_VERSION: 256,
  /** which values there are */
  STATUS: 0xc,
  /** bit n: value n was told since the reset */
  STATUS_FITTED_SHIFT: 0,
  STATUS_FITTED_MASK: 0xff,
  /** the values are made up by a simulation */
  STATUS_SIMULATED_SHIFT: 31,
  STATUS_SIMULATED_MASK: 0x80000000,
  /** values told since the reset */
  UPDATES: 0x10,
  /** value 0: of the chip, thousandths of a degree Celsius, signed */
  DIE_TEMPERATURE: 0x20,
  /** value 1: of the board, the same */
  BOARD_TEMPERATURE: 0x24,
  /** value 2: of the hottest transceiver, the same */
  OPTICS_TEMPERATURE: 0x28,
  /** value 3: mV */
  VCC_CORE: 0x2c,
  /** value 4: mV */
  VCC_AUX: 0x30,
  /** value 5: mV */
  VCC_IO: 0x34,
  /** value 6: turns a minute */
  FAN_RPM: 0x38,
  /** the highest DIE_TEMPERATURE since the reset */
  DIE_TEMPERATURE_MAX: 0x3c,
} as const;

/** The core clock measured against the pulses of a reference (PPS). */
export const CLOCK = {
  BASE: 0x3500,
  BLOCK_TYPE: 10,
  BLOCK_VERSION: 256,
  /** measurement */
  CONTROL: 0xc,
  /** 1 begins anew; reads 1 until INTERVALS intervals were measured or missed; 0 stops */
  CONTROL_MEASURE_SHIFT: 0,
  CONTROL_MEASURE_MASK: 0x1,
  /** intervals between pulses to measure, 1 to 255 */
  INTERVALS: 0x10,
  /** cycles that should be between two pulses */
  NOMINAL: 0x14,
  /** how far it is */
  STATUS: 0x18,
  /** at work */
  STATUS_MEASURING_SHIFT: 0,
  STATUS_MEASURING_MASK: 0x1,
  /** intervals measured */
  STATUS_MEASURED_SHIFT: 8,
  STATUS_MEASURED_MASK: 0xff00,
  /** times that no pulse came for twice NOMINAL */
  STATUS_MISSED_SHIFT: 16,
  STATUS_MISSED_MASK: 0xff0000,
  /** the pulses are a simulation's, and closer together than a second */
  STATUS_SIMULATED_SHIFT: 31,
  STATUS_SIMULATED_MASK: 0x80000000,
  /** cycles of the last interval */
  LAST: 0x1c,
  /** of the shortest */
  SHORTEST: 0x20,
  /** of the longest */
  LONGEST: 0x24,
  /** of all together, low word */
  SUM_LO: 0x28,
  /** high word */
  SUM_HI: 0x2c,
  /** cycles since the reset, low word */
  CYCLES_LO: 0x30,
  /** high word */
  CYCLES_HI: 0x34,
  /** pulses seen since the reset */
  PULSES: 0x38,
  /** cycles since the last pulse, at most 0xFFFFFFFF */
  AGE: 0x3c,
} as const;

/** Frames from host memory to the ports. Slot i of the ring is at BASE + 2048 (i mod slots): a descriptor of 64 bytes, then the frame without FCS; the card overwrites the descriptor with what became of it (driver-api.md). */
export const TRANSMIT = {
  BASE: 0x3600,
  BLOCK_TYPE: 12,
  BLOCK_VERSION: 256,
  /** what is on */
  CONTROL: 0xc,
  /** 1 takes slots; a write of 0 forgets those not taken, and sets TAIL and HEAD to 0 */
  CONTROL_ENABLE_SHIFT: 0,
  CONTROL_ENABLE_MASK: 0x1,
  /** kill switch: no frame of any source begins any more; slots of the ring come back as stopped */
  CONTROL_STOP_SHIFT: 1,
  CONTROL_STOP_MASK: 0x2,
  /** what is */
  STATUS: 0x10,
  /** the kill switch is on, and no frame is under way */
  STATUS_STOPPED_SHIFT: 0,
  STATUS_STOPPED_MASK: 0x1,
  /** the board's kill input is active; it does as CONTROL.stop */
  STATUS_STOP_PIN_SHIFT: 1,
  STATUS_STOP_PIN_MASK: 0x2,
  /** a frame is under way, of whatever source */
  STATUS_SENDING_SHIFT: 2,
  STATUS_SENDING_MASK: 0x4,
  /** a frame waits for the rate limit */
  STATUS_WAITING_SHIFT: 3,
  STATUS_WAITING_MASK: 0x8,
  /** bus address of slot 0, low word, 4 KiB aligned */
  BASE_LO: 0x14,
  /** high word */
  BASE_HI: 0x18,
  /** log2 of the number of slots, 1 to 15 */
  SIZE_LOG2: 0x1c,
  /** doorbell: absolute index (mod 2^32) of the first slot that is not filled */
  TAIL: 0x20,
  /** absolute index of the next slot to be taken */
  HEAD: 0x24,
  /** frames of the ring that were sent; this and the following wrap */
  SENT: 0x28,
  /** slots that came back because of the kill switch */
  STOPPED: 0x2c,
  /** slots with a descriptor that cannot be */
  REFUSED: 0x30,
  /** slots that could not be read */
  READ_ERRORS: 0x34,
  /** the longest frame */
  MAX_BYTES: 0x38,
  /** rate limit of port 0: beats that 8 bytes of a frame cost, in 65536ths; FCS, preamble and gap count as 24 bytes. 65536 is the rate of the line; 0: no limit */
  INTERVAL_0: 0x40,
  /** beats that port 0 may be ahead of its rate */
  BURST_0: 0x44,
  /** the same of port 1 */
  INTERVAL_1: 0x48,
  /** the same of port 1 */
  BURST_1: 0x4c,
} as const;

/** One per port: an address of its own, at which the card answers ARP and ICMP echo, and tells switches the groups of the match table by IGMP. */
export const RESPONDER = {
  BASE: 0x3700,
  STRIDE: 0x40,
  BLOCK_TYPE: 13,
  BLOCK_VERSION: 256,
  /** what is answered */
  CONTROL: 0xc,
  /** requests for IP */
  CONTROL_ARP_SHIFT: 0,
  CONTROL_ARP_MASK: 0x1,
  /** ICMP echo requests to MAC and IP, in frames of up to 512 bytes */
  CONTROL_ECHO_SHIFT: 1,
  CONTROL_ECHO_MASK: 0x2,
  /** membership queries, in the version of the query (2 or 3), at once */
  CONTROL_IGMP_SHIFT: 2,
  CONTROL_IGMP_MASK: 0x4,
  /** written 1: membership of every group of this port in the match table is reported now; reads 1 until that is done */
  CONTROL_JOIN_SHIFT: 4,
  CONTROL_JOIN_MASK: 0x10,
  /** IGMP version of what join sends: 2 or 3 (also 0) */
  CONTROL_VERSION_SHIFT: 8,
  CONTROL_VERSION_MASK: 0x300,
  /** MAC address, last four octets, third octet in bits 31:24 */
  MAC_LO: 0x10,
  /** first two octets in bits 15:0 */
  MAC_HI: 0x14,
  /** IPv4 address, first octet in bits 31:24 */
  IP: 0x18,
  /** sent; this and the following wrap */
  ARP_REPLIES: 0x1c,
  /** sent */
  ECHO_REPLIES: 0x20,
  /** membership queries that concern a group of this port */
  QUERIES: 0x24,
  /** membership reports sent */
  REPORTS: 0x28,
  /** frames that came while an answer was being sent, and were not looked at */
  MISSED: 0x2c,
} as const;

/** Bytes of the frame in a capture slot, byte 0 in bits 7:0 of word 0. Written only by tests of the memory. */
export const CAPTURE_DATA = { BASE: 0x8000, STRIDE: 0x800 } as const;

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
