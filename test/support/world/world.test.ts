import { describe, expect, it } from 'vitest';
import type { Stream, StreamEnd, StreamHandler } from '../../../control/core/streams.js';
import type { VirtualProcess } from './process.js';
import { VirtualWorld } from './world.js';

/** An end of a connection that remembers what it was told. */
class End implements StreamHandler {
  stream: Stream | undefined;
  text = '';
  pieces = 0;
  drains = 0;
  end: StreamEnd | undefined;
  detail = '';
  kept: Uint8Array | undefined;

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString('latin1');
    this.pieces++;
    this.kept = bytes;
  }

  onDrain(): void {
    this.drains++;
  }

  onClose(end: StreamEnd, detail: string): void {
    expect(this.end, 'onClose comes once').toBeUndefined();
    this.end = end;
    this.detail = detail;
  }

  send(text: string): void {
    this.stream!.write(Buffer.from(text, 'latin1'));
  }
}

interface Pair {
  readonly world: VirtualWorld;
  readonly desk: VirtualProcess;
  readonly bank: VirtualProcess;
  readonly client: End;
  readonly server: End;
}

async function connected(seed = 1): Promise<Pair> {
  const world = new VirtualWorld({ seed });
  const desk = world.addHost('desk').start();
  const bank = world.addHost('bank').start();
  const server = new End();
  await world.wait(bank.streams.listen({ local: { host: '0.0.0.0', port: 9000 } }, () => server));
  const client = new End();
  desk.streams.connect({ remote: { host: 'bank', port: 9000 }, timeoutMs: 1000 }, client);
  await world.run(10);
  expect(client.stream).toBeDefined();
  expect(server.stream).toBeDefined();
  return { world, desk, bank, client, server };
}

describe('a connection', () => {
  it('carries bytes both ways, and spoils what the receiver keeps', async () => {
    const { world, client, server } = await connected();
    client.send('hello');
    server.send('there');
    await world.run(1);
    expect([client.text, server.text]).toEqual(['there', 'hello']);
    expect([...server.kept!]).toEqual([0xdd, 0xdd, 0xdd, 0xdd, 0xdd]);
    expect(server.stream!.remote).toEqual(client.stream!.local);
  });

  it('takes the latency of the link, and the time of its bandwidth', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ latencyMs: 10, bytesPerSecond: 1000 });
    client.send('0123456789');
    await world.run(19.9);
    expect(server.text).toBe('');
    await world.run(0.1);
    expect(server.text).toBe('0123456789');
  });

  it('cuts up and joins pieces, and loses none', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ jitterMs: 1, splitChance: 0.7, splitDelayMs: 1 });
    let sent = '';
    for (let i = 0; i < 50; i++) {
      const text = `message ${i};`;
      client.send(text);
      sent += text;
      world.advance(0.1);
    }
    await world.run(100);
    expect(server.text).toBe(sent);
    expect(server.pieces).toBeGreaterThan(10);
  });

  it('queues what a receiver that has paused does not read, and tells when it has gone', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ windowBytes: 1000 });
    server.stream!.pause();
    client.send('x'.repeat(2500));
    expect(client.stream!.queuedBytes).toBe(1500);
    await world.run(100);
    expect([server.text.length, client.drains]).toEqual([0, 0]);
    server.stream!.resume();
    expect(server.text.length, 'never within resume').toBe(0);
    await world.run(100);
    expect([server.text.length, client.drains, client.stream!.queuedBytes]).toEqual([2500, 1, 0]);
  });

  it('ends in order, after everything that was queued', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ windowBytes: 100 });
    client.send('y'.repeat(450));
    client.stream!.end();
    client.send('too late');
    await world.run(100);
    expect([server.text.length, server.end, client.end]).toEqual([450, 'ended', 'ended']);
  });

  it('is reset by destroy: the peer may lose what was under way', async () => {
    const lengths = new Set<number>();
    for (let seed = 1; seed <= 40; seed++) {
      const { world, client, server } = await connected(seed);
      client.send('0123456789');
      client.stream!.destroy();
      expect(client.end, 'told later').toBeUndefined();
      await world.run(100);
      expect([client.end, server.end]).toEqual(['destroyed', 'reset']);
      expect('0123456789'.startsWith(server.text)).toBe(true);
      lengths.add(server.text.length);
    }
    expect(lengths.has(0) && lengths.has(10) && lengths.size > 4).toBe(true);
  });

  it('breaks at any byte when its link is cut', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').cutAfter(7);
    client.send('01234');
    await world.run(1);
    client.send('56789');
    await world.run(1);
    expect([server.text, client.end, server.end]).toEqual(['0123456', 'reset', 'reset']);
  });

  it('holds everything in a partition, and goes on when it heals', async () => {
    const { world, client, server } = await connected();
    const link = world.link('desk', 'bank');
    link.partition();
    client.send('held');
    await world.run(60_000);
    expect([server.text, client.end]).toEqual(['', undefined]);
    link.heal();
    await world.run(300);
    expect(server.text).toBe('held');
  });

  it('cuts nothing in a partition: a stream has no holes', async () => {
    const { world, client, server } = await connected();
    const link = world.link('desk', 'bank');
    link.partition();
    client.send('held');
    await world.run(10);
    link.cut();
    await world.run(10);
    link.heal();
    client.send(' and more');
    await world.run(300);
    expect([server.text, client.end]).toEqual(['held and more', undefined]);
  });

  it('gives up when a partition lasts', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ giveUpMs: 5000 }).partition();
    client.send('lost');
    await world.run(6000);
    expect([client.end, client.detail, server.end]).toEqual(['reset', 'ETIMEDOUT', undefined]);
  });

  it('corrupts bytes when told to', async () => {
    const { world, client, server } = await connected();
    world.link('desk', 'bank').set({ corruptChance: 1 });
    client.send('0123456789');
    await world.run(1);
    const right = Buffer.from('0123456789');
    expect(Buffer.from(server.text, 'latin1').filter((byte, i) => byte !== right[i])).toHaveLength(1);
  });
});

