/** Each rule of docs/market-data.md by a literal example, through the whole software engine. */
import { describe, expect, it } from 'vitest';
import { moldPacket, rigConfig, systemEvent, TestRig } from '../software/test-rig.js';

/** A frame of one System Event takes 10 beats: 76 bytes and the FCS. Its stamp is its arrival + 10. */
const FRAME = 10;
const WINDOW = 1000;

function firstLine(rig: TestRig) {
  return rig.engine.counters().channels[0]!.lines[0]!;
}

describe('order and duplicates', () => {
  it('delivers each message once, from the line that had it first', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 2);
    rig.send(1, 100, 1, 2);
    rig.send(1, 200, 3, 1);
    rig.send(0, 300, 3, 1);
    expect(rig.finish()).toEqual(['1 S p0', '2 S p0', '3 S p1']);
    const { delivered, lines, expected } = rig.engine.counters().channels[0]!;
    expect({ delivered, expected }).toEqual({ delivered: 3, expected: 4n });
    expect(lines).toMatchObject([
      { packets: 2, delivered: 2, duplicates: 1, late: 0 },
      { packets: 2, delivered: 1, duplicates: 2, late: 0 },
    ]);
  });

  it('takes frames by their end: a short frame overtakes a long one that started earlier', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 60);
    rig.send(1, 5, 1, 1);
    expect(rig.finish().slice(0, 2)).toEqual(['1 S p1', '2 S p0']);
  });

  it('takes port 0 first when stamps are equal', () => {
    const rig = new TestRig();
    rig.send(1, 50, 1, 1);
    rig.send(0, 50, 1, 1);
    expect(rig.finish()).toEqual(['1 S p0']);
  });

  it('lets a frame that arrives too early follow the previous one of its port by three beats', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 0, 2, 1);
    rig.send(1, 22, 2, 1);
    expect(rig.finish()).toEqual(['1 S p0', '2 S p0']);
    expect(firstLine(rig).lastBeats).toBe(10 + 3 + 10);
  });
});

describe('gaps', () => {
  it('waits for the other line, whose copy counts up to the beat before the deadline', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 1);
    rig.send(1, 100 + WINDOW - 1, 2, 1);
    expect(rig.finish()).toEqual(['1 S p0', '2 S p1', '3 S p0']);
  });

  it('closes at the deadline: a copy with that very stamp is late', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 1);
    rig.send(1, 100 + WINDOW, 2, 1);
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-2', '3 S p0']);
    const { gaps, gapMessages, lines } = rig.engine.counters().channels[0]!;
    expect({ gaps, gapMessages, late: lines[1]!.late }).toEqual({ gaps: 1, gapMessages: 1, late: 1 });
  });

  it('closes by the passing of time alone', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 1);
    rig.engine.advanceTo(100 + FRAME + WINDOW - 2);
    expect(rig.take()).toEqual(['1 S p0']);
    rig.engine.advanceTo(100 + FRAME + WINDOW);
    expect(rig.take()).toEqual(['gap 2-2', '3 S p0']);
  });

  it('keeps the deadline while the gap only becomes shorter', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 5, 1);
    rig.send(1, 600, 2, 1);
    rig.send(1, 100 + WINDOW, 3, 1);
    expect(rig.finish()).toEqual(['1 S p0', '2 S p1', 'gap 3-4', '5 S p0']);
  });

  it('gives a further gap the stamp of the earliest held message beyond it plus the window', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 1);
    rig.send(0, 300, 7, 1);
    rig.send(0, 500, 5, 1);
    // Closing [2,2] delivers 3. What is left waits for 7, which came at 300: until 1310.
    rig.send(1, 300 + WINDOW - 1, 4, 1);
    // Now 5 is delivered through the hold, and 6 is missing until 1310.
    rig.send(1, 300 + WINDOW, 6, 1);
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-2', '3 S p0', '4 S p1', '5 S p0', 'gap 6-6', '7 S p0']);
  });

  it('closes at once with window 0', () => {
    const rig = new TestRig(rigConfig({ windowNs: 0 }));
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 4, 1);
    rig.send(1, 105, 2, 1);
    rig.send(0, 200, 7, 'heartbeat');
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-3', '4 S p0', 'gap 5-6']);
    expect(rig.engine.counters().channels[0]!.closedByDepth).toBe(0);
  });

  it('counts a held copy that comes again as a duplicate', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 1);
    rig.send(1, 200, 3, 1);
    rig.finish();
    expect(rig.engine.counters().channels[0]!.lines[1]).toMatchObject({ duplicates: 1, late: 0 });
  });

  it('remembers the last 16 reported gaps', () => {
    const rig = new TestRig(rigConfig({ windowNs: 0 }));
    rig.send(0, 0, 1, 1);
    for (let i = 1; i <= 17; i++) rig.send(0, 100 * i, 1 + 2 * i, 1);
    rig.send(1, 5000, 2, 1);
    rig.send(1, 5100, 4, 1);
    rig.finish();
    expect(rig.engine.counters().channels[0]).toMatchObject({ gaps: 17, gapMessages: 17 });
    expect(rig.engine.counters().channels[0]!.lines[1]).toMatchObject({ duplicates: 1, late: 1 });
  });
});

