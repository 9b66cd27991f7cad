import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { MessageStore, type MessageStoreOptions } from './message-store.js';

const host = () => new VirtualWorld({ seed: 1 }).addHost('exchange');

function write(store: MessageStore, from: number, to: number, mark = 0): void {
  for (let sequence = from; sequence <= to; sequence++) {
    const length = 1 + (sequence % 40);
    const at = store.reserve(64);
    store.bytes.fill(sequence + mark, at, at + length);
    store.commit(length);
  }
}

function expectMessages(store: MessageStore, from: number, to: number): void {
  const place = { bytes: new Uint8Array(0), start: 0, end: 0 };
  for (let sequence = from; sequence <= to; sequence++) {
    expect(store.read(sequence, place)).toBe(true);
    expect(place.end - place.start).toBe(1 + (sequence % 40));
    expect(place.bytes[place.start]).toBe(sequence & 255);
    expect(place.bytes[place.end - 1]).toBe(sequence & 255);
  }
}

const SMALL: MessageStoreOptions = { name: 'unit-1', chunkBytes: 500, chunksInMemory: 2 };

describe('a message store', () => {
  it('in memory keeps the newest and says what it has', () => {
    const store = new MessageStore(SMALL);
    write(store, 1, 200);
    expect(store.next).toBe(201);
    expect(store.first).toBeGreaterThan(150);
    expect(store.counters.dropped).toBe(store.first - 1);
    expectMessages(store, store.first, 200);
    const place = { bytes: new Uint8Array(0), start: 0, end: 0 };
    expect(store.read(store.first - 1, place)).toBe(false);
    expect(store.read(201, place)).toBe(false);
  });

  it('with files keeps all of them, in order and out of order, until there are too many', () => {
    const process = host().start();
    const files = { disk: process.disk, directory: '/store' };
    const store = new MessageStore({ ...SMALL, files, chunksMax: 1000 });
    write(store, 1, 1000);
    store.flush();
    expectMessages(store, 1, 1000);
    expectMessages(store, 37, 39);
    expect(store.counters).toMatchObject({ first: 1, next: 1001, dropped: 0 });
    const bounded = new MessageStore({ ...SMALL, name: 'unit-2', files, chunksMax: 4 });
    write(bounded, 1, 1000);
    expect(bounded.first).toBeGreaterThan(850);
    expectMessages(bounded, bounded.first, 1000);
    expect(process.disk.list('/store').filter((name) => name.startsWith('unit-2')).length).toBe(4);
  });

  it('is there again after a kill, up to the last flush, without a message that was cut off', () => {
    const own = host();
    let process = own.start();
    const open = () =>
      new MessageStore({ ...SMALL, chunksMax: 100, files: { disk: process.disk, directory: '/store' } });
    let store = open();
    write(store, 1, 300);
    store.flush();
    write(store, 301, 310);
    process.kill();
    process = own.start();
    store = open();
    // Some of what was not flushed may be there: a chunk that is full is written.
    const { next } = store;
    expect(next).toBeGreaterThanOrEqual(301);
    expectMessages(store, 1, next - 1);
    // Half a message, as a kill in the middle of a write leaves it.
    const last = process.disk.list('/store').pop()!;
    const file = process.disk.open(`/store/${last}`, 'write');
    file.write(Uint8Array.of(0, 9, 1, 2, 3), 0, 5, file.size());
    file.close();
    store = open();
    expect(store.next).toBe(next);
    write(store, next, 500);
    store.close();
    store = open();
    expect(store.next).toBe(501);
    expectMessages(store, 1, 500);
  });

  it('compares what is made again, and refuses other bytes', () => {
    const store = new MessageStore({ name: 'itch' });
    write(store, 1, 100);
    store.regenerateFrom(40);
    expect(store.nextToWrite).toBe(40);
    write(store, 40, 120);
    expect(store.next).toBe(121);
    expect(store.counters.verified).toBe(61);
    expectMessages(store, 1, 120);
    store.regenerateFrom(50);
    write(store, 50, 59);
    expect(() => write(store, 60, 60, 1)).toThrow(
      'itch 60: a message that was made again differs from the one that was published',
    );
    expect(() => store.regenerateFrom(200)).toThrow('the stored messages do not reach to the checkpoint');
  });

  it('ends where its numbers end', () => {
    const store = new MessageStore({ name: 'unit-1', firstSequence: 5, lastSequence: 9 });
    write(store, 5, 9);
    expect(() => write(store, 10, 10)).toThrow('the sequence numbers have run out');
  });
});
