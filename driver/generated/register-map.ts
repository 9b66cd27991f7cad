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
    version: 0x101,
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
      { name: 'FURTHER_RINGS', offset: 0x40, access: 'ro', reset: 0x0, doc: 'number of record rings beside ring 0', fields: [] },
      { name: 'SNAPSHOT', offset: 0x44, access: 'rw', reset: 0x0, doc: 'a write of 1 copies all counters of ports, channels, lines and rings, each channel\'s STATE, EXPECTED and LAST, and the counters of the prbs blocks, in one cycle; from then on who wrote it (host and serial console each for itself) reads the copy at the usual addresses. A write of 0: reads what is counting again. Reads the number of copies so far: the same before and after means that nobody made another meanwhile', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'ring',
    type: 2,
    version: 0x101,
    base: 0x100,
    stride: 0x0,
    doc: 'Record ring 0 in host memory; a channel\'s CONTROL.ring says which ring its records go to.',
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
      { name: 'ERRORS', offset: 0x40, access: 'ro', reset: 0x0, doc: 'write responses other than OKAY, of all rings together', fields: [] },
      { name: 'MODERATION', offset: 0x44, access: 'rw', reset: 0x0, doc: 'interrupts of this ring, as messages with the ring\'s number as vector', fields: [{ name: 'enable', bit: 0, width: 1, doc: '1 sends messages; 0: the host polls, or looks at the index' }, { name: 'count', bit: 16, width: 16, doc: 'slots told and not yet signalled that make a message at once; 0 and 1: any' }] },
      { name: 'HOLDOFF_BEATS', offset: 0x48, access: 'rw', reset: 0x0, doc: 'a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once', fields: [] },
      { name: 'INTERRUPTS', offset: 0x4c, access: 'ro', reset: 0x0, doc: 'messages sent', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'furtherRing',
    type: 11,
    version: 0x100,
    base: 0x180,
    count: 'FURTHER_RINGS',
    stride: 0x80,
    doc: 'Record rings 1 and up, as ring: instance 0 is ring 1. ',
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
      { name: 'ERRORS', offset: 0x40, access: 'ro', reset: 0x0, doc: 'write responses other than OKAY, of all rings together', fields: [] },
      { name: 'MODERATION', offset: 0x44, access: 'rw', reset: 0x0, doc: 'interrupts of this ring, as messages with the ring\'s number as vector', fields: [{ name: 'enable', bit: 0, width: 1, doc: '1 sends messages; 0: the host polls, or looks at the index' }, { name: 'count', bit: 16, width: 16, doc: 'slots told and not yet signalled that make a message at once; 0 and 1: any' }] },
      { name: 'HOLDOFF_BEATS', offset: 0x48, access: 'rw', reset: 0x0, doc: 'a message goes out at the latest so many beats after the first slot that was not signalled; 0: at once', fields: [] },
      { name: 'INTERRUPTS', offset: 0x4c, access: 'ro', reset: 0x0, doc: 'messages sent', fields: [] },
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
    version: 0x101,
    base: 0x1000,
    count: 'CHANNELS',
    stride: 0x200,
    doc: 'One per arbitration channel: configuration, state, counters.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'channel control; a write of enable = 0 clears the channel\'s arbitration state', fields: [{ name: 'enable', bit: 0, width: 1, doc: 'channel in use' }, { name: 'startFixed', bit: 1, width: 1, doc: 'expected starts at START; otherwise at the first sequenced packet' }, { name: 'sessionFixed', bit: 2, width: 1, doc: 'the session is SESSION; otherwise the first one seen' }, { name: 'filter', bit: 3, width: 1, doc: 'apply the stock-locate filter' }, { name: 'protocol', bit: 8, width: 4, doc: '0: MoldUDP64 with ITCH 5.0; 1: PITCH 2' }, { name: 'mode', bit: 12, width: 2, doc: '0: verified; 1: cut-through' }, { name: 'ring', bit: 16, width: 2, doc: 'the record ring; a ring that the card does not have is ring 0. Changed only while the channel is disabled' }] },
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
  {
    name: 'console',
    type: 6,
    version: 0x100,
    base: 0x3000,
    stride: 0x0,
    doc: 'The serial console (docs/console-protocol.md). Counters are of 32 bits and wrap.',
    registers: [
      { name: 'DIVISOR', offset: 0xc, access: 'rw', reset: 0x54c, doc: 'cycles a bit, 8 to 65535, in force once the line is quiet; smaller values become 8', fields: [] },
      { name: 'LINE_TIMEOUT', offset: 0x10, access: 'rw', reset: 0x1000, doc: 'bit times from one byte of a line to the next, 32 to 65535; smaller values become 32', fields: [] },
      { name: 'BUS_TIMEOUT', offset: 0x14, access: 'rw', reset: 0x400, doc: 'cycles that a register access may take, 16 to 65535; smaller values become 16', fields: [] },
      { name: 'BOOT', offset: 0x18, access: 'ro', reset: 0x0, doc: 'which life of the card this is; 0 in the lower bits until a byte came', fields: [{ name: 'nonce', bit: 0, width: 24, doc: 'the cycle counter at the first byte since the reset' }, { name: 'resets', bit: 24, width: 8, doc: 'resets since the device was configured' }] },
      { name: 'LINES_OK', offset: 0x1c, access: 'ro', reset: 0x0, doc: 'lines executed, repeated ones not included', fields: [] },
      { name: 'BAD_CRC', offset: 0x20, access: 'ro', reset: 0x0, doc: 'lines answered with error 01', fields: [] },
      { name: 'BAD_FORM', offset: 0x24, access: 'ro', reset: 0x0, doc: 'with error 02', fields: [] },
      { name: 'UNKNOWN_COMMAND', offset: 0x28, access: 'ro', reset: 0x0, doc: 'with error 03', fields: [] },
      { name: 'BUS_ERRORS', offset: 0x2c, access: 'ro', reset: 0x0, doc: 'with error 04', fields: [] },
      { name: 'BUS_TIMEOUTS', offset: 0x30, access: 'ro', reset: 0x0, doc: 'with error 05', fields: [] },
      { name: 'TOO_LONG', offset: 0x34, access: 'ro', reset: 0x0, doc: 'with error 06', fields: [] },
      { name: 'LINE_TIMEOUTS', offset: 0x38, access: 'ro', reset: 0x0, doc: 'with error 07', fields: [] },
      { name: 'ABANDONED', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'lines cut off by the beginning of another', fields: [] },
      { name: 'FRAMING_ERRORS', offset: 0x40, access: 'ro', reset: 0x0, doc: 'bytes with a low stop bit, breaks not included', fields: [] },
      { name: 'BREAKS', offset: 0x44, access: 'ro', reset: 0x0, doc: 'breaks', fields: [] },
      { name: 'OVERRUNS', offset: 0x48, access: 'ro', reset: 0x0, doc: 'lines dropped because the one before was still being answered', fields: [] },
      { name: 'REPEATED', offset: 0x4c, access: 'ro', reset: 0x0, doc: 'requests answered again and not executed again', fields: [] },
      { name: 'LAST_TAG', offset: 0x50, access: 'ro', reset: 0x0, doc: 'the request that would not be executed again', fields: [{ name: 'tag', bit: 0, width: 8, doc: 'its tag' }, { name: 'valid', bit: 8, width: 1, doc: 'there is one' }] },
    ],
    counters: [
    ],
  },
  {
    name: 'prbs',
    type: 7,
    version: 0x100,
    base: 0x3100,
    count: 'PORTS',
    stride: 0x80,
    doc: 'One per port: test frames (EtherType 0x88B5) full of PRBS31, generator and checker. The 64-bit counters show the last snapshot, which is taken of all ports in one cycle.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'what is on', fields: [{ name: 'generate', bit: 0, width: 1, doc: '1 begins to send FRAMES frames; 0 stops after the frame under way' }, { name: 'check', bit: 1, width: 1, doc: 'compare the test frames that come' }, { name: 'loopback', bit: 2, width: 1, doc: 'MAC side: the MAC receives what it sends, and the wire is not heard' }, { name: 'clear', bit: 3, width: 1, doc: 'written 1: counters and lock are cleared; reads 0' }] },
      { name: 'FRAME_BYTES', offset: 0x10, access: 'rw', reset: 0x200, doc: 'length of a test frame without FCS, 64 to 1512, in steps of 8 (rounded down)', fields: [] },
      { name: 'FRAMES', offset: 0x14, access: 'rw', reset: 0x0, doc: 'test frames to send; 0: until generate is written 0', fields: [] },
      { name: 'GAP_BEATS', offset: 0x18, access: 'rw', reset: 0x3, doc: 'beats between the end of a frame and the next one\'s beginning, 3 (FCS, preamble and 12 bytes) to 255', fields: [] },
      { name: 'INJECT', offset: 0x1c, access: 'rw', reset: 0x0, doc: 'payload bits still to be sent wrong, one a beat; counts down', fields: [] },
      { name: 'STATUS', offset: 0x20, access: 'ro', reset: 0x0, doc: 'what is; also the word of this port in the console\'s answer L', fields: [{ name: 'linkUp', bit: 0, width: 1, doc: 'the MAC has a link' }, { name: 'sending', bit: 1, width: 1, doc: 'the generator is at work' }, { name: 'locked', bit: 2, width: 1, doc: 'the checker follows the sequence' }, { name: 'loopback', bit: 3, width: 1, doc: 'the MAC is to receive what it sends' }, { name: 'simulated', bit: 31, width: 1, doc: 'a simulation: what can be reached in bits a second is its own' }] },
      { name: 'LOCK_LOSSES', offset: 0x24, access: 'ro', reset: 0x0, doc: 'times that the checker had to find the sequence again: more than 16 of 64 bits were wrong; these bits are not counted', fields: [] },
      { name: 'SNAPSHOT', offset: 0x28, access: 'rw', reset: 0x0, doc: 'a write takes the snapshot of all ports; reads the number of snapshots so far', fields: [] },
      { name: 'SENT_LO', offset: 0x30, access: 'ro', reset: 0x0, doc: 'test frames sent, low word', fields: [] },
      { name: 'SENT_HI', offset: 0x34, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'RECEIVED_LO', offset: 0x38, access: 'ro', reset: 0x0, doc: 'test frames that came whole, low word', fields: [] },
      { name: 'RECEIVED_HI', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'BITS_LO', offset: 0x40, access: 'ro', reset: 0x0, doc: 'bits compared, low word', fields: [] },
      { name: 'BITS_HI', offset: 0x44, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'ERRORS_LO', offset: 0x48, access: 'ro', reset: 0x0, doc: 'of those, wrong ones, low word', fields: [] },
      { name: 'ERRORS_HI', offset: 0x4c, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'BAD_FCS_LO', offset: 0x50, access: 'ro', reset: 0x0, doc: 'test frames that the MAC marked bad, low word', fields: [] },
      { name: 'BAD_FCS_HI', offset: 0x54, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'capture',
    type: 8,
    version: 0x100,
    base: 0x3300,
    stride: 0x0,
    doc: 'Frames as they came over the wire (or from the generator, in loopback), kept for reading: captureFrames (8) of up to 2048 bytes.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'written with arm = 1: forgets what is held and begins', fields: [{ name: 'arm', bit: 0, width: 1, doc: '1 captures; 0 holds what there is' }, { name: 'keepLast', bit: 1, width: 1, doc: 'go on and keep the last frames; 0: stop when full' }, { name: 'badOnly', bit: 2, width: 1, doc: 'only frames with a bad FCS' }, { name: 'ports', bit: 4, width: 4, doc: 'bit p: frames of port p' }] },
      { name: 'STATUS', offset: 0x10, access: 'ro', reset: 0x0, doc: 'how far it is', fields: [{ name: 'armed', bit: 0, width: 1, doc: 'capturing' }, { name: 'full', bit: 1, width: 1, doc: 'as many frames as there is room for were kept' }, { name: 'held', bit: 8, width: 8, doc: 'frames held' }, { name: 'oldest', bit: 16, width: 8, doc: 'slot of the oldest of them' }] },
      { name: 'MISSED', offset: 0x14, access: 'ro', reset: 0x0, doc: 'frames wanted and not kept, because one of another port was being written', fields: [] },
      { name: 'SLOTS', offset: 0x18, access: 'ro', reset: 0x0, doc: 'frames there is room for', fields: [] },
      { name: 'SLOT_BYTES', offset: 0x1c, access: 'ro', reset: 0x800, doc: 'bytes of each', fields: [] },
      { name: 'FRAME_0', offset: 0x40, access: 'ro', reset: 0x0, doc: 'slot 0; slot n is 16 n bytes further', fields: [{ name: 'length', bit: 0, width: 16, doc: 'bytes without FCS as received; more than SLOT_BYTES: the rest is not there' }, { name: 'port', bit: 16, width: 4, doc: 'port' }, { name: 'badFcs', bit: 20, width: 1, doc: 'the MAC marked it' }] },
      { name: 'TIME_0_LO', offset: 0x44, access: 'ro', reset: 0x0, doc: 'its first beat, low word', fields: [] },
      { name: 'TIME_0_HI', offset: 0x48, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'COUNT_0', offset: 0x4c, access: 'ro', reset: 0x0, doc: 'which frame since arming, from 1', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'sensor',
    type: 9,
    version: 0x100,
    base: 0x3400,
    stride: 0x0,
    doc: 'What the board measures; a board\'s wrapper hands the values in.',
    registers: [
      { name: 'STATUS', offset: 0xc, access: 'ro', reset: 0x0, doc: 'which values there are', fields: [{ name: 'fitted', bit: 0, width: 8, doc: 'bit n: value n was told since the reset' }, { name: 'simulated', bit: 31, width: 1, doc: 'the values are made up by a simulation' }] },
      { name: 'UPDATES', offset: 0x10, access: 'ro', reset: 0x0, doc: 'values told since the reset', fields: [] },
      { name: 'DIE_TEMPERATURE', offset: 0x20, access: 'ro', reset: 0x0, doc: 'value 0: of the chip, thousandths of a degree Celsius, signed', fields: [] },
      { name: 'BOARD_TEMPERATURE', offset: 0x24, access: 'ro', reset: 0x0, doc: 'value 1: of the board, the same', fields: [] },
      { name: 'OPTICS_TEMPERATURE', offset: 0x28, access: 'ro', reset: 0x0, doc: 'value 2: of the hottest transceiver, the same', fields: [] },
      { name: 'VCC_CORE', offset: 0x2c, access: 'ro', reset: 0x0, doc: 'value 3: mV', fields: [] },
      { name: 'VCC_AUX', offset: 0x30, access: 'ro', reset: 0x0, doc: 'value 4: mV', fields: [] },
      { name: 'VCC_IO', offset: 0x34, access: 'ro', reset: 0x0, doc: 'value 5: mV', fields: [] },
      { name: 'FAN_RPM', offset: 0x38, access: 'ro', reset: 0x0, doc: 'value 6: turns a minute', fields: [] },
      { name: 'DIE_TEMPERATURE_MAX', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'the highest DIE_TEMPERATURE since the reset', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'clock',
    type: 10,
    version: 0x100,
    base: 0x3500,
    stride: 0x0,
    doc: 'The core clock measured against the pulses of a reference (PPS).',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'measurement', fields: [{ name: 'measure', bit: 0, width: 1, doc: '1 begins anew; reads 1 until INTERVALS intervals were measured or missed; 0 stops' }] },
      { name: 'INTERVALS', offset: 0x10, access: 'rw', reset: 0x1, doc: 'intervals between pulses to measure, 1 to 255', fields: [] },
      { name: 'NOMINAL', offset: 0x14, access: 'ro', reset: 0x0, doc: 'cycles that should be between two pulses', fields: [] },
      { name: 'STATUS', offset: 0x18, access: 'ro', reset: 0x0, doc: 'how far it is', fields: [{ name: 'measuring', bit: 0, width: 1, doc: 'at work' }, { name: 'measured', bit: 8, width: 8, doc: 'intervals measured' }, { name: 'missed', bit: 16, width: 8, doc: 'times that no pulse came for twice NOMINAL' }, { name: 'simulated', bit: 31, width: 1, doc: 'the pulses are a simulation\'s, and closer together than a second' }] },
      { name: 'LAST', offset: 0x1c, access: 'ro', reset: 0x0, doc: 'cycles of the last interval', fields: [] },
      { name: 'SHORTEST', offset: 0x20, access: 'ro', reset: 0x0, doc: 'of the shortest', fields: [] },
      { name: 'LONGEST', offset: 0x24, access: 'ro', reset: 0x0, doc: 'of the longest', fields: [] },
      { name: 'SUM_LO', offset: 0x28, access: 'ro', reset: 0x0, doc: 'of all together, low word', fields: [] },
      { name: 'SUM_HI', offset: 0x2c, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'CYCLES_LO', offset: 0x30, access: 'ro', reset: 0x0, doc: 'cycles since the reset, low word', fields: [] },
      { name: 'CYCLES_HI', offset: 0x34, access: 'ro', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'PULSES', offset: 0x38, access: 'ro', reset: 0x0, doc: 'pulses seen since the reset', fields: [] },
      { name: 'AGE', offset: 0x3c, access: 'ro', reset: 0x0, doc: 'cycles since the last pulse, at most 0xFFFFFFFF', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'transmit',
    type: 12,
    version: 0x100,
    base: 0x3600,
    stride: 0x0,
    doc: 'Frames from host memory to the ports. Slot i of the ring is at BASE + 2048 (i mod slots): a descriptor of 64 bytes, then the frame without FCS; the card overwrites the descriptor with what became of it (driver-api.md).',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'what is on', fields: [{ name: 'enable', bit: 0, width: 1, doc: '1 takes slots; a write of 0 forgets those not taken, and sets TAIL and HEAD to 0' }, { name: 'stop', bit: 1, width: 1, doc: 'kill switch: no frame of any source begins any more; slots of the ring come back as stopped' }] },
      { name: 'STATUS', offset: 0x10, access: 'ro', reset: 0x0, doc: 'what is', fields: [{ name: 'stopped', bit: 0, width: 1, doc: 'the kill switch is on, and no frame is under way' }, { name: 'stopPin', bit: 1, width: 1, doc: 'the board\'s kill input is active; it does as CONTROL.stop' }, { name: 'sending', bit: 2, width: 1, doc: 'a frame is under way, of whatever source' }, { name: 'waiting', bit: 3, width: 1, doc: 'a frame waits for the rate limit' }] },
      { name: 'BASE_LO', offset: 0x14, access: 'rw', reset: 0x0, doc: 'bus address of slot 0, low word, 4 KiB aligned', fields: [] },
      { name: 'BASE_HI', offset: 0x18, access: 'rw', reset: 0x0, doc: 'high word', fields: [] },
      { name: 'SIZE_LOG2', offset: 0x1c, access: 'rw', reset: 0x6, doc: 'log2 of the number of slots, 1 to 15', fields: [] },
      { name: 'TAIL', offset: 0x20, access: 'rw', reset: 0x0, doc: 'doorbell: absolute index (mod 2^32) of the first slot that is not filled', fields: [] },
      { name: 'HEAD', offset: 0x24, access: 'ro', reset: 0x0, doc: 'absolute index of the next slot to be taken', fields: [] },
      { name: 'SENT', offset: 0x28, access: 'ro', reset: 0x0, doc: 'frames of the ring that were sent; this and the following wrap', fields: [] },
      { name: 'STOPPED', offset: 0x2c, access: 'ro', reset: 0x0, doc: 'slots that came back because of the kill switch', fields: [] },
      { name: 'REFUSED', offset: 0x30, access: 'ro', reset: 0x0, doc: 'slots with a descriptor that cannot be', fields: [] },
      { name: 'READ_ERRORS', offset: 0x34, access: 'ro', reset: 0x0, doc: 'slots that could not be read', fields: [] },
      { name: 'MAX_BYTES', offset: 0x38, access: 'ro', reset: 0x7c0, doc: 'the longest frame', fields: [] },
      { name: 'INTERVAL_0', offset: 0x40, access: 'rw', reset: 0x0, doc: 'rate limit of port 0: beats that 8 bytes of a frame cost, in 65536ths; FCS, preamble and gap count as 24 bytes. 65536 is the rate of the line; 0: no limit', fields: [] },
      { name: 'BURST_0', offset: 0x44, access: 'rw', reset: 0x0, doc: 'beats that port 0 may be ahead of its rate', fields: [] },
      { name: 'INTERVAL_1', offset: 0x48, access: 'rw', reset: 0x0, doc: 'the same of port 1', fields: [] },
      { name: 'BURST_1', offset: 0x4c, access: 'rw', reset: 0x0, doc: 'the same of port 1', fields: [] },
    ],
    counters: [
    ],
  },
  {
    name: 'responder',
    type: 13,
    version: 0x100,
    base: 0x3700,
    count: 'PORTS',
    stride: 0x40,
    doc: 'One per port: an address of its own, at which the card answers ARP and ICMP echo, and tells switches the groups of the match table by IGMP.',
    registers: [
      { name: 'CONTROL', offset: 0xc, access: 'rw', reset: 0x0, doc: 'what is answered', fields: [{ name: 'arp', bit: 0, width: 1, doc: 'requests for IP' }, { name: 'echo', bit: 1, width: 1, doc: 'ICMP echo requests to MAC and IP, in frames of up to 512 bytes' }, { name: 'igmp', bit: 2, width: 1, doc: 'membership queries, in the version of the query (2 or 3), at once' }, { name: 'join', bit: 4, width: 1, doc: 'written 1: membership of every group of this port in the match table is reported now; reads 1 until that is done' }, { name: 'version', bit: 8, width: 2, doc: 'IGMP version of what join sends: 2 or 3 (also 0)' }] },
      { name: 'MAC_LO', offset: 0x10, access: 'rw', reset: 0x0, doc: 'MAC address, last four octets, third octet in bits 31:24', fields: [] },
      { name: 'MAC_HI', offset: 0x14, access: 'rw', reset: 0x0, doc: 'first two octets in bits 15:0', fields: [] },
      { name: 'IP', offset: 0x18, access: 'rw', reset: 0x0, doc: 'IPv4 address, first octet in bits 31:24', fields: [] },
      { name: 'ARP_REPLIES', offset: 0x1c, access: 'ro', reset: 0x0, doc: 'sent; this and the following wrap', fields: [] },
      { name: 'ECHO_REPLIES', offset: 0x20, access: 'ro', reset: 0x0, doc: 'sent', fields: [] },
      { name: 'QUERIES', offset: 0x24, access: 'ro', reset: 0x0, doc: 'membership queries that concern a group of this port', fields: [] },
      { name: 'REPORTS', offset: 0x28, access: 'ro', reset: 0x0, doc: 'membership reports sent', fields: [] },
      { name: 'MISSED', offset: 0x2c, access: 'ro', reset: 0x0, doc: 'frames that came while an answer was being sent, and were not looked at', fields: [] },
    ],
    counters: [
    ],
  },
];
