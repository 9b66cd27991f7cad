import { describe, expect, it } from 'vitest';
import { realWorld } from './world-real.js';

describe('the real World', () => {
  it('has a monotonic clock in whole nanoseconds', () => {
    let last = realWorld.clock.monotonicNs();
    for (let i = 0; i < 1000; i++) {
      const now = realWorld.clock.monotonicNs();
      expect(Number.isSafeInteger(now) && now >= last).toBe(true);
      last = now;
    }
  });

  it('runs a turn again and again until it is cancelled from within', async () => {
    let turns = 0;
    await new Promise<void>((resolve) => {
      const timer = realWorld.timers.onTurn(() => {
        turns++;
        if (turns === 3) {
          timer.cancel();
          realWorld.timers.after(0, () => setImmediate(() => setImmediate(resolve)));
        }
      });
    });
    expect(turns).toBe(3);
  });

  it('does soon what is wanted, in order, also what is wanted meanwhile and behind something that throws', async () => {
    const { timers } = realWorld;
    const done: string[] = [];
    const thrown: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => thrown.push(error.message));
    timers.soon(() => {
      done.push('a');
      timers.soon(() => done.push('d'));
    });
    timers.soon(() => {
      done.push('b');
      throw new Error('of its own');
    });
    timers.soon(() => done.push('c'));
    expect(done).toEqual([]);
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (const listener of listeners) process.on('uncaughtException', listener);
    expect([done, thrown]).toEqual([['a', 'b', 'c', 'd'], ['of its own']]);
    timers.soon(() => done.push('e'));
    await Promise.resolve();
    expect(done.at(-1)).toBe('e');
  });

  it('carries datagrams in order, with bytes that the sender may reuse', async () => {
    const got: number[] = [];
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (done = resolve));
    const receiver = await realWorld.sockets.udp({
      address: '127.0.0.1',
      port: 0,
      receiveBufferBytes: 1 << 20,
      onMessage: (bytes, from) => {
        expect(from).toBe('127.0.0.1');
        got.push(bytes[0]!);
        if (got.length === 50) done();
      },
    });
    const sender = await realWorld.sockets.udp({ address: '127.0.0.1', port: 0 });
    const bytes = new Uint8Array(100);
    for (let i = 0; i < 50; i++) {
      bytes[0] = i;
      sender.send(bytes, receiver.port, receiver.address);
    }
    await all;
    expect(got).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(() => sender.send(bytes, receiver.port, 'localhost')).toThrow(/IPv4/);
    await sender.close();
    await sender.close();
    expect(() => sender.send(bytes, receiver.port, receiver.address)).toThrow(/cannot send/);
    await receiver.close();
  });

  it('says which address it could not bind', async () => {
    const taken = await realWorld.sockets.udp({ address: '127.0.0.1', port: 0 });
    await expect(realWorld.sockets.udp({ address: '127.0.0.1', port: taken.port })).rejects.toMatchObject({
      code: 'SOCKET_BIND',
      where: `udp 127.0.0.1:${taken.port}`,
    });
    await taken.close();
  });
});
