/** A dashboard whose gateway is a status, scripted orders and a switchboard in the test's own process: the real sockets, server and page between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientHub } from '../../control/clients/hub.js';
import { OrderCommands } from '../../control/clients/http/commands.js';
import { OrderSocket } from '../../control/clients/http/order-socket.js';
import { TokenBook } from '../../control/clients/http/tokens.js';
import { PERMISSIONS, type Client } from '../../control/clients/permissions.js';
import { ScriptedOrders, testSymbols, testWorld } from '../../control/clients/testing.js';
import { silentLogger } from '../../control/core/logging.js';
import type { KillSwitchState, OrderControl } from '../../control/core/order-control.js';
import type { ClientHandler } from '../../control/core/order-entry.js';
import { ROW_LENGTH, RowTable } from '../../control/core/status/rows.js';
import { realLocalSockets } from '../../control/core/world-local-sockets.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { realWorld } from '../../control/core/world-real.js';
import { GatewaySocket } from '../../control/gateway/local-server.js';
import { openJournal } from '../../control/journal/journal.js';
import { startDashboard } from '../../dashboard/server/server.js';
import { newStatus } from './counters.js';

export const DESK_TOKEN = 'a-token-of-client-one-with-all-roles';

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
  readonly orders: DeskOrders;
  /** The gateway takes no more commands. */
  closeOrders(): Promise<void>;
  close(): Promise<void>;
}

/** @param page folder of the built page */
export async function startOrderDesk(page: string): Promise<OrderDeskRig> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-desk-'));
  const { disk, clock, timers } = realTradingWorld;
  const journal = openJournal({ directory: join(folder, 'journal'), disk, clock, timers });
  const orders = new DeskOrders(journal);
  const client: Client = { number: 0, id: 'ONE', permissions: new Set(PERMISSIONS), capacity: 'A', graceMs: undefined };
  const hub = new ClientHub();
  orders.attach(client.number, hub);
  const tokens = new TokenBook();
  tokens.add(DESK_TOKEN, { name: 'desk', roles: new Set(['view', 'trade', 'administer']), client });
  const commands = new OrderCommands({
    clients: [client],
    hub: () => hub,
    entry: orders,
    control: switchboard(),
    world: testWorld,
    symbols: testSymbols,
    clock,
  });
  const socket = new OrderSocket({ commands, tokens, journal, clock, log: silentLogger });
  await socket.listen(realLocalSockets, join(folder, 'orders.sock'));

  const picture = { table: new RowTable(), status: { ...newStatus(), trading: trading() }, statusVersion: 1 };
  picture.table.set(picture.table.add('AAPL'), new Array<number>(ROW_LENGTH).fill(1));
  const gateway = new GatewaySocket(picture, { book: () => undefined }, silentLogger);
  await gateway.listen(realLocalSockets, join(folder, 'gateway.sock'));
  const pushing = realWorld.timers.every(PUSH_MS, () => {
    picture.statusVersion++;
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
  });
  return {
    url: dashboard.url,
    orders,
    closeOrders: () => socket.close(),
    async close() {
      pushing.cancel();
      await dashboard.close();
      await socket.close();
      await gateway.close();
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three orders in every scope, each with another fate. */
function switchboard(): OrderControl {
  const engaged = new Map<string, KillSwitchState>();
  return {
    killSwitch({ scope, id, action, reason, by }) {
      if (scope === 'venue' && id !== 'TEST') return { code: 'VENUE_UNKNOWN', text: `no venue ${id}` };
      if (action === 'release') {
        engaged.delete(`${scope} ${id}`);
        return undefined;
      }
      engaged.set(`${scope} ${id}`, { scope, id, reason, by, sinceEpochMs: 0 });
      return { orders: 3, confirmed: 1, pending: 1, uncertain: 1 };
    },
    killSwitches: () => [...engaged.values()],
    limits: () => [{ scope: 'client', id: 'ONE', name: 'maxOrderQuantity', value: '12', unit: 'shares' }],
    setLimit: () => undefined,
  };
}

function trading(): NonNullable<ReturnType<typeof newStatus>['trading']> {
  const venue = { id: 'TEST', state: 'active', sessions: [], totals: {}, open: 0, dropCopy: null };
  return { journal: { state: 'open', policy: 'os' }, venues: [venue], faults: {} };
}
