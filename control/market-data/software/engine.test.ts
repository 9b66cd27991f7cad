import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CrossfeedError } from '../../core/errors.js';
import { HEADER } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';
import { FrameWrapper } from '../frames/wrap.js';
import { FeedConfigError } from '../frames/errors.js';
import { SoftwareEngine } from './engine.js';
import { moldPacket, rigConfig, systemEvent, TestRig } from './test-rig.js';

function withLocate(locate: number): Uint8Array {
  const message = new Uint8Array(36);
  message.set([0x41, locate >> 8, locate & 255]);
  return message;
}

describe('the stock-locate filter', () => {
  it('drops messages whose bit is clear, behind arbitration', () => {
    const filter = new Uint32Array(2048);
    filter[1] = 1 << 5; // locate 37
    filter[2047] = 1 << 31; // locate 65535
    const rig = new TestRig(rigConfig({ filter }));
    rig.send(0, 0, 1, [
      withLocate(37),
      withLocate(38),
      withLocate(65535),
      withLocate(0),
      systemEvent(),
      Uint8Array.of(9, 0, 38),
    ]);
    expect(rig.finish()).toEqual(['1 A p0', '3 A p0', '4 A p0', '5 S p0', '6 ?0x9/3 p0']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ delivered: 6, filtered: 1, unknown: 1 });
  });
});

describe('records', () => {
  it('carry the NIC time at the start of their frame', () => {
    const engine = new SoftwareEngine(rigConfig());
    const frame = new Uint8Array(100);
    const payload = moldPacket(1, 1);
    const length = new FrameWrapper({ ip: '233.0.0.0', udpPort: 26400 }).wrap(frame, payload, payload.length);
    const arrival = 2 ** 40 + 7;
    engine.pushFrame(0, arrival, frame, length, false);
    engine.endOfInput();
    const seen: number[] = [];
    engine.poll(
      {
        onRecords: ({ u16, u32 }: RecordRing) => {
          seen.push(u16[HEADER.ingress / 2]! * 2 ** 32 + u32[(HEADER.ingress + 2) / 4]!);
        },
      },
      10,
    );
    expect(seen).toEqual([arrival]);
    expect(engine.timeBeats()).toBe(arrival + 10);
  });
});

describe('room', () => {
  it('loses nothing with the smallest ring: it says that there is no room, and goes on after a poll', () => {
    const rig = new TestRig(rigConfig(), { slotsLog2: 12 });
    for (let i = 0; i < 3000; i++) rig.send(0, 100 * i, 1 + 60 * i, 60);
    const lines = rig.finish();
    expect(lines).toHaveLength(180_000);
    expect(lines.at(-1)).toBe('180000 S p0');
  });

  it('refuses frames only while the ring is full', () => {
    const engine = new SoftwareEngine(rigConfig(), { slotsLog2: 12 });
    const wrapper = new FrameWrapper({ ip: '233.0.0.0', udpPort: 26400 });
    const frame = new Uint8Array(1518);
    let pushed = 0;
    const push = (): boolean => {
      const payload = moldPacket(1 + 90 * pushed, 90);
      return engine.pushFrame(0, 300 * pushed, frame, wrapper.wrap(frame, payload, payload.length), false);
    };
    while (push()) pushed++;
    expect(engine.drained).toBe(false);
    while (engine.poll({ onRecords: () => undefined }, 4096) > 0);
    expect(push()).toBe(true);
  });

  it('needs a ring that takes what one frame may bring', () => {
    expect(() => new SoftwareEngine(rigConfig(), { slotsLog2: 8 })).toThrow(FeedConfigError);
    expect(() => new SoftwareEngine({ ...rigConfig(), maxFrameBytes: 2049 })).toThrow(
      /longer frame than the engines can buffer/,
    );
  });

  it('takes frames of any length, of which only the length is kept', () => {
    const rig = new TestRig(rigConfig(), { slotsLog2: 12 });
    rig.push(0, 0, new Uint8Array(65_000));
    rig.push(0, 10, new Uint8Array(65_000), true);
    rig.send(0, 20, 1, 1);
    expect(rig.finish()).toEqual(['1 S p0']);
    expect(rig.engine.drained).toBe(true);
    expect(rig.engine.counters().ports[0]!.rejected).toMatchObject({ oversize: 1, badFcs: 1 });
  });

  it('grows its queue when many frames share one moment', () => {
    const rig = new TestRig();
    for (let i = 0; i < 1000; i++) rig.send(0, 5, 1 + i, 1);
    expect(rig.take()).toEqual([]);
    expect(rig.finish()).toHaveLength(1000);
    expect(rig.engine.counters().channels[0]).toMatchObject({ delivered: 1000, gaps: 0 });
  });
});

