import { describe, expect, it } from 'vitest';
import type { VirtualHost } from '../../../test/support/world/host.js';
import type { VirtualProcess } from '../../../test/support/world/process.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { SeededRandom } from '../../../control/core/random.js';
import type { FieldsOf, MessageLayout } from '../../../control/protocols/layout.js';
import { getPitch, putPitch } from '../../../control/protocols/pitch2/codec.js';
import { pitchRecovery } from '../../../control/protocols/pitch2/messages.js';
import type { FeedLink } from '../core/links.js';
import { seedFor } from '../market/draws.js';
import { makeInstruments } from '../market/instruments.js';
import { MarketFeed } from '../publish/market-feed.js';
import { RememberingLogger, TcpEnd } from '../publish/testing.js';
import { parseCboeConfig, type CboeConfig } from './config.js';
import { unitOf } from './market-data-config.js';
import { CboePublisher } from './publisher.js';
import { UnitReader } from './unit-reader.js';

const EXCHANGE = '127.0.8.1';
const CLIENT = '127.0.8.2';
const USER = { sessionSubId: '0006', username: 'MKDA', password: 'secret' };
const SYMBOLS = 130;

const CONFIG = `
seed: 9
symbols: ${SYMBOLS}
dataDirectory: /data
checkpointMs: 1000
units:
  - unit: 3
    symbols: A-L
    lines: [{ name: A3, address: ${CLIENT}, port: 8031 }, { name: B3, address: ${CLIENT}, port: 8032 }]
    gapLines: [{ name: G3, address: ${CLIENT}, port: 8033 }]
    spinPort: 8035
  - unit: 7
    symbols: M-Z
    lines: [{ name: A7, address: ${CLIENT}, port: 8071 }, { name: B7, address: ${CLIENT}, port: 8072 }]
    spinPort: 8075
gapRequests: { address: ${EXCHANGE}, port: 8080, users: [${JSON.stringify(USER)}], perSecond: 20, perMinute: 40, behindMax: 3000 }
spin: { address: ${EXCHANGE}, users: [${JSON.stringify(USER)}] }
store: { chunkBytes: 65536, chunksInMemory: 2, chunksMax: 500 }
`;

class Rig {
  readonly log = new RememberingLogger();
  /** Messages by unit and number, as they came on the live lines. */
  readonly live = new Map<number, Map<number, Buffer>>();
  readonly gaps = new Map<number, Buffer>();
  heartbeats = 0;
  process: VirtualProcess;
  link: FeedLink;
  publisher: CboePublisher | undefined;

  private constructor(
    readonly world: VirtualWorld,
    readonly host: VirtualHost,
    readonly client: VirtualProcess,
    readonly config: CboeConfig,
    readonly feed: MarketFeed,
  ) {
    this.process = host.start();
    this.link = feed.link();
  }

  static async open(): Promise<Rig> {
    const world = new VirtualWorld({ seed: 6 });
    const host = world.addHost('exchange', { addresses: [EXCHANGE, '127.0.0.1'] });
    const client = world.addHost('client', { addresses: [CLIENT] }).start();
    const config = parseCboeConfig('test.yaml', CONFIG);
    const instruments = makeInstruments(
      { count: SYMBOLS, rename: (canonical) => canonical.replace('.', ' ') },
      new SeededRandom(seedFor(config.seed, 'instruments')),
    );
    const feed = new MarketFeed({ seed: 9, instruments, messagesPerSecond: 3000, haltEveryS: 1 });
    const rig = new Rig(world, host, client, config, feed);
    for (const { unit, lines, gapLines = [] } of config.units) {
      rig.live.set(unit, new Map());
      for (const { address, port } of lines) await rig.listen(address, port, unit, rig.live.get(unit)!);
      for (const { address, port } of gapLines) await rig.listen(address, port, unit, rig.gaps);
    }
    await rig.launch();
    return rig;
  }

  async launch(): Promise<void> {
    const { world, process, link, config, log } = this;
    this.publisher = await world.wait(
      CboePublisher.open(process, link, config, log, (error) => {
        throw error;
      }),
    );
  }

  /** The publisher is killed; the exchange goes on without it for so many ms of its time; then there is a new one. */
  async restart(ms: number): Promise<void> {
    this.link.close();
    this.process.kill();
    this.feed.advance(this.feed.market.nowNs + ms * 1e6);
    this.process = this.host.start();
    this.link = this.feed.link();
    await this.launch();
  }

  async advance(ms: number): Promise<void> {
    const { feed, world } = this;
    for (let passed = 0; passed < ms; passed += 10) {
      this.process.run(() => feed.advance(feed.market.nowNs + 10e6));
      await world.run(10);
    }
  }

