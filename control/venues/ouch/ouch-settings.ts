/** What an OUCH order entry is told, and what its versions share. */
import type { Listing } from '../../core/instruments.js';
import type { Clock } from '../../core/world.js';
import { OUCH_MAX_PRICE } from '../../protocols/ouch50/messages.js';
import { TimeZone } from '../../core/time-zone.js';

export interface OuchSettings {
  /** Who is billed: up to 4 characters; '' is the port's own. */
  readonly firm: string;
  /** For orders that name none. */
  readonly capacity: 'A' | 'P' | 'R' | 'O';
  /** Shown orders are attributed to the firm. */
  readonly attributed: boolean;
  readonly customerType: 'R' | 'N' | ' ';
  /** Venue time counts from midnight here. */
  readonly timeZone: string;
  /** Liquidity flags that mean `added` and `removed`; all others are `other`. */
  readonly added: string;
  readonly removed: string;
}

export const ouchDefaults = {
  firm: '',
  capacity: 'A',
  attributed: false,
  customerType: ' ',
  timeZone: 'America/New_York',
  added: 'AFJWjkmeu78',
  removed: 'RLmdpq',
} as const satisfies OuchSettings;

/** Decimals of a price in OUCH. */
const OUCH_SCALE = 4;
export const MAX_OUCH_QUANTITY = 999_999;

/** What the order entry asks of the symbol map, as arrays by instrument number. */
export interface OuchListings {
  listing(instrument: number): Listing | undefined;
  /** By the venue's name for it. */
  instrumentOf(venueSymbol: string): number;
  readonly instruments: readonly { readonly priceScale: number; readonly quantityScale: number }[];
}

/** Prices between our units and OUCH's four decimals. */
export class OuchPrices {
  /** Power of ten by which our price is multiplied; below 1 it is divided, exactly or not at all. */
  private readonly factors: Float64Array;

  constructor(instruments: OuchListings['instruments']) {
    this.factors = Float64Array.from(instruments, ({ priceScale }) => 10 ** (OUCH_SCALE - priceScale));
  }

  /** NaN when OUCH cannot say this price. */
  toWire(instrument: number, price: number): number {
    const factor = this.factors[instrument]!;
    const wire = factor >= 1 ? price * factor : price / Math.round(1 / factor);
    return Number.isInteger(wire) && wire >= 0 && wire <= OUCH_MAX_PRICE ? wire : NaN;
  }

  /** Rounded where our units are coarser than the venue's. */
  fromWire(instrument: number, wire: number): number {
    if (instrument < 0) return wire;
    const factor = this.factors[instrument]!;
    return factor >= 1 ? Math.round(wire / factor) : wire * Math.round(1 / factor);
  }
}

const DAY_MS = 86_400_000;
const NS_PER_MS = 1e6;

/** Venue time, nanoseconds since midnight in its zone, as epoch milliseconds with a fraction: of today, or of the day next to it that is nearer. */
export class VenueDay {
  private readonly zone: TimeZone;
  private midnightMs = -Infinity;

  constructor(
    timeZone: string,
    private readonly clock: Pick<Clock, 'epochMs'>,
  ) {
    this.zone = new TimeZone(timeZone);
  }

  /** 0 for 0: the venue did not tell. */
  epochMsOf(timeNs: number): number {
    if (timeNs === 0) return 0;
    const nowMs = this.clock.epochMs();
    if (nowMs - this.midnightMs >= DAY_MS) this.midnightMs = this.zone.instantOf(this.zone.dayAt(nowMs), 0);
    const epochMs = this.midnightMs + timeNs / NS_PER_MS;
    if (epochMs - nowMs > DAY_MS / 2) return epochMs - DAY_MS;
    return nowMs - epochMs > DAY_MS / 2 ? epochMs + DAY_MS : epochMs;
  }
}