describe('connecting', () => {
  it('is refused where nobody listens, and where nobody is found', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const desk = world.addHost('desk').start();
    world.addHost('bank').start();
    const [refused, unknown] = [new End(), new End()];
    desk.streams.connect({ remote: { host: 'bank', port: 1 }, timeoutMs: 1000 }, refused);
    desk.streams.connect({ remote: { host: 'nowhere', port: 1 }, timeoutMs: 1000 }, unknown);
    expect([refused.end, unknown.end], 'never within the call').toEqual([undefined, undefined]);
    await world.run(10);
    expect([refused.end, unknown.end]).toEqual(['refused', 'refused']);
    expect(refused.detail).toContain('ECONNREFUSED');
  });

  it('times out without a path, and succeeds when one comes in time', async () => {
    const { world, desk } = await connected();
    const link = world.link('desk', 'bank');
    link.partition();
    const [early, late] = [new End(), new End()];
    desk.streams.connect({ remote: { host: 'bank', port: 9000 }, timeoutMs: 500 }, early);
    desk.streams.connect({ remote: { host: 'bank', port: 9000 }, timeoutMs: 5000 }, late);
    await world.run(700);
    link.heal();
    await world.run(1000);
    expect([early.end, late.end]).toEqual(['refused', undefined]);
    expect(late.stream).toBeDefined();
  });

  it('can be cancelled', async () => {
    const { world, desk } = await connected();
    const end = new End();
    desk.streams.connect({ remote: { host: 'bank', port: 9000 }, timeoutMs: 500 }, end).cancel();
    await world.run(1000);
    expect([end.end, end.stream]).toEqual(['destroyed', undefined]);
  });

  it('takes its own path by source address', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const desk = world.addHost('desk', { addresses: ['10.0.0.1', '10.9.0.1'] }).start();
    const bank = world.addHost('bank', { addresses: ['10.0.0.2'] }).start();
    const server = new End();
    await world.wait(bank.streams.listen({ local: { host: '10.0.0.2', port: 9000 } }, () => server));
    world.link('10.0.0.1', '10.0.0.2').partition();
    const client = new End();
    const remote = { host: 'bank', port: 9000 };
    desk.streams.connect({ remote, localAddress: '10.9.0.1', timeoutMs: 500 }, client);
    await world.run(10);
    expect(server.stream?.remote.host).toBe('10.9.0.1');
  });

  it('refuses a second listener, and frees the port with the first', async () => {
    const { world, bank } = await connected();
    const listen = () => bank.streams.listen({ local: { host: '0.0.0.0', port: 9001 } }, () => undefined);
    const first = await world.wait(listen());
    await expect(world.wait(listen())).rejects.toMatchObject({ code: 'TCP_LISTEN' });
    await world.wait(first.close());
    await world.wait(listen());
  });
});

