/** A card behind its console: blocks found by their headers, registers by name. */
import { REGISTER_BLOCKS, type BlockEntry } from '../../generated/register-map.js';
import type { ConsoleClient, ConsoleIdentity } from '../console/client.js';
import { BringupError, BringupInputError } from '../errors.js';
import { RegisterNames, type NamedRegister, type PlacedBlock } from './register-names.js';

export const MAGIC = 0x43464e31;
const BLOCKS_MAX = 64;
/** Words asked for at once: a longer answer is more likely to be hit by noise. */
const DUMP_WORDS = 16;

/** A block header as it was found. */
export interface FoundBlock {
  readonly name: string;
  readonly type: number;
  readonly version: number;
  readonly address: number;
}

export class Card {
  /** Empty until `discover`. */
  found: readonly FoundBlock[] = [];
  identity: ConsoleIdentity | undefined;
  /** Resets of the card when it was identified. */
  resets: number | undefined;
  private known: RegisterNames | undefined;

  constructor(
    readonly client: ConsoleClient,
    private readonly blocks: readonly BlockEntry[] = REGISTER_BLOCKS,
  ) {}

  /** By the blocks found on the card; before that, by the register map of this software. */
  get names(): RegisterNames {
    return (this.known ??= RegisterNames.generated(() => 1, this.blocks));
  }

  get ports(): number {
    return this.identity?.ports ?? 1;
  }

  has(block: string): boolean {
    return this.names.has(block);
  }

  /** Identity and block list. Throws ConsoleError, and BringupError for what is no card. */
  async discover(signal?: AbortSignal): Promise<ConsoleIdentity> {
    const { client } = this;
    const identity = await client.identity(signal);
    const where = client.name;
    if (identity.magic !== MAGIC) {
      throw new BringupError('CARD_MAGIC', 'wrong magic number', {
        where,
        found: hex(identity.magic),
        expected: hex(MAGIC),
      });
    }
    const found: FoundBlock[] = [];
    let address = 0;
    do {
      const [type = 0, version = 0, next = 0] = await client.dump(address, 3, signal);
      const name = this.blocks.find((block) => block.type === type)?.name ?? 'unknown';
      found.push({ name, type, version, address });
      if (found.length > BLOCKS_MAX) {
        throw new BringupError('CARD_BLOCKS', 'the block list does not end', {
          where,
          found: found.length,
          expected: `at most ${BLOCKS_MAX}`,
        });
      }
      address = next;
    } while (address !== 0);
    this.found = found;
    this.identity = identity;
    this.known = await this.namesOf(identity, found, signal);
    return identity;
  }

  private async namesOf(
    identity: ConsoleIdentity,
    found: readonly FoundBlock[],
    signal?: AbortSignal,
  ): Promise<RegisterNames> {
    const generated = RegisterNames.generated(() => 1, this.blocks);
    const entriesOfMatch = generated.find('device.MATCH_ENTRIES');
    const counts: Readonly<Record<string, number>> = {
      PORTS: identity.ports,
      CHANNELS: identity.channels,
      MATCH_ENTRIES: entriesOfMatch === undefined ? 1 : await this.client.read(entriesOfMatch.address, signal),
    };
    const placed: PlacedBlock[] = [];
    for (const { type, address } of found) {
      const entry = this.blocks.find((block) => block.type === type);
      if (entry !== undefined)
        placed.push({ entry, address, count: entry.count === undefined ? 1 : (counts[entry.count] ?? 1) });
    }
    return new RegisterNames(placed, identity.ports);
  }

  /** After a reset that somebody did on purpose: from now on the count of resets is another. */
  async afterReset(signal?: AbortSignal): Promise<void> {
    await this.client.rememberBoot(signal);
    this.resets = await this.field('console.BOOT', 'resets', signal);
  }

  async read(name: string, signal?: AbortSignal): Promise<number> {
    return this.readRegister(this.names.get(name), signal);
  }

  /** 64-bit values are read low word first, which latches the high one; they are exact below 2^53. */
  async readRegister(register: NamedRegister, signal?: AbortSignal): Promise<number> {
    const low = await this.client.read(register.address, signal);
    if (register.bits === 32) return low;
    return (await this.client.read(register.address + 4, signal)) * 2 ** 32 + low;
  }

  async write(name: string, value: number, signal?: AbortSignal): Promise<void> {
    const register = this.names.get(name);
    if (register.access === 'ro' || register.bits === 64) {
      throw new BringupInputError('REGISTER_ACCESS', 'cannot be written', {
        where: register.name,
        found: register.access === 'ro' ? 'read only' : '64 bits',
        expected: 'a 32-bit register that can be written',
      });
    }
    await this.client.write(register.address, value >>> 0, signal);
  }

  /** Bits of a register by name. */
  async field(name: string, field: string, signal?: AbortSignal): Promise<number> {
    return fieldOf(this.names.get(name), field, await this.read(name, signal));
  }

  /** The value with these fields set, for a register by name. */
  bits(name: string, fields: Readonly<Record<string, number>>): number {
    const register = this.names.get(name);
    let value = 0;
    for (const [field, bits] of Object.entries(fields)) value += bits * 2 ** fieldEntry(register, field).bit;
    return value;
  }

  async dump(address: number, words: number, signal?: AbortSignal): Promise<number[]> {
    const out: number[] = [];
    while (out.length < words) {
      out.push(...(await this.client.dump(address + 4 * out.length, Math.min(DUMP_WORDS, words - out.length), signal)));
    }
    return out;
  }
}

export function fieldOf(register: NamedRegister, field: string, value: number): number {
  const { bit, width } = fieldEntry(register, field);
  return Math.floor(value / 2 ** bit) % 2 ** width;
}

function fieldEntry(register: NamedRegister, field: string): NamedRegister['fields'][number] {
  const entry = register.fields.find(({ name }) => name === field);
  if (entry === undefined)
    throw new BringupInputError('REGISTER_FIELD', 'there is no such field', { where: register.name, found: field });
  return entry;
}

export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
