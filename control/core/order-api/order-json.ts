/**
 * An order as JSON, for the HTTP API: prices and quantities are decimal strings, times ISO 8601 in UTC. What the words mean is told by the comments of
 * `ClientOrder` (order-entry.ts); control/clients turns one into the other.
 */
import { z } from 'zod';

const decimal = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,9})?$/, { error: 'must be a decimal string such as "187.25"' })
  .meta({ description: 'A decimal string.', examples: ['187.25'] });
const signedDecimal = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,9})?$/, { error: 'must be a decimal string such as "-0.01"' });
/** Printable ASCII, as FIX carries it. */
const word = (longest: number) =>
  z
    .string()
    .regex(/^[\x20-\x7e]+$/, { error: 'must be printable ASCII' })
    .max(longest);
const time = z.iso.datetime({ error: 'must be a UTC time such as "2026-03-02T14:30:00.000Z"' });

export const clOrdIdSchema = word(64).meta({ description: 'Unique per client and day.' });

export const SIDES = ['buy', 'sell', 'sell-short', 'sell-short-exempt'] as const;
export const ORDER_TYPES = ['market', 'limit', 'stop', 'stop-limit', 'pegged', 'trailing-stop'] as const;
export const TIMES_IN_FORCE = ['day', 'gtc', 'open', 'ioc', 'fok', 'gtd', 'close'] as const;
export const CAPACITIES = ['agency', 'principal', 'riskless'] as const;
export const PEGS = ['same', 'opposite', 'mid'] as const;
export const TRIGGERS = ['last', 'bid-ask', 'mid'] as const;
export const ALGOS = ['twap', 'vwap', 'pov'] as const;
export const LINKS = ['oco', 'oto', 'bracket'] as const;

export const orderSchema = z
  .strictObject({
    clOrdId: clOrdIdSchema,
    account: word(64).optional(),
    symbol: word(48),
    side: z.enum(SIDES),
    capacity: z.enum([...CAPACITIES, 'A', 'P', 'R']).optional(),
    quantity: decimal,
    type: z.enum(ORDER_TYPES),
    price: decimal.optional(),
    stopPrice: decimal.optional(),
    timeInForce: z.enum([...TIMES_IN_FORCE, 'GTC', 'IOC', 'FOK', 'GTD']).optional(),
    /** Good till date: when it ends. */
    expireTime: time.optional(),
    /** Iceberg; "0" hides all of it. */
    displayQuantity: decimal.optional(),
    minQuantity: decimal.optional(),
    postOnly: z.boolean().optional(),
    /** Short sales: the shares have been located. */
    located: z.boolean().optional(),
    peg: z.strictObject({ to: z.enum(PEGS), offset: signedDecimal.optional() }).optional(),
    /** Trailing stop: how far behind the best price since it was entered. */
    trailOffset: decimal.optional(),
    trigger: z.enum(TRIGGERS).optional(),
    /** Further members are parameters of the algorithm. `participation` is a fraction: "0.15" is 15 % of the volume. */
    algo: z
      .object({
        name: z.enum(ALGOS),
        start: time.optional(),
        end: time.optional(),
        participation: decimal.optional(),
      })
      .catchall(word(64))
      .optional(),
    /** Further parameters of the order type; those of an algorithm may stand here or in `algo`. */
    parameters: z.record(z.string(), word(64)).optional(),
    strategy: word(32).optional(),
    link: z.strictObject({ id: word(64), kind: z.enum(LINKS) }).optional(),
  })
  .meta({ id: 'Order', description: 'An order as a client asks for it.' });
export type OrderJson = z.infer<typeof orderSchema>;

export const replaceSchema = z
  .strictObject({
    clOrdId: clOrdIdSchema,
    /** New total quantity; what is left out stays as it is. */
    quantity: decimal.optional(),
    price: decimal.optional(),
    stopPrice: decimal.optional(),
    displayQuantity: decimal.optional(),
  })
  .meta({ id: 'Replace', description: 'New terms of an order; what is left out stays as it is.' });
