/** Whether a value is within its limits; text always is. */
import type { Limits } from './step.js';

export function isWithin(value: number | string, { least, most }: Limits): boolean {
  if (typeof value === 'string') return true;
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
