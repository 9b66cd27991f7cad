/** The registers of a card by name: which blocks it has, what is in one of them, fields decoded. Reading has no effect on the card. */
import { REGISTER_BLOCKS, type BlockEntry, type RegisterEntry } from './generated/register-map.js';
import type { NicIdentity } from './identity.js';

/** A block that the card has and the map knows. */
export interface FoundBlock {
  readonly entry: BlockEntry;
  readonly address: number;
  readonly version: number;
  /** Instances, `stride` bytes apart. */
  readonly count: number;
}

export interface ReadField {
  readonly name: string;
  readonly bit: number;
  readonly width: number;
  readonly value: number;
  readonly doc: string;
}

export interface ReadRegister {
  readonly name: string;
  readonly address: number;
  /** 64: two words, read together. */
  readonly bits: 32 | 64;
  readonly access: 'ro' | 'rw';
  readonly value: bigint;
  readonly doc: string;
  readonly fields: readonly ReadField[];
}

/** Where a register is, and what it takes. */
interface Place extends Omit<ReadRegister, 'value' | 'fields'> {
  readonly entry?: RegisterEntry;
}

/** Blocks by their headers, in the order of the card. Those of an unknown type are left out: nothing is known of their registers. */
export function foundBlocks(identity: NicIdentity): FoundBlock[] {
  const { ports, channels, matchEntries, rings } = identity;
  const counts: Readonly<Record<string, number>> = {
    PORTS: ports,
    CHANNELS: channels,
    MATCH_ENTRIES: matchEntries,
    FURTHER_RINGS: rings - 1,
  };
  return identity.blocks.flatMap(({ type, version, address }) => {
    const entry = REGISTER_BLOCKS.find((each) => each.type === type);
    if (entry === undefined) return [];
    return [{ entry, address, version, count: entry.count === undefined ? 1 : (counts[entry.count] ?? 1) }];
  });
}

/** All registers of an instance in one pass, the low word of 64 bits in front of its high one. */
export function readBlock(
  read: (addresses: readonly number[]) => Uint32Array,
  { entry, address }: FoundBlock,
  index: number,
  ports: number,
): ReadRegister[] {
  const places = placesOf(entry, address + index * entry.stride, ports);
  const words = read(
    places.flatMap((place) => (place.bits === 64 ? [place.address, place.address + 4] : [place.address])),
  );
  let at = 0;
  return places.map(({ entry: register, ...place }) => {
    const low = words[at++]!;
    const value = place.bits === 64 ? BigInt(low) | (BigInt(words[at++]!) << 32n) : BigInt(low);
    const fields = (register?.fields ?? []).map(({ name, bit, width, doc }) => ({
      ...{ name, bit, width, doc },
      value: Math.floor(low / 2 ** bit) % 2 ** width,
    }));
    return { ...place, value, fields };
  });
}

function placesOf({ registers, counters }: BlockEntry, base: number, ports: number): Place[] {
  const places: Place[] = [];
  for (let n = 0; n < registers.length; n++) {
    const entry = registers[n]!;
    const { name, offset, access, doc } = entry;
    const next = registers[n + 1];
    // What is written word by word is shown word by word.
    const isPair =
      access === 'ro' && name.endsWith('_LO') && next?.name === name.replace(/LO$/, 'HI') && next.offset === offset + 4;
    if (isPair) {
      const what = doc.replace(/,? low word$/, '');
      places.push({ name: name.slice(0, -3), address: base + offset, bits: 64, access, doc: what });
      n++;
    } else places.push({ name, address: base + offset, bits: 32, access, doc, entry });
  }
  for (const { offset, stride, names } of counters) {
    const parts = stride === undefined ? 1 : ports;
    for (let part = 0; part < parts; part++) {
      for (const [n, name] of names.entries()) {
        const address = base + offset + part * (stride ?? 0) + 8 * n;
        const named = stride === undefined ? name : `port${part}.${name}`;
        places.push({ name: named, address, bits: 64, access: 'ro', doc: 'counter' });
      }
    }
  }
  return places;
}
