/**
 * What the gateway tells about itself, and the schemas that check it. The gateway writes these objects, the dashboard's
 * server reads them and passes them on to its pages and its HTTP API.
 */
import { z } from 'zod';
import { healthSchema } from './health.js';
import { CHANNEL_COUNTERS, LINE_COUNTERS, PORT_COUNTERS, REJECT_REASONS } from '../generated/records.js';

const count = z.number();
const counters = <const T extends readonly [string, ...string[]]>(names: T) => z.record(z.enum(names), count);

export const engineSchema = z.object({
  /** What runs. */
  kind: z.enum(['nic', 'software']),
  /** What was asked for. */
  requested: z.enum(['nic', 'software']),
  /** Why it is not what was asked for. */
  warning: z.string().nullable(),
});

/** A card, as its registers describe it; numbers in hexadecimal are strings as operators read them. */
export const nicSchema = z.object({
  device: z.string(),
  buildId: z.string(),
  blocks: z.array(z.object({ name: z.string(), type: z.number(), version: z.string() })),
  ports: count,
  channels: count,
  matchEntries: count,
  heldDepth: count,
  clockMhz: count,
  /** Simulated cycles from last needed byte to record, where the device measures it. */
  latencyCycles: z.object({ p50: count, p99: count, max: count, count }).nullable(),
  /** Temperatures, voltages, a fan; null: the card has no sensors, or nothing is connected to them. */
  sensors: z
    .object({
      simulated: z.boolean(),
      values: z.array(z.object({ name: z.string(), value: count, unit: z.enum(['°C', 'V', 'rpm']) })).readonly(),
    })
    .nullable()
    .optional(),
  /** By port: whether it has a link; null: the card does not tell. */
  links: z.array(z.boolean()).readonly().nullable().optional(),
  /** The card's clock against the pulses of a reference; null: the card cannot measure it. */
  clock: z
    .object({
      simulated: z.boolean(),
      /** 0: no pulse was ever seen. */
      pulses: count,
      offsetPpm: count.nullable(),
      ageCycles: count,
      nominalCycles: count,
    })
    .nullable()
    .optional(),
});

export const ringSchema = z.object({
  slots: count,
  /** Slots waiting for the host, now and at most since the start. */
  fill: count,
  fillMax: count,
  /** Records dropped for want of credit. */
  dropped: count,
  /** Slots read since the start. */
  consumed: count,
});

export const portSchema = z.object({
  port: z.number(),
  counters: counters(PORT_COUNTERS),
  rejected: counters(REJECT_REASONS),
});

export const FEED_STATES = ['waiting', 'live', 'stale', 'ended'] as const;
export type FeedState = (typeof FEED_STATES)[number];

export const lineSchema = z.object({
  name: z.string(),
  port: z.number(),
  /** Where frames of this line are addressed, and where its datagrams arrive. */
  group: z.string(),
  listen: z.string(),
  state: z.enum(FEED_STATES),
  counters: counters(LINE_COUNTERS),
  /** Messages of which this line brought no copy, at least: a copy that it repeated hides one that it lost. */
  missed: count,
  /** Milliseconds since the last good packet; null before the first. */
  ageMs: count.nullable(),
  /** Packets and messages a second over the last second. */
  packetRate: count,
  messageRate: count,
});

/** What a feed does about silent lines: docs/failover-procedures.md. */
export const failoverSchema = z.object({
  state: z.enum(['lines', 'suspect', 'backup']),
  /** What is, or would be, taken in the place of the lines. */
  way: z.string(),
  /** Silence that is suspected, as learnt from the feed's own rate, ms. */
  limitMs: count,
  counters: z.record(z.string(), count),
  /** Of the last failover, ms: last arrival to detection, detection to books that count again. */
  detectMs: count.nullable(),
  validateMs: count.nullable(),
});

