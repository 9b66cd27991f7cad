/**
 * Registers by name, over the blocks that a card has: `device.SCRATCH`, `prbs[1].CONTROL`, `port[0].frames`, `channel[2].line[1].late`, `ring.RECORDS`.
 * A counter, and a pair of NAME_LO and NAME_HI asked for as NAME, has 64 bits.
 */
import { REGISTER_BLOCKS, type BlockEntry, type RegisterField } from '../../generated/register-map.js';
import { BringupInputError } from '../errors.js';

export interface NamedRegister {
  /** In full: with the index of its block where there are several. */
  readonly name: string;
  readonly address: number;
  readonly bits: 32 | 64;
  readonly access: 'ro' | 'rw';
  readonly reset: number;
  readonly doc: string;
  readonly fields: readonly RegisterField[];
}

/** A block that a card has, and where. */
export interface PlacedBlock {
  readonly entry: BlockEntry;
  readonly address: number;
  readonly count: number;
}

/** How many there are of what a block's count names: PORTS, CHANNELS, MATCH_ENTRIES. */
export type CountOf = (register: string) => number;

const SUGGESTIONS = 6;

export class RegisterNames {
  private readonly byName = new Map<string, NamedRegister>();

  constructor(
    readonly blocks: readonly PlacedBlock[],
    private readonly ports: number,
  ) {
    for (const block of blocks) this.add(block);
  }

  /** Of the generated map, at the addresses given there. */
  static generated(countOf: CountOf, blocks: readonly BlockEntry[] = REGISTER_BLOCKS): RegisterNames {
    const placed = blocks.map((entry) => ({
      entry,
      address: entry.base,
      count: entry.count === undefined ? 1 : countOf(entry.count),
    }));
    return new RegisterNames(placed, countOf('PORTS'));
  }

  has(block: string): boolean {
    return this.blocks.some(({ entry }) => entry.name === block);
  }

  /** In order of their addresses, 64-bit pairs once as pairs. */
  all(): readonly NamedRegister[] {
    const registers = [...new Set(this.byName.values())];
    return registers
      .filter(({ name, bits }) => bits === 64 || !this.isHalf(name))
      .sort((a, b) => a.address - b.address);
  }

  /** Those whose full name begins so. */
  startingWith(prefix: string): readonly NamedRegister[] {
    const wanted = prefix.toLowerCase();
    return this.all().filter(({ name }) => name.toLowerCase().startsWith(wanted));
  }

  find(name: string): NamedRegister | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** By name, or by address: `0x28`. Throws BringupInputError with what comes near. */
  get(name: string): NamedRegister {
    const found = this.find(name);
    if (found !== undefined) return found;
    if (/^0x[0-9a-f]{1,6}$/i.test(name)) {
      const address = Number(name);
      if (address % 4 !== 0)
        throw new BringupInputError('REGISTER_NAME', 'not the address of a register', {
          found: name,
          expected: 'a multiple of 4',
        });
      return this.all().find((each) => each.address === address) ?? { ...UNNAMED, name, address };
    }
    const part = name.toLowerCase().split('.').at(-1) ?? '';
    const near = this.all()
      .filter((each) => each.name.toLowerCase().includes(part))
      .slice(0, SUGGESTIONS);
    throw new BringupInputError('REGISTER_NAME', 'there is no such register', {
      found: name,
      expected:
        near.length === 0
          ? 'BLOCK.REGISTER, such as device.SCRATCH, or an address, 0x28'
          : near.map((each) => each.name).join(', '),
    });
  }

  private isHalf(name: string): boolean {
    return /_(LO|HI)$/.test(name) && this.byName.get(name.slice(0, -3).toLowerCase())?.bits === 64;
  }

  private add({ entry, address, count }: PlacedBlock): void {
    for (let index = 0; index < count; index++) {
      const base = address + index * entry.stride;
      const prefix = entry.stride === 0 ? entry.name : `${entry.name}[${index}]`;
      const put = (register: NamedRegister): void => {
        this.byName.set(register.name.toLowerCase(), register);
        // The first of several may be meant by the block's name alone.
        if (index === 0 && entry.stride !== 0)
          this.byName.set(entry.name.toLowerCase() + register.name.slice(prefix.length).toLowerCase(), register);
      };
      for (const { name, offset, access, reset, doc, fields } of entry.registers) {
        put({ name: `${prefix}.${name}`, address: base + offset, bits: 32, access, reset, doc, fields });
        if (
          name.endsWith('_LO') &&
          entry.registers.some((other) => other.name === `${name.slice(0, -3)}_HI` && other.offset === offset + 4)
        ) {
          put({
            name: `${prefix}.${name.slice(0, -3)}`,
            address: base + offset,
            bits: 64,
            access,
            reset,
            doc: doc.replace(/, low word(?=,|$)/, ''),
            fields,
          });
        }
      }
      for (const { offset, stride, names } of entry.counters) {
        for (let part = 0; part < (stride === undefined ? 1 : this.ports); part++) {
          const owner = stride === undefined ? prefix : `${prefix}.line[${part}]`;
          names.forEach((name, n) => {
            const at = base + offset + part * (stride ?? 0) + 8 * n;
            put({
              name: `${owner}.${name}`,
              address: at,
              bits: 64,
              access: 'ro',
              reset: 0,
              doc: `counter: ${name}`,
              fields: [],
            });
          });
        }
      }
    }
  }
}

const UNNAMED = { bits: 32, access: 'rw', reset: 0, doc: 'no name in the register map', fields: [] } as const;
