/** A venue's file. docs/multi-venue-configuration.md explains every key. */
import { z } from 'zod';
import { list, map, oneOf, text, whole, yesNo } from '../../fix/config/schema-parts.js';
import { dropCopySession, marketDataSession, orderEntry } from './session-schema.js';

const DAY_MS = 86_400_000;
const DECIMAL_WANTED = 'a decimal in quotes, such as "0.01"';
const decimal = z.string({ error: DECIMAL_WANTED }).regex(/^\d{1,15}(\.\d{1,9})?$/, { error: DECIMAL_WANTED });
const support = oneOf(['native', 'none']);
const percent = z.number({ error: 'a percentage' }).min(0).max(100);
const codes = (error: string): z.ZodString => z.string({ error }).regex(/^[0-9A-Za-z]*$/, { error });

export const capabilitiesSchema = map({
  /** Characters of FIX: `12` is market and limit. */
  ordTypes: codes('OrdType (40) characters, such as "12"').default('2'),
  timesInForce: codes('TimeInForce (59) characters, such as "034"').default('0'),
  replace: oneOf(['replace', 'cancelNew', 'none']).default('none'),
  replaceKeepsPriority: yesNo.default(false),
  postOnly: support.default('none'),
  displayQuantity: support.default('none'),
  hidden: support.default('none'),
  minQuantity: support.default('none'),
  pegs: list(oneOf(['same', 'opposite', 'mid']), 0, 3).default([]),
  massCancel: support.default('none'),
  orderStatus: support.default('none'),
  massStatus: support.default('none'),
  sweep: support.default('none'),
  shortSale: support.default('none'),
  cancelOnDisconnect: oneOf(['always', 'onRequest', 'never']).default('never'),
  priceBandBps: whole(0, 1_000_000).default(0),
});

const units = {
  tick: decimal.optional(),
  lot: decimal.optional(),
  minQuantity: decimal.optional(),
  maxQuantity: decimal.optional(),
};

const listing = map({
  /** Canonical. */
  symbol: text('a canonical symbol'),
  /** The venue's name on order entry; absent: by the rules. */
  name: text('the venue’s symbol').optional(),
  /** The name in its market data, where that is another one. */
  feedName: text('the feed’s symbol').optional(),
  ...units,
});

export const symbolsSchema = map({
  /** `all`: every instrument of the universe; `listed`: only those under `listings`. */
  from: oneOf(['all', 'listed']).default('all'),
  /** With `all`: only instruments of these classes. */
  assetClasses: list(oneOf(['equity', 'cryptoSpot', 'cryptoPerpetual']), 1, 3).default([
    'equity',
    'cryptoSpot',
    'cryptoPerpetual',
  ]),
  except: list(text('a canonical symbol'), 0, 65_535).default([]),
  /** How canonical symbols are written here: text to text, for every occurrence. */
  rewrite: z.record(z.string().min(1), z.string(), { error: 'a map from text to text' }).default({}),
  rewriteFeed: z.record(z.string().min(1), z.string(), { error: 'a map from text to text' }).optional(),
  defaults: map({
    tick: decimal.default('0.01'),
    lot: decimal.default('1'),
    /** Absent: the lot. */
    minQuantity: decimal.optional(),
    maxQuantity: decimal.default('999999'),
  }).prefault({}),
  listings: list(listing, 0, 65_535).default([]),
});

export const venueSchema = map({
  id: z.string({ error: 'a name' }).regex(/^[A-Z0-9][A-Z0-9_-]{0,23}$/, { error: 'a name in capitals' }),
  /** A file to start from: what stands here is laid over it. Relative to this file. */
  extends: text('a file').optional(),
  /** Relative to this file. */
  universe: text('a file'),
  /** Real money or a real counterparty: connects only when the program is told to allow it. */
  optIn: yesNo.default(false),
  symbols: symbolsSchema.prefault({}),
  capabilities: capabilitiesSchema.prefault({}),
  rate: map({
    /** Requests in any stretch of `perMs`; 0: no limit. */
    messages: whole(0, 100_000).default(0),
    perMs: whole(1, DAY_MS).default(1000),
    /** Requests that may wait, cancels first. */
    queueMax: whole(0, 65_536).default(256),
  }).prefault({}),
  orderEntry,
  fallback: orderEntry.optional(),
  fallbackRules: map({
    faults: whole(0, 1000).default(3),
    windowMs: whole(0, DAY_MS).default(60_000),
    downMs: whole(0, DAY_MS).default(0),
    returnAfterMs: whole(0, DAY_MS).default(0),
  }).prefault({}),
  crossSessionCancel: yesNo.default(false),
  /** How long answers may take after a replay before what has none is told as uncertain. */
  uncertainAfterMs: whole(0, 600_000).default(250),
  dropCopy: dropCopySession.optional(),
  marketData: marketDataSession.optional(),
  rollout: map({
    percent: percent.default(100),
    symbols: z.record(z.string(), percent, { error: 'a map from symbol to percentage' }).default({}),
  }).prefault({}),
  limits: map({
    orders: whole(1024, 16_777_216).default(1_048_576),
    trades: whole(1024, 16_777_216).default(262_144),
  }).prefault({}),
});

export type VenueConfig = z.infer<typeof venueSchema>;
export type OrderEntrySettings = VenueConfig['orderEntry'];
