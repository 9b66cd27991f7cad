/** Sessions in a venue's file: OUCH over SoupBinTCP, and FIX in the words of docs/fix-operations.md. */
import { z } from 'zod';
import { extensionSchema } from '../../fix/config/extension-schema.js';
import { compId, list, map, oneOf, text, tls, whole, yesNo } from '../../fix/config/schema-parts.js';
import { sessionBody } from '../../fix/config/session-schema.js';
import { initiatorDefaults } from '../../fix/engine/settings.js';
import { ouchDefaults } from '../ouch/ouch-settings.js';
import { dialectSchema } from './dialect-schema.js';

const DAY_MS = 86_400_000;
const BYTES_MAX = 1024 * 1024 * 1024;

/** Where a secret is: never the secret itself. */
export const secret = z
  .union(
    [
      map({ file: text('a file') }),
      map({ fd: whole(3, 1023) }),
      map({ store: text('a name in the credential store') }),
    ],
    { error: 'a map: file, fd or store says where the secret is' },
  )
  .transform((value) => value as { file?: string; fd?: number; store?: string });

export const gateway = map({
  role: oneOf(['primary', 'backup']).default('primary'),
  host: text('a host name or an address'),
  port: whole(1, 65_535),
  localAddress: text('one of our own addresses').optional(),
  tls: tls.optional(),
});

const reconnect = {
  gateways: list(gateway, 1, 16),
  connectTimeoutMs: whole(1, 600_000).default(initiatorDefaults.connectTimeoutMs),
  backoffMinMs: whole(1, DAY_MS).default(initiatorDefaults.backoffMinMs),
  backoffMaxMs: whole(1, DAY_MS).default(initiatorDefaults.backoffMaxMs),
  stableMs: whole(0, DAY_MS).default(initiatorDefaults.stableMs),
};

const d = ouchDefaults;

const ouch = {
  ...reconnect,
  gateways: list(gateway.omit({ tls: true }), 1, 16),
  username: z.string({ error: 'up to 6 characters' }).min(1).max(6, { error: 'up to 6 characters' }),
  password: secret,
  firm: z.string().max(4, { error: 'up to 4 characters' }).default(d.firm),
  capacity: oneOf(['A', 'P', 'R', 'O']).default(d.capacity),
  attributed: yesNo.default(d.attributed),
  customerType: oneOf(['R', 'N', ' ']).default(d.customerType),
  timeZone: text('an IANA time zone').default(d.timeZone),
  added: z.string().default(d.added),
  removed: z.string().default(d.removed),
  queuedBytesMax: whole(1024, BYTES_MAX).default(1024 * 1024),
  replayTimeoutMs: whole(100, 600_000).default(30_000),
};

/** How a FIX Logon proves who we are. Names in capitals of the venues' documents. */
const logon = map({
  signer: oneOf(['none', 'password', 'rawData', 'binance', 'coinbase', 'deribit', 'kraken']).default('none'),
  /** Username (553): in the file, or a secret such as an API key. */
  username: text('a user name').optional(),
  apiKey: secret.optional(),
  /** Password (554), passphrase, or the secret or private key that signs. */
  password: secret.optional(),
  secret: secret.optional(),
  appId: text('an application id').optional(),
  appSecret: secret.optional(),
  /** The SenderCompID is the API key. */
  senderIsApiKey: yesNo.default(false),
  /** Fields of the venue's own in each Logon. */
  fields: list(map({ tag: whole(1, 2_147_483_647), value: text('a value') }), 0, 32).default([]),
}).prefault({});

const { logon: _password, acceptor: _acceptor, ...body } = sessionBody;

export const fixSession = map({
  protocol: z.literal('fix', { error: 'fix' }),
  ...reconnect,
  senderCompId: compId,
  targetCompId: compId,
  senderSubId: compId.optional(),
  senderLocationId: compId.optional(),
  targetSubId: compId.optional(),
  targetLocationId: compId.optional(),
  ...body,
  extension: extensionSchema.optional(),
  order: oneOf(['primaryFirst', 'stay', 'rotate']).default('primaryFirst'),
  venueLogon: logon,
});

export const ouch50Session = map({ protocol: z.literal('ouch50'), ...ouch });
export const ouch42Session = map({ protocol: z.literal('ouch42'), ...ouch });

export const orderEntry = z.discriminatedUnion(
  'protocol',
  [ouch50Session, ouch42Session, fixSession.extend({ dialect: dialectSchema.prefault({}) })],
  { error: 'ouch50, ouch42 or fix' },
);

export const dropCopySession = fixSession.extend({
  dialect: dialectSchema.prefault({}),
  /** A fill that the order's own session has not told this long after its copy came is told from the copy. */
  graceMs: whole(0, 600_000).default(2_000),
});

export const marketDataSession = fixSession.extend({
  /** SecurityIDs are not used: symbols by their names. Levels to ask for, 0 all. */
  depth: whole(0, 1000).default(0),
  /** Symbols in one request. */
  symbolsPerRequest: whole(1, 1000).default(50),
  /** A snapshot that does not come within this time is asked for again. */
  requestTimeoutMs: whole(100, 600_000).default(5_000),
  trades: yesNo.default(true),
  /** Of the records that leave: unique among the feeds of the process. */
  channel: whole(0, 255).default(0),
  /** Bytes of the record ring, as a power of two of 64-byte slots. */
  ringSlotsLog2: whole(8, 22).default(14),
});

export type GatewaySettings = z.infer<typeof gateway>;
export type SecretReference = z.infer<typeof secret>;
export type OuchSessionSettings = z.infer<typeof ouch50Session> | z.infer<typeof ouch42Session>;
export type FixSessionSettings = z.infer<typeof fixSession>;
export type FixEntrySettings = Extract<z.infer<typeof orderEntry>, { protocol: 'fix' }>;
export type DropCopySettings = z.infer<typeof dropCopySession>;
export type MarketDataSettings = z.infer<typeof marketDataSession>;
export type LogonSettings = FixSessionSettings['venueLogon'];
