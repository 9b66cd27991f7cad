/** A dashboard whose gateway is a status, scripted orders and a switchboard in the test's own process: the real sockets, server and page between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientHub } from '../../control/clients/hub.js';
import { AuditTrail } from '../../control/clients/http/audit-trail.js';
import { OrderCommands } from '../../control/clients/http/commands.js';
import { OrderSocket } from '../../control/clients/http/order-socket.js';
import { OrderHistory } from '../../control/clients/http/order-history.js';
import { hashPassword, People } from '../../control/clients/http/people.js';
import { TokenBook } from '../../control/clients/http/tokens.js';
import { PERMISSIONS, type Client } from '../../control/clients/permissions.js';
import { ScriptedOrders, testSymbols, testWorld } from '../../control/clients/testing.js';
import { LatencyHistogram } from '../../control/core/latency-histogram.js';
import { silentLogger } from '../../control/core/logging.js';
import type { RoutingControl } from '../../control/core/routing-control.js';
import type { KillSwitchState, LimitRow, OrderControl, PositionRow } from '../../control/core/order-control.js';
import type { OperationsCommand, OperationsControl } from '../../control/core/operations-control.js';
import type { CardRegisters } from '../../control/core/card-registers.js';
import type { RegisterView } from '../../control/core/order-api/registers-json.js';
import type { SessionMessagesView } from '../../control/core/order-api/operations-json.js';
import type { QualityView } from '../../control/core/order-api/quality-json.js';
import type { ExplanationView } from '../../control/core/order-api/order-json.js';
import { ROLES, type Role } from '../../control/core/order-api/roles.js';
import type { ClientHandler, Denial } from '../../control/core/order-entry.js';
import { ROW_LENGTH, RowTable } from '../../control/core/status/rows.js';
import type { BookDepth, ConsolidatedStatus, GatewayStatus } from '../../control/core/status/schema.js';
import { realLocalSockets } from '../../control/core/world-local-sockets.js';
import { secureRandom } from '../../control/core/world-secrets.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { realWorld } from '../../control/core/world-real.js';
import { GatewaySocket } from '../../control/gateway/local-server.js';
import { openJournal } from '../../control/journal/journal.js';
import { startDashboard, type DashboardOptions } from '../../dashboard/server/server.js';
import { ALERTS, scenario } from './scenario.js';

export const DESK_TOKEN = 'a-token-of-client-one-with-all-roles';
/** Each of one role only, and one of all. */
export const DESK_TOKENS: readonly { readonly token: string; readonly roles: readonly Role[] }[] = [
  { token: DESK_TOKEN, roles: ROLES },
  ...ROLES.map((role) => ({ token: `a-token-with-the-role-${role}-only`, roles: [role] })),
];
export const DESK_PERSON = { name: 'ada', password: 'correct horse battery staple' } as const;
/** Passwords of tests are nobody's. */
const CHEAP = { N: 1024, r: 8, p: 1 } as const;

const PUSH_MS = 100;

/** Scripted orders of which some have an uncertain fate. */
export class DeskOrders extends ScriptedOrders {
  /** OrderIDs. */
  readonly uncertain = new Set<number>();

  override status(client: number, orderId: number, clOrdId: string, handler: ClientHandler): boolean {
    return super.status(client, orderId, clOrdId, this.doubting(handler));
  }

  override massStatus(client: number, only: number, handler: ClientHandler): number {
    return super.massStatus(client, only, this.doubting(handler));
  }

  private doubting(handler: ClientHandler): ClientHandler {
    return {
      onReport: (report) => {
        const averagePrice = report.cumQuantity > 0 ? '187.25' : '0';
        handler.onReport({ ...report, averagePrice, uncertain: this.uncertain.has(report.orderId) });
      },
      onCancelReject: (reject) => handler.onCancelReject(reject),
    };
  }
}

export interface OrderDeskRig {
  readonly url: string;
  readonly port: number;
  readonly orders: DeskOrders;
  /** What operators have asked for: `logoutSession TEST-1 by desk: maintenance`. */
  readonly operated: readonly string[];
  setStatus(status: GatewayStatus): void;
  /** Nothing is heard of the gateway any more. */
  closeGateway(): Promise<void>;
  /** The gateway takes no more commands. */
  closeOrders(): Promise<void>;
  close(): Promise<void>;
}

