import { describe, expect, it } from 'vitest';
import { RECORD, REJECT_REASONS } from '../../core/generated/records.js';
import { FeedConfigError } from '../frames/errors.js';
import { deleteMessage, pitchRig, timeMessage, unitBlock, unitClear } from './pitch-rig.js';
import { moldPacket, RIG_WINDOW_BEATS, rigConfig, TestRig } from './test-rig.js';

const rejected = (rig: TestRig, port = 0): Record<string, number> =>
  Object.fromEntries(Object.entries(rig.engine.counters().ports[port]!.rejected).filter(([, count]) => count > 0));

describe('PITCH units', () => {
  it('go up once and in order, whichever line is first', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [timeMessage(34200), deleteMessage(7)]));
    rig.payload(1, 10, unitBlock(1, [timeMessage(34200), deleteMessage(7)]));
    rig.payload(1, 100, unitBlock(3, [deleteMessage(8)]));
    rig.payload(0, 110, unitBlock(3, [deleteMessage(8)]));
    expect(rig.finish()).toEqual(['1 0x20 p0', '2 0x29 p0', '3 0x29 p1']);
    expect(rig.engine.counters().channels[0]!.lines.map(({ duplicates }) => duplicates)).toEqual([1, 2]);
  });

  it('are channels of their own, also on one address', () => {
    const rig = pitchRig([3, 9]);
    rig.payload(0, 0, unitBlock(1, [timeMessage(1)], 9));
    rig.payload(0, 100, unitBlock(5, [timeMessage(1)], 3));
    rig.payload(0, 200, unitBlock(1, [timeMessage(1)], 4));
    expect(rig.finish()).toEqual(['ch1 1 0x20 p0', '5 0x20 p0']);
    expect(rejected(rig)).toEqual({ noChannel: 1 });
  });

  it('have the numbers of channels that they are given', () => {
    const line = { port: 0, ip: '233.0.0.0', udpPort: 26400, unit: 1 };
    const config = rigConfig({ protocol: 'pitch2', lines: [line] });
    const rig = new TestRig({ ...config, firstChannel: 7 });
    rig.payload(0, 0, unitBlock(1, [timeMessage(1)]));
    expect(rig.finish()).toEqual(['ch7 1 0x20 p0']);
    expect(() => new TestRig({ ...config, firstChannel: 256 })).toThrow(FeedConfigError);
  });

  it('have a gap where a heartbeat says so', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, []));
    rig.payload(0, 100, unitBlock(3, []));
    expect(rig.finish()).toEqual(['gap 1-2']);
    expect(rig.engine.counters().ports[0]!.heartbeats).toBe(2);
  });

  it('step over what they do not know, by its length', () => {
    const rig = pitchRig();
    const grown = new Uint8Array(20);
    grown.set(deleteMessage(5));
    grown[0] = 20;
    const short = deleteMessage(5).slice(0, 13);
    short[0] = 13;
    rig.payload(0, 0, unitBlock(1, [Uint8Array.of(4, 0xe3, 1, 2), grown, short, timeMessage(2)]));
    expect(rig.finish()).toEqual(['1 ?0xE3/4 p0', '2 0x29 p0~', '3 ?0x29/13 p0', '4 0x20 p0']);
  });

  it('say when their seconds are not known: from the start and from a gap to the next Time', () => {
    const rig = pitchRig([1], { windowNs: 0 });
    rig.payload(0, 0, unitBlock(1, [deleteMessage(1), timeMessage(60), deleteMessage(1)]));
    rig.payload(0, 100, unitBlock(9, [deleteMessage(1), timeMessage(61), deleteMessage(1)]));
    expect(rig.finish()).toEqual([
      '1 0x29 p0~',
      '2 0x20 p0',
      '3 0x29 p0',
      'gap 4-8',
      '9 0x29 p0~',
      '10 0x20 p0',
      '11 0x29 p0',
    ]);
  });

  it('deliver the whole messages of a block that is cut off, or whose count lies', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [timeMessage(1), deleteMessage(1)]).subarray(0, 20));
    rig.payload(0, 100, unitBlock(2, [timeMessage(1)], 1, 3));
    rig.payload(0, 200, unitBlock(3, [timeMessage(1), timeMessage(2)], 1, 1));
    const zero = unitBlock(4, [timeMessage(1), Uint8Array.of(0, 0, 0)], 1, 2);
    rig.payload(0, 300, zero);
    expect(rig.finish()).toEqual(['1 0x20 p0', '2 0x20 p0', '3 0x20 p0', '4 0x20 p0']);
    const { truncated, overlong, trailingBytes } = rig.engine.counters().ports[0]!;
    expect({ truncated, overlong, trailingBytes }).toEqual({ truncated: 3, overlong: 1, trailingBytes: 1 });
  });

  it('refuse headers that are none, and numbers that run over', () => {
    const rig = pitchRig();
    rig.payload(0, 0, new Uint8Array(7));
    const short = unitBlock(1, [timeMessage(1)]);
    short[0] = 7;
    rig.payload(0, 100, short);
    rig.payload(0, 200, unitBlock(0xffff_ffff, [timeMessage(1)]));
    rig.payload(0, 300, unitBlock(0xffff_fffe, [timeMessage(1)]));
    expect(rig.finish()).toEqual(['4294967294 0x20 p0']);
    expect(rejected(rig)).toEqual({ shortProtocolHeader: 2, sequenceOverflow: 1 });
    expect(REJECT_REASONS).toContain('sequenceOverflow');
  });

  it('pass messages without a number by arbitration', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(0, [timeMessage(9)]));
    rig.payload(0, 100, unitBlock(0, []));
    rig.payload(0, 200, unitBlock(5, [deleteMessage(1)]));
    expect(rig.finish()).toEqual(['- 0x20 p0', '5 0x29 p0']);
  });

  it('want a unit on every line, and ITCH none', () => {
    const line = { port: 0, ip: '233.0.0.0', udpPort: 1 };
    expect(() => new TestRig(rigConfig({ protocol: 'pitch2', lines: [line] }))).toThrow(FeedConfigError);
    expect(() => new TestRig(rigConfig({ lines: [{ ...line, unit: 1 }] }))).toThrow(FeedConfigError);
    expect(() => new TestRig(rigConfig({ protocol: 'pitch2', lines: [{ ...line, unit: 256 }] }))).toThrow(
      FeedConfigError,
    );
  });
});

