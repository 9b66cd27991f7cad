/** The Cboe simulator's configuration: YAML, checked, with every complaint naming its file, line and path. */
import { z } from 'zod';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { exchangeShape } from '../core/settings.js';
import { equityFixSchema } from '../fix/equity-gateway.js';
import { MAX_INSTRUMENTS } from '../market/instruments.js';
import { listenPort, loopbackAddress, seed } from '../publish/listener-config.js';
import { pitchShape } from './market-data-config.js';

const gateway = z
  .strictObject({
    address: loopbackAddress.default('127.0.0.1'),
    port: listenPort,
  })
  .prefault({});

export const cboeConfigSchema = z.strictObject({
  seed: seed.default(1),
  symbols: z.number().int().min(1).max(MAX_INSTRUMENTS).default(110),
  /** How many of the well-known names are not listed here. */
  firstSymbol: z.number().int().min(0).max(MAX_INSTRUMENTS).default(0),
  /** Mean rate of messages once the market is open. */
  messagesPerSecond: z.number().min(1).max(1_000_000).default(2000),
  /** Mean time between halts of some symbol, seconds. */
  haltEveryS: z.number().min(0.1).default(30),
  /** When the market-wide circuit breaker trips, seconds after the open; null: never. */
  breakerAfterS: z.number().min(15).nullable().default(null),
  /** Only heartbeats for this long after the process is ready (or was told to start). */
  startDelayMs: z.number().int().min(0).max(3_600_000).default(0),
  /** Only heartbeats until `{"start":true}` comes on standard input. */
  waitForStart: z.boolean().default(false),
  /** Stop when standard input ends, as it does when the parent process dies. */
  stopOnStdinEnd: z.boolean().default(false),
  /** Where parts of the exchange keep what must survive them. */
  dataDirectory: z.string().min(1).optional(),
  ...pitchShape,
  ...exchangeShape,
  /** FIX order entry and drop copy; absent: nobody can trade here. */
  orderEntry: z
    .strictObject({
      fix: equityFixSchema,
      primary: gateway,
      backup: gateway,
      /** Orders and replacements a second of each session; 0: no limit. */
      ratePerSecond: z.number().int().min(0).max(1_000_000).default(0),
      cancelOnDisconnect: z.enum(['always', 'onRequest', 'never']).default('always'),
    })
    .optional(),
});

export type CboeConfig = z.output<typeof cboeConfigSchema>;

/** Throws ConfigError with everything that is wrong. `file` is for the messages. */
export function parseCboeConfig(file: string, text: string): CboeConfig {
  return parseYamlConfig(file, text, { schema: cboeConfigSchema });
}