describe('the order of input', () => {
  it('waits for the other port, unless that has ended', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    expect(rig.take()).toEqual([]);
    rig.engine.endOfPort(1);
    expect(rig.take()).toEqual(['1 S p0']);
  });

  it('takes a frame that comes too early as arriving now', () => {
    const rig = new TestRig();
    rig.engine.advanceTo(1000);
    rig.send(0, 10, 1, 1);
    rig.finish();
    expect(rig.engine.counters().channels[0]!.lines[0]!.lastBeats).toBe(1010);
  });

  it('refuses frames after the end, and on ports that it does not have', () => {
    const { engine } = new TestRig();
    expect(() => engine.pushFrame(2, 0, new Uint8Array(60), 60, false)).toThrow(/no such port/);
    engine.endOfInput();
    expect(() => engine.pushFrame(0, 0, new Uint8Array(60), 60, false)).toThrow(CrossfeedError);
  });

  it('decides the same however often it is asked', () => {
    const step = fc.record({
      port: fc.integer({ min: 0, max: 1 }),
      after: fc.integer({ min: 0, max: 400 }),
      back: fc.integer({ min: 0, max: 6 }),
      count: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.array(fc.boolean(), { minLength: 1 }), (steps, polls) => {
        const eager = new TestRig(rigConfig({ windowNs: 3200 }));
        const lazy = new TestRig(rigConfig({ windowNs: 3200 }), { slotsLog2: 13 });
        const seen: string[] = [];
        let time = 0;
        let sequence = 10;
        steps.forEach(({ port, after, back, count }, i) => {
          time += after;
          sequence += count;
          const packet = [Math.max(sequence - back, 1), count === 0 ? 'heartbeat' : count] as const;
          eager.send(port, time, ...packet);
          lazy.send(port, time, ...packet);
          if (polls[i % polls.length] === true) {
            eager.engine.advanceTo(time);
            seen.push(...eager.take());
          }
        });
        seen.push(...eager.finish());
        expect(lazy.finish()).toEqual(seen);
        expect(lazy.engine.counters()).toEqual(eager.engine.counters());
      }),
      { numRuns: 60 },
    );
  });
});

describe('configuration', () => {
  it.each([
    [{ windowNs: -1 }, /window/],
    [{ windowNs: 0.5 }, /window/],
    [{ start: 2n ** 64n }, /sequence/],
    [{ session: 'ELEVENCHARS' }, /session/],
    [{ lines: [{ port: 0, ip: '233.0.0', udpPort: 1 }] }, /address/],
    [{ lines: [{ port: 0, ip: '233.0.0.256', udpPort: 1 }] }, /address/],
    [{ lines: [{ port: 4, ip: '233.0.0.1', udpPort: 1 }] }, /port/],
    [{ lines: [{ port: 0, ip: '233.0.0.1', udpPort: 1, mac: '01:00' }] }, /MAC/],
  ])('refuses %o', (channel, message) => {
    expect(() => new SoftwareEngine(rigConfig(channel))).toThrow(message);
  });
});
