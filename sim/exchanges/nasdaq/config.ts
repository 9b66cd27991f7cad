/** The Nasdaq simulator's configuration: YAML, checked, with every complaint naming its file and path. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { SimulatorConfigError } from '../errors.js';
import { MAX_INSTRUMENTS } from '../market/instruments.js';
import { listenPort, loopbackAddress, seed } from '../publish/listener-config.js';
import { exchangeShape } from '../core/settings.js';
import { equityFixSchema } from '../fix/equity-gateway.js';
import { marketDataShape } from './market-data-config.js';
import { ouchGateway, ouchUser } from './ouch/config.js';

const fixListener = z.strictObject({ address: loopbackAddress.default('127.0.0.1'), port: listenPort }).prefault({});

export const nasdaqConfigSchema = z.strictObject({
  seed: seed.default(1),
  symbols: z.number().int().min(1).max(MAX_INSTRUMENTS).default(120),
  /** Mean rate of messages once the market is open. */
  messagesPerSecond: z.number().min(1).max(1_000_000).default(4000),
  /** Mean time between halts of some symbol, seconds. */
  haltEveryS: z.number().min(0.1).default(20),
  /** When the market-wide circuit breaker trips, seconds after the open; null: never. */
  breakerAfterS: z.number().min(15).nullable().default(150),
  /** Only heartbeats for this long after the process is ready (or was told to start). */
  startDelayMs: z.number().int().min(0).max(3_600_000).default(0),
  /** Only heartbeats until `{"start":true}` comes on standard input. */
  waitForStart: z.boolean().default(false),
  /** Stop when standard input ends, as it does when the parent process dies. */
  stopOnStdinEnd: z.boolean().default(false),
  /** Where parts of the exchange keep what must survive them; absent: in memory only. */
  dataDirectory: z.string().min(1).optional(),
  ...marketDataShape,
  ...exchangeShape,
  /** Order entry: with it the exchange is a set of processes, one of them the matcher; without, it is its feed alone. */
  orderEntry: z
    .strictObject({
      users: z
        .array(ouchUser)
        .min(1)
        .max(256)
        .refine(
          (users) => new Set(users.map(({ username }) => username.toUpperCase())).size === users.length,
          'expected a different user name for each user',
        ),
      primary: ouchGateway.prefault({}),
      backup: ouchGateway.prefault({}),
      /** FIX 4.2 beside OUCH, in the same two gateways: orders and the firm-wide drop copy; absent: OUCH alone. */
      fix: z
        .strictObject({
          settings: equityFixSchema,
          primary: fixListener,
          backup: fixListener,
          /** Orders and replacements a second of each session; 0: no limit. */
          ratePerSecond: z.number().int().min(0).max(1_000_000).default(0),
          cancelOnDisconnect: z.enum(['always', 'onRequest', 'never']).default('always'),
        })
        .optional(),
    })
    .optional(),
});

export type NasdaqConfig = z.output<typeof nasdaqConfigSchema>;

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
