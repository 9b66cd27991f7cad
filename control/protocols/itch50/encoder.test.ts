import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as itch from './encoder.js';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
/** What every layout of the product is generated from. */
const sourceFile = join(projectRoot, 'hdl', 'records.yaml');
const tableFile = join(projectRoot, '..', 'shared', 'protocols', 'itch50.json');

type Fields = Record<string, string | bigint>;
type Table = Record<string, [offset: number, kind: string]>;

/** Bytes of a kind: `u48`, `price4`, `alpha8`, … */
function sizeOf(kind: string): number {
  const [, family, digits] = /^([a-z]+)([0-9]+)$/.exec(kind)!;
  return family === 'u' ? Number(digits) / 8 : Number(digits);
}

const TIME = 0xfedc_ba98_7654;
const HI = 0x8765_4321;
const LO = 0xfedc_ba98;
const REF = (BigInt(HI) << 32n) | BigInt(LO);
const MATCH_HI = 0xf000_0001;
const MATCH_LO = 0x8000_0002;
const MATCH = (BigInt(MATCH_HI) << 32n) | BigInt(MATCH_LO);
const BIG = 2 ** 52 + 12345;

/** Every type once, each field with a value of its own, and the fields that a reader must find. */
const CASES: Record<string, { encode: (out: Uint8Array, at: number) => number; fields: Fields }> = {
  S: { encode: (o, a) => itch.encodeSystemEvent(o, a, 7, TIME, 'Q'), fields: { eventCode: 'Q' } },
  R: {
    encode: (o, a) =>
      itch.encodeStockDirectory(o, a, 5, 7, TIME, {
        stock: 'ZVZZT',
        marketCategory: 'G',
        financialStatus: 'D',
        roundLotSize: 0xf000_0064,
        roundLotsOnly: 'Y',
        issueClassification: 'C',
        issueSubType: 'AI',
        authenticity: 'P',
        shortSaleThreshold: 'X',
        ipoFlag: 'Z',
        luldReferencePriceTier: '1',
        etpFlag: 'V',
        etpLeverageFactor: 0x8000_0003,
        inverseIndicator: 'W',
      }),
    fields: {
      stock: 'ZVZZT',
      marketCategory: 'G',
      financialStatus: 'D',
      roundLotSize: 0xf000_0064n,
      roundLotsOnly: 'Y',
      issueClassification: 'C',
      issueSubType: 'AI',
      authenticity: 'P',
      shortSaleThreshold: 'X',
      ipoFlag: 'Z',
      luldReferencePriceTier: '1',
      etpFlag: 'V',
      etpLeverageFactor: 0x8000_0003n,
      inverseIndicator: 'W',
    },
  },
  H: {
    encode: (o, a) => itch.encodeStockTradingAction(o, a, 5, 7, TIME, 'ABCDEFGH', 'P', 'T12'),
    fields: { stock: 'ABCDEFGH', tradingState: 'P', reserved: '', reason: 'T12' },
  },
  Y: {
    encode: (o, a) => itch.encodeRegShoRestriction(o, a, 5, 7, TIME, 'A', '2'),
    fields: { stock: 'A', regShoAction: '2' },
  },
  L: {
    encode: (o, a) => itch.encodeMarketParticipantPosition(o, a, 5, 7, TIME, 'GSCO', 'AB', 'Y', 'P', 'E'),
    fields: { mpid: 'GSCO', stock: 'AB', primaryMarketMaker: 'Y', marketMakerMode: 'P', marketParticipantState: 'E' },
  },
  V: {
    encode: (o, a) => itch.encodeMwcbDeclineLevel(o, a, 7, TIME, BIG, BIG + 1, BIG + 2),
    fields: { level1: BigInt(BIG), level2: BigInt(BIG + 1), level3: BigInt(BIG + 2) },
  },
  W: { encode: (o, a) => itch.encodeMwcbStatus(o, a, 7, TIME, '3'), fields: { breachedLevel: '3' } },
  K: {
    encode: (o, a) => itch.encodeIpoQuotingPeriodUpdate(o, a, 5, 7, TIME, 'NEWCO', 34_800, 'C', 0xffff_fff0),
    fields: { stock: 'NEWCO', releaseTime: 34_800n, releaseQualifier: 'C', ipoPrice: 0xffff_fff0n },
  },
  J: {
    encode: (o, a) => itch.encodeLuldAuctionCollar(o, a, 5, 7, TIME, 'AB', 0x9000_0001, 2, 3, 4),
    fields: { stock: 'AB', referencePrice: 0x9000_0001n, upperCollar: 2n, lowerCollar: 3n, extension: 4n },
  },
  h: {
    encode: (o, a) => itch.encodeOperationalHalt(o, a, 5, 7, TIME, 'AB', 'Q', 'H'),
    fields: { stock: 'AB', marketCode: 'Q', haltAction: 'H' },
  },
  A: {
    encode: (o, a) => itch.encodeAddOrder(o, a, 5, 7, TIME, HI, LO, 'S', 0x8000_0064, 'AB', 1_890_000),
    fields: { orderRef: REF, side: 'S', shares: 0x8000_0064n, stock: 'AB', price: 1_890_000n },
  },
  F: {
    encode: (o, a) => itch.encodeAddOrderMpid(o, a, 5, 7, TIME, HI, LO, 'B', 100, 'AB', 1_890_000, 'NITE'),
    fields: { orderRef: REF, side: 'B', shares: 100n, stock: 'AB', price: 1_890_000n, attribution: 'NITE' },
  },
  E: {
    encode: (o, a) => itch.encodeOrderExecuted(o, a, 5, 7, TIME, HI, LO, 99, MATCH_HI, MATCH_LO),
    fields: { orderRef: REF, executedShares: 99n, matchNumber: MATCH },
  },
  C: {
    encode: (o, a) => itch.encodeOrderExecutedWithPrice(o, a, 5, 7, TIME, HI, LO, 99, MATCH_HI, MATCH_LO, 'N', 123),
    fields: { orderRef: REF, executedShares: 99n, matchNumber: MATCH, printable: 'N', executionPrice: 123n },
  },
  X: {
    encode: (o, a) => itch.encodeOrderCancel(o, a, 5, 7, TIME, HI, LO, 98),
    fields: { orderRef: REF, canceledShares: 98n },
  },
  D: { encode: (o, a) => itch.encodeOrderDelete(o, a, 5, 7, TIME, HI, LO), fields: { orderRef: REF } },
  U: {
    encode: (o, a) => itch.encodeOrderReplace(o, a, 5, 7, TIME, HI, LO, MATCH_HI, MATCH_LO, 300, 0xf000_0000),
    fields: { originalOrderRef: REF, newOrderRef: MATCH, shares: 300n, price: 0xf000_0000n },
  },
  P: {
    encode: (o, a) => itch.encodeTradeNonCross(o, a, 5, 7, TIME, HI, LO, 'B', 10, 'ABCDEFGHIJ', 55, MATCH_HI, MATCH_LO),
    fields: { orderRef: REF, side: 'B', shares: 10n, stock: 'ABCDEFGH', price: 55n, matchNumber: MATCH },
  },
  Q: {
    encode: (o, a) => itch.encodeCrossTrade(o, a, 5, 7, TIME, BIG, 'AB', 77, MATCH_HI, MATCH_LO, 'O'),
    fields: { shares: BigInt(BIG), stock: 'AB', crossPrice: 77n, matchNumber: MATCH, crossType: 'O' },
  },
  B: { encode: (o, a) => itch.encodeBrokenTrade(o, a, 5, 7, TIME, MATCH_HI, MATCH_LO), fields: { matchNumber: MATCH } },
  I: {
    encode: (o, a) =>
      itch.encodeNoii(o, a, 5, 7, TIME, {
        pairedShares: BIG,
        imbalanceShares: BIG + 1,
        imbalanceDirection: 'S',
        stock: 'AB',
        farPrice: 1,
        nearPrice: 2,
        currentReferencePrice: 3,
        crossType: 'H',
        priceVariation: 'L',
      }),
    fields: {
      pairedShares: BigInt(BIG),
      imbalanceShares: BigInt(BIG + 1),
      imbalanceDirection: 'S',
      stock: 'AB',
      farPrice: 1n,
      nearPrice: 2n,
      currentReferencePrice: 3n,
      crossType: 'H',
      priceVariation: 'L',
    },
  },
  N: { encode: (o, a) => itch.encodeRpii(o, a, 5, 7, TIME, 'AB', 'A'), fields: { stock: 'AB', interestFlag: 'A' } },
  O: {
    encode: (o, a) =>
      itch.encodeDirectListingCapitalRaise(o, a, 5, 7, TIME, {
        stock: 'AB',
        openEligibility: 'Y',
        minAllowablePrice: 1,
        maxAllowablePrice: 2,
        nearExecutionPrice: 3,
        nearExecutionTime: BIG,
        lowerPriceRangeCollar: 5,
        upperPriceRangeCollar: 6,
      }),
    fields: {
      stock: 'AB',
      openEligibility: 'Y',
      minAllowablePrice: 1n,
      maxAllowablePrice: 2n,
      nearExecutionPrice: 3n,
      nearExecutionTime: BigInt(BIG),
      lowerPriceRangeCollar: 5n,
      upperPriceRangeCollar: 6n,
    },
  },
};

