// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.

/** Bits of a register. */
export interface RegisterField {
  readonly name: string;
  readonly bit: number;
  readonly width: number;
  readonly doc: string;
}

export interface RegisterEntry {
  readonly name: string;
  /** From the block's address. */
  readonly offset: number;
  readonly access: 'ro' | 'rw';
  readonly reset: number;
  readonly doc: string;
  readonly fields: readonly RegisterField[];
}

/** 64-bit counters, low word first: counter n of part p is at `offset + p * stride + 8 * n`. */
export interface CounterTable {
  readonly offset: number;
  /** There are as many parts as the card has ports when there is a stride; otherwise one. */
  readonly stride?: number;
  readonly names: readonly string[];
}

export interface BlockEntry {
  readonly name: string;
  readonly type: number;
  readonly version: number;
  readonly base: number;
  /** The register of the device block that says how many there are; absent: one. */
  readonly count?: string;
  readonly stride: number;
  readonly doc: string;
  readonly registers: readonly RegisterEntry[];
  readonly counters: readonly CounterTable[];
}

export const REGISTER_BLOCKS: readonly BlockEntry[] = [
  {
    name: 'device',
    type: 1,
    version: 0x100,
    base: 0x0,
    stride: 0x0,
    doc: 'Identity, build parameters, time and global control.',
    registers: [
      { name: 'MAGIC', offset: 0xc, access: 'ro', reset: 0x43464e31, doc: '\'CFN1\'', fields: [] },
      { name: 'BUILD_ID', offset: 0x10, access: 'ro', reset: 0x0, doc: 'first 32 bits of the SHA-256 of the RTL sources', fields: [] },
      { name: 'PORTS', offset: 0x14, access: 'ro', reset: 0x0, doc: 'number of ports', fields: [] },
      { name: 'CHANNELS', offset: 0x18, access: 'ro', reset: 0x0, doc: 'number of arbitration channels', fields: [] },
      { name: 'MATCH_ENTRIES', offset: 0x1c, access: 'ro', reset: 0x0, doc: 'number of match entries', fields: [] },
      { name: 'HELD_DEPTH', offset: 0x20, access: 'ro', reset: 0x0, doc: 'messages one channel can hold', fields: [] },
      { name: 'CLOCK_PS', offset: 0x24, access: 'ro', reset: 0x1900, doc: 'clock period in picoseconds: one beat', fields: [] },
      { name: 'SCRATCH', offset: 0x28, access: 'rw', reset: 0x0, doc: 'no effect; for bus checks', fields: [] },
      { name: 'CONTROL', offset: 0x2c, access: 'rw', reset: 0x0, doc: 'global control', fields: [{ name: 'enable', bit: 0, width: 1, doc: 'accept frames; while 0 frames are ignored and not counted' }] },
      { name: 'TIME_LO', offset: 0x30, access: 'ro', reset: 0x0, doc: 'NIC time in beats, low word', fields: [] },
      { name: 'TIME_HI', offset: 0x34, access: 'ro', reset: 0x0, doc: 'NIC time in beats, high word', fields: [] },
      { name: 'MIN_FRAME_BYTES', offset: 0x38, access: 'rw', reset: 0x3c, doc: 'shortest good frame, without FCS', fields: [] },
      { name: 'MAX_FRAME_BYTES', offset: 0x3c, access: 'rw', reset: 0x5ee, doc: 'longest good frame, without FCS; larger values become maxFrameLimit (2048), the most the buffers take', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'ring',
    type: 2,
    version: 0x100,
    base: 0x100,
    stride: 0x0,
    doc: 'The record ring in host memory.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'ring control', fields: [{ name: 'enable', bit: 0, width: 1, doc: '1 writes records; a write of 0 resets producer and credit' }] },
      { name: 'BASE_LO', offset: 0x10, access: 'rw', reset: 0x0, doc: 'bus address of slot 0, low word, 4 KiB aligned', fields: [] },
      { name: 'BASE_HI', offset: 0x14, access: 'rw', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'INDEX_LO', offset: 0x18, access: 'rw', reset: 0x0, doc: 'bus address of the 64-byte block whose first u32 receives the producer index', fields: [] },
      { name: 'INDEX_HI', offset: 0x1c, access: 'rw', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'SIZE_LOG2', offset: 0x20, access: 'rw', reset: 0x10, doc: 'log2 of the number of slots, 4 to 24', fields: [] },
      { name: 'CREDIT', offset: 0x24, access: 'rw', reset: 0x0, doc: 'doorbell: the consumer\'s absolute slot index (mod 2^32)', fields: [] },
      { name: 'PRODUCER', offset: 0x28, access: 'ro', reset: 0x0, doc: 'absolute slot index (mod 2^32) of the next slot to be written', fields: [] },
      { name: 'RECORDS_LO', offset: 0x30, access: 'ro', reset: 0x0, doc: 'records written, low word', fields: [] },
      { name: 'RECORDS_HI', offset: 0x34, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'DROPPED_LO', offset: 0x38, access: 'ro', reset: 0x0, doc: 'records dropped for want of credit, low word', fields: [] },
      { name: 'DROPPED_HI', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'ERRORS', offset: 0x40, access: 'ro', reset: 0x0, doc: 'write responses other than OKAY', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'match',
    type: 3,
    version: 0x100,
    base: 0x400,
    count: 'MATCH_ENTRIES',
    stride: 0x20,
    doc: 'Match table: destination to channel. The lowest matching entry wins.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'entry control', fields: [{ name: 'valid', bit: 0, width: 1, doc: 'entry in use' }, { name: 'matchMac', bit: 1, width: 1, doc: 'also compare the destination MAC address' }, { name: 'pitch', bit: 2, width: 1, doc: 'a line of PITCH 2: UNIT names its unit; entries of one address differ in it' }, { name: 'ports', bit: 4, width: 4, doc: 'bit p: applies to port p' }, { name: 'channel', bit: 8, width: 8, doc: 'channel' }] },
      { name: 'IP', offset: 0x10, access: 'rw', reset: 0x0, doc: 'IPv4 destination address, first octet in bits 31:24', fields: [] },
      { name: 'UDP', offset: 0x14, access: 'rw', reset: 0x0, doc: 'UDP destination port, and the unit of a PITCH line', fields: [{ name: 'port', bit: 0, width: 16, doc: 'UDP destination port' }, { name: 'unit', bit: 16, width: 8, doc: 'PITCH 2 unit' }] },
      { name: 'MAC_LO', offset: 0x18, access: 'rw', reset: 0x0, doc: 'destination MAC, last four octets, third octet in bits 31:24', fields: [] },
      { name: 'MAC_HI', offset: 0x1c, access: 'rw', reset: 0x0, doc: 'destination MAC, first two octets in bits 15:0', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'port',
    type: 4,
    version: 0x100,
    base: 0x800,
    count: 'PORTS',
    stride: 0x200,
    doc: 'One per port: receive counters, 64 bits each.',
    registers: [
    ],
    counters: [
      { offset: 0x40, names: ['frames', 'bytes', 'accepted', 'blocks', 'emptyBlocks', 'truncated', 'overlong', 'trailingBytes', 'heartbeats', 'endOfSessions', 'unsequenced', 'overruns', 'rejected.badFcs', 'rejected.runt', 'rejected.oversize', 'rejected.notIpv4', 'rejected.badIpv4Header', 'rejected.fragment', 'rejected.notUdp', 'rejected.badUdpLength', 'rejected.badUdpChecksum', 'rejected.noChannel', 'rejected.shortProtocolHeader', 'rejected.sequenceOverflow', 'rejected.staleSession'] },
    ],
  },
  {
    name: 'channel',
    type: 5,
    version: 0x100,
    base: 0x1000,
    count: 'CHANNELS',
    stride: 0x200,
    doc: 'One per arbitration channel: configuration, state, counters.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'channel control; a write of enable = 0 clears the channel\'s arbitration state', fields: [{ name: 'enable', bit: 0, width: 1, doc: 'channel in use' }, { name: 'startFixed', bit: 1, width: 1, doc: 'expected starts at START; otherwise at the first sequenced packet' }, { name: 'sessionFixed', bit: 2, width: 1, doc: 'the session is SESSION; otherwise the first one seen' }, { name: 'filter', bit: 3, width: 1, doc: 'apply the stock-locate filter' }, { name: 'protocol', bit: 8, width: 4, doc: '0: MoldUDP64 with ITCH 5.0; 1: PITCH 2' }, { name: 'mode', bit: 12, width: 2, doc: '0: verified; 1: cut-through' }] },
      { name: 'WINDOW_BEATS', offset: 0x10, access: 'rw', reset: 0x3d09, doc: 'how long a gap waits, in beats; 0 closes at once', fields: [] },
      { name: 'START_LO', offset: 0x14, access: 'rw', reset: 0x0, doc: 'first expected sequence number, low word', fields: [] },
      { name: 'START_HI', offset: 0x18, access: 'rw', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'SESSION_0', offset: 0x1c, access: 'rw', reset: 0x0, doc: 'session bytes 0 to 3, byte 0 in bits 7:0', fields: [] },
      { name: 'SESSION_1', offset: 0x20, access: 'rw', reset: 0x0, doc: 'session bytes 4 to 7', fields: [] },
      { name: 'SESSION_2', offset: 0x24, access: 'rw', reset: 0x0, doc: 'session bytes 8 and 9', fields: [] },
      { name: 'STATE', offset: 0x28, access: 'ro', reset: 0x0, doc: 'arbitration state', fields: [{ name: 'started', bit: 0, width: 1, doc: 'expected is known' }, { name: 'gapOpen', bit: 1, width: 1, doc: 'a gap waits for its deadline' }, { name: 'ended', bit: 2, width: 1, doc: 'end of session was reported' }] },
      { name: 'EXPECTED_LO', offset: 0x30, access: 'ro', reset: 0x0, doc: 'next expected sequence number, low word', fields: [] },
      { name: 'EXPECTED_HI', offset: 0x34, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'LAST_0_LO', offset: 0x38, access: 'ro', reset: 0x0, doc: 'end of the last accepted frame on port 0, beats, low word', fields: [] },
      { name: 'LAST_0_HI', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'LAST_1_LO', offset: 0x40, access: 'ro', reset: 0x0, doc: 'the same for port 1, low word', fields: [] },
      { name: 'LAST_1_HI', offset: 0x44, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'SKEW_0', offset: 0x180, access: 'ro', reset: 0x0, doc: '16 words: messages of which port 0 was first and a copy on another port came later, by how much: word b > 0 has 2^(b-1) to 2^b - 1 beats, word 15 all above, word 0 none at all', fields: [] },
      { name: 'SKEW_1', offset: 0x1c0, access: 'ro', reset: 0x0, doc: 'the same with port 1 first', fields: [] },
    ],
    counters: [
      { offset: 0x80, names: ['delivered', 'unknown', 'filtered', 'empty', 'gaps', 'gapMessages', 'closedByDepth', 'sessions', 'ends', 'hostLost'] },
      { offset: 0x100, stride: 0x40, names: ['packets', 'delivered', 'duplicates', 'late'] },
    ],
  },
];