export const channelSchema = z.object({
  channel: z.number(),
  id: z.string(),
  venue: z.string(),
  protocol: z.string(),
  mode: z.string(),
  windowUs: count,
  state: z.enum(FEED_STATES),
  /** Next expected sequence number. */
  expected: z.string().nullable(),
  counters: counters(CHANNEL_COUNTERS),
  messageRate: count,
  lines: z.array(lineSchema),
  /**
   * How far copies of a message came apart, by the port that was first: bin 0 counts none at all, bin b from 2^(b-1) to 2^b - 1 beats, the last one all above. Absent
   * where the engine does not measure it.
   */
  skew: z.array(z.array(count)).optional(),
  /** Nothing has come for longer than the feed's own rate makes likely: its books do not count until something does. */
  suspect: z.boolean().optional(),
  failover: failoverSchema.optional(),
  /** What is done about messages that the lines did not bring; absent where nothing is configured. */
  recovery: z
    .object({
      /** `live`: nothing is missing. `doubt`: the books go on without what is missing. */
      state: z.enum(['live', 'requesting', 'snapshot', 'doubt']),
      /** All lines are silent, and another way brings the stream or pictures of it. */
      takenOver: z.boolean(),
      /** Messages missing now, and slots that wait for them. */
      missing: count,
      held: count,
      counters: z.record(z.string(), count),
    })
    .optional(),
});

export const gapSchema = z.object({
  channel: z.number(),
  first: z.string(),
  last: z.string(),
  messages: count,
  atEpochMs: count,
});

export const processSchema = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'waiting', 'stopped', 'failed']),
  pid: z.number().nullable(),
  restarts: count,
});

export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});

/** What travels on a session, where its protocol counts it. */
export const sessionWireSchema = z.object({
  /** Next sequence numbers; null: the protocol has none in that direction. */
  nextOut: count.nullable(),
  nextIn: count.nullable(),
  /** The last round trip of a heartbeat; null: none was measured. */
  roundTripMs: count.nullable(),
  /** Waiting for the peer to read. */
  queuedBytes: count,
  /** Address of the peer, or where it is looked for; '' none. */
  endpoint: z.string(),
  /** False outside its schedule. */
  isScheduledOn: z.boolean(),
  /** Of its schedule the period that is now, or comes next; null: it is always on. Absent: the protocol has none. */
  schedule: z.object({ fromEpochMs: count, untilEpochMs: count }).nullable().optional(),
  /** False: logged out by a person. */
  isEnabled: z.boolean(),
  counters: z.record(z.string(), count),
});
export type SessionWire = z.infer<typeof sessionWireSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  purpose: z.enum(['orderEntry', 'dropCopy', 'marketData', 'client']),
  protocol: z.string(),
  state: z.string(),
  detail: z.string(),
  since: count,
  wire: sessionWireSchema.optional(),
});
export type SessionStatus = z.infer<typeof sessionSchema>;

export const venueSchema = z.object({
  id: z.string(),
  state: z.string(),
  sessions: z.array(sessionSchema),
  totals: z.record(z.string(), count),
  /** Orders that may still trade, or of which that is not known. */
  open: count,
  /** Trades by where they were told; null without a drop copy. `missing`: on one side only for longer than some seconds. */
  dropCopy: z
    .object({ both: count, sessionOnly: count, dropCopyOnly: count, missing: count, quantityDifference: count })
    .nullable(),
});

/** A client in front of the gateway, with its FIX sessions. */
export const clientStatusSchema = z.object({
  id: z.string(),
  loggedOn: z.boolean(),
  /** Reports that it has been told, and that wait. */
  told: count,
  backlog: count,
  sessions: z.array(sessionSchema),
});
export type ClientStatusRow = z.infer<typeof clientStatusSchema>;

export const tradingSchema = z.object({
  journal: z.object({ state: z.string(), policy: z.string() }),
  venues: z.array(venueSchema),
  clients: z.array(clientStatusSchema).optional(),
  /** Reports that did not fit their order, by kind. */
  faults: z.record(z.string(), count),
});

/** Two feeds of one venue, compared. */
export const crossCheckSchema = z.object({
  venue: z.string(),
  /** Comparisons, those where one feed had nothing to say, and those that differed. */
  compared: count,
  skipped: count,
  differing: count,
  /** Differences that stood too long, and those that stand now. */
  alarms: count,
  standing: count,
});

/** The consolidated book as a whole. */
export const marketSchema = z.object({
  instruments: count,
  /** Instruments with a bid and an offer that count. */
  quoted: count,
  /** Of the time in which both sides were quoted, the part that was locked or crossed, 0 to 1. */
  lockedOrCrossedShare: count,
  venues: z.array(
    z.object({
      id: z.string(),
      quoted: count,
      excluded: count,
      /** How far its messages are behind their usual delay, and how often that was too much. */
      lagMs: count.default(0),
      fellBehind: count.default(0),
    }),
  ),
  /** Venues whose market comes by two protocols. */
  crossChecks: z.array(crossCheckSchema).default([]),
});

