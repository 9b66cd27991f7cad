import { describe, expect, it } from 'vitest';
import { newStatus } from './counters.js';
import { silentLogger } from '../../control/core/logging.js';
import { gatewayMessageSchema, type GatewayMessage } from '../../control/core/status/protocol.js';
import { ROW, ROW_LENGTH, RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import type { LocalConnection, LocalHandlers, LocalSockets } from '../../control/core/world-local-sockets.js';
import { GatewaySocket } from '../../control/gateway/local-server.js';

/** A reader whose kernel buffer the test fills. */
class FakeConnection implements LocalConnection {
  pendingBytes = 0;
  closed = false;
  readonly got: GatewayMessage[] = [];
  handlers: LocalHandlers | undefined;
  write(text: string): void {
    this.got.push(gatewayMessageSchema.parse(JSON.parse(text)));
  }
  close(): void {
    this.closed = true;
    this.handlers?.onClose(undefined);
  }
  say(text: string): void {
    this.handlers?.onData(new TextEncoder().encode(text));
  }
  updates(): Extract<GatewayMessage, { type: 'update' }>[] {
    return this.got.filter((message) => message.type === 'update');
  }
}

async function serve(): Promise<{
  table: RowTable;
  picture: { table: RowTable; status: GatewayStatus | null; statusVersion: number };
  socket: GatewaySocket;
  connect: () => FakeConnection;
}> {
  const table = new RowTable();
  const picture = { table, status: newStatus(), statusVersion: 1 };
  const socket = new GatewaySocket(
    picture,
    {
      book: (symbol) =>
        symbol === 'AAPL'
          ? {
              symbol,
              channel: 0,
              stockLocate: 1,
              state: 'open',
              priceScale: 10000,
              bids: [],
              asks: [],
              last: null,
              updates: 0,
            }
          : undefined,
    },
    silentLogger,
  );
  let accept: ((connection: LocalConnection) => LocalHandlers) | undefined;
  const sockets: LocalSockets = {
    listen: async (_path, take) => {
      accept = take;
      return { close: () => Promise.resolve() };
    },
    connect: () => Promise.reject(new Error('not used')),
  };
  await socket.listen(sockets, 'path');
  const connect = (): FakeConnection => {
    const connection = new FakeConnection();
    connection.handlers = accept!(connection);
    return connection;
  };
  return { table, picture, socket, connect };
}

const row = (bid: number): number[] => {
  const cells = new Array<number>(ROW_LENGTH).fill(0);
  cells[ROW.bid] = bid;
  return cells;
};

describe('GatewaySocket', () => {
  it('greets, gives everything, and then what changed', async () => {
    const { table, socket, connect } = await serve();
    table.set(table.add('AAPL'), row(1));
    const reader = connect();
    expect(reader.got[0]).toMatchObject({ type: 'hello', protocol: 1 });
    socket.push(1);
    table.set(table.add('MSFT'), row(2));
    socket.push(2);
    const [first, second] = reader.updates();
    expect(first).toMatchObject({ atEpochMs: 1, rows: { names: ['AAPL'], rows: [[0, ...row(1)]] } });
    expect(first?.status).not.toBeNull();
    expect(second).toMatchObject({ rows: { firstName: 1, names: ['MSFT'], rows: [[1, ...row(2)]] }, status: null });
  });

  it('does not wait for a reader that does not read, and gives it only the newest afterwards', async () => {
    const { table, picture, socket, connect } = await serve();
    const slow = connect();
    const quick = connect();
    table.set(table.add('AAPL'), row(1));
    socket.push(1);
    slow.pendingBytes = 1e6;
    for (let bid = 2; bid <= 100; bid++) {
      table.set(0, row(bid));
      picture.statusVersion += 1;
      socket.push(bid);
    }
    expect(quick.updates()).toHaveLength(100);
    expect(slow.updates()).toHaveLength(1);
    expect(socket.passedOver).toBe(99);
    slow.pendingBytes = 0;
    socket.push(101);
    expect(slow.updates()).toHaveLength(2);
    expect(slow.updates()[1]?.rows.rows).toEqual([[0, ...row(100)]]);
    expect(slow.updates()[1]?.status).not.toBeNull();
  });

  it('answers questions under their number', async () => {
    const { connect } = await serve();
    const reader = connect();
    reader.say(
      '{"type":"query","id":7,"query":"book","symbol":"AAPL","depth":10}\n{"type":"query","id":8,"query":"book","symbol":"NONE","depth":10}\n',
    );
    expect(reader.got.slice(1)).toMatchObject([
      { type: 'answer', id: 7, book: { symbol: 'AAPL' } },
      { type: 'problem', id: 8, problem: { code: 'SYMBOL_UNKNOWN', status: 404 } },
    ]);
  });

  it.each([
    ['no JSON', 'hello\n'],
    ['no question', '{"type":"query"}\n'],
    ['too deep a question', '{"type":"query","id":1,"query":"book","symbol":"A","depth":1e9}\n'],
    ['a line without an end', 'x'.repeat(5000)],
  ])('cuts off who says %s', async (_name, text) => {
    const { connect, socket } = await serve();
    const reader = connect();
    reader.say(text);
    expect(reader.closed).toBe(true);
    socket.push(1);
    expect(reader.updates()).toEqual([]);
  });

  it('takes no more connections than it can serve', async () => {
    const { connect } = await serve();
    const connections = Array.from({ length: 20 }, connect);
    expect(connections.filter(({ got }) => got.length > 0)).toHaveLength(16);
  });
});
