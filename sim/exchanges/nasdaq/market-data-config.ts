/** What the Nasdaq simulator publishes, and where. */
import { z } from 'zod';
import { lines, listenPort, loopbackAddress, soupServer, storeSettings } from '../publish/listener-config.js';

export const marketDataShape = {
  /** MoldUDP64 session; default: a new one at each start. */
  session: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/, 'expected 1 to 10 letters or digits')
    .optional(),
  firstSequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(1),
  maxPacketBytes: z.number().int().min(80).max(1472).default(1400),
  /** How often packets leave. */
  tickMs: z.number().int().min(1).max(1000).default(1),
  lines: lines.prefault([
    { name: 'A', address: '127.0.1.1', port: 26400 },
    { name: 'B', address: '127.0.1.2', port: 26400 },
  ]),
  /** MoldUDP64 requests by UDP; absent: there is no request server. */
  requestServer: z
    .strictObject({
      address: loopbackAddress.default('127.0.0.1'),
      port: listenPort,
      requestsPerSecond: z.number().int().min(1).max(1_000_000).default(2000),
    })
    .optional(),
  /** The third feed: the whole stream over SoupBinTCP, from any number that is kept. */
  soupFeed: soupServer.optional(),
  /** Snapshots for those who come late. */
  glimpse: soupServer.optional(),
  store: storeSettings,
  checkpointMs: z.number().int().min(100).max(600_000).default(5000),
};
