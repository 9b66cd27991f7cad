/** Our clients against the simulator's own servers: two writers of one protocol, who must understand each other. */
import { afterEach, describe, expect, it } from 'vitest';
import { GapRequestClient } from '../../control/market-data/recovery/gap-request.js';
import { deleteMessage, timeMessage, unitBlock } from '../../control/market-data/software/pitch-rig.js';
import { GapRequestServer } from '../../sim/exchanges/publish/gap-request-server.js';
import { MessageStore } from '../../sim/exchanges/publish/message-store.js';
import { RememberingLogger } from '../../sim/exchanges/publish/testing.js';
import { VirtualWorld } from '../support/world/world.js';
import { HoledFeed } from './rig.js';

const HOST = '127.0.0.1';
const GAP_LINE = { address: HOST, port: 30_501 };
const login = { sessionSubId: '0001', username: 'FIRM', password: 'secret' };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe("the simulator's gap request proxy", () => {
  it('heals a gap of 250 messages, which takes three requests', async () => {
    const world = new VirtualWorld({ seed: 11 });
    const process = world.addHost('one').start();
    const line = await world.wait(process.sockets.udp({ address: HOST, port: 0 }));
    const store = new MessageStore({ name: 'unit', chunkBytes: 1 << 16, chunksInMemory: 4 });
    closing.push(() => store.close());
    const message = (sequence: number): Uint8Array => (sequence === 1 ? timeMessage(34_200) : deleteMessage(sequence));
    for (let sequence = 1; sequence <= 252; sequence++) {
      const bytes = message(sequence);
      store.bytes.set(bytes, store.reserve(bytes.length));
      store.commit(bytes.length);
    }
    const resend = (first: number, next: number): void => {
      for (let at = first; at < next; at += 60) {
        const count = Math.min(60, next - at);
        const block = unitBlock(
          at,
          Array.from({ length: count }, (_, i) => message(at + i)),
        );
        line.send(block, GAP_LINE.port, GAP_LINE.address);
      }
    };
    const limits = { messagesMax: 100, behindMax: 1_000_000, perSecond: 320, perMinute: 1500, perDay: 100_000 };
    const server = await world.wait(
      GapRequestServer.open(
        process,
        { local: { host: HOST, port: 0 }, users: [login], connectionsMax: 2 },
        limits,
        [{ unit: 1, store, isAvailable: true, published: 253, resend }],
        new RememberingLogger(),
      ),
    );
    const feed = new HoledFeed('pitch2');
    const client = await world.wait(
      GapRequestClient.open(
        process,
        {
          server: { host: HOST, port: server.port },
          login,
          units: [{ unit: 1, channel: 0, targetChannel: 0 }],
          gapLines: [GAP_LINE],
        },
        feed.rig.engine,
      ),
    );
    feed.send(unitBlock(1, [message(1)]));
    feed.send(unitBlock(252, [message(252)]));
    feed.drain(client);
    await world.run(10_000);
    const recovered = feed.drain();
    expect(recovered).toEqual(Array.from({ length: 250 }, (_, i) => `${i + 2} 0x29 p3~+`));
    expect(server.counters()).toMatchObject({ requests: 3, accepted: 3, messages: 250, statuses: {} });
    expect(client.counters).toMatchObject({
      requests: 3,
      received: 250,
      abandoned: 0,
      statuses: { A: 3 },
      isLoggedIn: true,
    });
    await client.close();
    await server.close();
  });
});
