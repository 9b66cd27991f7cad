/** The shape of a gateway's configuration. Each message says what was expected, in words that follow "expected". */
import { z } from 'zod';
import { clientsSchema } from '../clients/config/schema.js';
import { recoverySchema } from './recovery-schema.js';
import { CALENDARS } from './trading-day.js';
import { ipv4, list, map, OCTET, text, whole } from './schema-parts.js';

const LOOPBACK_WANTED = 'a loopback address: 127.0.0.1, ::1 or another in 127.0.0.0/8';
const LOOPBACK = new RegExp(`^(127(\\.${OCTET}){3}|::1)$`);
const ADDRESS_WANTED = 'an IP address';
const address = z
  .string({ error: ADDRESS_WANTED })
  .regex(new RegExp(`^(${OCTET}(\\.${OCTET}){3}|[0-9a-f:]+)$`, 'i'), { error: ADDRESS_WANTED });
const NAME_WANTED = 'a host name';
const hostName = z
  .string({ error: NAME_WANTED })
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, { error: NAME_WANTED });
const MAC_WANTED = 'a MAC address such as 01:00:5e:36:0c:6f';
const mac = z.string({ error: MAC_WANTED }).regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, { error: MAC_WANTED });
const ID_WANTED = 'an id of letters, digits, - and _';
const id = z.string({ error: ID_WANTED }).regex(/^[A-Za-z0-9_-]{1,32}$/, { error: ID_WANTED });
const lineSchema = map({
  name: id,
  port: whole(0, 1),
  /** What frames of the line are addressed to. */
  group: ipv4,
  udpPort: whole(1, 65535),
  mac: mac.optional(),
  /** PITCH: the unit of the line's sequence numbers. */
  unit: whole(0, 255).optional(),
  /** Where the line's datagrams arrive, when the PHY takes them from UDP sockets. */
  listen: map({
    address: ipv4,
    udpPort: whole(1, 65535),
    multicastInterface: ipv4.optional(),
  }),
  /** Frames damaged behind the socket, before the card sees them. */
  faults: map({ seed: whole(0, 4294967295), corruptPpm: whole(0, 1_000_000) }).optional(),
});

const feedSchema = map({
  id,
  venue: text('the name of a venue'),
  protocol: z.enum(['itch50', 'pitch2'], { error: 'itch50 or pitch2' }),
  mode: z.enum(['verified', 'cut-through'], { error: 'verified or cut-through' }).default('verified'),
  windowUs: whole(0, 10_000_000).default(100),
  start: z
    .union([z.literal('first'), z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)], {
      error: 'first, or a sequence number',
    })
    .default('first'),
  session: z.string({ error: 'up to 10 characters' }).max(10, { error: 'up to 10 characters' }).optional(),
  lines: list(lineSchema, 8),
  /** Who decodes it where there is a card: a feed may be kept off the card, whose channels are few. */
  engine: z.enum(['card', 'software'], { error: 'card or software' }).default('card'),
  /** Where to get what the lines did not bring; absent: a gap leaves the books in doubt. */
  recovery: recoverySchema.optional(),
});

const simulatorSchema = map({
  name: id,
  exchange: z.enum(['nasdaq', 'cboe', 'fixex', 'crypto'], { error: 'nasdaq, cboe, fixex or crypto' }),
  /** The simulator's own configuration, relative to this file. */
  config: text('a file'),
});

const venueFileSchema = map({
  /** The venue's own configuration, relative to this file: docs/multi-venue-configuration.md. */
  file: text('a file'),
});

const tradingSchema = map({
  durability: z.enum(['os', 'group', 'sync'], { error: 'os, group or sync' }).default('group'),
  /** Orders that the gateway enters by itself on every venue, for demonstrations: simulated venues only. */
  demoOrders: map({
    perSecond: z.number({ error: 'a number' }).positive().max(1000),
    seed: whole(0, 4294967295).default(1),
    /** Whose orders they are: a client of its own, added to the list where it is not there. */
    client: id.default('DEMO'),
  }).optional(),
});

/** Files, relative to this one. */
const ordersSchema = map({
  /** docs/risk-controls.md; absent: every order is denied. */
  limits: text('a file').optional(),
  /** docs/smart-order-routing.md; absent: the built-in strategies, and no fees. */
  routing: text('a file').optional(),
  /** Positions before the first day (`client,symbol,quantity,price`); later days begin with what the one before wrote. Absent: none. */
  startPositions: text('a file').optional(),
  /** Volume curves for VWAP (`SYMBOL,09:30,09:35,volume`); absent: what the feed has shown on days before, or even slices. */
  volumeCurves: text('a file').optional(),
  /** Rules of the markets by date; absent: none. */
  rules: text('a file').optional(),
  /** The market hours of equities: day orders end with them. Crypto is always open. */
  equities: z.enum(CALENDARS, { error: CALENDARS.join(' or ') }).default('us-equities'),
  /** Orders that have ended and are kept for late fills, busts, questions and repeated ClOrdIDs, the newest; some 4 kB of memory each. */
  keepEnded: whole(1000, 1_000_000).default(200_000),
});

