import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import { SoupClient } from '../../../control/protocols/soupbintcp/client.js';
import type { FeedLink } from '../core/links.js';
import { MarketFeed } from '../publish/market-feed.js';
import { RememberingLogger, TcpEnd } from '../publish/testing.js';
import { BookOracle, decode } from './book-oracle.js';
import { checkNasdaqConfig, type NasdaqConfig } from './config.js';
import { NasdaqPublisher } from './publisher.js';

const EXCHANGE = '127.0.7.1';
const CLIENT = '127.0.7.2';
const USER = { username: 'MDTEST', password: 'secret' };

interface Rig {
  readonly world: VirtualWorld;
  readonly host: VirtualHost;
  readonly client: VirtualProcess;
  readonly feed: MarketFeed;
  readonly config: NasdaqConfig;
  readonly log: RememberingLogger;
  /** Messages by number, as they came on the lines; a number that came twice with other bytes is a failure. */
  readonly messages: Map<number, Buffer>;
  readonly ends: { count: number };
  process: VirtualProcess;
  link: FeedLink;
  publisher: NasdaqPublisher;
}

async function launch({ world, process, config, log }: Rig, link: FeedLink): Promise<NasdaqPublisher> {
  return world.wait(
    NasdaqPublisher.open(process, link, config, log, (error) => {
      throw error;
    }),
  );
}

/** The publisher is killed; the exchange goes on without it for so many ms of its time; then there is a new one. */
async function restart(rig: Rig, ms: number): Promise<void> {
  rig.link.close();
  rig.process.kill();
  rig.feed.advance(rig.feed.market.nowNs + ms * 1e6);
  rig.process = rig.host.start();
  rig.link = rig.feed.link();
  rig.publisher = await launch(rig, rig.link);
}

async function open(settings: object = {}, keep?: number): Promise<Rig> {
  const world = new VirtualWorld({ seed: 5 });
  const host = world.addHost('exchange', { addresses: [EXCHANGE, '127.0.0.1'] });
  const client = world.addHost('client', { addresses: [CLIENT] }).start();
  const config = checkNasdaqConfig(
    {
      seed: 21,
      symbols: 40,
      session: 'DAY1',
      dataDirectory: '/data',
      checkpointMs: 1000,
      lines: [
        { name: 'A', address: CLIENT, port: 7001 },
        { name: 'B', address: CLIENT, port: 7002 },
      ],
      requestServer: { address: EXCHANGE, port: 7010 },
      soupFeed: { address: EXCHANGE, port: 7011, users: [USER] },
      glimpse: { address: EXCHANGE, port: 7012, users: [USER] },
      store: { chunkBytes: 65_536, chunksInMemory: 2, chunksMax: 400 },
      ...settings,
    },
    'test',
  );
  const messages = new Map<number, Buffer>();
  const ends = { count: 0 };
  for (const port of [7001, 7002]) {
    const onMessage = (bytes: Uint8Array): void => {
      if (new DataView(bytes.buffer, bytes.byteOffset).getUint16(18) === 0xffff) ends.count++;
      for (const [sequence, message] of readMold(bytes)) keepMessage(messages, sequence, message);
    };
    await world.wait(client.sockets.udp({ address: CLIENT, port, onMessage }));
  }
  const feed = new MarketFeed(config, keep);
  const rig = {
    world,
    host,
    client,
    process: host.start(),
    feed,
    link: feed.link(),
    config,
    log: new RememberingLogger(),
    messages,
    ends,
  } as Rig;
  rig.publisher = await launch(rig, rig.link);
  return rig;
}

function keepMessage(messages: Map<number, Buffer>, sequence: number, message: Buffer): void {
  const before = messages.get(sequence);
  if (before !== undefined && !before.equals(message)) expect.fail(`message ${sequence} has other bytes now`);
  messages.set(sequence, message);
}

function* readMold(bytes: Uint8Array): Generator<[sequence: number, message: Buffer]> {
  const packet = Buffer.from(bytes);
  expect(packet.toString('latin1', 0, 10)).toBe('DAY1      ');
  const count = packet.readUInt16BE(18);
  if (count === 0xffff) return;
  let at = 20;
  for (let i = 0; i < count; i++) {
    const length = packet.readUInt16BE(at);
    yield [Number(packet.readBigUInt64BE(10)) + i, packet.subarray(at + 2, at + 2 + length)];
    at += 2 + length;
  }
  expect(at).toBe(packet.length);
}

