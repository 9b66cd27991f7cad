/** A feed's configuration as register writes, in the order the card wants them. */
import type { ChannelConfig, FeedConfig, LineConfig } from '../control/core/feed.js';
import { MAX_FRAME_LIMIT } from '../control/core/generated/records.js';
import { CTL } from './abi.js';
import type { DeviceMemory } from './device-memory.js';
import { NicError } from './errors.js';
import { CHANNEL, DEVICE, FILTER, FURTHER_RING, MATCH, RING } from './generated/registers.js';
import type { NicIdentity } from './identity.js';

const FILTER_WORDS = 2048;
const SESSION_BYTES = 10;
const U64_END = 1n << 64n;
const U32_END = 2 ** 32;

type Refuse = (what: string, found: number | string, expected: string) => never;

/** Collects writes, so that they reach the card in one call. */
export class RegisterWrites {
  readonly addresses: number[] = [];
  readonly values: number[] = [];

  add(address: number, value: number): void {
    this.addresses.push(address);
    this.values.push(value >>> 0);
  }

  addWide(low: number, high: number, value: bigint): void {
    this.add(low, Number(value & 0xffffffffn));
    this.add(high, Number(value >> 32n));
  }
}

/** When the card interrupts: `slots` have gathered, or the first of them is `ns` old. */
export interface Moderation {
  readonly slots: number;
  readonly ns: number;
}

/** Everything from a disabled card to one that accepts frames. Refuses what the card does not have. */
export function configurationWrites(
  identity: NicIdentity,
  memory: DeviceMemory,
  feed: FeedConfig,
  moderation?: Moderation,
): RegisterWrites {
  const refuse: Refuse = (what, found, expected) => {
    throw new NicError('NIC_CONFIGURATION', what, { where: identity.device, found, expected });
  };
  checkSizes(identity, feed, refuse);
  checkRings(memory, feed, refuse);
  const writes = new RegisterWrites();
  writes.add(DEVICE.BASE + DEVICE.CONTROL, 0);
  writes.add(RING.BASE + RING.CONTROL, 0);
  for (let c = 0; c < identity.channels; c++) writes.add(CHANNEL.BASE + c * CHANNEL.STRIDE + CHANNEL.CONTROL, 0);

  writes.addWide(RING.BASE + RING.BASE_LO, RING.BASE + RING.BASE_HI, memory.ringBus);
  writes.addWide(RING.BASE + RING.INDEX_LO, RING.BASE + RING.INDEX_HI, memory.controlBus);
  writes.add(RING.BASE + RING.SIZE_LOG2, memory.slotsLog2);
  memory.furtherRings.forEach(({ bus }, n) => {
    const at = FURTHER_RING.BASE + n * FURTHER_RING.STRIDE;
    writes.add(at + RING.CONTROL, 0);
    writes.addWide(at + RING.BASE_LO, at + RING.BASE_HI, bus);
    writes.addWide(at + RING.INDEX_LO, at + RING.INDEX_HI, memory.controlBus + BigInt((n + 1) * CTL.RING_STRIDE));
    writes.add(at + RING.SIZE_LOG2, memory.slotsLog2);
  });
  const ringBases = [RING.BASE, ...memory.furtherRings.map((_, n) => FURTHER_RING.BASE + n * FURTHER_RING.STRIDE)];
  if (moderation !== undefined) {
    const { slots, ns } = moderation;
    const beats = Math.ceil((ns * 5) / 32);
    if (!(slots >= 1 && slots <= 65_535 && beats >= 0 && beats < U32_END)) {
      refuse('no such moderation', `${slots} slots, ${ns} ns`, '1 to 65535 slots, up to 27 s');
    }
    for (const at of ringBases) {
      writes.add(at + RING.HOLDOFF_BEATS, beats);
      writes.add(at + RING.MODERATION, RING.MODERATION_ENABLE_MASK | (slots << RING.MODERATION_COUNT_SHIFT));
    }
  }
  writes.add(DEVICE.BASE + DEVICE.MIN_FRAME_BYTES, feed.minFrameBytes);
  writes.add(DEVICE.BASE + DEVICE.MAX_FRAME_BYTES, feed.maxFrameBytes);

  let entry = 0;
  feed.channels.forEach(({ lines }, channel) => {
    for (const line of lines) writeMatch(writes, entry++, channel, line, refuse);
  });
  for (; entry < identity.matchEntries; entry++) writes.add(MATCH.BASE + entry * MATCH.STRIDE + MATCH.CONTROL, 0);
  feed.channels.forEach((channel, index) => {
    writeChannel(writes, index, channel, refuse);
  });

  for (const at of ringBases) writes.add(at + RING.CONTROL, RING.CONTROL_ENABLE_MASK);
  writes.add(DEVICE.BASE + DEVICE.CONTROL, DEVICE.CONTROL_ENABLE_MASK);
  return writes;
}

