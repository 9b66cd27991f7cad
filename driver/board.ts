/** What a card measures of itself: temperatures, voltages, and its clock against the pulses of a reference; as far as it has the blocks. */
import { CLOCK, PRBS, SENSOR } from './generated/registers.js';
import type { NicIdentity } from './identity.js';

export interface BoardValue {
  readonly name: string;
  readonly value: number;
  readonly unit: '°C' | 'V' | 'rpm';
}

export interface BoardSensors {
  /** The values are a simulation's. */
  readonly simulated: boolean;
  readonly values: readonly BoardValue[];
}

export interface BoardClock {
  readonly simulated: boolean;
  /** Pulses of the reference since the reset; 0: there is none, or it was never connected. */
  readonly pulses: number;
  /** The last interval measured against what it should be, parts per million; null: none was measured. */
  readonly offsetPpm: number | null;
  /** Cycles since the last pulse, and nominal ones between two. */
  readonly ageCycles: number;
  readonly nominalCycles: number;
}

type Read = (addresses: readonly number[]) => Uint32Array;

/** In the order of their bits in `fitted`. */
const VALUES = [
  ['chip', SENSOR.DIE_TEMPERATURE, '°C'],
  ['board', SENSOR.BOARD_TEMPERATURE, '°C'],
  ['transceivers', SENSOR.OPTICS_TEMPERATURE, '°C'],
  ['core', SENSOR.VCC_CORE, 'V'],
  ['auxiliary', SENSOR.VCC_AUX, 'V'],
  ['I/O', SENSOR.VCC_IO, 'V'],
  ['fan', SENSOR.FAN_RPM, 'rpm'],
] as const;

/** Null: the card has no such block, or nothing is connected to it. */
export function readSensors(read: Read, identity: NicIdentity): BoardSensors | null {
  const base = addressOf(identity, SENSOR.BLOCK_TYPE);
  if (base === undefined) return null;
  const [status = 0, ...raw] = read([base + SENSOR.STATUS, ...VALUES.map(([, offset]) => base + offset)]);
  const values = VALUES.flatMap(([name, , unit], bit): BoardValue[] => {
    if (((status >>> bit) & 1) === 0) return [];
    // Temperatures are signed.
    const value = raw[bit]! | 0;
    return [{ name, value: unit === 'rpm' ? value : value / 1000, unit }];
  });
  return values.length === 0 ? null : { simulated: status >>> 31 === 1, values };
}

/** Whether each port's MAC has a link; null: the card does not tell. */
export function readLinks(read: Read, identity: NicIdentity): boolean[] | null {
  const base = addressOf(identity, PRBS.BLOCK_TYPE);
  if (base === undefined) return null;
  const addresses = Array.from({ length: identity.ports }, (_, port) => base + port * PRBS.STRIDE + PRBS.STATUS);
  return [...read(addresses)].map((status) => (status & PRBS.STATUS_LINK_UP_MASK) !== 0);
}

/** Null: the card has no such block. */
export function readClock(read: Read, identity: NicIdentity): BoardClock | null {
  const base = addressOf(identity, CLOCK.BLOCK_TYPE);
  if (base === undefined) return null;
  const offsets = [CLOCK.STATUS, CLOCK.NOMINAL, CLOCK.LAST, CLOCK.PULSES, CLOCK.AGE];
  const [status, nominal, last, pulses, age] = [...read(offsets.map((offset) => base + offset))] as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    simulated: status >>> 31 === 1,
    pulses,
    offsetPpm: last === 0 || nominal === 0 ? null : ((last - nominal) / nominal) * 1e6,
    ageCycles: age,
    nominalCycles: nominal,
  };
}

function addressOf({ blocks }: NicIdentity, wanted: number): number | undefined {
  return blocks.find(({ type }) => type === wanted)?.address;
}