/** Market time goes on by so many ms in steps of 10. */
async function advance(rig: Rig, ms: number): Promise<void> {
  const { feed, world } = rig;
  for (let passed = 0; passed < ms; passed += 10) {
    if (rig.process.isAlive) rig.process.run(() => feed.advance(feed.market.nowNs + 10e6));
    await world.run(10);
  }
}

/** Reads messages from 1 to the end of what came. */
function read(messages: ReadonlyMap<number, Buffer>, until = messages.size): BookOracle {
  const oracle = new BookOracle();
  for (let sequence = 1; sequence <= until; sequence++) {
    const message = messages.get(sequence);
    if (message === undefined) expect.fail(`message ${sequence} never came`);
    oracle.take(message, 0, message.length);
  }
  expect(oracle.complaints).toEqual([]);
  return oracle;
}

function expectSameBooks(oracle: BookOracle, feed: MarketFeed): void {
  for (const book of feed.market.engine.books) {
    const { locate, stock } = book.instrument;
    const levels = (side: typeof book.bids) => side.map(({ price, shares }) => [price, shares]).reverse();
    expect([stock, oracle.levels(locate, 'B')]).toEqual([stock, levels(book.bids)]);
    expect([stock, oracle.levels(locate, 'S')]).toEqual([stock, levels(book.asks)]);
  }
}

/** Those from `first` to the newest one. A plain loop: comparing them as one value takes seconds. */
function expectSameMessages(found: readonly Buffer[], messages: ReadonlyMap<number, Buffer>, first: number): void {
  expect(found.length).toBe(messages.size - first + 1);
  for (const [i, message] of found.entries()) {
    if (messages.get(first + i)?.equals(message) !== true) expect.fail(`message ${first + i} is another one`);
  }
}

/** A SoupBinTCP client of the simulators: our own codec at the other end, and what it was told. */
class SoupEnd {
  readonly messages: Buffer[] = [];
  readonly told: string[] = [];
  session = '';
  private readonly soup: SoupClient;
  private readonly end: TcpEnd;

  constructor(
    private readonly rig: Rig,
    port: number,
    next = 1,
    user = USER,
  ) {
    const now = (): number => rig.client.clock.monotonicNs() / 1e6;
    this.end = new TcpEnd((end) => this.soup.receive(end.take(end.bytes.length), now()));
    this.soup = new SoupClient(user, {
      onLogin: (session, sequence) => {
        this.session = session;
        this.told.push(`login ${sequence}`);
      },
      onSequenced: (_, bytes, start, end) => this.messages.push(Buffer.from(bytes.subarray(start, end))),
      onRejected: (reason) => this.told.push(`rejected ${reason}`),
      onEndOfSession: () => this.told.push('end'),
      onProtocolError: (text) => this.told.push(text),
    });
    this.soup.nextSequenceNumber = next;
    rig.client.run(() =>
      rig.client.streams.connect(
        { remote: { host: EXCHANGE, port }, timeoutMs: 1000 },
        {
          onOpen: (stream) => {
            this.end.onOpen(stream);
            this.soup.connected(
              {
                write: (bytes, start, stop) => stream.write(bytes.slice(start, stop)),
                close: () => stream.end(),
              },
              now(),
            );
          },
          onData: (bytes) => this.end.onData(bytes),
          onDrain: () => undefined,
          onClose: () => this.end.onClose(),
        },
      ),
    );
  }

  get isClosed(): boolean {
    return this.end.isClosed;
  }

  write(bytes: Uint8Array): void {
    this.rig.client.run(() => this.end.stream?.write(bytes));
  }
}

const sequenceAtEnd = (snapshot: readonly Buffer[]): number => {
  const last = snapshot[snapshot.length - 1]!;
  expect(last.length).toBe(21);
  expect(last.toString('latin1', 0, 1)).toBe('G');
  return Number(last.toString('latin1', 1));
};