describe('hold depth', () => {
  it('holds a message 255 ahead', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 2 + 255, 1);
    rig.engine.advanceTo(200);
    expect(rig.take()).toEqual(['1 S p0']);
    expect(rig.finish()).toEqual(['gap 2-256', '257 S p0']);
  });

  it('closes the gap early for one 256 ahead', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 2 + 256, 1);
    rig.engine.advanceTo(200);
    expect(rig.take()).toEqual(['1 S p0', 'gap 2-257', '258 S p0']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ gaps: 1, gapMessages: 256, closedByDepth: 1 });
  });

  it('closes gap after gap until the message fits', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 4, 1);
    rig.send(0, 200, 10, 1);
    rig.send(0, 300, 4 + 256, 1);
    rig.engine.advanceTo(400);
    // 260 - 2 ≥ 256 closes [2,3]; 260 - 5 = 255 fits.
    expect(rig.take()).toEqual(['1 S p0', 'gap 2-3', '4 S p0']);
    rig.send(0, 450, 10 + 256, 1);
    rig.engine.advanceTo(500);
    expect(rig.take()).toEqual(['gap 5-9', '10 S p0']);
    expect(rig.engine.counters().channels[0]!.closedByDepth).toBe(2);
    expect(rig.finish()).toEqual(['gap 11-259', '260 S p0', 'gap 261-265', '266 S p0']);
  });

  it('closes early for a heartbeat as well', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 4, 1);
    rig.send(0, 200, 5 + 256, 'heartbeat');
    rig.engine.advanceTo(300);
    expect(rig.take()).toEqual(['1 S p0', 'gap 2-3', '4 S p0', 'gap 5-260']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ closedByDepth: 2, expected: 261n });
  });
});

describe('heartbeats and ends', () => {
  it('opens a gap for what a heartbeat announces', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 4, 'heartbeat');
    rig.send(1, 500, 2, 1);
    expect(rig.finish()).toEqual(['1 S p0', '2 S p1', 'gap 3-3']);
  });

  it('starts the channel with a heartbeat', () => {
    const rig = new TestRig();
    rig.send(0, 0, 5, 'heartbeat');
    rig.send(0, 100, 4, 2);
    expect(rig.finish()).toEqual(['5 S p0']);
    expect(firstLine(rig).duplicates).toBe(1);
  });

  it('lets the stamp of the announcement stand when only that is left', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 6, 'heartbeat');
    rig.send(0, 300, 4, 1);
    // [2,3] waits since 108 (a heartbeat of 62 bytes takes 9 beats); then 5 for the same announcement.
    rig.send(1, 500, 2, 2);
    // No frame can end before one beat after it arrives.
    rig.engine.advanceTo(109 + WINDOW - 2);
    expect(rig.take()).toEqual(['1 S p0', '2 S p1', '3 S p1', '4 S p0']);
    rig.engine.advanceTo(109 + WINDOW - 1);
    expect(rig.take()).toEqual(['gap 5-5']);
  });

  it('closes a further gap whose deadline is past before the next frame', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 9, 'heartbeat'); // announces up to 8, at 109
    rig.send(0, 500, 5, 1);
    rig.send(0, 600, 7, 1);
    rig.send(1, 700, 2, 3); // 5 goes out; 6 is a further gap, for 7: until 1610
    rig.send(1, 1300, 6, 1); // brings 7; what is left is 8, announced at 109: until 1109, which is past
    rig.send(1, 1310, 8, 1);
    expect(rig.finish().slice(-3)).toEqual(['6 S p1', '7 S p0', 'gap 8-8']);
    expect(rig.engine.counters().channels[0]!.lines[1]).toMatchObject({ late: 1 });
  });

  it('reports the end once, when nothing is pending', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 3, 'end');
    rig.send(0, 200, 3, 'end');
    rig.engine.advanceTo(400);
    expect(rig.take()).toEqual(['1 S p0']);
    rig.send(1, 500, 2, 1);
    rig.send(1, 600, 3, 'end');
    expect(rig.finish()).toEqual(['2 S p1', 'end 3']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ ends: 1, gaps: 0 });
    expect(rig.engine.counters().ports[0]!.endOfSessions).toBe(2);
  });

  it('puts the end behind the gap that made it so', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 4, 'end');
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-3', 'end 4']);
  });
});