const MARKET_WIDE = ['S', 'V', 'W'];

function expectedFields(type: string): Fields {
  const stockLocate = MARKET_WIDE.includes(type) ? 0n : 5n;
  return { messageType: type, stockLocate, trackingNumber: 7n, timestamp: BigInt(TIME), ...CASES[type]!.fields };
}

/** Reads any field, from the table alone. */
function read(bytes: Uint8Array, at: number, size: number, isAlpha: boolean): string | bigint {
  const part = bytes.subarray(at, at + size);
  if (isAlpha) return Buffer.from(part).toString('latin1').trimEnd();
  return part.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

/** Encodes into a dirty buffer and checks that nothing outside the message changed. */
function encode(type: string): Uint8Array {
  const out = new Uint8Array(80).fill(0xa5);
  const length = CASES[type]!.encode(out, 3);
  expect(out.subarray(0, 3).every((byte) => byte === 0xa5)).toBe(true);
  expect(out.subarray(3 + length).every((byte) => byte === 0xa5)).toBe(true);
  return out.slice(3, 3 + length);
}

describe('the ITCH 5.0 encoder', () => {
  const {
    common,
    messages: layouts,
  }: { common: Table; messages: Record<string, { type: string; length: number; fields: Table }> } = parse(
    readFileSync(sourceFile, 'utf8'),
  ).itch50;

  it('knows every type of the layout source', () => {
    const tables = Object.values(layouts);
    expect(Object.keys(CASES).sort()).toEqual(tables.map(({ type }) => type).sort());
    expect(itch.MAX_ITCH_BYTES).toBe(Math.max(...tables.map(({ length }) => length)));
  });

  it.each(Object.keys(layouts))('puts the fields of %s where the layout source says', (name) => {
    const { type, length, fields } = layouts[name]!;
    const bytes = encode(type);
    expect(bytes.length).toBe(length);
    const found = Object.entries({ ...common, ...fields }).map(([field, [offset, kind]]) => [
      field,
      read(bytes, offset, sizeOf(kind), kind.startsWith('alpha')),
    ]);
    expect(Object.fromEntries(found)).toEqual(expectedFields(type));
  });

  it('puts the fields where the published tables say', ({ skip }) => {
    if (!existsSync(tableFile)) skip(`no protocol tables at ${tableFile}`);
    const { messages } = JSON.parse(readFileSync(tableFile, 'utf8'));
    expect(messages.length).toBe(23);
    for (const { type, length, fields } of messages) {
      const bytes = encode(type);
      expect(bytes.length).toBe(length);
      const found = fields.map((field: { name: string; offset: number; length: number; type: string }) => [
        field.name,
        read(bytes, field.offset, field.length, field.type === 'alpha'),
      ]);
      expect(Object.fromEntries(found)).toEqual(expectedFields(type));
    }
  });

  it('pads alpha fields with spaces and cuts what is too long', () => {
    const out = new Uint8Array(64);
    itch.encodeRpii(out, 0, 1, 0, 0, 'AB', 'A');
    expect(Buffer.from(out.subarray(11, 19)).toString('latin1')).toBe('AB      ');
    itch.encodeRpii(out, 0, 1, 0, 0, 'ABCDEFGHIJK', 'A');
    expect(Buffer.from(out.subarray(11, 20)).toString('latin1')).toBe('ABCDEFGHA');
  });

  it('allocates nothing on the order messages', () => {
    const out = new Uint8Array(64);
    const encodeMany = (count: number): void => {
      for (let i = 0; i < count; i++) {
        itch.encodeAddOrder(out, 0, 5, 7, TIME, HI, i, 'S', i, 'ABCDEF', i);
        itch.encodeOrderExecuted(out, 0, 5, 7, TIME, HI, i, 99, MATCH_HI, i);
        itch.encodeOrderReplace(out, 0, 5, 7, TIME, HI, i, HI, i, 300, i);
        itch.encodeOrderDelete(out, 0, 5, 7, TIME, HI, i);
      }
    };
    encodeMany(200_000);
    globalThis.gc!();
    const before = process.memoryUsage().heapUsed;
    encodeMany(250_000);
    // One object of the smallest kind per message would be 16 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1_000_000);
  });
});
