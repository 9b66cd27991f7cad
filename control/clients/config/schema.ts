/** The clients' part of a gateway's configuration: docs/order-entry.md. Each message says what was expected, in words that follow "expected". */
import { z } from 'zod';
import { ROLES } from '../../core/order-api/roles.js';
import { list, map, oneOf, text, whole, yesNo } from '../../core/config-shapes.js';
import { sessionBody } from '../../fix/config/session-schema.js';
import { compId, tls } from '../../fix/config/schema-parts.js';
import { listenerDefaults } from '../../fix/engine/settings.js';
import { PERMISSIONS } from '../permissions.js';

const CLIENTS_MAX = 1000;
const TOKENS_MAX = 1000;
const ID_WANTED = 'an id of letters, digits, -, _ and .';
const id = z.string({ error: ID_WANTED }).regex(/^[A-Za-z0-9._-]{1,32}$/, { error: ID_WANTED });

/**
 * A session's switches are those of any FIX session (docs/fix-operations.md), but for what a client's session cannot be without: it is FIX 4.4, it stores what it
 * cannot send, and no report is too old to be sent again.
 */
const {
  beginString: _beginString,
  dictionary: _dictionary,
  extension: _extension,
  validation: _validation,
  defaultApplVerId: _defaultApplVerId,
  applVerIdInBusinessReject: _applVerId,
  sendWhenLoggedOff: _sendWhenLoggedOff,
  resendMaxAgeMs: _resendMaxAgeMs,
  ...switches
} = sessionBody;

const sessionShape = {
  targetCompId: compId,
  targetSubId: compId.optional(),
  senderSubId: compId.optional(),
  ...switches,
};

const clientSchema = map({
  id,
  /** Absent: orders by HTTP only. */
  fix: map(sessionShape).optional(),
  /** Copies of all the client's execution reports, on a session of its own. */
  dropCopy: map(sessionShape).optional(),
  permissions: list(oneOf(PERMISSIONS), 0, PERMISSIONS.length).default([...PERMISSIONS]),
  /** Of orders that do not say. */
  capacity: oneOf(['agency', 'principal', 'riskless']).default('agency'),
  /** Its orders are cancelled when it has been away for so long; absent: they stay. */
  cancelOnDisconnect: map({ graceMs: whole(0, 86_400_000).default(5000) }).optional(),
  /** Tags above 5000 in its reports. */
  ownTags: yesNo.default(false),
});

const tokenSchema = map({
  name: id,
  roles: list(oneOf(ROLES), 1, ROLES.length),
  /** Whose orders it enters and sees; absent: it sees those of all, and enters none. */
  client: id.optional(),
  tokenFile: text('a file').optional(),
  tokenFd: whole(3, 1023).optional(),
  token: z.never({ error: 'tokenFile or tokenFd: a secret may not stand in this file' }).optional(),
});

export const clientsSchema = map({
  fix: map({
    host: text('an address to listen on'),
    port: whole(0, 65_535),
    senderCompId: compId.default('CROSSFEED'),
    tls: tls.optional(),
    connectionsMax: whole(1, 100_000).default(listenerDefaults.connectionsMax),
    awaitingLogonMax: whole(1, 100_000).default(listenerDefaults.awaitingLogonMax),
    logonTimeoutMs: whole(1, 600_000).default(listenerDefaults.logonTimeoutMs),
  }).optional(),
  list: list(clientSchema, 0, CLIENTS_MAX).default([]),
  tokens: list(tokenSchema, 0, TOKENS_MAX).default([]),
  /**
   * A token for this client is made with every start, and said on the console: for demonstrations. Roles: all.
   */
  demoToken: id.optional(),
  /** Names, roles and password hashes of people who log in on the page: a file of `crossfeed people`, relative to this one. Absent: nobody does. */
  people: text('a file').optional(),
  /** An order that was in the journal and not acted on when the gateway ended is entered after a restart within this time; later it is refused. */
  resumeWithinMs: whole(0, 3_600_000).default(5000),
});

export type ClientsConfig = z.infer<typeof clientsSchema>;
export type ClientSettings = ClientsConfig['list'][number];
export type TokenSettings = ClientsConfig['tokens'][number];