function checkSizes(
  identity: NicIdentity,
  { channels, minFrameBytes, maxFrameBytes, firstChannel = 0 }: FeedConfig,
  refuse: Refuse,
): void {
  if (firstChannel !== 0) refuse('a first channel that the card cannot have', firstChannel, '0');
  const lines = channels.reduce((sum, channel) => sum + channel.lines.length, 0);
  if (channels.length > identity.channels) {
    refuse('more channels than the card has', channels.length, `at most ${identity.channels}`);
  }
  if (lines > identity.matchEntries) {
    refuse('more lines than the card has match entries', lines, `at most ${identity.matchEntries}`);
  }
  for (const { port } of channels.flatMap((channel) => channel.lines)) {
    if (!Number.isInteger(port) || port < 0 || port >= identity.ports) {
      refuse('a line on a port that the card does not have', port, `0 to ${identity.ports - 1}`);
    }
  }
  if (!(minFrameBytes >= 14 && minFrameBytes <= maxFrameBytes)) {
    refuse('no such shortest frame', minFrameBytes, `14 to ${maxFrameBytes}`);
  }
  if (maxFrameBytes > MAX_FRAME_LIMIT) {
    refuse('a longer frame than the card can buffer', maxFrameBytes, `at most ${MAX_FRAME_LIMIT}`);
  }
}

function checkRings({ furtherRings }: DeviceMemory, { channels }: FeedConfig, refuse: Refuse): void {
  for (const { ring = 0 } of channels) {
    if (!(Number.isInteger(ring) && ring >= 0 && ring <= furtherRings.length)) {
      refuse('a ring that the device was not opened with', ring, `0 to ${furtherRings.length}`);
    }
  }
}

function writeMatch(writes: RegisterWrites, entry: number, channel: number, line: LineConfig, refuse: Refuse): void {
  const base = MATCH.BASE + entry * MATCH.STRIDE;
  let control = MATCH.CONTROL_VALID_MASK;
  control |= 1 << (line.port + MATCH.CONTROL_PORTS_SHIFT);
  control |= channel << MATCH.CONTROL_CHANNEL_SHIFT;
  writes.add(base + MATCH.IP, parseIpv4(line.ip, refuse));
  writes.add(base + MATCH.UDP, line.udpPort | ((line.unit ?? 0) << MATCH.UDP_UNIT_SHIFT));
  if (line.unit !== undefined) control |= MATCH.CONTROL_PITCH_MASK;
  if (line.mac !== undefined) {
    const mac = parseMac(line.mac, refuse);
    control |= MATCH.CONTROL_MATCH_MAC_MASK;
    writes.addWide(base + MATCH.MAC_LO, base + MATCH.MAC_HI, mac);
  }
  writes.add(base + MATCH.CONTROL, control);
}

function writeChannel(writes: RegisterWrites, index: number, channel: ChannelConfig, refuse: Refuse): void {
  const base = CHANNEL.BASE + index * CHANNEL.STRIDE;
  // MoldUDP64 with ITCH 5.0 is protocol 0, verified mode is 0.
  let control = channel.mode === 'cut-through' ? 1 << CHANNEL.CONTROL_MODE_SHIFT : 0;
  if (channel.protocol === 'pitch2') control |= 1 << CHANNEL.CONTROL_PROTOCOL_SHIFT;
  control |= (channel.ring ?? 0) << CHANNEL.CONTROL_RING_SHIFT;
  const window = Math.ceil((channel.windowNs * 5) / 32);
  if (!(window >= 0 && window < U32_END)) refuse('no such window', channel.windowNs, '0 to 27 s in ns');
  writes.add(base + CHANNEL.WINDOW_BEATS, window);
  if (channel.start !== 'first') {
    if (channel.start < 0n || channel.start >= U64_END) refuse('no such start', String(channel.start), 'below 2^64');
    control |= CHANNEL.CONTROL_START_FIXED_MASK;
    writes.addWide(base + CHANNEL.START_LO, base + CHANNEL.START_HI, channel.start);
  }
  if (channel.session !== undefined) {
    if (channel.session.length > SESSION_BYTES) refuse('no such session', channel.session, 'up to 10 characters');
    const bytes = Buffer.alloc(12);
    bytes.write(channel.session.padEnd(SESSION_BYTES), 'latin1');
    control |= CHANNEL.CONTROL_SESSION_FIXED_MASK;
    writes.add(base + CHANNEL.SESSION_0, bytes.readUInt32LE(0));
    writes.add(base + CHANNEL.SESSION_1, bytes.readUInt32LE(4));
    writes.add(base + CHANNEL.SESSION_2, bytes.readUInt32LE(8));
  }
  if (channel.filter !== undefined) {
    if (channel.filter.length !== FILTER_WORDS)
      refuse('no such filter', channel.filter.length, `${FILTER_WORDS} words`);
    control |= CHANNEL.CONTROL_FILTER_MASK;
    channel.filter.forEach((word, n) => writes.add(FILTER.BASE + index * FILTER.STRIDE + 4 * n, word));
  }
  // Everything stands before the channel begins to use it.
  writes.add(base + CHANNEL.CONTROL, control);
  writes.add(base + CHANNEL.CONTROL, control | CHANNEL.CONTROL_ENABLE_MASK);
}

function parseIpv4(text: string, refuse: Refuse): number {
  const octets = text.split('.').map((octet) => (/^\d{1,3}$/.test(octet) ? Number(octet) : 256));
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) refuse('no such address', text, 'a dotted quad');
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

export function parseMac(text: string, refuse: Refuse): bigint {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) refuse('no such MAC address', text, 'six octets as 01:00:5e:…');
  return BigInt(`0x${text.replaceAll(':', '')}`);
}
