/** Small shapes that configurations are made of. Each message says what was expected, in words that follow "expected" (yaml-config.ts). */
import { z } from 'zod';

export const text = (error: string): z.ZodString => z.string({ error }).min(1, { error });

export const whole = (least: number, most: number): z.ZodInt => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

export const yesNo = z.boolean({ error: 'true or false' });

export const map = <T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? 'a map' : undefined) });

export const list = <T extends z.ZodType>(item: T, least: number, most: number): z.ZodArray<T> => {
  const error = `a list of ${least} to ${most}`;
  return z.array(item, { error }).min(least, { error }).max(most, { error });
};

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> =>
  z.enum(values, {
    error: values.length === 1 ? values[0] : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`,
  });