describe('the Nasdaq publisher', () => {
  it('publishes what rebuilds the matcher’s books, on both lines', async () => {
    const rig = await open();
    await advance(rig, 5000);
    expect(rig.messages.size).toBeGreaterThan(5000);
    expectSameBooks(read(rig.messages), rig.feed);
    expect(rig.publisher.counters().publisher).toMatchObject({ unknownOrders: 0, resyncs: 0 });
  });

  it('killed at any moment goes on with the same numbers, and loses no message', async () => {
    const rig = await open();
    for (const ms of [300, 1500, 70, 2200, 10]) {
      await advance(rig, ms);
      await restart(rig, 200);
    }
    await advance(rig, 500);
    expectSameBooks(read(rig.messages), rig.feed);
    const { publisher, store } = rig.publisher.counters();
    expect(publisher.resyncs).toBe(0);
    expect(store.verified).toBeGreaterThan(0);
    expect(store.next - 1).toBe(rig.messages.size);
  });

  it('that missed what nobody has any more publishes the differences', async () => {
    const rig = await open({}, 2000);
    await advance(rig, 4000);
    await rig.world.wait(rig.publisher.close());
    await restart(rig, 3000);
    await advance(rig, 1000);
    expect(rig.publisher.counters().publisher.resyncs).toBe(1);
    const oracle = new BookOracle();
    for (let sequence = 1; sequence <= rig.messages.size; sequence++) {
      const message = rig.messages.get(sequence)!;
      oracle.take(message, 0, message.length);
    }
    // Order references come again out of turn and matches are missing, but the books are right.
    expectSameBooks(oracle, rig.feed);
  });

  it('says that the session is over when the day is', async () => {
    const rig = await open();
    await advance(rig, 3500);
    rig.process.run(() => rig.feed.closeDay());
    await rig.world.run(2500);
    expect(rig.ends.count).toBeGreaterThanOrEqual(2);
    const soup = new SoupEnd(rig, 7011);
    await rig.world.run(1000);
    expect(soup.told).toEqual(['login 1', 'end']);
    expect(soup.messages.length).toBe(rig.messages.size);
  });
});

describe('the third feed', () => {
  it('gives the stream from any number, and then what comes', async () => {
    const rig = await open();
    await advance(rig, 3500);
    const whole = new SoupEnd(rig, 7011);
    const part = new SoupEnd(rig, 7011, 1234);
    const live = new SoupEnd(rig, 7011, 0);
    await advance(rig, 1500);
    expect([whole, part, live].map(({ session }) => session)).toEqual(['DAY1', 'DAY1', 'DAY1']);
    expect(live.messages.length).toBeGreaterThan(100);
    expectSameMessages(whole.messages, rig.messages, 1);
    expectSameMessages(part.messages, rig.messages, 1234);
    expectSameMessages(live.messages, rig.messages, rig.messages.size - live.messages.length + 1);
  });

  it('refuses strangers, other sessions, numbers to come, and whoever sends something', async () => {
    const rig = await open();
    await advance(rig, 3200);
    const stranger = new SoupEnd(rig, 7011, 1, { username: 'MDTEST', password: 'wrong' });
    const ahead = new SoupEnd(rig, 7011, 10_000_000);
    const talker = new SoupEnd(rig, 7011);
    await rig.world.run(100);
    talker.write(Buffer.from([0, 2, 0x55, 0x20]));
    await rig.world.run(100);
    expect(stranger.told).toEqual(['rejected notAuthorized']);
    expect(ahead.told).toEqual(['rejected noSuchSession']);
    expect([stranger.isClosed, ahead.isClosed, talker.isClosed]).toEqual([true, true, true]);
    const garbage = new TcpEnd();
    rig.client.run(() =>
      rig.client.streams.connect({ remote: { host: EXCHANGE, port: 7011 }, timeoutMs: 1000 }, garbage),
    );
    await rig.world.run(50);
    rig.client.run(() => garbage.stream?.write(Buffer.from('GET / HTTP/1.1\r\n\r\n')));
    await rig.world.run(40_000);
    expect(garbage.isClosed).toBe(true);
    expect(rig.log.refusals).toEqual(expect.arrayContaining(['not authorized', 'unsequenced data']));
  });

  it('refuses numbers that are no longer kept', async () => {
    const rig = await open({ store: { chunkBytes: 8192, chunksInMemory: 1, chunksMax: 4 } });
    await advance(rig, 4000);
    const { first } = rig.publisher.counters().store;
    expect(first).toBeGreaterThan(1000);
    const old = new SoupEnd(rig, 7011, first - 1);
    const oldest = new SoupEnd(rig, 7011, first);
    await rig.world.run(200);
    expect(old.told).toEqual(['rejected noSuchSession']);
    expect(oldest.told).toEqual([`login ${first}`]);
    expect(oldest.messages[0]).toEqual(rig.messages.get(first));
  });
});

