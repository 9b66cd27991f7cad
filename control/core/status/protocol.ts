/**
 * The conversation on the gateway's local socket: newline-delimited JSON objects. The gateway greets, then pushes updates; the
 * other side may ask. An update carries what changed since the previous one on the same connection.
 */
import { z } from 'zod';
import type { RowChanges } from './rows.js';
import { bookSchema, problemSchema, statusSchema } from './schema.js';

export const STATUS_PROTOCOL = 1;
/** The longest line either side accepts. */
export const LONGEST_LINE_BYTES = 8 * 1024 * 1024;
/** The longest question. */
export const LONGEST_QUERY_BYTES = 4096;
/** How often the gateway pushes; a receiver that hears nothing for `SILENCE_MS` says so. */
export const UPDATE_PERIOD_MS = 50;
export const STATUS_PERIOD_MS = 250;
export const SILENCE_MS = 1500;

export const rowChangesSchema = z.object({
  version: z.number(),
  firstName: z.number(),
  names: z.array(z.string()),
  rows: z.array(z.array(z.number())),
});

export const updateSchema = z.object({
  type: z.literal('update'),
  atEpochMs: z.number(),
  rows: rowChangesSchema,
  /** Absent when it was not sampled again since the last update. */
  status: statusSchema.nullable(),
});
/** Its rows as the table gives them: who sends copies nothing. */
export type StatusUpdate = Omit<z.infer<typeof updateSchema>, 'rows'> & { readonly rows: RowChanges };

export const gatewayMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.literal(STATUS_PROTOCOL), pid: z.number() }),
  updateSchema,
  z.object({ type: z.literal('answer'), id: z.number(), book: bookSchema }),
  z.object({ type: z.literal('problem'), id: z.number(), problem: problemSchema }),
]);
export type GatewayMessage = Exclude<z.infer<typeof gatewayMessageSchema>, { type: 'update' }> | StatusUpdate;

export const querySchema = z.object({
  type: z.literal('query'),
  id: z.int().nonnegative(),
  query: z.literal('book'),
  symbol: z.string().min(1).max(48),
  depth: z.int().min(1).max(100),
});
export type GatewayQuery = z.infer<typeof querySchema>;

/** Cuts a byte stream into lines. */
export class LineSplitter {
  private readonly decoder = new TextDecoder();
  private rest = '';

  constructor(private readonly longest: number) {}

  /** The complete lines so far, or undefined when a line is longer than allowed. */
  push(bytes: Uint8Array): string[] | undefined {
    const text = this.rest + this.decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > this.longest || lines.some((line) => line.length > this.longest)) return undefined;
    return lines.filter((line) => line !== '');
  }
}
