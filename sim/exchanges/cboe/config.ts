/** The Cboe simulator's configuration: YAML, checked, with every complaint naming its file, line and path. */
import { z } from 'zod';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { MAX_INSTRUMENTS } from '../market/instruments.js';
import { seed } from '../publish/listener-config.js';
import { pitchShape } from './market-data-config.js';

export const cboeConfigSchema = z.strictObject({
  seed: seed.default(1),
  symbols: z.number().int().min(1).max(MAX_INSTRUMENTS).default(110),
  /** Mean rate of messages once the market is open. */
  messagesPerSecond: z.number().min(1).max(1_000_000).default(2000),
  /** Mean time between halts of some symbol, seconds. */
  haltEveryS: z.number().min(0.1).default(30),
  /** When the market-wide circuit breaker trips, seconds after the open; null: never. */
  breakerAfterS: z.number().min(15).nullable().default(null),
  /** Where parts of the exchange keep what must survive them; absent: in memory only. */
  dataDirectory: z.string().min(1).optional(),
  ...pitchShape,
});

export type CboeConfig = z.output<typeof cboeConfigSchema>;

/** Throws ConfigError with everything that is wrong. `file` is for the messages. */
export function parseCboeConfig(file: string, text: string): CboeConfig {
  return parseYamlConfig(file, text, { schema: cboeConfigSchema });
}
