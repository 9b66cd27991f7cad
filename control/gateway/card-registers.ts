/** The registers of the gateway's card, for people: read in a bounded rate, written one word at a time. */
import type { CardRegisters } from '../core/card-registers.js';
import { CrossfeedError } from '../core/errors.js';
import type { OperationsCommand } from '../core/operations-control.js';
import type { BlocksView, RegistersView } from '../core/order-api/registers-json.js';
import type { Denial } from '../core/order-entry.js';
import type { World } from '../core/world.js';
import { RateBucket } from '../clients/http/rate.js';
import type { Nic } from '../../driver/nic.js';
import { foundBlocks, readBlock, type FoundBlock } from '../../driver/register-view.js';
import type { EventLog } from '../resilience/event-log.js';

/** What of a card is needed. */
export type Card = Pick<Nic, 'device' | 'identity' | 'readRegisters' | 'writeRegisters'>;

export interface CardRegistersParts {
  readonly clock: World['clock'];
  /** The card in use; undefined: there is none. */
  readonly card: () => Card | undefined;
  readonly events: EventLog;
}

/**
 * A reading is good for so long, and so many are made a second: pages that look at the same block cost one. One that kept the event loop for long is good for so many times as long:
 * a simulated card on a machine without a free core answers in tens of milliseconds.
 */
const FRESH_MS = 250;
const REST = 50;
const READINGS_PER_SECOND = 8;
const KEPT_MAX = 64;
/** The ring's addresses are memory of this process, and the driver alone knows its consumer. */
const OWNED: ReadonlySet<string> = new Set(['ring']);

const NO_CARD: Denial = { code: 'NO_CARD', text: 'no card is in use' };

export class GatewayCardRegisters implements CardRegisters {
  private readonly bucket: RateBucket;
  /** By card, block and index. */
  private readonly kept = new Map<string, { readonly atNs: number; readonly view: RegistersView }>();
  /** No reading before: the last one took its time. */
  private restUntilNs = -Infinity;

  constructor(private readonly parts: CardRegistersParts) {
    this.bucket = new RateBucket(parts.clock, READINGS_PER_SECOND, READINGS_PER_SECOND);
  }

  blocks(): BlocksView | Denial {
    return this.with((card) => {
      const { buildId } = card.identity();
      return {
        device: card.device,
        buildId: hex(buildId),
        blocks: foundBlocks(card.identity()).map(({ entry, count, address, version }) => ({
          ...{ name: entry.name, count, address, doc: entry.doc },
          version: `${version >>> 8}.${version & 0xff}`,
        })),
      };
    });
  }

  read(block: string, index: number): RegistersView | Denial {
    return this.with((card) => {
      const found = blockOf(card, block, index);
      if ('code' in found) return found;
      const { clock } = this.parts;
      const key = `${card.device} ${block} ${index}`;
      const kept = this.kept.get(key);
      const beganNs = clock.monotonicNs();
      if (kept !== undefined && beganNs - kept.atNs < FRESH_MS * 1e6) return kept.view;
      if (beganNs < this.restUntilNs && kept !== undefined) return kept.view;
      if (beganNs < this.restUntilNs || !this.bucket.take()) {
        return { code: 'REGISTERS_BUSY', text: `registers are read at most ${READINGS_PER_SECOND} times a second` };
      }
      const { ports } = card.identity();
      const registers = readBlock((addresses) => card.readRegisters(addresses), found, index, ports);
      const atNs = clock.monotonicNs();
      this.restUntilNs = atNs + (atNs - beganNs) * REST;
      const view: RegistersView = {
        ...{ block, index, at: new Date(clock.epochMs()).toISOString() },
        tookUs: Math.round((atNs - beganNs) / 1000),
        registers: registers.map(({ value, fields, ...rest }) => ({
          ...rest,
          value: String(value),
          fields: fields.map((field) => ({ ...field })),
        })),
      };
      if (this.kept.size >= KEPT_MAX) this.kept.clear();
      this.kept.set(key, { atNs, view });
      return view;
    });
  }

  write(
    block: string,
    index: number,
    register: string,
    value: number,
    { by, reason }: OperationsCommand,
  ): Denial | undefined {
    const denial = this.with((card) => this.writeTo(card, block, index, register, value) ?? 'done');
    const refused = denial === 'done' ? undefined : denial;
    const what = `register ${block}[${index}].${register} set to ${hex(value)} (${reason})`;
    this.parts.events.add('card', refused === undefined ? what : `${what}: refused, ${refused.text}`, { by });
    return refused;
  }

  private writeTo(card: Card, block: string, index: number, register: string, value: number): Denial | undefined {
    const found = blockOf(card, block, index);
    if ('code' in found) return found;
    const entry = found.entry.registers.find(({ name }) => name === register);
    if (entry === undefined) return { code: 'REGISTER_UNKNOWN', text: `${block} has no register ${register}` };
    if (entry.access !== 'rw') return { code: 'REGISTER_READ_ONLY', text: `${block}.${register} cannot be written` };
    if (OWNED.has(block)) return { code: 'REGISTER_OWNED', text: `${block}.${register} belongs to the driver` };
    if (!(value >= 0 && value < 2 ** 32)) return { code: 'REGISTER_VALUE', text: 'a register has 32 bits' };
    card.writeRegisters([found.address + index * found.entry.stride + entry.offset], [value]);
    this.kept.clear();
    return undefined;
  }

  /** A card that does not answer is a denial here: what becomes of it is decided where feeds are read. */
  private with<T>(use: (card: Card) => T | Denial): T | Denial {
    const card = this.parts.card();
    if (card === undefined) return NO_CARD;
    try {
      return use(card);
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      return { code: error.code, text: error.message };
    }
  }
}

function blockOf(card: Card, block: string, index: number): FoundBlock | Denial {
  const found = foundBlocks(card.identity()).find(({ entry }) => entry.name === block);
  if (found === undefined) return { code: 'BLOCK_UNKNOWN', text: `the card has no block ${block}` };
  if (index >= found.count) return { code: 'BLOCK_UNKNOWN', text: `the card has ${found.count} of block ${block}` };
  return found;
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
