import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GapRequestClient, type GapRequestConfig } from '../../control/market-data/recovery/gap-request.js';
import { SpinClient } from '../../control/market-data/recovery/spin.js';
import { HostRecords } from '../../control/market-data/recovery/snapshot.js';
import { PitchDecoder } from '../../control/market-data/records/pitch2.js';
import { deleteMessage, timeMessage, unitBlock } from '../../control/market-data/software/pitch-rig.js';
import { pitchRecovery } from '../../control/protocols/pitch2/messages.js';
import { VirtualWorld } from '../support/world/world.js';
import { HoledFeed, TinyPitchServer } from './rig.js';

const GRP = { host: '10.9.0.1', port: 7001 };
const GAP_LINE = { address: '10.9.0.2', port: 30_501 };
const login = { sessionSubId: '0001', username: 'FIRM', password: 'secret' };
const config: GapRequestConfig = {
  server: GRP,
  login,
  units: [{ unit: 1, channel: 0, targetChannel: 0 }],
  gapLines: [GAP_LINE],
};

async function scene(overrides: Partial<GapRequestConfig> = {}) {
  const world = new VirtualWorld({ seed: 5 });
  const exchange = world.addHost('exchange', { addresses: [GRP.host] }).start();
  const gateway = world.addHost('gateway', { addresses: [GAP_LINE.address] }).start();
  const server = new TinyPitchServer();
  await world.wait(server.listen(exchange, GRP));
  const line = await world.wait(exchange.sockets.udp({ address: GRP.host, port: 0 }));
  const feed = new HoledFeed('pitch2');
  const client = await world.wait(GapRequestClient.open(gateway, { ...config, ...overrides }, feed.rig.engine));
  const gaps = (): Record<string, unknown>[] =>
    server.seen.filter(({ name }) => name === 'GapRequest').map(({ fields }) => fields);
  server.onMessage = ({ name }) => {
    if (name === 'Login') server.login();
  };
  return {
    world,
    server,
    feed,
    client,
    gaps,
    send: (block: Uint8Array) => line.send(block, GAP_LINE.port, GAP_LINE.address),
  };
}

/** Answers every request with the status, and with Deletes when it is A. */
function answer(
  { server, send }: Awaited<ReturnType<typeof scene>>,
  statusOf: (first: number, count: number) => string,
): void {
  server.onMessage = ({ name, fields }) => {
    if (name === 'Login') server.login();
    if (name !== 'GapRequest') return;
    const [sequence, count] = [Number(fields['sequence']), Number(fields['count'])];
    const status = statusOf(sequence, count);
    server.reply(pitchRecovery.GapResponse, { unit: 1, sequence, count, status });
    if (status !== 'A') return;
    // Two datagrams, as a server cuts them.
    const messages = Array.from({ length: count }, (_, i) => deleteMessage(sequence + i));
    const half = Math.ceil(count / 2);
    send(unitBlock(sequence, messages.slice(0, half)));
    if (half < count) send(unitBlock(sequence + half, messages.slice(half)));
  };
}

