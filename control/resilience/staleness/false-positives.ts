/** How often a feed that only happens to be quiet is taken for a silent one. */
import type { StalenessSettings } from './staleness-watch.js';

const SECONDS_A_DAY = 86_400;

/** The limit that is learnt from arrivals without memory (Poisson) of this rate, ms; of the longest interval its usual size is taken. */
export function learntLimitMs(ratePerSecond: number, settings: StalenessSettings): number {
  const { quantile, factor, longestFactor, longestMaxMs, memoryMs, floorMs, ceilingMs } = settings;
  const quantileMs = (-Math.log(1 - quantile) / ratePerSecond) * 1000;
  const longestMs = (Math.log((ratePerSecond * memoryMs) / 1000) / ratePerSecond) * 1000;
  return Math.min(ceilingMs, Math.max(floorMs, quantileMs * factor, Math.min(longestMaxMs, longestMs * longestFactor)));
}

/**
 * Of arrivals without memory, all day long at one rate: each interval is longer than the limit with a chance of e^(-rate × limit). Real feeds come in bursts with longer pauses between
 * them, which raises the quantile, and with it the limit.
 */
export function falsePositivesPerDay(ratePerSecond: number, settings: StalenessSettings): number {
  const limitMs = learntLimitMs(ratePerSecond, settings);
  return SECONDS_A_DAY * ratePerSecond * Math.exp((-ratePerSecond * limitMs) / 1000);
}