/** @param page folder of the built page */
export async function startOrderDesk(
  page: string,
  options: Pick<DashboardOptions, 'loginRequired' | 'limits' | 'tls' | 'names'> = {},
): Promise<OrderDeskRig> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-desk-'));
  const { disk, clock, timers } = realTradingWorld;
  const journal = openJournal({ directory: join(folder, 'journal'), disk, clock, timers });
  const orders = new DeskOrders(journal);
  const client: Client = { number: 0, id: 'ONE', permissions: new Set(PERMISSIONS), capacity: 'A', graceMs: undefined };
  const hub = new ClientHub();
  orders.attach(client.number, hub);
  const tokens = new TokenBook();
  for (const { token, roles } of DESK_TOKENS) {
    tokens.add(token, { name: token === DESK_TOKEN ? 'desk' : roles.join('-'), roles: new Set(roles), client });
  }
  const audit = new AuditTrail({ disk, directory: join(folder, 'audit'), clock, log: silentLogger });
  const salt = secureRandom(16);
  const hash = await hashPassword(DESK_PERSON.password, salt, CHEAP);
  const people = new People({
    clock,
    clients: [client],
    secureRandom,
    people: [
      {
        name: DESK_PERSON.name,
        roles: [...ROLES],
        client: client.id,
        scrypt: { ...CHEAP, salt: salt.toString('base64'), hash: hash.toString('base64') },
      },
    ],
  });
  const operated: string[] = [];
  const history = new OrderHistory(() => clock.epochMs(), ['TEST']);
  hub.add(history);
  const commands = new OrderCommands({
    history,
    explain: async () => [EXPLANATION],
    quality: async () => QUALITY,
    clients: [client],
    hub: () => hub,
    entry: orders,
    control: switchboard(),
    routing: routingSwitch(),
    world: testWorld,
    symbols: testSymbols,
    clock,
    operator: { operations: operationsOf(operated), audit, messages: messagesOf },
  });
  const socket = new OrderSocket({ commands, tokens, journal, clock, log: silentLogger, people, audit });
  await socket.listen(realLocalSockets, join(folder, 'orders.sock'));

  const picture = { table: new RowTable(), status: scenario(), statusVersion: 1 };
  picture.table.set(picture.table.add('AAPL'), new Array<number>(ROW_LENGTH).fill(1));
  const gateway = new GatewaySocket(picture, { book: bookOf }, silentLogger);
  await gateway.listen(realLocalSockets, join(folder, 'gateway.sock'));
  const slow = new LatencyHistogram();
  let pushed = 0;
  const pushing = realWorld.timers.every(PUSH_MS, () => {
    picture.statusVersion++;
    pushed++;
    for (let i = 1; i <= 200; i++) slow.record(2000 * i * (pushed % 7) + (i === 200 && pushed % 30 === 0 ? 5e7 : 0));
    const { count, sumNs } = slow;
    picture.status.gateway.latencies = ['turn', 'stall', 'commit'].map((name) => ({
      name,
      count,
      sumNs,
      buckets: slow.sparse(),
    }));
    gateway.push(realWorld.clock.epochMs());
  });
  const dashboard = await startDashboard({
    world: realWorld,
    sockets: realLocalSockets,
    gateway: join(folder, 'gateway.sock'),
    orders: join(folder, 'orders.sock'),
    host: '127.0.0.1',
    port: 0,
    page,
    ...options,
  });
  return {
    url: dashboard.url,
    port: dashboard.port,
    orders,
    operated,
    setStatus: (status) => (picture.status = status),
    closeGateway: () => gateway.close(),
    closeOrders: () => socket.close(),
    async close() {
      pushing.cancel();
      await dashboard.close();
      await socket.close();
      await gateway.close();
      audit.close();
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const LIMITS: readonly LimitRow[] = [
  { scope: 'firm', id: '', name: 'openOrders', value: '1000', unit: 'orders', used: '12' },
  { scope: 'client', id: 'ONE', name: 'maxOrderQuantity', value: '12', unit: 'shares' },
  { scope: 'client', id: 'ONE', name: 'credit.USD.gross', value: '1000000', unit: 'USD', used: '925000.5' },
  { scope: 'client', id: 'ONE', name: 'openOrders', value: '40', unit: 'orders', used: '40' },
];
const POSITIONS: readonly PositionRow[] = [
  ...['', 'ONE'].map((client) => ({
    ...{ client, symbol: 'AAPL', currency: 'USD', position: '-1500' },
    ...{ openBuy: '100', openSell: '250', long: '20000', short: '2000' },
  })),
];

/** Three orders in every scope, each with another fate. */
function switchboard(): OrderControl {
  const engaged = new Map<string, KillSwitchState>();
  const limits = new Map(LIMITS.map((row) => [`${row.scope} ${row.id} ${row.name}`, row]));
  return {
    killSwitch({ scope, id, action, reason, by }) {
      if (scope === 'venue' && id !== 'TEST') return { code: 'VENUE_UNKNOWN', text: `no venue ${id}` };
      if (action === 'release') {
        engaged.delete(`${scope} ${id}`);
        return undefined;
      }
      if (action === 'cancel') return { orders: 3, confirmed: 1, pending: 1, uncertain: 1 };
      engaged.set(`${scope} ${id}`, { scope, id, reason, by, sinceEpochMs: 0 });
      return { orders: 3, confirmed: 1, pending: 1, uncertain: 1 };
    },
    killSwitches: () => [...engaged.values()],
    limits: () => [...limits.values()],
    positions: () => POSITIONS,
    setLimit({ scope, id, name, value }) {
      const key = `${scope} ${id} ${name}`;
      const before = limits.get(key);
      if (before === undefined) return { code: 'LIMIT_SCOPE', text: `there is no limit ${key}` };
      if (value !== null && !/^\d+$/.test(value))
        return { code: 'LIMIT_INVALID', text: `found ${value}, expected a number` };
      limits.set(key, { ...before, value });
      return undefined;
    },
  };
}

function routingSwitch(): RoutingControl {
  let fallback = false;
  return {
    state: () => ({ fallback, rules: [] }),
    setFallback: (on) => void (fallback = on),
    setRule: () => undefined,
  };
}

const EXPLANATION: ExplanationView['decisions'][number] = {
  time: '2026-11-23T13:59:58.123Z',
  strategy: 'best-price',
  chosenBy: 'order',
  attempt: 1,
  bestBid: '187.25',
  bestAsk: '187.27',
  sent: 'at once',
  remainder: '0',
  reason: '',
  replays: true,
  venues: [
    { venue: 'TEST', price: '187.27', displayed: '300', net: '187.273', score: 1.25, leftOut: '' },
    { venue: 'OTHER', price: '187.26', displayed: '0', net: '187.263', leftOut: 'its quote is stale' },
  ],
  slices: [{ venue: 'TEST', quantity: '100', price: '187.27', kind: 'immediate' }],
  notes: ['one venue has all of it'],
};

const qualityRow = (name: string, effectiveSpreadBps: number): QualityView['clients'][number] => ({
  name,
  ...{ orders: 40, fills: 55, requested: 4000, filled: 3900, fillRate: 0.975 },
  ...{ quotedSpreadBps: 2.5, effectiveSpreadBps, improvementBps: 0.25, improvedShare: 0.125, beyondDisplayedShare: 0 },
  slippageBps: -0.5,
  realisedSpreadBps: { '50 ms': 0.5, '1 s': 0.25, '5 min': null },
});
const QUALITY: QualityView = {
  all: qualityRow('all', 2),
  clients: [qualityRow('ONE', 2)],
  venues: [qualityRow('TEST', 1.5), qualityRow('OTHER', 2.75)],
  strategies: [qualityRow('best-price', 2)],
  comparison: null,
  fillsWithoutDecision: 0,
};

/** Takes everything down, and refuses what has `no` in its name. */
function operationsOf(operated: string[]): OperationsControl {
  const take = (what: string, subject: string, { by, reason }: OperationsCommand): Denial | undefined => {
    if (subject.startsWith('no')) return { code: 'SUBJECT_UNKNOWN', text: `there is no ${subject}` };
    operated.push(`${what} ${subject} by ${by}: ${reason}`);
    return undefined;
  };
  return {
    failover: (feed, to, command) => take(`failover to ${to ?? 'next'}`, feed, command),
    logonSession: (session, command) => take('logonSession', session, command),
    logoutSession: (session, command) => take('logoutSession', session, command),
    resetSession: (session, command) =>
      take(`resetSession ${command.nextOut ?? '-'} ${command.nextIn ?? '-'}`, session, command),
    acknowledgeAlert: (alert, command) => take('acknowledgeAlert', alert, command),
    silenceAlert: (alert, command) => take('silenceAlert', alert, command),
    escalateAlert: (alert, command) => take('escalateAlert', alert, command),
    card: cardOf(operated),
    alerts: () => ALERTS,
    events: () => [],
  };
}

/** A card whose time goes on with each reading. */
function cardOf(operated: string[]): CardRegisters {
  let readings = 0;
  const register = (name: string, offset: number, value: number, more: Partial<RegisterView> = {}): RegisterView => ({
    ...{ name, address: offset, bits: 32, access: 'ro', value: String(value), doc: `${name} of the test`, fields: [] },
    ...more,
  });
  const enable = { name: 'enable', bit: 0, width: 1, value: 1, doc: 'accept frames' };
  return {
    blocks: () => ({
      ...{ device: 'sim:test', buildId: '0x00000001' },
      blocks: [
        { name: 'device', count: 1, address: 0, version: '1.0', doc: 'Identity' },
        { name: 'port', count: 2, address: 0x800, version: '1.0', doc: 'One per port' },
      ],
    }),
    read: (block, index) => {
      if (block !== 'device' && block !== 'port') return { code: 'BLOCK_UNKNOWN', text: `no block ${block}` };
      readings++;
      const time = register('TIME', 0x30, 0, { bits: 64, value: String(2n ** 40n + BigInt(readings)) });
      const control = register('CONTROL', 0x2c, 1, { access: 'rw', fields: [enable] });
      return {
        ...{ block, index, at: new Date(readings).toISOString(), tookUs: 120 },
        registers: block === 'port' ? [register(`frames${index}`, 0x840, 5)] : [control, time],
      };
    },
    write: (block, index, name, value, { by, reason }) => {
      operated.push(`writeRegister ${block}[${index}].${name} ${value} by ${by}: ${reason}`);
      return name === 'CONTROL' ? undefined : { code: 'REGISTER_READ_ONLY', text: `${name} cannot be written` };
    },
  };
}

function messagesOf(session: string): SessionMessagesView | undefined {
  if (session.startsWith('no')) return undefined;
  const fields = [
    { tag: 35, name: 'MsgType', value: 'D', meaning: 'NewOrderSingle' },
    { tag: 55, name: 'Symbol', value: 'AAPL' },
    { tag: 54, name: 'Side', value: '1', meaning: 'Buy' },
  ];
  const raw = '8=FIX.4.4|35=D|55=AAPL|54=1|10=000';
  const one = {
    number: 1234,
    direction: 'out',
    at: '2026-11-23T13:59:58.123Z',
    type: 'D',
    name: 'NewOrderSingle',
    fields,
    raw,
  } as const;
  return {
    messages: [one, { ...one, number: 4711, direction: 'in', type: '8', name: 'ExecutionReport' }],
    truncated: true,
  };
}

function bookOf(symbol: string): BookDepth | undefined {
  if (symbol !== 'AAPL') return undefined;
  const quote = (venue: string, bid: number, excluded: string[] = []): ConsolidatedStatus['venues'][number] => ({
    venue,
    bid,
    bidSize: 200,
    ask: bid + 200,
    askSize: 300,
    excluded,
  });
  return {
    symbol,
    channel: 0,
    stockLocate: 1,
    state: 'open',
    priceScale: 10_000,
    bids: [{ price: 1_872_500, shares: 200, orders: 2 }],
    asks: [{ price: 1_872_700, shares: 300, orders: 1 }],
    last: { price: 1_872_600, shares: 100 },
    updates: 3,
    consolidated: {
      condition: 'normal',
      venues: [quote('TEST', 1_872_500), quote('OTHER', 1_872_400, ['stale'])],
      bids: [{ price: 1_872_500, size: 200, venue: 'TEST' }],
      asks: [{ price: 1_872_700, size: 300, venue: 'TEST' }],
    },
  };
}
