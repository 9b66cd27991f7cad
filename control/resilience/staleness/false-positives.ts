/** How often a feed that only happens to be quiet is taken for a silent one. */
import type { StalenessSettings } from './staleness-watch.js';

const SECONDS_A_DAY = 86_400;

/** The limit that is learnt from arrivals without memory (Poisson) of this rate, ms. */
export function learntLimitMs(ratePerSecond: number, settings: StalenessSettings): number {
  const quantileMs = (-Math.log(1 - settings.quantile) / ratePerSecond) * 1000;
  return Math.min(settings.ceilingMs, Math.max(settings.floorMs, quantileMs * settings.factor));
}

/**
 * Of arrivals without memory, all day long at one rate: each interval is longer than the limit with a chance of e^(-rate × limit). Real feeds come in bursts with longer pauses between
 * them, which raises the quantile, and with it the limit.
 */
export function falsePositivesPerDay(ratePerSecond: number, settings: StalenessSettings): number {
  const limitMs = learntLimitMs(ratePerSecond, settings);
  return SECONDS_A_DAY * ratePerSecond * Math.exp((-ratePerSecond * limitMs) / 1000);
}
