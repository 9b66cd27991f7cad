/** Settings of the TCP and UDP servers beside a feed, and of what publishers keep. */
import { z } from 'zod';
import { isLoopback } from '../loopback.js';

export const loopbackAddress = z
  .string()
  .refine(isLoopback, 'expected an address in 127.0.0.0/8: simulated exchanges stay on loopback');
/** 0: any that is free; the ready line says which. */
export const listenPort = z.number().int().min(0).max(65535).default(0);

/** Username of up to 6 and password of up to 10 characters, as SoupBinTCP has them. */
export const soupUser = z.strictObject({
  username: z.string().regex(/^[A-Za-z0-9]{1,6}$/, 'expected 1 to 6 letters or digits'),
  password: z.string().regex(/^[\x21-\x7e]{1,10}$/, 'expected 1 to 10 printable characters'),
});

export const soupServer = z.strictObject({
  address: loopbackAddress.default('127.0.0.1'),
  port: listenPort,
  users: z.array(soupUser).min(1).max(64),
  connectionsMax: z.number().int().min(1).max(256).default(16),
});

export const storeSettings = z
  .strictObject({
    /** Bytes of a piece of the store, a file where there is a data directory. */
    chunkBytes: z.number().int().min(4096).max(16_777_216).default(1_048_576),
    /** Pieces in memory; without a data directory, all that is kept. */
    chunksInMemory: z.number().int().min(1).max(4096).default(32),
    /** Pieces kept at all. */
    chunksMax: z.number().int().min(1).max(65_536).default(512),
  })
  .prefault({});

const probability = z.number().min(0).max(1).default(0);
const microseconds = z.number().min(0).max(10_000_000).default(0);
export const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const faults = z
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

export const line = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/, 'expected 1 to 16 letters, digits, - or _'),
  address: z
    .string()
    .refine(isLoopback, 'expected an address in 127.0.0.0/8: simulated exchanges send to loopback only'),
  port: z.number().int().min(1).max(65535),
  faults,
});

interface Place {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** Lines that differ in name and in address. */
export const lines = z
  .array(line)
  .min(1)
  .max(4)
  .refine((all) => areDifferent(all, ({ name }) => name), 'expected a different name for each line')
  .refine(
    (all) => areDifferent(all, ({ address, port }) => `${address}:${port}`),
    'expected a different address and port for each line',
  );

function areDifferent(all: readonly Place[], key: (place: Place) => string): boolean {
  return new Set(all.map(key)).size === all.length;
}
