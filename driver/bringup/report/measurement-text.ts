/** Measurements and their limits as people read them. */
import type { Measurement } from '../steps/step.js';

/** Whole numbers in full, others with what is worth reading. */
export function numberText(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(6)));
}

/** `at least 825 and at most 975`, `expected 2`; empty without limits. */
export function limitsText({ least, most }: Pick<Measurement, 'least' | 'most'>): string {
  if (least !== undefined && least === most) return `expected ${numberText(least)}`;
  const limits = [
    ...(least === undefined ? [] : [`at least ${numberText(least)}`]),
    ...(most === undefined ? [] : [`at most ${numberText(most)}`]),
  ];
  return limits.join(' and ');
}
