/** The fixex simulator's configuration: YAML, checked, with every complaint naming its file, line and path. */
import { z } from 'zod';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { exchangeShape } from '../core/settings.js';
import { equityFixSchema } from '../fix/equity-gateway.js';
import { marketDataFixSchema } from '../fix/market-data-gateway.js';
import { MAX_INSTRUMENTS } from '../market/instruments.js';
import { listenPort, loopbackAddress, seed } from '../publish/listener-config.js';

const listener = z.strictObject({ address: loopbackAddress.default('127.0.0.1'), port: listenPort }).prefault({});

export const fixexConfigSchema = z.strictObject({
  seed: seed.default(1),
  symbols: z.number().int().min(1).max(MAX_INSTRUMENTS).default(100),
  /** How many of the well-known names are not listed here. */
  firstSymbol: z.number().int().min(0).max(MAX_INSTRUMENTS).default(0),
  /** Mean rate of messages once the market is open. */
  messagesPerSecond: z.number().min(1).max(1_000_000).default(1000),
  /** Mean time between halts of some symbol, seconds; null: never. */
  haltEveryS: z.number().min(0.1).nullable().default(30),
  /** When the market-wide circuit breaker trips, seconds after the open; null: never. */
  breakerAfterS: z.number().min(15).nullable().default(null),
  startDelayMs: z.number().int().min(0).max(3_600_000).default(0),
  /** No market until `{"start":true}` comes on standard input. */
  waitForStart: z.boolean().default(false),
  stopOnStdinEnd: z.boolean().default(false),
  /** Where parts of the exchange keep what must survive them. */
  dataDirectory: z.string().min(1).optional(),
  ...exchangeShape,
  orderEntry: z.strictObject({
    fix: equityFixSchema,
    primary: listener,
    backup: listener,
    /** Orders and replacements a second of each session; 0: no limit. */
    ratePerSecond: z.number().int().min(0).max(1_000_000).default(0),
    cancelOnDisconnect: z.enum(['always', 'onRequest', 'never']).default('always'),
  }),
  marketData: z.strictObject({ fix: marketDataFixSchema, listen: listener }),
});

export type FixexConfig = z.output<typeof fixexConfigSchema>;

/** Throws ConfigError with everything that is wrong. `file` is for the messages. */
export function parseFixexConfig(file: string, text: string): FixexConfig {
  return parseYamlConfig(file, text, { schema: fixexConfigSchema });
}
