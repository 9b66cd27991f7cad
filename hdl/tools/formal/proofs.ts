/** hdl/formal/proofs.yaml: what is proved, and the bugs that must be found. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const bug = z.strictObject({ name: z.string(), file: z.string(), replace: z.string().min(1), with: z.string() });

const proof = z.strictObject({
  name: z.string(),
  top: z.string().regex(/^\w+$/),
  /** In hdl/formal. */
  properties: z.string(),
  parameters: z.record(z.string().regex(/^\w+$/), z.int()).default({}),
  depth: z.int().min(2),
  induction: z.int().min(1),
  bugs: z.array(bug).min(1),
});

export type Bug = z.infer<typeof bug>;
export type Proof = z.infer<typeof proof>;

export function readProofs(file: string): Proof[] {
  return z.strictObject({ proofs: z.array(proof).min(1) }).parse(parse(readFileSync(file, 'utf8'))).proofs;
}

/** The sources with one bug in them. @throws Error when the text to replace is not there exactly once: the proof list is stale */
export function withBug(
  files: Readonly<Record<string, string>>,
  { name, file, replace, with: text }: Bug,
): Record<string, string> {
  const found = files[file];
  const places = found?.split(replace).length ?? 0;
  if (found === undefined || places !== 2) {
    throw new Error(`bug "${name}": its text is in ${file} ${Math.max(0, places - 1)} times, expected once`);
  }
  return { ...files, [file]: found.replace(replace, () => text) };
}

/** The properties go to the end of the module, where they see all of its signals. */
export function withProperties(
  files: Readonly<Record<string, string>>,
  top: string,
  properties: string,
): Record<string, string> {
  const file = `${top}.sv`;
  const text = files[file];
  const end = text?.lastIndexOf('endmodule') ?? -1;
  if (text === undefined || end < 0) throw new Error(`no module ${top} in ${file}`);
  return { ...files, [file]: `${text.slice(0, end)}\n${properties}\n${text.slice(end)}` };
}