export type ReplaceJson = z.infer<typeof replaceSchema>;

export const killSwitchSchema = z
  .strictObject({
    scope: z.enum(['firm', 'client', 'venue', 'symbol']),
    id: word(48).optional(),
    action: z.enum(['engage', 'release', 'cancel']),
    reason: word(200),
  })
  .meta({
    id: 'KillSwitch',
    description:
      'Engage: stops everything new and cancels what is open. Cancel: the second alone. Release needs the role administer. The firm has no id.',
  });
export type KillSwitchJson = z.infer<typeof killSwitchSchema>;

export const limitChangeSchema = z
  .strictObject({
    value: z
      .union([word(64), z.null()])
      .meta({ description: 'A decimal string or a word; null takes the limit away, which means deny.' }),
    reason: word(200),
  })
  .meta({ id: 'LimitChange' });
export type LimitChangeJson = z.infer<typeof limitChangeSchema>;

/** An order as it stands. */
export const orderViewSchema = z
  .object({
    orderId: z.number(),
    clOrdId: z.string(),
    /** The one that it had before its last replace. */
    origClOrdId: z.string().optional(),
    client: z.string(),
    account: z.string(),
    symbol: z.string(),
    side: z.string(),
    type: z.string(),
    timeInForce: z.string(),
    status: z.string(),
    quantity: z.string(),
    price: z.string().optional(),
    stopPrice: z.string().optional(),
    cumQuantity: z.string(),
    leavesQuantity: z.string(),
    averagePrice: z.string(),
    /** Of a refusal, or of a change that nobody asked for. */
    reasonCode: z.string().optional(),
    text: z.string().optional(),
    /** Its fate is not known at some venue: it counts as open. */
    uncertain: z.boolean(),
    transactTime: z.string().meta({
      description: 'When something happened to it last; of one that is not remembered, when it was asked for.',
    }),
  })
  .meta({ id: 'OrderView', description: 'An order as it stands.' });
export type OrderView = z.infer<typeof orderViewSchema>;

export const ordersViewSchema = z
  .object({
    orders: z.array(orderViewSchema),
    /** There are more than were asked for. */
    truncated: z.boolean(),
  })
  .meta({ id: 'OrderList' });
export type OrdersView = z.infer<typeof ordersViewSchema>;