describe('a Unit Clear', () => {
  it('in order is a message like others', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [unitClear(5), timeMessage(1)]));
    rig.payload(1, 10, unitBlock(1, [unitClear(5), timeMessage(1)]));
    expect(rig.finish()).toEqual(['1 0x97 p0~', '2 0x20 p0']);
  });

  it('behind the expected number starts the numbers again, once for both lines', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [unitClear(5), timeMessage(1)]));
    rig.payload(0, 100, unitBlock(3, [deleteMessage(1)]));
    rig.payload(0, 200, unitBlock(6, [deleteMessage(1)]));
    for (const port of [0, 1]) rig.payload(port, 300 + port, unitBlock(1, [unitClear(6), deleteMessage(2)]));
    rig.payload(1, 500, unitBlock(3, [timeMessage(2)]));
    expect(rig.finish()).toEqual([
      '1 0x97 p0~',
      '2 0x20 p0',
      '3 0x29 p0',
      'gap 4-5',
      '6 0x29 p0~',
      '1 0x97 p0~',
      '2 0x29 p0~',
      '3 0x20 p1',
    ]);
    expect(rig.engine.counters().channels[0]!.lines[1]!.duplicates).toBe(2);
  });
});

describe('injection', () => {
  it('inside an open gap fills it like a line', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [timeMessage(1)]));
    rig.payload(0, 100, unitBlock(4, [deleteMessage(4)]));
    rig.engine.advanceTo(200);
    const answer = unitBlock(2, [deleteMessage(2), deleteMessage(3), deleteMessage(4)]);
    expect(rig.engine.inject(0, answer, answer.length)).toBe(true);
    expect(rig.take()).toEqual(['1 0x20 p0', '2 0x29 p3', '3 0x29 p3', '4 0x29 p0']);
    expect(rig.engine.injected(0)).toEqual({ recovered: 0, filled: 2, duplicates: 1, rejected: 0 });
  });

  it('inside a reported gap is emitted once, at once and flagged; elsewhere it is a duplicate', () => {
    const rig = pitchRig();
    rig.payload(0, 0, unitBlock(1, [timeMessage(1)]));
    rig.payload(0, 100, unitBlock(5, [deleteMessage(5)]));
    rig.engine.advanceTo(200 + RIG_WINDOW_BEATS);
    expect(rig.take()).toEqual(['1 0x20 p0', 'gap 2-4', '5 0x29 p0~']);
    const inject = (sequence: number, messages: Uint8Array[]): void => {
      const answer = unitBlock(sequence, messages);
      expect(rig.engine.inject(0, answer, answer.length)).toBe(true);
    };
    inject(3, [timeMessage(2), deleteMessage(4), deleteMessage(5), deleteMessage(6)]);
    inject(2, [deleteMessage(2), timeMessage(2)]);
    rig.payload(1, 400 + RIG_WINDOW_BEATS, unitBlock(6, [deleteMessage(6)]));
    expect(rig.finish()).toEqual(['3 0x20 p3+', '4 0x29 p3+', '2 0x29 p3~+', '6 0x29 p1~']);
    expect(rig.engine.injected(0)).toEqual({ recovered: 3, filled: 0, duplicates: 3, rejected: 0 });
  });

  it('takes nothing of another unit or session, without a number, or before the start', () => {
    const rig = pitchRig();
    for (const answer of [unitBlock(1, [timeMessage(1)]), unitBlock(1, [timeMessage(1)], 2), new Uint8Array(5)]) {
      expect(rig.engine.inject(0, answer, answer.length)).toBe(true);
    }
    expect(rig.engine.injected(0)).toEqual({ recovered: 0, filled: 0, duplicates: 0, rejected: 3 });
    const itch = new TestRig(rigConfig({ windowNs: 0 }));
    itch.send(0, 0, 1, 1);
    itch.send(0, 100, 4, 1);
    itch.engine.advanceTo(200);
    for (const [session, sequence] of [
      ['SESSION002', 2],
      ['SESSION001', 0],
      ['SESSION001', 2],
    ] as const) {
      const answer = moldPacket(sequence, 2, session);
      expect(itch.engine.inject(0, answer, answer.length)).toBe(true);
    }
    expect(itch.finish()).toEqual(['1 S p0', 'gap 2-3', '4 S p0', '2 S p3+', '3 S p3+']);
    expect(itch.engine.injected(0)).toEqual({ recovered: 2, filled: 0, duplicates: 0, rejected: 2 });
    expect(() => itch.engine.inject(1, new Uint8Array(9), 9)).toThrow(FeedConfigError);
  });

  it('into a gap of any length claims a message once, and those far behind it not at all', () => {
    const rig = pitchRig([1], { windowNs: 0 });
    rig.payload(0, 0, unitBlock(1, [timeMessage(1)]));
    rig.payload(0, 100, unitBlock(20_000, [deleteMessage(5)]));
    rig.engine.advanceTo(200);
    rig.take();
    for (const sequence of [2, 4097, 2, 4098, 3, 2, 12_000, 12_000, 7904, 7905, 19_999]) {
      const answer = unitBlock(sequence, [deleteMessage(sequence)]);
      rig.engine.inject(0, answer, answer.length);
    }
    rig.engine.endOfInput();
    expect(rig.take().map((line) => Number(line.split(' ')[0]))).toEqual([2, 4097, 4098, 3, 12_000, 7905, 19_999]);
    expect(RECORD.PitchDeleteOrder).toBe(0x29);
  });
});
