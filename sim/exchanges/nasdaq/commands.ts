/** The simulator's remote control: one JSON object a line on standard input, one JSON answer a line on standard output. */
import { z } from 'zod';
import { CrossfeedError } from '../../../control/core/errors.js';
import { SimulatorConfigError } from '../errors.js';
import type { NasdaqFeed } from './feed.js';

const commandSchema = z.union([
  z.strictObject({ start: z.literal(true) }),
  z.strictObject({ stop: z.literal(true) }),
  z.strictObject({ counters: z.literal(true) }),
  z.strictObject({ line: z.string(), silent: z.boolean() }),
]);

const EXPECTED = '{"start":true}, {"stop":true}, {"counters":true} or {"line":"A","silent":true}';

export interface CommandTarget {
  readonly feed: NasdaqFeed;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Obeys one line; returns the answer. A line that makes no sense is answered, not fatal. */
export function obey(line: string, { feed, start, stop }: CommandTarget): object {
  try {
    const command = parse(line);
    if ('start' in command) start();
    else if ('stop' in command) stop();
    else if ('counters' in command) return { counters: feed.counters() };
    else feed.silence(command.line, command.silent);
    return { done: command };
  } catch (error) {
    if (!(error instanceof CrossfeedError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

function parse(line: string): z.output<typeof commandSchema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  const result = commandSchema.safeParse(value);
  if (result.success) return result.data;
  throw new SimulatorConfigError('SIM_COMMAND', 'not a command', { found: line.slice(0, 200), expected: EXPECTED });
}
