/** Configuration of a crypto profile's simulator: YAML, checked, with every complaint naming its file, line and path. */
import { z } from 'zod';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { exchangeShape } from '../core/settings.js';
import { loopbackAddress, seed } from '../publish/listener-config.js';
import { accountSchema } from './accounts.js';
import type { EndpointAddress } from './crypto-gateway.js';

const port = z.number().int().min(0).max(65535);

const gatewaySchema = z.strictObject({
  address: loopbackAddress.default('127.0.0.1'),
  orders: port,
  /** Where the venue has them apart. */
  dropCopy: port.optional(),
  marketData: port.optional(),
  /** A second listener for orders without TLS, where the venue has one. */
  plainOrders: port.optional(),
});

export const cryptoConfigSchema = z.strictObject({
  profile: z.enum(['binance-spot-testnet', 'coinbase-exchange-sandbox', 'deribit-test']),
  seed: seed.default(1),
  /** How many of the profile's instruments, the busiest first. */
  symbols: z.number().int().min(1).max(100).default(100),
  /** Mean rate of messages. */
  messagesPerSecond: z.number().min(1).max(100_000).default(200),
  stopOnStdinEnd: z.boolean().default(false),
  /**
   * Certificates (`tls/ca.pem` is what a client must trust) and, below `credentials/`, keys of accounts that have none here; the days of the log.
   */
  dataDirectory: z.string().min(1),
  tls: z.boolean().default(true),
  accounts: z.array(accountSchema).min(1),
  gateways: z.strictObject({ a: gatewaySchema, b: gatewaySchema }),
  options: z
    .strictObject({
      /** How late a drop copy is, ms. */
      dropCopyDelayMs: z.number().int().min(0).max(60_000).default(1000),
      /** Coinbase: numbers go on when a client does not ask for a reset. */
      resume: z.boolean().default(true),
      /** Coinbase: ClOrdID must be a UUID. */
      uuidClOrdId: z.boolean().default(true),
      marketDataIntervalMs: z.number().int().min(1).max(10_000).default(50),
    })
    .prefault({}),
  ...exchangeShape,
});

export type CryptoConfig = z.output<typeof cryptoConfigSchema>;
export type CryptoGatewaySettings = CryptoConfig['gateways']['a'];

/** Throws ConfigError with everything that is wrong. `file` is for the messages. */
export function parseCryptoConfig(file: string, text: string): CryptoConfig {
  return parseYamlConfig(file, text, {
    schema: cryptoConfigSchema,
    isSecret: (path) => ['secret', 'passphrase', 'appSecret'].includes(String(path.at(-1))),
  });
}

export function endpointsOf({
  address,
  orders,
  dropCopy,
  marketData,
  plainOrders,
}: CryptoGatewaySettings): EndpointAddress[] {
  const endpoints: EndpointAddress[] = [];
  const add = (purpose: EndpointAddress['purpose'], port: number | undefined, isTls: boolean): void => {
    if (port !== undefined) endpoints.push({ purpose, local: { host: address, port }, isTls });
  };
  add('orders', orders, true);
  add('orders', plainOrders, false);
  add('dropCopy', dropCopy, true);
  add('marketData', marketData, true);
  return endpoints;
}
