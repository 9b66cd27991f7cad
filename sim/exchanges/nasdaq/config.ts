/** The Nasdaq simulator's configuration: YAML, checked, with every complaint naming its file and path. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { SimulatorConfigError } from '../errors.js';
import { isLoopback } from '../loopback.js';
import { MAX_INSTRUMENTS } from '../market/instruments.js';

const probability = z.number().min(0).max(1).default(0);
const microseconds = z.number().min(0).max(10_000_000).default(0);
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const faultsSchema = z
  .strictObject({
    /** Default: derived from the market's seed and the line's name. */
    seed: seed.optional(),
    loss: probability,
    duplication: probability,
    reordering: probability,
    delayUs: microseconds,
    jitterUs: microseconds,
  })
  .prefault({});

const lineSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/, 'expected 1 to 16 letters, digits, - or _'),
  address: z
    .string()
    .refine(isLoopback, 'expected an address in 127.0.0.0/8: simulated exchanges send to loopback only'),
  port: z.number().int().min(1).max(65535),
  faults: faultsSchema,
});

export const nasdaqConfigSchema = z.strictObject({
  seed: seed.default(1),
  symbols: z.number().int().min(1).max(MAX_INSTRUMENTS).default(120),
  /** Mean rate of messages once the market is open. */
  messagesPerSecond: z.number().min(1).max(1_000_000).default(4000),
  /** Mean time between halts of some symbol, seconds. */
  haltEveryS: z.number().min(0.1).default(20),
  /** When the market-wide circuit breaker trips, seconds after the open; null: never. */
  breakerAfterS: z.number().min(15).nullable().default(150),
  /** MoldUDP64 session; default: a new one at each start. */
  session: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/, 'expected 1 to 10 letters or digits')
    .optional(),
  firstSequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(1),
  maxPacketBytes: z.number().int().min(80).max(1472).default(1400),
  /** How often packets leave. */
  tickMs: z.number().int().min(1).max(1000).default(1),
  /** Only heartbeats for this long after the process is ready (or was told to start). */
  startDelayMs: z.number().int().min(0).max(3_600_000).default(0),
  /** Only heartbeats until `{"start":true}` comes on standard input. */
  waitForStart: z.boolean().default(false),
  /** Stop when standard input ends, as it does when the parent process dies. */
  stopOnStdinEnd: z.boolean().default(false),
  lines: z
    .array(lineSchema)
    .min(1)
    .max(4)
    .refine(
      (lines) => new Set(lines.map(({ name }) => name)).size === lines.length,
      'expected a different name for each line',
    )
    .refine(
      (lines) => new Set(lines.map(({ address, port }) => `${address}:${port}`)).size === lines.length,
      'expected a different address and port for each line',
    )
    .prefault([
      { name: 'A', address: '127.0.1.1', port: 26400 },
      { name: 'B', address: '127.0.1.2', port: 26400 },
    ]),
});

export type NasdaqConfig = z.output<typeof nasdaqConfigSchema>;
export type LineSettings = NasdaqConfig['lines'][number];

/** Checks what came from flags or a test. `where` names the source in messages. */
export function checkNasdaqConfig(value: unknown, where: string): NasdaqConfig {
  const result = nasdaqConfigSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  const complaints = result.error.issues.map(
    (issue) => `${where}: ${issue.path.join('.') || 'configuration'}: ${issue.message}`,
  );
  throw new SimulatorConfigError('SIM_CONFIG', complaints.join('\n'));
}

/** Reads YAML text, with what flags say laid over it. */
export function parseNasdaqConfig(
  file: string,
  text: string,
  overrides: Readonly<Record<string, unknown>> = {},
): NasdaqConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new SimulatorConfigError('SIM_CONFIG', `${file}:${line}:${col}: not YAML: ${problem.message}`);
  }
  const value: unknown = document.toJS() ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SimulatorConfigError('SIM_CONFIG', 'not a configuration', {
      where: file,
      expected: 'a mapping of settings',
    });
  }
  return checkNasdaqConfig({ ...value, ...overrides }, file);
}