describe('snapshots', () => {
  it('and the live messages behind them make the books of somebody who came late', async () => {
    const rig = await open();
    await advance(rig, 4200);
    // Live first, then the snapshot: the two overlap.
    const before = rig.messages.size;
    await advance(rig, 100);
    const snapshot = new SoupEnd(rig, 7012);
    await advance(rig, 800);
    expect(snapshot.told).toEqual(['login 1', 'end']);
    const next = sequenceAtEnd(snapshot.messages);
    expect(next).toBeGreaterThan(before);
    const oracle = new BookOracle();
    for (const message of snapshot.messages.slice(0, -1)) oracle.take(message, 0, message.length);
    expect(oracle.orders.size).toBeGreaterThan(1000);
    for (let sequence = next; sequence <= rig.messages.size; sequence++) {
      const message = rig.messages.get(sequence)!;
      // A trade that was broken may be from before the snapshot.
      if (decode(message, 0).type !== 'B') oracle.take(message, 0, message.length);
    }
    expect(oracle.complaints).toEqual([]);
    expectSameBooks(oracle, rig.feed);
  });

  it('are refused to strangers, and from the middle', async () => {
    const rig = await open();
    await advance(rig, 3200);
    const stranger = new SoupEnd(rig, 7012, 1, { username: 'NOBODY', password: 'secret' });
    const middle = new SoupEnd(rig, 7012, 5);
    await rig.world.run(100);
    expect([stranger.told, middle.told]).toEqual([['rejected notAuthorized'], ['rejected noSuchSession']]);
  });
});

describe('the request server', () => {
  const request = (session: string, first: bigint, count: number, length = 20): Buffer => {
    const bytes = Buffer.alloc(length, 0x20);
    bytes.write(session.padEnd(10), 'latin1');
    bytes.writeBigUInt64BE(first, 10);
    if (length >= 20) bytes.writeUInt16BE(count, 18);
    return bytes;
  };

  async function asked(rig: Rig, ...requests: Buffer[]): Promise<[number, Buffer][][]> {
    const answers: [number, Buffer][][] = [];
    const socket = await rig.world.wait(
      rig.client.sockets.udp({
        address: CLIENT,
        port: 0,
        onMessage: (bytes) => {
          expect(bytes.length).toBeLessThanOrEqual(1400);
          answers.push([...readMold(bytes)]);
        },
      }),
    );
    for (const bytes of requests) rig.client.run(() => socket.send(bytes, 7010, EXCHANGE));
    await rig.world.run(20);
    return answers;
  }

  it('answers with the messages that one packet holds, old ones from the disk too', async () => {
    const rig = await open({ store: { chunkBytes: 16_384, chunksInMemory: 1, chunksMax: 400 } });
    await advance(rig, 4000);
    const last = rig.messages.size;
    const answers = await asked(
      rig,
      request('DAY1', 1n, 5),
      request('DAY1', 2000n, 60_000),
      request('DAY1', BigInt(last), 100),
    );
    expect(answers.map((answer) => answer[0]![0])).toEqual([1, 2000, last]);
    expect(answers[0]!.length).toBe(5);
    expect(answers[1]!.length).toBeGreaterThan(20);
    expect(answers[2]!.length).toBe(1);
    for (const [sequence, message] of answers.flat()) expect(message).toEqual(rig.messages.get(sequence));
    expect(rig.publisher.counters().store.fileReads).toBeGreaterThan(0);
  });

  it('refuses in silence, and says why in its log and its counters', async () => {
    const rig = await open({ requestServer: { address: EXCHANGE, port: 7010, requestsPerSecond: 2 } });
    await advance(rig, 3500);
    const answers = await asked(
      rig,
      request('DAY2', 1n, 1),
      request('DAY1', 0n, 1),
      request('DAY1', 1_000_000n, 1),
      request('DAY1', 0xffff_ffff_ffff_fff0n, 1),
      request('DAY1', 1n, 0),
      request('DAY1', 1n, 1, 19),
      request('DAY1', 1n, 1, 21),
      Buffer.alloc(0),
      request('DAY1', 1n, 1),
      request('DAY1', 2n, 1),
      request('DAY1', 3n, 1),
    );
    expect(answers.map((answer) => answer[0]![0])).toEqual([1, 2]);
    expect(rig.log.refusals).toEqual([
      'session',
      'range',
      'range',
      'range',
      'no messages asked for',
      'length',
      'length',
      'length',
      'rate',
    ]);
    expect(rig.publisher.counters().servers['requestServer']).toMatchObject({
      requests: 11,
      answered: 2,
      refused: { range: 3, length: 3, session: 1, rate: 1 },
    });
  });
});