/** How long something took, by size: cumulative counts of `control/core/latency-histogram`. */
export const latencySchema = z.object({
  /** `turn`: drains of the ring; `stall`: how late the event loop was; `commit`: commits of the journal. */
  name: z.string(),
  count,
  sumNs: count,
  /** Bucket and count in turn. */
  buckets: z.array(count),
});
export type LatencyStatus = z.infer<typeof latencySchema>;

export const statusSchema = z.object({
  gateway: z.object({
    pid: z.number(),
    startedEpochMs: count,
    uptimeMs: count,
    /** Longest event-loop turn that drained the ring, ns, over the last status period and since the start. */
    turnNsMax: count,
    turnNsMaxEver: count,
    memoryBytes: count,
    latencies: z.array(latencySchema).optional(),
  }),
  engine: engineSchema,
  nic: nicSchema.nullable(),
  /** NIC time, ns. */
  nicTimeNs: count,
  /** NIC time against the host's monotonic clock; null: not seen for long enough, or the engine uses the host's. */
  nicDrift: z.object({ ppm: count, overMs: count }).nullable().optional(),
  ring: ringSchema.nullable(),
  ports: z.array(portSchema),
  channels: z.array(channelSchema),
  gaps: z.object({ total: count, messages: count, recent: z.array(gapSchema) }),
  books: z.object({ symbols: count, quoted: count, updates: count, updateRate: count, uncertain: count }),
  processes: z.array(processSchema),
  readiness: readinessSchema,
  /** Where the gateway has venues. */
  trading: tradingSchema.optional(),
  market: marketSchema.optional(),
  /** The health model; a gateway under test may have none. */
  health: healthSchema.optional(),
});

export type GatewayStatus = z.infer<typeof statusSchema>;
export type VenueStatus = z.infer<typeof venueSchema>;
export type TradingStatus = z.infer<typeof tradingSchema>;
export type MarketStatus = z.infer<typeof marketSchema>;
export type CrossCheckStatus = z.infer<typeof crossCheckSchema>;
export type EngineStatus = z.infer<typeof engineSchema>;
export type NicStatus = z.infer<typeof nicSchema>;
export type RingStatus = z.infer<typeof ringSchema>;
export type PortStatus = z.infer<typeof portSchema>;
export type ChannelStatus = z.infer<typeof channelSchema>;
export type FailoverStatus = z.infer<typeof failoverSchema>;
export type LineStatus = z.infer<typeof lineSchema>;
export type GapStatus = z.infer<typeof gapSchema>;
export type ProcessStatus = z.infer<typeof processSchema>;
export type Readiness = z.infer<typeof readinessSchema>;

const level = z.object({ price: count, shares: count, orders: count });

/** What one venue shows of an instrument; 0 for none. */
export const venueQuoteSchema = z.object({
  venue: z.string(),
  bid: count,
  bidSize: count,
  ask: count,
  askSize: count,
  /** Why it does not count, in words of `EXCLUDED` (market-view.ts); empty: it counts. */
  excluded: z.array(z.string()),
});

/** A level of one venue. */
const venueLevel = z.object({ price: count, size: count, venue: z.string() });

/** The market of an instrument over all venues, prices in `priceScale` as those of the book. */
export const consolidatedSchema = z.object({
  condition: z.enum(['normal', 'oneSided', 'empty', 'locked', 'crossed']),
  venues: z.array(venueQuoteSchema),
  /** Venues that count, merged, best first. */
  bids: z.array(venueLevel),
  asks: z.array(venueLevel),
});
export type ConsolidatedStatus = z.infer<typeof consolidatedSchema>;

/** One book with its depth, the answer to the query `book`. */
export const bookSchema = z.object({
  symbol: z.string(),
  channel: z.number(),
  stockLocate: z.number(),
  state: z.string(),
  priceScale: count,
  bids: z.array(level),
  asks: z.array(level),
  last: z.object({ price: count, shares: count }).nullable(),
  updates: count,
  /** Where there are venues. */
  consolidated: consolidatedSchema.optional(),
});
export type BookDepth = z.infer<typeof bookSchema>;

/** RFC 9457, with the stable `code`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
