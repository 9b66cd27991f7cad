/** What the Cboe simulator publishes, and where. */
import { z } from 'zod';
import { lines, listenPort, loopbackAddress, storeSettings } from '../publish/listener-config.js';

const pitchUser = z.strictObject({
  sessionSubId: z.string().regex(/^[A-Za-z0-9]{1,4}$/, 'expected 1 to 4 letters or digits'),
  username: z.string().regex(/^[A-Za-z0-9]{1,4}$/, 'expected 1 to 4 letters or digits'),
  password: z.string().regex(/^[\x21-\x7e]{0,10}$/, 'expected up to 10 printable characters'),
});

const pitchServer = {
  address: loopbackAddress.default('127.0.0.1'),
  port: listenPort,
  users: z.array(pitchUser).min(1).max(64),
  connectionsMax: z.number().int().min(1).max(256).default(16),
};

const count = (most: number, otherwise: number) => z.number().int().min(1).max(most).default(otherwise);

const unit = z.strictObject({
  unit: z.number().int().min(1).max(255),
  /** First letters of the symbols that are on it. */
  symbols: z.string().regex(/^[A-Z]-[A-Z]$/, 'expected a range of letters, such as A-H'),
  lines,
  /** Where messages go that were asked for again; empty: requests are refused as unavailable. */
  gapLines: lines.optional(),
  /** Port of the unit's spin server; absent: it has none. */
  spinPort: listenPort.optional(),
});

export type UnitSettings = z.output<typeof unit>;

export const pitchShape = {
  maxPacketBytes: z.number().int().min(80).max(1472).default(1400),
  /** How often what lines delay is sent. */
  tickMs: z.number().int().min(1).max(1000).default(1),
  units: z
    .array(unit)
    .min(1)
    .max(32)
    .refine(areDisjoint, 'expected units of different numbers, and each letter from A to Z on exactly one of them')
    .prefault([unitDefault(1, 'A-H', 26_501), unitDefault(2, 'I-Z', 26_502)]),
  /** Symbol Mapping messages for each symbol. */
  symbolMapping: z.boolean().default(true),
  /** The gap request proxy; absent: there is none. */
  gapRequests: z
    .strictObject({
      ...pitchServer,
      messagesMax: count(65_535, 100),
      behindMax: count(4_000_000_000, 1_000_000),
      perSecond: count(1_000_000, 320),
      perMinute: count(1_000_000, 1500),
      perDay: count(1_000_000_000, 100_000),
    })
    .optional(),
  /** The spin servers of all units; absent: there are none. */
  spin: z.strictObject({ ...pitchServer, port: z.undefined().optional() }).optional(),
  store: storeSettings,
  checkpointMs: z.number().int().min(100).max(600_000).default(5000),
};

function unitDefault(number: number, symbols: string, port: number) {
  return {
    unit: number,
    symbols,
    lines: [
      { name: `A${number}`, address: '127.0.1.3', port },
      { name: `B${number}`, address: '127.0.1.4', port },
    ],
  };
}

function areDisjoint(units: readonly { readonly unit: number; readonly symbols: string }[]): boolean {
  const letters = units.flatMap(({ symbols }) => {
    const [from, to] = [symbols.charCodeAt(0), symbols.charCodeAt(2)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  });
  const isWhole = letters.length === 26 && new Set(letters).size === 26;
  return isWhole && new Set(units.map(({ unit: number }) => number)).size === units.length;
}

/** Place of the unit that a symbol is on. What does not begin with a letter is on the first one. */
export function unitOf(units: readonly UnitSettings[], symbol: string): number {
  const letter = symbol.charAt(0);
  const place = units.findIndex(({ symbols }) => letter >= symbols.charAt(0) && letter <= symbols.charAt(2));
  return Math.max(0, place);
}