describe('gap requests', () => {
  it('heal a gap', async () => {
    const all = await scene();
    answer(all, () => 'A');
    const { world, feed, client } = all;
    feed.send(unitBlock(1, [timeMessage(34_200)]));
    feed.send(unitBlock(5, [deleteMessage(5)]));
    expect(feed.drain(client)).toEqual(['1 0x20 p0', 'gap 2-4', '5 0x29 p0~']);
    await world.run(2000);
    expect(feed.drain()).toEqual(['2 0x29 p3~+', '3 0x29 p3~+', '4 0x29 p3~+']);
    expect(all.gaps()).toEqual([{ unit: 1, sequence: 2, count: 3 }]);
    expect(client.counters).toMatchObject({ requests: 1, repeated: 0, received: 3, abandoned: 0, statuses: { A: 1 } });
    expect(all.server.seen[0]!.fields).toEqual({ ...login, filler: '' });
    await client.close();
  });

  it('are of the size that the server takes, and wait as it says', async () => {
    const all = await scene();
    let quota = 2;
    answer(all, (_first, count) => {
      if (count > 25) return 'C';
      return quota-- > 0 ? 'A' : quota === -1 ? 'S' : 'A';
    });
    const { world, feed, client } = all;
    feed.send(unitBlock(1, [timeMessage(34_200)]));
    feed.send(unitBlock(102, [deleteMessage(5)]));
    feed.drain(client);
    await world.run(6000);
    expect(feed.drain()).toHaveLength(100);
    expect(all.gaps().map(({ count }) => count)).toEqual([100, 50, 25, 25, 25, 25, 25]);
    expect(client.counters).toMatchObject({ received: 100, abandoned: 0, statuses: { C: 2, S: 1, A: 4 } });
  });

  it('are given up where the server does not have the messages', async () => {
    const all = await scene();
    answer(all, () => 'O');
    const { world, feed, client } = all;
    feed.send(unitBlock(1, [timeMessage(34_200)]));
    feed.send(unitBlock(5, [deleteMessage(5)]));
    feed.drain(client);
    await world.run(5000);
    expect(feed.drain()).toEqual([]);
    expect(client.counters).toMatchObject({ requests: 1, received: 0, abandoned: 3 });
  });

  it('outlive a broken connection, lost answers, and strangers on the gap line', async () => {
    const all = await scene();
    const { world, feed, client, server, send } = all;
    let answers = 0;
    server.onMessage = ({ name, fields }) => {
      if (name === 'Login') server.login();
      if (name !== 'GapRequest') return;
      answers++;
      if (answers === 1) server.stream?.destroy();
      if (answers < 3) return;
      const sequence = Number(fields['sequence']);
      send(unitBlock(sequence, [deleteMessage(2)], 9));
      send(Uint8Array.of(1, 2, 3));
      send(unitBlock(sequence, [deleteMessage(2)]));
    };
    feed.send(unitBlock(1, [timeMessage(34_200)]));
    feed.send(unitBlock(3, [deleteMessage(5)]));
    feed.drain(client);
    await world.run(20_000);
    expect(feed.drain()).toEqual(['2 0x29 p3~+']);
    expect(client.counters).toMatchObject({ received: 1, strangers: 2, repeated: 2 });
    expect(server.connections).toBeGreaterThan(1);
  });

  it('end with a server that falls silent, and begin again', async () => {
    const all = await scene();
    const { world, client, server } = all;
    await world.run(20_000);
    // It never sends a heartbeat: the client gives it up every five seconds.
    expect(server.connections).toBeGreaterThan(2);
    expect(client.counters.connections).toBe(server.connections);
    expect(server.seen.every(({ name }) => name === 'Login')).toBe(true);
  });

  const capture = join(
    import.meta.dirname,
    '..',
    '..',
    '..',
    'shared',
    'captures',
    'pitch2',
    'mcastpitch_realtime_useq.pcap',
  );
  it.skipIf(!existsSync(capture))('heal the gap of the capture (needs the shared captures)', async () => {
    const all = await scene();
    const { world, feed, client } = all;
    // What the capture does not have: its unit's first second, and an order that is not deleted later.
    answer(all, (first, count) => (first === 1 && count === 2 ? 'A' : 'O'));
    const file = readFileSync(capture);
    for (let at = 24, frame = 1; at < file.length; frame++) {
      const length = file.readUInt32LE(at + 8);
      feed.send(file.subarray(at + 16 + 42, at + 16 + length));
      const records = feed.drain(client);
      if (frame === 94) expect(records).toEqual(['gap 1-2', '3 0x20 p0', '4 0x22 p0']);
      at += 16 + length;
      if (frame !== 94) continue;
      await world.run(2000);
      expect(feed.drain()).toEqual(['1 0x29 p3~+', '2 0x29 p3~+']);
    }
    const [channel] = feed.rig.engine.counters().channels;
    expect(channel).toMatchObject({ gaps: 1, gapMessages: 2, delivered: 42, unknown: 0, expected: 43n });
    expect(client.counters).toMatchObject({ requests: 1, received: 2, abandoned: 0 });
  });
});

describe('a spin', () => {
  it('waits for an image that reaches far enough, and gives its messages and where to go on', async () => {
    const world = new VirtualWorld({ seed: 6 });
    const exchange = world.addHost('exchange', { addresses: [GRP.host] }).start();
    const gateway = world.addHost('gateway').start();
    const server = new TinyPitchServer();
    await world.wait(server.listen(exchange, GRP));
    const lines: string[] = [];
    const feed = new HoledFeed('pitch2');
    const records = new HostRecords(0, new PitchDecoder(), feed.rig);
    let image = 90;
    server.onMessage = ({ name, fields }) => {
      if (name === 'Login') {
        server.login();
        exchange.timers.every(1000, () => server.reply(pitchRecovery.SpinImageAvailable, { sequence: (image += 10) }));
      }
      if (name !== 'SpinRequest') return;
      const sequence = Number(fields['sequence']);
      if (sequence < 130) {
        server.reply(pitchRecovery.SpinResponse, { sequence, orderCount: 0, status: 'O' });
        return;
      }
      server.reply(pitchRecovery.SpinResponse, { sequence, orderCount: 1, status: 'A' });
      server.stream?.write(unitBlock(0, [timeMessage(34_200), deleteMessage(7)]));
      server.reply(pitchRecovery.SpinFinished, { sequence });
    };
    const spin = new SpinClient(
      gateway,
      { server: GRP, login },
      {
        onBegin: () => lines.push('begin'),
        onMessage: (bytes, at, length) => records.add(bytes, at, length),
        onComplete: (next) => lines.push(`go on with ${next}`),
        onFailed: (reason) => lines.push(reason),
      },
    );
    spin.request(115);
    await world.run(8000);
    records.flush();
    expect(lines).toEqual(['spin refused with status O', 'begin', 'go on with 131']);
    expect(feed.drain()).toEqual(['- 0x20 p0', '- 0x29 p0']);
    expect(records.unknown).toBe(0);
    spin.close();
  });
});