describe('sessions', () => {
  it('takes the first session silently, and reports the next one', () => {
    const rig = new TestRig();
    rig.send(0, 0, 5, 1, 'ONE');
    rig.send(0, 100, 2, 1, 'TWO');
    expect(rig.finish()).toEqual(['5 S p0', 'session TWO 2', '2 S p0']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ sessions: 1, expected: 3n });
  });

  it('closes everything open first, and lets a pending end go out', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1, 'ONE');
    rig.send(0, 100, 3, 1, 'ONE');
    rig.send(0, 200, 5, 1, 'ONE');
    rig.send(0, 300, 8, 'end', 'ONE');
    rig.send(0, 400, 1, 1, 'TWO');
    rig.engine.advanceTo(500);
    expect(rig.take()).toEqual([
      '1 S p0',
      'gap 2-2',
      '3 S p0',
      'gap 4-4',
      '5 S p0',
      'gap 6-7',
      'end 8',
      'session TWO 1',
      '1 S p0',
    ]);
    expect(rig.engine.counters().channels[0]).toMatchObject({ gaps: 3, closedByDepth: 0, ends: 1 });
  });

  it('rejects a session that was left, for eight sessions', () => {
    const rig = new TestRig();
    for (let i = 0; i < 9; i++) rig.send(0, 100 * i, 1, 1, `S${i}`);
    rig.send(0, 1000, 2, 1, 'S0');
    rig.engine.advanceTo(1100);
    expect(rig.take().slice(-1)).toEqual(['1 S p0']);
    expect(rig.engine.counters().ports[0]!.rejected.staleSession).toBe(1);
    rig.send(0, 1200, 1, 1, 'S9');
    rig.send(0, 1300, 2, 1, 'S0');
    expect(rig.finish()).toEqual(['session S9 1', '1 S p0', 'session S0 2', '2 S p0']);
    expect(rig.engine.counters().ports[0]).toMatchObject({ frames: 12, accepted: 11 });
  });

  it('forgets reported gaps with the session', () => {
    const rig = new TestRig(rigConfig({ windowNs: 0 }));
    rig.send(0, 0, 1, 1, 'ONE');
    rig.send(0, 100, 3, 1, 'ONE');
    rig.send(0, 200, 5, 1, 'TWO');
    rig.send(0, 300, 2, 1, 'TWO');
    rig.finish();
    expect(firstLine(rig)).toMatchObject({ duplicates: 1, late: 0 });
  });

  it('begins with the configured session and number', () => {
    const rig = new TestRig(rigConfig({ session: 'MINE', start: 10n }));
    rig.send(0, 0, 12, 1, 'MINE');
    rig.send(0, 100, 1, 1, 'OTHER');
    expect(rig.finish()).toEqual(['gap 10-11', '12 S p0', 'session OTHER 1', '1 S p0']);
  });
});

