/** What a card says it is: blocks found by their headers, and the sizes it was built with. */
import { BEAT_PS } from '../control/core/generated/records.js';
import {
  CAPTURE,
  CHANNEL,
  CLOCK,
  CONSOLE,
  DEVICE,
  FURTHER_RING,
  MATCH,
  PORT,
  PRBS,
  RESPONDER,
  RING,
  SENSOR,
  TRANSMIT,
} from './generated/registers.js';
import { NicError } from './errors.js';

export interface NicBlock {
  readonly name: string;
  readonly type: number;
  readonly version: number;
  readonly address: number;
}

export interface NicIdentity {
  readonly device: string;
  readonly buildId: number;
  readonly ports: number;
  readonly channels: number;
  readonly matchEntries: number;
  readonly heldDepth: number;
  /** Record rings. */
  readonly rings: number;
  readonly clockPs: number;
  readonly blocks: readonly NicBlock[];
}

/** Register addresses of this driver, by block type. The major version is in the upper byte. */
const KNOWN = [
  { name: 'device', ...DEVICE },
  { name: 'ring', ...RING },
  { name: 'match', ...MATCH },
  { name: 'port', ...PORT },
  { name: 'channel', ...CHANNEL },
];
/** Blocks for the bench, which the driver does without. */
const OPTIONAL = [
  { name: 'console', ...CONSOLE },
  { name: 'prbs', ...PRBS },
  { name: 'capture', ...CAPTURE },
  { name: 'sensor', ...SENSOR },
  { name: 'clock', ...CLOCK },
  { name: 'furtherRing', ...FURTHER_RING },
  { name: 'transmit', ...TRANSMIT },
  { name: 'responder', ...RESPONDER },
];
const MAGIC = 0x43464e31;
const BLOCKS_MAX = 64;
const VERSION_OFFSET = 4;
const NEXT_OFFSET = 8;

type Read = (addresses: readonly number[]) => Uint32Array;

/** Walks the block list and refuses a card that this driver does not know how to work. */
export function readIdentity(device: string, read: Read): NicIdentity {
  const refuse = (what: string, found: number | string, expected: number | string): never => {
    throw new NicError('NIC_NOT_A_CARD', what, { where: device, found, expected });
  };
  const magic = read([DEVICE.BASE + DEVICE.MAGIC])[0]!;
  if (magic !== MAGIC) refuse('wrong magic number', hex(magic), hex(MAGIC));

  const blocks: NicBlock[] = [];
  let address: number = DEVICE.BASE;
  do {
    const [type, version, next] = read([address, address + VERSION_OFFSET, address + NEXT_OFFSET]) as unknown as [
      number,
      number,
      number,
    ];
    const known = [...KNOWN, ...OPTIONAL].find((block) => block.BLOCK_TYPE === type);
    blocks.push({ name: known?.name ?? 'unknown', type, version, address });
    if (blocks.length > BLOCKS_MAX) refuse('the block list does not end', blocks.length, `at most ${BLOCKS_MAX}`);
    address = next;
  } while (address !== 0);

  for (const { name, BASE, BLOCK_TYPE, BLOCK_VERSION } of KNOWN) {
    const block = blocks.find(({ type }) => type === BLOCK_TYPE);
    if (!block) return refuse(`the card has no ${name} block`, 'none', `type ${BLOCK_TYPE}`);
    if (block.version >>> 8 !== BLOCK_VERSION >>> 8) {
      refuse(`another version of the ${name} block`, hex(block.version), hex(BLOCK_VERSION));
    }
    if (block.address !== BASE) refuse(`the ${name} block is elsewhere`, hex(block.address), hex(BASE));
  }

  const at = DEVICE.BASE;
  const values = read([
    at + DEVICE.BUILD_ID,
    at + DEVICE.PORTS,
    at + DEVICE.CHANNELS,
    at + DEVICE.MATCH_ENTRIES,
    at + DEVICE.HELD_DEPTH,
    at + DEVICE.CLOCK_PS,
    at + DEVICE.FURTHER_RINGS,
  ]);
  const clockPs = values[5]!;
  if (clockPs !== BEAT_PS) refuse('another clock period', clockPs, BEAT_PS);
  return {
    device,
    buildId: values[0]!,
    ports: values[1]!,
    channels: values[2]!,
    matchEntries: values[3]!,
    heldDepth: values[4]!,
    rings: 1 + values[6]!,
    clockPs,
    blocks,
  };
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase()}`;
}
