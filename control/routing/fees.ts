/** What venues charge and pay, by date, tier of monthly quantity, price, and whether liquidity was taken or added. */
import type { Fee, FeeSchedule, FeeTier } from './config.js';

/** Price units a unit of quantity, and part of the price. */
export interface FeeTerms {
  readonly flat: number;
  readonly rate: number;
}

const NONE: FeeTerms = { flat: 0, rate: 0 };

/** The fees of one venue on a date with a monthly quantity, at a price: the newest schedule that has begun, its highest tier that is reached. */
export function feeTier(schedules: readonly FeeSchedule[], date: string, monthlyQuantity: number): FeeTier | undefined {
  const schedule = schedules
    .filter(({ from }) => from <= date)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1);
  return schedule?.tiers
    .filter(({ fromMonthlyQuantity }) => fromMonthlyQuantity <= monthlyQuantity)
    .toSorted((a, b) => a.fromMonthlyQuantity - b.fromMonthlyQuantity)
    .at(-1);
}

/** @param price in the instrument's units, whose decimals are `priceScale` */
export function feeOf(
  tier: FeeTier | undefined,
  liquidity: 'take' | 'make',
  flag: string,
  price: number,
  priceScale: number,
): FeeTerms {
  if (tier === undefined) return NONE;
  const flagged = flag === '' ? undefined : tier.flags[flag];
  if (flagged !== undefined) return terms(flagged, priceScale);
  const { below } = tier;
  const isBelow = below !== undefined && price !== 0 && price < Number(below.price) * 10 ** priceScale;
  return terms((isBelow ? below : tier)[liquidity], priceScale);
}

function terms(fee: Fee, priceScale: number): FeeTerms {
  // Fees are finer than prices: a part of a price unit, exact enough as a double.
  return { flat: Number(fee.perUnit) * 10 ** priceScale, rate: fee.bps / 10_000 };
}