  /** Reads all units from 1 to what came last. */
  read(): Map<number, UnitReader> {
    const readers = new Map<number, UnitReader>();
    for (const [unit, messages] of this.live) {
      const reader = new UnitReader();
      for (let sequence = 1; sequence <= messages.size; sequence++) {
        const message = messages.get(sequence);
        if (message === undefined) expect.fail(`unit ${unit}: message ${sequence} never came`);
        reader.take(message);
      }
      expect([unit, reader.complaints]).toEqual([unit, []]);
      readers.set(unit, reader);
    }
    return readers;
  }

  expectBooks(readers: ReadonlyMap<number, UnitReader>): void {
    for (const book of this.feed.market.engine.books) {
      const { stock } = book.instrument;
      const reader = readers.get(this.config.units[unitOf(this.config.units, stock)]!.unit);
      if (reader === undefined) continue;
      const levels = (side: typeof book.bids) => side.map(({ price, shares }) => [price, shares]).reverse();
      expect([stock, reader.levels(stock, 'B')]).toEqual([stock, levels(book.bids)]);
      expect([stock, reader.levels(stock, 'S')]).toEqual([stock, levels(book.asks)]);
      const state = reader.status.get(stock);
      // The state was not told before the symbol was listed.
      if (state !== undefined) expect([stock, state === 'T']).toEqual([stock, book.state === 'trading']);
    }
  }

  connect(port: number): PitchEnd {
    return new PitchEnd(this, port);
  }

  private async listen(address: string, port: number, unit: number, into: Map<number, Buffer>): Promise<void> {
    const onMessage = (bytes: Uint8Array): void => {
      const block = Buffer.from(bytes);
      expect([block.readUInt16LE(0), block[3]]).toEqual([block.length, unit]);
      if (block[2] === 0) this.heartbeats++;
      for (const [i, message] of messagesOf(block).entries()) {
        const sequence = block.readUInt32LE(4) + i;
        const before = into.get(sequence);
        if (before !== undefined && !before.equals(message)) expect.fail(`message ${sequence} has other bytes now`);
        into.set(sequence, message);
      }
    };
    await this.world.wait(this.client.sockets.udp({ address, port, onMessage }));
  }
}

function messagesOf(block: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  let at = 8;
  for (let left = block[2]!; left > 0; left--) {
    messages.push(block.subarray(at, at + block[at]!));
    at += block[at]!;
  }
  expect(at).toBe(block.length);
  return messages;
}

/** A client of the proxy or of a spin server, by hand. */
class PitchEnd {
  /** Recovery messages in words; feed messages are apart. */
  readonly told: string[] = [];
  readonly feed: Buffer[] = [];
  heartbeats = 0;
  private readonly end: TcpEnd;

  constructor(
    private readonly rig: Rig,
    port: number,
  ) {
    this.end = new TcpEnd(() => this.take());
    rig.client.run(() => rig.client.streams.connect({ remote: { host: EXCHANGE, port }, timeoutMs: 1000 }, this.end));
  }

  get isClosed(): boolean {
    return this.end.isClosed;
  }

  send<Layout extends MessageLayout>(
    layout: Layout,
    fields: FieldsOf<Layout>,
    header: number[] = [0, 0, 0, 0, 0],
  ): void {
    const bytes = new Uint8Array(8 + layout.bytes);
    putPitch(bytes, 8, layout, fields);
    bytes.set([bytes.length, 0, 1, ...header]);
    this.write(bytes);
  }

  login(user = USER): void {
    this.send(pitchRecovery.Login, { ...user, filler: '' });
  }

  gap(unit: number, sequence: number, count: number): void {
    this.send(pitchRecovery.GapRequest, { unit, sequence, count });
  }

  write(bytes: Uint8Array): void {
    this.rig.client.run(() => this.end.stream?.write(bytes));
  }

  private take(): void {
    const { end } = this;
    while (end.bytes.length >= 8 && end.bytes.length >= end.bytes.readUInt16LE(0)) {
      const block = end.take(end.bytes.readUInt16LE(0));
      expect(block.readUInt32LE(4)).toBe(0);
      if (block[2] === 0) this.heartbeats++;
      for (const message of messagesOf(block)) {
        const decoded = getPitch(message, 0, 'recovery');
        if (decoded === undefined) this.feed.push(message);
        else this.told.push(`${decoded.name} ${Object.values(decoded.fields).join(' ')}`);
      }
    }
  }
}

