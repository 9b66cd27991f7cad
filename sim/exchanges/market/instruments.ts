/** The symbols of a simulated market. Prices are integers in units of 0.0001. */
import type { Random } from '../../../control/core/world.js';
import { LISTINGS } from './listings.js';

export const MAX_INSTRUMENTS = 8000;
/** Price units of one dollar. */
export const DOLLAR = 10000;

/** How a symbol trades: what its books look like and how often something happens in them. */
export interface Liquidity {
  /** Share of the market's messages, relative to the others. */
  readonly weight: number;
  /** Usual spread as a fraction of the price, rounded up to ticks. */
  readonly spread: number;
  /** Price levels kept on each side. */
  readonly levels: number;
  readonly ordersPerLevel: number;
  /** Chance that an order is one round lot larger, again and again. */
  readonly sizeRatio: number;
  /** Standard deviation of the latent price over one second, as a fraction. */
  readonly volatility: number;
}

/** From the busiest kind to the quietest. */
export const LIQUIDITY: readonly Liquidity[] = [
  { weight: 12, spread: 0.00003, levels: 16, ordersPerLevel: 4, sizeRatio: 0.75, volatility: 0.00018 },
  { weight: 5, spread: 0.00008, levels: 14, ordersPerLevel: 3, sizeRatio: 0.65, volatility: 0.0002 },
  { weight: 2, spread: 0.0002, levels: 12, ordersPerLevel: 2, sizeRatio: 0.5, volatility: 0.00022 },
  { weight: 0.9, spread: 0.0005, levels: 12, ordersPerLevel: 1.3, sizeRatio: 0.35, volatility: 0.00025 },
];

export type InstrumentKind = 'common' | 'ads' | 'etf' | 'inverse-etf';

export interface Instrument {
  /** Position in the market's list, from 0. */
  readonly index: number;
  /** Stock locate, from 1. */
  readonly locate: number;
  /** What this market calls it. */
  readonly stock: string;
  /** The name by which all markets of a seed know it: its latent price follows from that. */
  readonly canonical: string;
  /** Decimals of a price. */
  readonly priceScale: number;
  /** Decimals of a quantity. */
  readonly quantityScale: number;
  /** Quantities are multiples of it. */
  readonly lot: number;
  readonly maxQuantity: number;
  /** Listing market, as in the ITCH directory (`Q`, `G`, `S`, `N`, …). */
  readonly category: string;
  readonly kind: InstrumentKind;
  /** `ipo` and `direct` start closed and open through their own cross. */
  readonly listing: 'seasoned' | 'ipo' | 'direct';
  readonly openingPrice: number;
  /** 100 (one cent) for shares, or 1 below one dollar. A simulated price never moves across. */
  readonly tick: number;
  /** Nobody quotes below. */
  readonly lowestPrice: number;
  /** The latent price does not go above; Infinity: it may. */
  readonly highestPrice: number;
  readonly roundLot: number;
  readonly liquidity: Liquidity;
  /** Usual spread in ticks. */
  readonly spreadTicks: number;
  /** Usual distance between price levels in ticks. */
  readonly levelTicks: number;
  /** Hidden orders may stand between two ticks, where the midpoint is. */
  readonly hasHalfTicks: boolean;
}

const KINDS: Readonly<Record<string, InstrumentKind>> = { C: 'common', A: 'ads', E: 'etf', I: 'inverse-etf' };

export interface EquityUniverse {
  readonly count: number;
  /** How many of the well-known names this market does not list; default none. */
  readonly first?: number;
  /** This market's name for a canonical symbol such as `BRK.B`; default the same. */
  readonly rename?: (canonical: string) => string;
  /** The last two are new listings, with their own crosses; default true where there are ten or more. */
  readonly newListings?: boolean;
}

/**
 * US shares: well-known names, then made-up ones from `random`. The same generator gives the same made-up ones in the same order to
 * every market, whatever it lists of them.
 */
export function makeInstruments(universe: number | EquityUniverse, random: Random): readonly Instrument[] {
  const {
    count,
    first = 0,
    rename,
    newListings = true,
  }: EquityUniverse = typeof universe === 'number' ? { count: universe } : universe;
  if (!Number.isInteger(count) || count < 1 || count > MAX_INSTRUMENTS) {
    throw new RangeError(`a market has 1 to ${MAX_INSTRUMENTS} symbols, not ${count}`);
  }
  const taken = new Set<string>();
  const instruments: Instrument[] = [];
  for (let index = 0; index < count; index++) {
    const isSeasoned = !newListings || count < 10 || index < count - 2;
    const listing = isSeasoned ? 'seasoned' : index === count - 1 ? 'ipo' : 'direct';
    const place = index + first;
    const [canonical, price, liquidity, category, kind] =
      isSeasoned && place < LISTINGS.length ? listed(LISTINGS[place]!) : invented(random, taken);
    taken.add(canonical);
    const made = instrument(index, canonical, price, LIQUIDITY[liquidity]!, category, kind, listing);
    instruments.push(rename === undefined ? made : { ...made, stock: rename(canonical) });
  }
  return instruments;
}

type Draft = [stock: string, price: number, liquidity: number, category: string, kind: InstrumentKind];

function listed(line: string): Draft {
  const [stock, price, liquidity, category, kind] = line.trim().split(' ');
  return [stock!, Number(price), Number(liquidity), category!, KINDS[kind!]!];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WELL_KNOWN = new Set(LISTINGS.map((line) => listed(line)[0]));

function invented(random: Random, taken: ReadonlySet<string>): Draft {
  let stock: string;
  do {
    stock = Array.from({ length: 3 + random.below(2) }, () => LETTERS[random.below(26)]!).join('');
  } while (taken.has(stock) || WELL_KNOWN.has(stock));
  // Log-uniform from 3 to 300 dollars: most symbols are small.
  const price = Math.round(3 * 100 ** random.next() * 100) / 100;
  const rank = random.below(20);
  return [stock, price, rank === 0 ? 1 : rank < 5 ? 2 : 3, 'QGS'[random.below(3)]!, rank === 19 ? 'etf' : 'common'];
}

function instrument(
  index: number,
  stock: string,
  dollars: number,
  liquidity: Liquidity,
  category: string,
  kind: InstrumentKind,
  listing: Instrument['listing'],
): Instrument {
  const openingPrice = Math.round(dollars * DOLLAR);
  const isPenny = openingPrice < DOLLAR;
  const tick = isPenny ? 1 : 100;
  const spreadTicks = Math.max(1, Math.min(25, Math.ceil((openingPrice * liquidity.spread) / tick)));
  return {
    index,
    locate: index + 1,
    stock,
    canonical: stock,
    priceScale: 4,
    quantityScale: 0,
    lot: 1,
    maxQuantity: 999_999,
    category,
    kind,
    listing,
    openingPrice,
    tick,
    lowestPrice: isPenny ? 1 : DOLLAR,
    highestPrice: isPenny ? 9500 : Infinity,
    roundLot: dollars <= 250 ? 100 : dollars <= 1000 ? 40 : dollars <= 10000 ? 10 : 1,
    liquidity,
    spreadTicks,
    levelTicks: Math.max(1, Math.ceil(spreadTicks / 3)),
    hasHalfTicks: true,
  };
}