describe('a process', () => {
  it('stops at once when it is killed; its peer sees an end or a reset', async () => {
    const ends = new Set<StreamEnd | undefined>();
    for (let seed = 1; seed <= 20; seed++) {
      const { world, bank, client, server } = await connected(seed);
      let fired = 0;
      bank.timers.after(5, () => fired++);
      bank.timers.every(1, () => fired++);
      bank.timers.soon(() => fired++);
      bank.kill();
      await world.run(100);
      expect([fired, server.end]).toEqual([0, undefined]);
      expect(() => bank.timers.after(1, () => undefined)).toThrow('has been killed');
      ends.add(client.end);
    }
    expect([...ends].sort()).toEqual(['ended', 'reset']);
  });

  it('may be killed in the middle of a callback', async () => {
    const { world, bank } = await connected();
    const steps: string[] = [];
    bank.timers.after(1, () => {
      steps.push('before');
      bank.kill();
      bank.timers.soon(() => undefined);
      steps.push('after');
    });
    await world.run(10);
    expect(steps).toEqual(['before']);
  });

  it('leaves its peer alone when the power goes, and a reset meets the peer when it sends after the reboot', async () => {
    const { world, bank, client } = await connected();
    bank.host.powerCut();
    await world.run(1000);
    client.send('anybody there?');
    await world.run(1000);
    expect(client.end).toBeUndefined();
    const monotonicNs = bank.host.start().clock.monotonicNs();
    await world.run(1000);
    expect([client.end, monotonicNs]).toEqual(['reset', 0]);
  });

  it('keeps what it wrote to its disk, over a kill; and what was synced, over a power cut', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const host = world.addHost('bank');
    let bank = host.start();
    bank.disk.makeDirectory('/data');
    const file = bank.disk.open('/data/log', 'create');
    file.write(Buffer.from('synced'), 0, 6, 0);
    file.sync();
    bank.disk.syncDirectory('/data');
    file.write(Buffer.from('written'), 0, 7, 6);
    bank.kill();
    bank = host.start();
    const bootId = bank.disk.bootId;
    expect(bank.disk.open('/data/log', 'read').size()).toBe(13);
    host.disk.loss = 'everything';
    host.powerCut();
    bank = host.start();
    expect(bank.disk.open('/data/log', 'read').size()).toBe(6);
    expect(bank.disk.bootId).not.toBe(bootId);
  });

  it('dies with its disk, when a crash is armed there', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const host = world.addHost('bank');
    const bank = host.start();
    host.disk.crashAt(host.disk.operations + 1, 'before', 'powerCut');
    bank.run(() => {
      bank.disk.makeDirectory('/data');
      bank.disk.open('/data/a', 'create');
      bank.disk.open('/data/b', 'create');
    });
    expect([bank.isAlive, host.isUp]).toEqual([false, false]);
    expect(host.start().disk.exists('/data/b')).toBe(false);
  });
});

describe('time', () => {
  it('passes only when told to, and runs what is due in order', () => {
    const world = new VirtualWorld({ seed: 1, epochMs: 1000 });
    const process = world.addHost('desk').start();
    const steps: string[] = [];
    process.timers.after(3, () => {
      steps.push(`3 at ${process.clock.epochMs()}`);
      process.timers.soon(() => steps.push('soon'));
    });
    process.timers.after(2, () => steps.push('never')).cancel();
    process.timers.after(1, () => steps.push(`1 at ${process.clock.monotonicNs()}`));
    process.timers.after(3, () => steps.push('second'));
    world.advance(10);
    expect(steps).toEqual(['1 at 1000000', '3 at 1003', 'soon', 'second']);
  });

  it('steps and drifts by host, and monotonic time does not step', () => {
    const world = new VirtualWorld({ seed: 1, epochMs: 1000 });
    const host = world.addHost('desk');
    const process = host.start();
    host.clock.step(-500);
    world.advance(10);
    expect([process.clock.epochMs(), process.clock.monotonicNs()]).toEqual([510, 10e6]);
    host.clock.drift(100_000);
    let firedNs = 0;
    process.timers.after(11, () => (firedNs = world.nowNs));
    world.advance(10);
    expect(process.clock.monotonicNs()).toBe(21e6);
    world.advance(10);
    expect(firedNs).toBe(20e6);
  });

  it('takes no timer that setTimeout would not', () => {
    const process = new VirtualWorld({ seed: 1 }).addHost('desk').start();
    expect(() => process.timers.after(2 ** 31, () => undefined)).toThrow(RangeError);
  });

  it('forgets cancelled timers', () => {
    const world = new VirtualWorld({ seed: 1 });
    const { timers } = world.addHost('desk').start();
    let fired = 0;
    for (let i = 0; i < 10_000; i++) {
      const timer = timers.after(60_000 + (i % 7), () => fired++);
      if (i % 10 > 0) timer.cancel();
    }
    world.advance(70_000);
    expect([fired, world.events]).toEqual([1000, 1000]);
  });
});