describe('the Cboe publisher', () => {
  it('publishes units that rebuild the matcher’s books', async () => {
    const rig = await Rig.open();
    await rig.advance(7000);
    rig.expectBooks(rig.read());
    rig.process.run(() => rig.feed.closeDay());
    await rig.world.run(2500);
    const readers = rig.read();
    const counts = new Map<string, number>();
    for (const reader of readers.values()) {
      expect(reader.isEnded).toBe(true);
      for (const [name, count] of reader.counts) counts.set(name, (counts.get(name) ?? 0) + count);
    }
    expect([...counts.keys()].sort()).toEqual(
      [
        'AddOrderExpanded',
        'AddOrderLong',
        'AddOrderShort',
        'AuctionSummary',
        'AuctionUpdate',
        'DeleteOrder',
        'EndOfSession',
        'ModifyOrderLong',
        'ModifyOrderShort',
        'OrderExecuted',
        'OrderExecutedAtPriceSize',
        'ReduceSizeShort',
        'RetailPriceImprovement',
        'SymbolMapping',
        'Time',
        'TradeLong',
        'TradeShort',
        'TradingStatus',
        'UnitClear',
        ...(counts.has('TradeBreak') ? ['TradeBreak'] : []),
      ].sort(),
    );
    expect(readers.get(3)!.names.get('BRK B')).toBe('BRK.B');
    // Two lines of two units, at least two seconds of silence.
    expect(rig.heartbeats).toBeGreaterThanOrEqual(4 * 2);
  });

  it('killed at any moment goes on with the same numbers, and loses no message', async () => {
    const rig = await Rig.open();
    for (const ms of [400, 1300, 60, 2300, 10]) {
      await rig.advance(ms);
      await rig.restart(200);
    }
    await rig.advance(500);
    rig.expectBooks(rig.read());
    const { units, publisher } = rig.publisher!.counters();
    expect(publisher.resyncs).toBe(0);
    for (const [unit, { store }] of Object.entries(units)) {
      expect(store.verified).toBeGreaterThan(0);
      expect(store.next - 1).toBe(rig.live.get(Number(unit))!.size);
    }
  });
});

describe('the gap request proxy', () => {
  it('answers as its capture does, and sends the messages on the gap line', async () => {
    const rig = await Rig.open();
    await rig.advance(3500);
    const end = rig.connect(8080);
    await rig.world.run(10);
    end.login();
    const first = rig.live.get(3)!.size - 500;
    end.gap(3, first, 3);
    end.gap(3, first + 200, 100);
    await rig.world.run(50);
    expect(end.told).toEqual(['LoginResponse A', `GapResponse 3 ${first} 3 A`, `GapResponse 3 ${first + 200} 100 A`]);
    expect([...rig.gaps.keys()]).toEqual(
      [0, 1, 2, ...Array.from({ length: 100 }, (_, i) => 200 + i)].map((i) => first + i),
    );
    for (const [sequence, message] of rig.gaps) expect(message).toEqual(rig.live.get(3)!.get(sequence));
  });

  it('refuses what it must, by status', async () => {
    const rig = await Rig.open();
    await rig.advance(5000);
    const end = rig.connect(8080);
    await rig.world.run(10);
    end.login();
    const next = rig.live.get(3)!.size + 1;
    expect(next).toBeGreaterThan(3500);
    end.gap(4, 1, 1);
    end.gap(7, 1, 1);
    end.gap(3, next - 10, 101);
    end.gap(3, next - 10, 0);
    end.gap(3, 0, 1);
    end.gap(3, 1, 1);
    end.gap(3, next, 1);
    end.gap(3, next - 1, 1);
    await rig.world.run(20);
    const statuses = end.told.slice(1).map((text) => text.slice(-1));
    expect(statuses).toEqual(['I', 'U', 'C', 'C', 'O', 'O', 'O', 'A']);
    for (let i = 0; i < 15; i++) end.gap(3, next - 1, 1);
    await rig.world.run(20);
    expect(end.told.slice(9).map((text) => text.slice(-1))).toEqual([
      ...Array.from({ length: 12 }, () => 'A'),
      'S',
      'S',
      'S',
    ]);
    await rig.world.run(1000);
    for (let i = 0; i < 21; i++) end.gap(3, next - 1, 1);
    await rig.world.run(20);
    expect(end.told.slice(24).map((text) => text.slice(-1))).toEqual([...Array.from({ length: 20 }, () => 'A'), 'M']);
    expect(rig.log.refusals).toEqual(expect.arrayContaining(['gap status I', 'gap status O', 'gap status S']));
  });

  it('refuses logins, and drops who says something that has no place', async () => {
    const rig = await Rig.open();
    await rig.advance(100);
    const tried = async (act: (end: PitchEnd) => void): Promise<PitchEnd> => {
      const end = rig.connect(8080);
      await rig.world.run(10);
      act(end);
      await rig.world.run(20);
      return end;
    };
    const first = await tried((end) => end.login());
    expect(first.told).toEqual(['LoginResponse A']);
    const refused = [
      await tried((end) => end.login({ ...USER, password: 'wrong' })),
      await tried((end) => end.login({ ...USER, sessionSubId: '0007' })),
      await tried((end) => end.login()),
    ];
    expect(refused.map(({ told }) => told)).toEqual([['LoginResponse N'], ['LoginResponse S'], ['LoginResponse B']]);
    const dropped = [
      await tried((end) => end.gap(3, 1, 1)),
      await tried((end) => end.send(pitchRecovery.SpinRequest, { sequence: 1 })),
      await tried((end) => end.write(Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0))),
      await tried((end) => end.write(Uint8Array.of(8, 0, 1, 0, 0, 0, 0, 0))),
      await tried((end) => end.write(Uint8Array.of(8, 0, 0, 0, 9, 0, 0, 0))),
      await tried((end) => end.write(Uint8Array.of(11, 0, 1, 0, 0, 0, 0, 0, 3, 0x77, 0))),
      await tried((end) => end.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'))),
    ];
    expect(refused.concat(dropped).every(({ isClosed }) => isClosed)).toBe(true);
    expect(rig.log.refusals).toEqual([
      'not authorized',
      'invalid session',
      'session in use',
      'not logged in',
      'not logged in',
      'block length',
      'block',
      'sequenced block',
      'message',
      'block length',
    ]);
    // The first one says nothing more, and hears a heartbeat a second until it is given up.
    await rig.world.run(6000);
    expect(first.isClosed).toBe(true);
    expect(first.heartbeats).toBeGreaterThanOrEqual(3);
    const silent = rig.connect(8080);
    await rig.world.run(6000);
    expect(silent.isClosed).toBe(true);
  });
});