describe('packets with sequence 0', () => {
  it('delivers them from the lowest port that has traffic, and nothing else of them', () => {
    const rig = new TestRig();
    rig.send(1, 0, 0, 2, 'ANY');
    rig.send(0, 100, 0, 1, 'OTHER');
    rig.send(1, 200, 0, [systemEvent(), new Uint8Array(0)]);
    rig.send(0, 300, 0, 'end');
    rig.send(0, 400, 1, 1, 'FIRST');
    expect(rig.finish()).toEqual(['- S p1', '- S p1', '- S p0', '1 S p0']);
    const { ports, channels } = rig.engine.counters();
    expect(ports[0]).toMatchObject({ accepted: 3, unsequenced: 1, endOfSessions: 1 });
    expect(ports[1]).toMatchObject({ accepted: 2, unsequenced: 2, emptyBlocks: 1 });
    expect(channels[0]).toMatchObject({ delivered: 4, sessions: 0, ends: 0, empty: 0 });
    expect(channels[0]!.lines[1]).toMatchObject({ delivered: 2, duplicates: 1 });
  });
});

describe('the ends of the number range', () => {
  it('carries sequence numbers over 2^32 and up to 2^64 - 1', () => {
    const rig = new TestRig();
    rig.send(0, 0, 2n ** 32n - 2n, 3, 'ONE');
    rig.send(0, 200, 2n ** 32n + 3n, 1, 'ONE');
    rig.send(0, 400, 2n ** 64n - 3n, 2, 'TWO');
    rig.send(0, 600, 2n ** 64n - 1n, 'end', 'TWO');
    rig.send(0, 700, 2n ** 64n - 1n, 1, 'TWO');
    expect(rig.finish()).toEqual([
      '4294967294 S p0',
      '4294967295 S p0',
      '4294967296 S p0',
      'gap 4294967297-4294967298',
      '4294967299 S p0',
      'session TWO 18446744073709551613',
      '18446744073709551613 S p0',
      '18446744073709551614 S p0',
      'end 18446744073709551615',
    ]);
    expect(rig.engine.counters().ports[0]!.rejected.sequenceOverflow).toBe(1);
    expect(rig.engine.counters().channels[0]!.expected).toBe(2n ** 64n - 1n);
  });

  it('survives a jump over almost the whole range', () => {
    const rig = new TestRig();
    rig.send(0, 0, 1, 1);
    rig.send(0, 100, 2n ** 64n - 2n, 1);
    rig.send(0, 200, 2n ** 63n, 1);
    expect(rig.finish()).toEqual(['1 S p0', 'gap 2-18446744073709551613', '18446744073709551614 S p0']);
    expect(firstLine(rig)).toMatchObject({ late: 1 });
    expect(rig.engine.counters().channels[0]!.gapMessages).toBe(2 ** 64);
  });
});

describe('empty messages', () => {
  it('consume their number and deliver nothing', () => {
    const rig = new TestRig();
    const empty = new Uint8Array(0);
    rig.send(0, 0, 1, [systemEvent(), empty, systemEvent()]);
    rig.send(0, 100, 5, [empty, systemEvent()]);
    rig.send(1, 200, 2, [empty]);
    rig.send(1, 300, 4, [systemEvent()]);
    expect(rig.finish()).toEqual(['1 S p0', '3 S p0', '4 S p1', '6 S p0']);
    expect(rig.engine.counters().channels[0]).toMatchObject({ delivered: 4, empty: 2 });
    expect(rig.engine.counters().channels[0]!.lines[1]).toMatchObject({ duplicates: 1, delivered: 1 });
  });
});

describe('several channels', () => {
  it('closes gaps in the order of deadline, then channel', () => {
    const rig = new TestRig(rigConfig({ windowNs: 6400 }, { windowNs: 3200 }, { windowNs: 6400 }));
    const send = (channel: number, port: number, arrival: number, sequence: number): void => {
      rig.payload(port, arrival, moldPacket(sequence, 1), channel);
    };
    for (const channel of [0, 1, 2]) send(channel, 0, 100 * channel, 1);
    send(2, 0, 1000, 3);
    send(0, 1, 1000, 3);
    send(1, 0, 1500, 3);
    expect(rig.finish().slice(3)).toEqual([
      'gap 2-2',
      '3 S p1',
      'ch1 gap 2-2',
      'ch1 3 S p0',
      'ch2 gap 2-2',
      'ch2 3 S p0',
    ]);
  });
});
