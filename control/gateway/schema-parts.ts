/** What the schemas of a gateway's configuration are made of. Each message says what was expected, in words that follow "expected". */
import { z } from 'zod';

export const text = (error: string): z.ZodString => z.string({ error }).min(1, { error });
export const whole = (least: number, most: number): z.ZodInt => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
export const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
export const ipv4 = z
  .string({ error: 'an IPv4 address' })
  .regex(new RegExp(`^${OCTET}(\\.${OCTET}){3}$`), { error: 'an IPv4 address' });
export const map = <T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? 'a map' : undefined) });
export const list = <T extends z.ZodType>(item: T, most: number): z.ZodArray<T> => {
  const error = `a list of 1 to ${most}`;
  return z.array(item, { error }).min(1, { error }).max(most, { error });
};