describe('the spin server', () => {
  const spun = async (rig: Rig, port: number): Promise<{ end: PitchEnd; sequence: number }> => {
    const end = rig.connect(port);
    await rig.world.run(10);
    end.login();
    await rig.advance(30);
    const [response, available] = end.told;
    expect(response).toBe('LoginResponse A');
    const sequence = Number(/^SpinImageAvailable (\d+)$/.exec(available!)![1]);
    end.send(pitchRecovery.SpinRequest, { sequence });
    end.send(pitchRecovery.SpinRequest, { sequence });
    await rig.advance(400);
    return { end, sequence };
  };

  it('sends an image that makes the books, together with what came live behind it', async () => {
    const rig = await Rig.open();
    await rig.advance(4000);
    const readers = new Map<number, UnitReader>();
    for (const [unit, port] of [
      [3, 8035],
      [7, 8075],
    ] as const) {
      const { end, sequence } = await spun(rig, port);
      const orders = Number(/^SpinResponse \d+ (\d+) A$/.exec(end.told[2]!)![1]);
      const finished = end.told.indexOf(`SpinFinished ${sequence}`);
      expect(finished).toBeGreaterThan(2);
      expect(end.told).toContain(`SpinResponse ${sequence} ${orders} A`);
      const reader = new UnitReader(false);
      for (const message of end.feed) reader.take(message);
      expect(orders).toBeGreaterThan(500);
      expect(reader.orders.size).toBe(orders);
      readers.set(unit, reader);
      await rig.advance(300);
      const messages = rig.live.get(unit)!;
      expect(messages.size).toBeGreaterThan(sequence);
      for (let next = sequence + 1; next <= messages.size; next++) reader.take(messages.get(next)!);
      expect(reader.complaints).toEqual([]);
      rig.expectBooks(new Map([[unit, reader]]));
    }
  });

  it('tells a new image every second, and refuses numbers to come', async () => {
    const rig = await Rig.open();
    await rig.advance(4000);
    const end = rig.connect(8035);
    await rig.world.run(10);
    end.login();
    await rig.advance(3000);
    const available = end.told.filter((text) => text.startsWith('SpinImageAvailable'));
    expect(new Set(available).size).toBeGreaterThanOrEqual(3);
    end.send(pitchRecovery.SpinRequest, { sequence: 10_000_000 });
    await rig.world.run(20);
    expect(end.told[end.told.length - 1]).toBe('SpinResponse 10000000 0 O');
    expect(rig.log.refusals).toEqual(['spin status O']);
  });
});