/** A step of an order: what its client was told, what a venue said of a child, a refused cancel or replace. */
export const timelineEntrySchema = z
  .object({
    at: z.string(),
    source: z.enum(['client', 'venue', 'refusal']),
    /** As ExecType (150) is called: `new`, `trade`, `canceled`, … */
    event: z.string(),
    status: z.string(),
    venue: z.string().optional(),
    /** The child's number at the venue. */
    child: z.number().optional(),
    lastQuantity: z.string().optional(),
    lastPrice: z.string().optional(),
    cumQuantity: z.string().optional(),
    leavesQuantity: z.string().optional(),
    code: z.string().optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const timelineViewSchema = z.object({ order: orderViewSchema, entries: z.array(timelineEntrySchema) }).meta({
  id: 'Timeline',
  description: 'Oldest first; of an order of long ago, or of before the last start, only the journal has all of it.',
});
export type TimelineView = z.infer<typeof timelineViewSchema>;

/** A decision of the router as it was recorded: docs/smart-order-routing.md. Further members are for programs. */
export const explanationSchema = z
  .looseObject({
    time: z.string(),
    strategy: z.string(),
    chosenBy: z.string(),
    attempt: z.number(),
    bestBid: z.string(),
    bestAsk: z.string(),
    sent: z.string(),
    remainder: z.string(),
    reason: z.string(),
    /** Made again from the record, the decision came out the same. */
    replays: z.boolean(),
    venues: z.array(
      z.looseObject({
        venue: z.string(),
        price: z.string(),
        displayed: z.string(),
        net: z.string(),
        score: z.number().optional(),
        /** Why it was not used; '' it was. */
        leftOut: z.string(),
      }),
    ),
    slices: z.array(z.looseObject({ venue: z.string(), quantity: z.string(), price: z.string(), kind: z.string() })),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Explanation' });
export type ExplanationView = z.infer<typeof explanationViewSchema>;

export const explanationViewSchema = z.object({ decisions: z.array(explanationSchema) }).meta({
  id: 'Explanations',
  description: 'Why an order went where it went: one a decision, oldest first; the record is up to 100 ms behind.',
});

export const massCancelViewSchema = z
  .object({
    orders: z.number(),
    confirmed: z.number(),
    pending: z.number(),
    uncertain: z.number(),
    wire: z
      .array(
        z.object({
          venue: z.string(),
          orders: z.number(),
          massCancel: z.boolean(),
          withinMs: z.number().nullable(),
        }),
      )
      .optional()
      .meta({
        description:
          'When the last cancel for each venue leaves, at the latest: with a mass cancel at once, otherwise by its rate limit; null: when it is back.',
      }),
  })
  .meta({
    id: 'MassCancelOutcome',
    description: 'What became of the orders that were cancelled: proof of what was and was not confirmed.',
  });

export const killSwitchViewSchema = z
  .object({
    scope: z.string(),
    id: z.string(),
    action: z.string(),
    canceled: massCancelViewSchema.optional(),
  })
  .meta({ id: 'KillSwitchView' });
export type KillSwitchView = z.infer<typeof killSwitchViewSchema>;

export const limitViewSchema = z
  .object({
    scope: z.string(),
    id: z.string(),
    name: z.string(),
    value: z.string().nullable(),
    unit: z.string(),
    used: z.string().optional(),
  })
  .meta({ id: 'Limit' });

export const limitsViewSchema = z
  .object({
    limits: z.array(limitViewSchema),
    killSwitches: z.array(
      z.object({
        scope: z.string(),
        id: z.string(),
        reason: z.string(),
        by: z.string(),
        since: z.string(),
      }),
    ),
  })
  .meta({ id: 'Limits' });
export type LimitsView = z.infer<typeof limitsViewSchema>;

export const positionViewSchema = z
  .object({
    client: z.string().meta({ description: 'Empty: the firm, all clients together.' }),
    symbol: z.string(),
    currency: z.string(),
    position: z.string().meta({ description: 'Negative: short.' }),
    openBuy: z.string(),
    openSell: z.string(),
    long: z.string().nullable().meta({ description: 'The most that position and open purchases may come to.' }),
    short: z.string().nullable().meta({ description: 'The most that open sales less the position may come to.' }),
  })
  .meta({ id: 'Position' });
export type PositionView = z.infer<typeof positionViewSchema>;

export const positionsViewSchema = z
  .object({ positions: z.array(positionViewSchema), truncated: z.boolean() })
  .meta({ id: 'Positions', description: 'What is held and what is open, symbol by symbol, and how much may be.' });
export type PositionsView = z.infer<typeof positionsViewSchema>;

export const routingFallbackSchema = z
  .strictObject({ on: z.boolean(), reason: z.string().min(1).max(200) })
  .meta({ id: 'RoutingFallback', description: 'Everything by the simple strategy, or by its own again.' });
export type RoutingFallbackJson = z.infer<typeof routingFallbackSchema>;

export const routingRuleSchema = z
  .strictObject({ on: z.boolean().nullable(), reason: z.string().min(1).max(200) })
  .meta({
    id: 'RoutingRule',
    description: 'On or off whatever the dates of the rule say; null gives it back to them.',
  });
export type RoutingRuleJson = z.infer<typeof routingRuleSchema>;

export const routingViewSchema = z
  .object({
    fallback: z.boolean(),
    rules: z.array(z.object({ market: z.string(), rule: z.string(), on: z.boolean() })),
  })
  .meta({ id: 'Routing', description: 'The switch, and the market rules that were set by hand.' });
export type RoutingView = z.infer<typeof routingViewSchema>;