describe('datagrams', () => {
  it('come to one, and to a group; with loss, twice and late as the link says', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const [desk, bank, shop] = ['desk', 'bank', 'shop'].map((name) => world.addHost(name).start());
    const got: string[] = [];
    const onMessage = (name: string) => (bytes: Uint8Array) =>
      void got.push(`${name} ${Buffer.from(bytes).toString()}`);
    const group = '239.0.0.1';
    const multicast = [{ group }];
    await world.wait(bank!.sockets.udp({ address: '0.0.0.0', port: 5, multicast, onMessage: onMessage('bank') }));
    await world.wait(shop!.sockets.udp({ address: '0.0.0.0', port: 5, multicast, onMessage: onMessage('shop') }));
    const sender = await world.wait(desk!.sockets.udp({ address: '0.0.0.0', port: 0 }));
    sender.send(Buffer.from('all'), 5, group);
    sender.send(Buffer.from('one'), 5, bank!.host.address);
    await world.run(1);
    expect(got.splice(0)).toEqual(['bank all', 'shop all', 'bank one']);
    world.link('desk', 'shop').set({ datagramLoss: 1 });
    world.link('desk', 'bank').set({ datagramDuplication: 1 });
    sender.send(Buffer.from('again'), 5, group);
    await world.run(1);
    expect(got).toEqual(['bank again', 'bank again']);
  });
});

describe('a run', () => {
  /** Two processes that talk while everything happens to them. */
  async function busyRun(seed: number): Promise<string> {
    const world = new VirtualWorld({ seed, timerErrorMs: 2 });
    const random = world.random();
    const [desk, bank] = [world.addHost('desk'), world.addHost('bank')];
    const link = world.link('desk', 'bank').set({ latencyMs: 1, jitterMs: 5, splitChance: 0.3, corruptChance: 0.01 });
    let heard = 0;
    const talk = (process: VirtualProcess): StreamHandler => ({
      onOpen: (stream) =>
        void process.timers.every(3, () => stream.write(Buffer.from(`at ${process.clock.epochMs()}`))),
      onData: (bytes) => (heard = Math.imul(heard ^ bytes[0]!, 16777619) + bytes.length),
      onDrain: () => undefined,
      onClose: (end) => (heard ^= end.length),
    });
    const start = (): void => {
      const listening = bank.start();
      void listening.streams.listen({ local: { host: 'bank', port: 1 } }, () => talk(listening));
      const connecting = desk.start();
      const connect = (): void => {
        connecting.streams.connect({ remote: { host: 'bank', port: 1 }, timeoutMs: 50 }, talk(connecting));
      };
      connecting.timers.every(40, connect);
    };
    start();
    for (let i = 0; i < 50; i++) {
      await world.run(random.below(100));
      const what = random.below(6);
      if (what === 0) link.cut();
      if (what === 1) link.partition();
      if (what === 2) link.heal();
      if (what === 3) bank.clock.step(random.below(1000));
      if (what === 4) link.cutAfter(random.below(100));
      if (what === 5) {
        desk.kill();
        bank.powerCut();
        start();
      }
    }
    return `${world.fingerprint} ${heard} ${world.events}`;
  }

  it('is the same for the same seed, bit for bit, and another for another', async () => {
    const first = await busyRun(7);
    expect(await busyRun(7)).toBe(first);
    expect(await busyRun(8)).not.toBe(first);
  });
});
