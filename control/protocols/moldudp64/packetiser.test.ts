import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MoldPacketiser, type MoldPacketiserOptions } from './packetiser.js';

interface Packet {
  session: string;
  sequence: bigint;
  count: number;
  messages: number[][];
  length: number;
}

/** A reader of its own, from the specification. */
function readPacket(bytes: Uint8Array): Packet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint16(18);
  const messages: number[][] = [];
  let at = 20;
  for (let i = 0; count !== 0xffff && i < count; i++) {
    const length = view.getUint16(at);
    messages.push([...bytes.subarray(at + 2, at + 2 + length)]);
    at += 2 + length;
  }
  expect(at).toBe(bytes.length);
  const session = Buffer.from(bytes.subarray(0, 10)).toString('latin1');
  return { session, sequence: view.getBigUint64(10), count, messages, length: bytes.length };
}

function collector(options: Partial<MoldPacketiserOptions> = {}): { packets: Packet[]; packetiser: MoldPacketiser } {
  const packets: Packet[] = [];
  const packetiser = new MoldPacketiser({
    session: 'SESSION1',
    onPacket: (bytes, length) => packets.push(readPacket(bytes.slice(0, length))),
    ...options,
  });
  return { packets, packetiser };
}

describe('the MoldUDP64 packetiser', () => {
  it('writes session, sequence and count, and pads the session', () => {
    const { packets, packetiser } = collector();
    packetiser.append(Uint8Array.of(1, 2, 3));
    packetiser.append(Uint8Array.of());
    packetiser.append(Uint8Array.of(9, 4, 5, 9), 1, 2);
    expect(packets).toEqual([]);
    expect([packetiser.pending, packetiser.nextSequence]).toEqual([3, 4]);
    packetiser.flush();
    packetiser.flush();
    expect(packets).toEqual([
      { session: 'SESSION1  ', sequence: 1n, count: 3, messages: [[1, 2, 3], [], [4, 5]], length: 31 },
    ]);
  });

  it('sends heartbeats and ends with the next sequence number, behind what was pending', () => {
    const { packets, packetiser } = collector({ firstSequence: 2 ** 32 - 1 });
    packetiser.heartbeat();
    packetiser.append(Uint8Array.of(1));
    packetiser.heartbeat();
    packetiser.append(Uint8Array.of(2));
    packetiser.endOfSession();
    expect(packets.map(({ sequence, count }) => [sequence, count])).toEqual([
      [4294967295n, 0],
      [4294967295n, 1],
      [4294967296n, 0],
      [4294967296n, 1],
      [4294967297n, 0xffff],
    ]);
  });

  it('fills packets to the byte and no further', () => {
    const { packets, packetiser } = collector({ maxPacketBytes: 64 });
    packetiser.append(new Uint8Array(20));
    packetiser.append(new Uint8Array(20));
    packetiser.append(new Uint8Array(0));
    packetiser.append(new Uint8Array(42));
    packetiser.flush();
    expect(packets.map(({ length, count }) => [length, count])).toEqual([
      [64, 2],
      [22, 1],
      [64, 1],
    ]);
    expect(() => packetiser.append(new Uint8Array(43))).toThrow('does not fit');
  });

  it('loses nothing and keeps the order, whatever the sizes and flushes', () => {
    const message = fc.array(fc.nat(255), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.boolean())),
        fc.integer({ min: 82, max: 300 }),
        (steps, maxPacketBytes) => {
          const { packets, packetiser } = collector({ maxPacketBytes });
          for (const [bytes, isFlush] of steps) {
            packetiser.append(Uint8Array.from(bytes));
            if (isFlush) packetiser.flush();
          }
          packetiser.flush();
          expect(packets.flatMap(({ messages }) => messages)).toEqual(steps.map(([bytes]) => bytes));
          let next = 1n;
          for (const { sequence, count, length } of packets) {
            expect(sequence).toBe(next);
            expect(length).toBeLessThanOrEqual(maxPacketBytes);
            next += BigInt(count);
          }
        },
      ),
    );
  });

  it('refuses options that cannot work', () => {
    const make = (options: Partial<MoldPacketiserOptions>) => () => collector(options);
    expect(make({ session: '' })).toThrow('session');
    expect(make({ session: 'ELEVENCHARS' })).toThrow('session');
    expect(make({ firstSequence: -1 })).toThrow('sequence');
    expect(make({ firstSequence: 2 ** 53 })).toThrow('sequence');
    expect(make({ maxPacketBytes: 63 })).toThrow('limit');
  });
});
