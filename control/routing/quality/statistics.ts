/** Means, and the interval that holds the difference of two means with 95 % confidence: Welch's, for samples of unequal variance and size. */

export interface Sample {
  readonly count: number;
  readonly mean: number;
  /** Of the sample, with count - 1. */
  readonly variance: number;
}

export interface Difference {
  readonly mean: number;
  /** The interval; NaN with fewer than two values on either side. */
  readonly low: number;
  readonly high: number;
}

export function sampleOf(values: readonly number[]): Sample {
  const { length: count } = values;
  if (count === 0) return { count, mean: NaN, variance: NaN };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, variance: count < 2 ? NaN : squares / (count - 1) };
}

/** `a - b`. */
export function difference(a: Sample, b: Sample): Difference {
  const mean = a.mean - b.mean;
  const ofA = a.variance / a.count;
  const ofB = b.variance / b.count;
  const error = Math.sqrt(ofA + ofB);
  if (error === 0) return { mean, low: mean, high: mean };
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.count - 1) + ofB ** 2 / (b.count - 1));
  const half = studentQuantile(freedom) * error;
  return { mean, low: mean - half, high: mean + half };
}

/** A mean with its interval. */
export function interval(a: Sample): Difference {
  const half = studentQuantile(a.count - 1) * Math.sqrt(a.variance / a.count);
  return { mean: a.mean, low: a.mean - half, high: a.mean + half };
}

/** The 97.5 % quantile of Student's distribution, exact for 1 and 2 degrees of freedom, else by Cornish and Fisher's expansion (to 0.3 % from 3 on). */
export function studentQuantile(freedom: number): number {
  if (!(freedom >= 1)) return NaN;
  if (freedom < 1.5) return 12.7062;
  if (freedom < 2.5) return 4.3027;
  const z = 1.959964;
  const v = freedom;
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92_160 * v ** 4)
  );
}
