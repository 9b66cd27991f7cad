/** A number in a plan, and what to say when it is none. */
import { z } from 'zod';

export function numberFrom(least: number, most: number): z.ZodNumber {
  const error = `a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}