/** What a gateway may do and must have: docs/operations.md. */
export const ENVIRONMENTS = ['demo', 'lab', 'certification', 'production'] as const;

const ENDPOINT_WANTED = 'an address such as http://127.0.0.1:4318/v1/traces';
const tracingSchema = map({
  /** Where an OpenTelemetry collector takes OTLP over HTTP. */
  endpoint: z.url({ error: ENDPOINT_WANTED, protocol: /^https?$/ }),
  /** Part of the orders that are traced. */
  sampleRatio: z.number({ error: 'a number from 0 to 1' }).min(0).max(1).default(0.01),
});

export const gatewaySchema = map({
  /** A file to start from: what stands here is laid over it. Relative to this file. */
  extends: text('a file').optional(),
  environment: z.enum(ENVIRONMENTS, { error: ENVIRONMENTS.join(', ') }).default('lab'),
  /** Production: venues, feeds and `clients` whose sessions go without TLS, and why that is right. */
  plainText: z.record(z.string(), text('the reason'), { error: 'a map from names to reasons' }).default({}),
  engine: z.enum(['nic', 'software'], { error: 'nic or software' }).default('nic'),
  /** Which card: `sim:NAME` or `pcie:BDF`. */
  device: text('a device such as sim:nic0').default('sim:nic0'),
  /** Relative to this file. */
  dataDirectory: text('a folder'),
  http: map({
    /** Beyond this machine with TLS and logins only. */
    host: address.default('127.0.0.1'),
    port: whole(0, 65535).default(8080),
    /** `optional`: whoever reaches the port may look, and needs a token or a login to act. `required`: to look too. */
    login: z.enum(['optional', 'required'], { error: 'optional or required' }).default('optional'),
    /** PEM files, relative to this file. */
    tls: map({ certFile: text('a PEM file'), keyFile: text('a PEM file') }).optional(),
    /** Host names that browsers ask for beside the address; others are refused. */
    names: z.array(hostName, { error: 'a list of host names' }).max(16, { error: 'a list of at most 16' }).default([]),
  }).superRefine(({ host, tls, login }, context) => {
    if (LOOPBACK.test(host)) return;
    if (tls === undefined)
      context.addIssue({ code: 'custom', path: ['host'], message: `${LOOPBACK_WANTED}; others need http.tls` });
    if (login !== 'required')
      context.addIssue({ code: 'custom', path: ['login'], message: 'required beyond this machine' });
  }),
  limits: map({
    /** Shortest and longest good frame, bytes without FCS. */
    minFrameBytes: whole(14, 64).default(60),
    maxFrameBytes: whole(64, 1518).default(1518),
  }).prefault({}),
  /** A line or feed from which nothing came for this long is stale. */
  staleAfterMs: whole(50, 60_000).default(2000),
  /** A feed whose messages come later than usual by more than this is not compared with others until it has caught up. */
  lagMaxMs: whole(1, 3_600_000).default(250),
  /** Two feeds of one venue may differ for so long; so many instruments are looked at ten times a second. */
  crossCheck: map({
    toleranceMs: whole(1, 600_000).default(3000),
    sample: whole(1, 100_000).default(16),
  }).prefault({}),
  /** Symbols with a bid and an offer that make the books populated. */
  readyQuotedSymbols: whole(0, 100_000).default(1),
  feeds: list(feedSchema, 16),
  venues: z.array(venueFileSchema, { error: 'a list' }).max(31, { error: 'a list of at most 31' }).default([]),
  trading: tradingSchema.prefault({}),
  orders: ordersSchema.prefault({}),
  /** Who may enter orders, by FIX and by HTTP: docs/order-entry.md. */
  clients: clientsSchema.prefault({}),
  /** Alert rules and who is told, relative to this file: docs/alerts.md; absent: no alerts. */
  alerts: text('a file').optional(),
  /** Traces of orders' ways for OpenTelemetry: docs/operations.md; absent: none. */
  tracing: tracingSchema.optional(),
  /** The encrypted store of docs/credentials.md. Both are relative to this file. */
  credentials: map({ store: text('a file'), keyFile: text('a file').optional() }).optional(),
  simulators: z.array(simulatorSchema, { error: 'a list' }).max(8, { error: 'a list of at most 8' }).default([]),
});

/** As it stands in the file. */
export type GatewaySettings = z.infer<typeof gatewaySchema>;
/** With absolute paths. */
export type GatewayConfig = GatewaySettings & {
  /** Where the configuration stands: references to secrets in it are relative to its folder. */
  readonly file: string;
};
export type TracingSettings = NonNullable<GatewaySettings['tracing']>;
export type FeedSettings = GatewaySettings['feeds'][number];
export type LineSettings = FeedSettings['lines'][number];
