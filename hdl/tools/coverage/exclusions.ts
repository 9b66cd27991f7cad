/** What is not counted, each with its reason: hdl/coverage/exclusions.yaml. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Point } from './points.js';

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});
const exclusion = z.strictObject({
  /** Of points of one kind; absent: both. */
  kind: z.enum(['line', 'toggle']).optional(),
  /** Regular expressions over the whole name; absent: any. */
  module: pattern.optional(),
  instance: pattern.optional(),
  signal: pattern.optional(),
  /** The text of the source line, anywhere in it. */
  text: z.string().min(1).optional(),
  because: z.string().min(10),
});
export type Exclusion = z.infer<typeof exclusion>;

export function readExclusions(file: string): readonly Exclusion[] {
  return z.array(exclusion).parse(parse(readFileSync(file, 'utf8')));
}

/** The first exclusion that names the point. `text` is its source line. */
export function exclusionOf(exclusions: readonly Exclusion[], point: Point, text: string): Exclusion | undefined {
  return exclusions.find(
    (each) =>
      (each.kind ?? point.kind) === point.kind &&
      (each.module?.test(point.module) ?? true) &&
      (each.instance?.test(point.instance) ?? true) &&
      (each.signal?.test(point.signal) ?? true) &&
      (each.text === undefined || text.includes(each.text)),
  );
}
