/** Bit-error rates with what a count can say about them: k errors in n bits are a Poisson count. */

export interface ErrorRate {
  /** Errors by bits. */
  readonly rate: number;
  /** With the given confidence the true rate is not above this. With no errors in n bits and 95 %: 3.0 / n. */
  readonly upper: number;
}

/** @param confidence one-sided, above 0 and below 1 */
export function errorRate(errors: number, bits: number, confidence = 0.95): ErrorRate {
  if (bits <= 0) return { rate: NaN, upper: 1 };
  return { rate: errors / bits, upper: Math.min(1, poissonUpper(errors, confidence) / bits) };
}

/** From so many on the normal approximation of Wilson and Hilferty is better than 0.1 %. */
const EXACT_BELOW = 1000;
const BISECTIONS = 60;

/** The mean at which so few events are only as likely as the confidence leaves open. */
export function poissonUpper(events: number, confidence: number): number {
  const open = 1 - confidence;
  if (events === 0) return -Math.log(open);
  if (events >= EXACT_BELOW) {
    const k = events + 1;
    return k * (1 - 1 / (9 * k) + normalQuantile(confidence) / (3 * Math.sqrt(k))) ** 3;
  }
  let low = events;
  let high = events + 10 * Math.sqrt(events) + 20;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (poissonAtMost(events, middle) > open) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most so many events. */
function poissonAtMost(events: number, mean: number): number {
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= events; k++) {
    logTerm += Math.log(mean / k);
    sum += Math.exp(logTerm);
  }
  return sum;
}

/** Quantile of the normal distribution above its middle, after Abramowitz and Stegun 26.2.23: within 0.00045. */
function normalQuantile(probability: number): number {
  const tail = probability > 0.5 ? 1 - probability : probability;
  const t = Math.sqrt(-2 * Math.log(tail));
  const z =
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  return probability > 0.5 ? z : -z;
}
