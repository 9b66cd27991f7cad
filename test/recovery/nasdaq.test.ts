import { describe, expect, it } from 'vitest';
import { GlimpseClient } from '../../control/market-data/recovery/glimpse.js';
import { MoldRecovery, type MoldRecoveryConfig } from '../../control/market-data/recovery/mold-recovery.js';
import { HostRecords } from '../../control/market-data/recovery/snapshot.js';
import { ItchDecoder } from '../../control/market-data/records/itch50.js';
import { moldPacket, systemEvent } from '../../control/market-data/software/test-rig.js';
import { putGlimpseEnd, readGlimpseEnd } from '../../control/protocols/glimpse/end.js';
import { readMoldRequest } from '../../control/protocols/moldudp64/request.js';
import { SoupServer, type SequencedLog } from '../../control/protocols/soupbintcp/server.js';
import { VirtualWorld } from '../support/world/world.js';
import { HoledFeed } from './rig.js';

const SERVER = { address: '10.9.1.1', port: 26_500 };
const config: MoldRecoveryConfig = {
  channel: 0,
  targetChannel: 0,
  server: SERVER,
  bindAddress: '10.9.1.2',
  session: 'SESSION001',
};

/** The answer to the n-th request, from 1 on; undefined when there is none. */
type Answer = (n: number, sequence: number, count: number) => Uint8Array | undefined;

async function scene(answer: Answer, overrides: Partial<MoldRecoveryConfig> = {}) {
  const world = new VirtualWorld({ seed: 7 });
  const exchange = world.addHost('exchange', { addresses: [SERVER.address] }).start();
  const gateway = world.addHost('gateway', { addresses: [config.bindAddress] }).start();
  const requests: [sequence: number, count: number][] = [];
  const socket = await world.wait(
    exchange.sockets.udp({
      ...SERVER,
      onMessage: (bytes, address, port) => {
        const { session, sequence, count } = readMoldRequest(bytes)!;
        expect(session).toBe('SESSION001');
        requests.push([sequence, count]);
        const packet = answer(requests.length, sequence, count);
        if (packet !== undefined) socket.send(packet, port, address);
      },
    }),
  );
  const feed = new HoledFeed('itch50');
  const client = await world.wait(MoldRecovery.open(gateway, { ...config, ...overrides }, feed.rig.engine));
  feed.send(moldPacket(1, 1));
  feed.send(moldPacket(6, 1));
  expect(feed.drain(client)).toEqual(['1 S p0', 'gap 2-5', '6 S p0']);
  return { world, feed, client, requests };
}

describe('MoldUDP64 requests', () => {
  it('bring what the lines lost, packet by packet', async () => {
    const { world, feed, client, requests } = await scene((n, sequence) => moldPacket(sequence, n === 1 ? 1 : 3));
    await world.run(1000);
    expect(feed.drain()).toEqual(['2 S p3+', '3 S p3+', '4 S p3+', '5 S p3+']);
    expect(requests).toEqual([
      [2, 4],
      [3, 3],
    ]);
    expect(client.counters).toMatchObject({ requests: 2, repeated: 1, received: 4, abandoned: 0, strangers: 0 });
    await client.close();
  });

  it('are sent again with growing pauses while there is silence, and then no more', async () => {
    const { world, feed, client, requests } = await scene(() => undefined, { policy: { attemptsMax: 5 } });
    await world.run(60_000);
    expect(requests).toHaveLength(5);
    expect(feed.drain()).toEqual([]);
    expect(client.counters).toMatchObject({ requests: 5, received: 0, abandoned: 4 });
  });

  it('take no answer of another session, and none that holds nothing', async () => {
    const { world, feed, client } = await scene((n, sequence) =>
      n === 1
        ? moldPacket(sequence, 4, 'SESSION002')
        : n === 2
          ? moldPacket(sequence, 'heartbeat')
          : moldPacket(sequence, 4),
    );
    await world.run(2000);
    expect(feed.drain()).toHaveLength(4);
    expect(client.counters).toMatchObject({ strangers: 2, received: 4 });
  });

  it('end with the session that they are about', async () => {
    const { world, feed, client, requests } = await scene(() => undefined);
    feed.send(moldPacket(1, 1, 'SESSION002'));
    expect(feed.drain(client)).toEqual(['session SESSION002 1', '1 S p0']);
    await world.run(5000);
    // The one that was under way.
    expect(requests).toEqual([[2, 4]]);
    expect(client.counters.abandoned).toBe(4);
  });
});

describe('a GLIMPSE snapshot', () => {
  it('ends with the number to go on with', () => {
    const bytes = new Uint8Array(30);
    expect(putGlimpseEnd(bytes, 3, 14_760_001)).toBe(21);
    expect(readGlimpseEnd(bytes, 3, 21)).toBe(14_760_001);
    expect(readGlimpseEnd(bytes, 3, 20)).toBeUndefined();
    bytes[10] = 0x41;
    expect(readGlimpseEnd(bytes, 3, 21)).toBeUndefined();
  });

  it('is taken whole, from the start again when the connection breaks', async () => {
    const world = new VirtualWorld({ seed: 8 });
    const exchange = world.addHost('exchange', { addresses: [SERVER.address] }).start();
    const gateway = world.addHost('gateway').start();
    const end = new Uint8Array(21);
    putGlimpseEnd(end, 0, 77);
    const messages = [systemEvent(1), systemEvent(2), Uint8Array.of(0x7a, 1, 2), end];
    const log: SequencedLog = {
      session: 'SNAP000001',
      next: messages.length + 1,
      isEnded: true,
      read: (n, into) => Object.assign(into, { bytes: messages[n - 1]!, start: 0, end: messages[n - 1]!.length }),
    };
    let logins = 0;
    const asked: number[] = [];
    await world.wait(
      exchange.streams.listen({ local: { host: SERVER.address, port: 26_600 } }, () => {
        let server: SoupServer | undefined;
        return {
          onOpen: (stream) => {
            server = new SoupServer(
              {
                hasRoom: true,
                write: (bytes, start, to) => stream.write(bytes.subarray(start, to)),
                close: () => stream.end(),
              },
              {
                authenticate: () => (++logins === 1 ? { ...log, next: 2, isEnded: false } : log),
                onLogin: (_user, sequenceNumber) => {
                  asked.push(sequenceNumber);
                  if (logins === 1) exchange.timers.after(20, () => stream.destroy());
                },
                onUnsequenced: () => undefined,
                onLogout: () => undefined,
                onProtocolError: () => undefined,
              },
              0,
            );
          },
          onData: (bytes) => server?.receive(bytes, 0),
          onDrain: () => undefined,
          onClose: () => undefined,
        };
      }),
    );
    const feed = new HoledFeed('itch50');
    const records = new HostRecords(3, new ItchDecoder(undefined), feed.rig);
    const seen: string[] = [];
    const client = new GlimpseClient(
      gateway,
      { server: { host: SERVER.address, port: 26_600 }, username: 'user', password: 'pass' },
      {
        onBegin: () => seen.push('begin'),
        onMessage: (bytes, at, length) => records.add(bytes, at, length),
        onComplete: (next) => seen.push(`go on with ${next}`),
        onFailed: (reason) => seen.push(reason),
      },
    );
    await world.run(5000);
    records.flush();
    expect(seen).toEqual(['begin', 'the connection broke', 'begin', 'go on with 77']);
    expect(asked).toEqual([1, 1]);
    expect(feed.drain()).toEqual(['ch3 - S p0', 'ch3 - S p0', 'ch3 - S p0']);
    expect(records.unknown).toBe(1);
    client.close();
  });
});
