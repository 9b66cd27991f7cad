/** Streams by hand with the records they must give, each for one sentence of the rules. */
import { Scene } from './scene.js';

export interface Scenario {
  readonly name: string;
  readonly scene: Scene;
  /** Records, separated by commas (scene.ts has the notation). */
  readonly records: string;
  /** Counters that matter here, by the names of `flattenCounters`. */
  readonly counters?: Readonly<Record<string, number>>;
}

/** The window of most scenes, beats. */
const W = 100;

function leaveSessions(count: number): Scene {
  const scene = new Scene(W);
  for (let i = 0; i <= count; i++) scene.data(1000 + 50 * i, 'A', 1, 1, { session: `S${i}` });
  return scene;
}

/** 20 gaps of one number each: 2, 4, 6, … */
function manyGaps(): Scene {
  const scene = new Scene(0);
  for (let i = 0; i < 21; i++) scene.data(1000 + 50 * i, 'A', 1 + 2 * i);
  // Gaps 10, 12, … 40 are the last 16.
  return scene.data(5000, 'B', 8).data(5050, 'B', 10).data(5100, 'B', 40).data(5150, 'B', 39);
}

const manyGapsRecords = Array.from({ length: 20 }, (_, i) => `gap ${2 + 2 * i}-${2 + 2 * i},A${3 + 2 * i}`).join(',');

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'each message goes up once, from the line that had it first',
    scene: new Scene(W).data(1000, 'A', 1, 2).data(1005, 'B', 1, 3).data(1040, 'A', 3, 2),
    records: 'A1,A2,B3,A4',
    counters: { 'channel0.line0.duplicates': 1, 'channel0.line1.duplicates': 2, 'channel0.line1.delivered': 1 },
  },
  {
    name: 'the other line fills a gap before its deadline',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1119, 'B', 2),
    records: 'A1,B2,A3',
    counters: { 'channel0.gaps': 0 },
  },
  {
    name: 'a fill at the deadline is late',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1120, 'B', 2),
    records: 'A1,gap 2-2,A3',
    counters: { 'channel0.line1.late': 1, 'channel0.gaps': 1, 'channel0.gapMessages': 1, 'channel0.closedByDepth': 0 },
  },
  {
    name: 'a frame at the deadline finds the gap closed, and the number behind it due',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1120, 'B', 4),
    records: 'A1,gap 2-2,A3,B4',
  },
  {
    name: 'equal stamps: port 0 comes first',
    scene: new Scene(W).data(1000, 'A', 1).data(1000, 'B', 1).data(1050, 'B', 2).data(1050, 'A', 3).data(1100, 'A', 4),
    records: 'A1,B2,A3,A4',
    counters: { 'channel0.line1.duplicates': 1, 'channel0.line0.duplicates': 0 },
  },
  {
    name: 'a longer frame that began first ends later, and counts later',
    scene: new Scene(W).data(1000, 'A', 1).data(1100, 'A', 2, 40).data(1099, 'B', 2, 2),
    records: ['A1', 'B2', 'B3', ...Array.from({ length: 38 }, (_, i) => `A${4 + i}`)].join(','),
  },
  {
    name: 'a further gap waits from the earliest arrival behind it: filled in time',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1050, 'A', 5).data(1149, 'B', 4),
    records: 'A1,gap 2-2,A3,B4,A5',
  },
  {
    name: 'a further gap waits from the earliest arrival behind it: filled too late',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1050, 'A', 5).data(1150, 'B', 4),
    records: 'A1,gap 2-2,A3,gap 4-4,A5',
    counters: { 'channel0.line1.late': 1 },
  },
  {
    name: 'the earliest arrival counts, not the lowest number',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 3)
      .data(1040, 'A', 9)
      .data(1070, 'A', 5)
      .data(1139, 'B', 4)
      .data(1240, 'B', 6, 3),
    // 4 comes in time (the further gap is due at 1140); 6 to 8 are then due at 1140 still: 9 came at 1040.
    records: 'A1,gap 2-2,A3,B4,A5,gap 6-8,A9',
  },
  {
    name: 'the earliest arrival counts, not the lowest number: too late',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1040, 'A', 9).data(1070, 'A', 5).data(1145, 'B', 4),
    records: 'A1,gap 2-2,A3,gap 4-4,A5,gap 6-8,A9',
    counters: { 'channel0.line1.late': 1 },
  },
  {
    name: 'a fill that goes on through held numbers gives the gap behind them a time of its own',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 3).data(1050, 'A', 5).data(1100, 'B', 2).data(1140, 'B', 4),
    records: 'A1,B2,A3,B4,A5',
  },
  {
    name: 'a gap that an announcement opened keeps its deadline while messages in order make it shorter',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .heartbeat(1020, 'A', 9)
      .data(1050, 'A', 4)
      .data(1100, 'B', 2)
      .data(1130, 'B', 3)
      // Behind 4, what was announced at 1020 is over by now.
      .data(1145, 'B', 5),
    records: 'A1,B2,gap 3-3,A4,gap 5-8',
    counters: { 'channel0.line1.late': 2 },
  },
  {
    name: 'a gap that messages in order make shorter keeps its deadline',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 4).data(1100, 'B', 2).data(1120, 'B', 3),
    records: 'A1,B2,gap 3-3,A4',
    counters: { 'channel0.line1.late': 1 },
  },
  {
    name: 'a second copy of a held message is a duplicate, empty blocks too',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 3, 0, { blocks: [12, 0] })
      .data(1060, 'B', 3, 0, { blocks: [12, 0] })
      .data(1090, 'B', 2),
    records: 'A1,B2,A3',
    counters: { 'channel0.line1.duplicates': 2, 'channel0.empty': 1, 'channel0.delivered': 3 },
  },
  {
    name: 'number e + 255 is held, number e + 256 closes the gap early',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 257).data(1040, 'A', 258),
    records: 'A1,gap 2-256,A257,A258',
    counters: { 'channel0.closedByDepth': 1, 'channel0.gapMessages': 255 },
  },
  {
    name: 'a far number closes gap after gap until it fits',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 10).data(1040, 'A', 100).data(1060, 'A', 400),
    records: 'A1,gap 2-9,A10,gap 11-99,A100,gap 101-399,A400',
    counters: { 'channel0.closedByDepth': 3 },
  },
  {
    name: 'after an early closing what remains waits from its own earliest arrival',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 10)
      .data(1060, 'A', 100)
      .data(1080, 'A', 260)
      .data(1159, 'B', 11)
      .data(1172, 'B', 12),
    // 260 closes [2, 9] and is held: e = 11, deadline 1060 + 100.
    records: 'A1,gap 2-9,A10,B11,gap 12-99,A100,gap 101-259,A260',
    counters: { 'channel0.closedByDepth': 1, 'channel0.line1.late': 1 },
  },
  {
    name: 'a gap longer than the hold depth with nothing held closes up to the number itself',
    scene: new Scene(W).data(1000, 'A', 1).data(1020, 'A', 5000).data(1100, 'B', 2).data(1140, 'B', 4999),
    records: 'A1,gap 2-4999,A5000',
    counters: { 'channel0.line1.late': 2, 'channel0.closedByDepth': 1 },
  },
  {
    name: 'a heartbeat opens a gap',
    scene: new Scene(W).data(1000, 'A', 1).heartbeat(1020, 'A', 4).data(1119, 'B', 2).data(1140, 'B', 3),
    records: 'A1,B2,gap 3-3',
    counters: { 'channel0.line1.late': 1, 'port0.heartbeats': 1 },
  },
  {
    name: 'a heartbeat at the expected number says nothing',
    scene: new Scene(W).data(1000, 'A', 1).heartbeat(1020, 'A', 2).heartbeat(1040, 'B', 1).data(1200, 'A', 2),
    records: 'A1,A2',
  },
  {
    name: 'a heartbeat further than the hold depth closes at once',
    scene: new Scene(W).data(1000, 'A', 1).heartbeat(1020, 'A', 258).data(1040, 'B', 2).data(1060, 'A', 258),
    records: 'A1,gap 2-257,A258',
    counters: { 'channel0.closedByDepth': 1, 'channel0.line1.late': 1 },
  },
  {
    name: 'a heartbeat within the hold depth waits',
    scene: new Scene(W).data(1000, 'A', 1).heartbeat(1020, 'A', 257).data(1119, 'B', 2),
    records: 'A1,B2,gap 3-256',
    counters: { 'channel0.closedByDepth': 0 },
  },
  {
    name: 'a gap behind what was announced closes up to the lowest held number, then up to the announced one',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 5)
      .heartbeat(1050, 'A', 9)
      .data(1149, 'B', 6)
      .data(1165, 'B', 7),
    records: 'A1,gap 2-4,A5,B6,gap 7-8',
    counters: { 'channel0.line1.late': 1 },
  },
  {
    name: 'the stamp of an announcement is that of the packet that raised it',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 3)
      .heartbeat(1040, 'A', 6)
      .heartbeat(1060, 'B', 6)
      .heartbeat(1080, 'B', 7)
      .heartbeat(1090, 'A', 7)
      .heartbeat(1105, 'A', 5)
      .data(1165, 'B', 4)
      .data(1185, 'B', 5),
    records: 'A1,gap 2-2,A3,B4,gap 5-6',
    counters: { 'channel0.line1.late': 1 },
  },
  {
    name: 'a chain: held numbers beyond an announcement whose own time is over',
    scene: new Scene(W)
      .data(1000, 'A', 4)
      .heartbeat(1020, 'A', 100)
      .data(1040, 'A', 50)
      .data(1060, 'A', 70)
      // At 1120 [5, 49] closes; [51, 69] is due at 1160. The fill leaves [71, 99], due at 1120 already.
      .data(1159, 'B', 51, 20)
      .data(1200, 'A', 80),
    records: ['A4', 'gap 5-49', 'A50', ...Array.from({ length: 19 }, (_, i) => `B${51 + i}`), 'A70', 'gap 71-99'].join(
      ',',
    ),
    counters: { 'channel0.line0.late': 1, 'channel0.line1.duplicates': 1 },
  },
  {
    name: 'a deadline already past waits for the end of the frame that set it',
    scene: new Scene(W)
      .data(1000, 'A', 4)
      .heartbeat(1020, 'A', 100)
      .data(1040, 'A', 50)
      .data(1060, 'A', 70)
      .data(1159, 'B', 51, 25)
      .data(1200, 'A', 80),
    records: [
      ...['A4', 'gap 5-49', 'A50'],
      ...Array.from({ length: 19 }, (_, i) => `B${51 + i}`),
      ...['A70', 'B71', 'B72', 'B73', 'B74', 'B75', 'gap 76-99'],
    ].join(','),
    counters: { 'channel0.line0.late': 1, 'channel0.line1.duplicates': 1 },
  },
  {
    name: 'window 0 closes at once',
    scene: new Scene(0)
      .data(1000, 'A', 1)
      .data(1020, 'A', 3)
      .data(1040, 'B', 2)
      .heartbeat(1060, 'A', 6)
      .data(1080, 'A', 900),
    records: 'A1,gap 2-2,A3,gap 4-5,gap 6-899,A900',
    counters: { 'channel0.line1.late': 1, 'channel0.closedByDepth': 0, 'channel0.gaps': 3 },
  },
  {
    name: 'only the last 16 gaps are remembered',
    scene: manyGaps(),
    records: `A1,${manyGapsRecords}`,
    counters: { 'channel0.line1.late': 2, 'channel0.line1.duplicates': 2, 'channel0.gaps': 20 },
  },
  {
    name: 'a start in mid-stream takes the first number for expected',
    scene: new Scene(W).data(1000, 'B', 500).data(1020, 'A', 480).data(1040, 'A', 501),
    records: 'B500,A501',
    counters: { 'channel0.line0.duplicates': 1, 'channel0.line0.late': 0 },
  },
  {
    name: 'a start by heartbeat',
    scene: new Scene(W).heartbeat(1000, 'A', 500).data(1020, 'A', 501).data(1050, 'B', 500),
    records: 'B500,A501',
  },
  {
    name: 'a start at a configured number',
    scene: new Scene(W, [{ start: 10n }]).data(1000, 'A', 9, 2).data(1040, 'A', 12),
    records: 'A10,gap 11-11,A12',
    counters: { 'channel0.line0.duplicates': 1 },
  },
  {
    name: 'numbers up to the largest',
    scene: new Scene(W)
      .data(1000, 'A', 2n ** 64n - 4n)
      .data(1050, 'A', 2n ** 64n - 2n)
      .data(1080, 'A', 2n ** 64n - 1n)
      .heartbeat(1100, 'A', 2n ** 64n - 1n)
      .data(1120, 'B', 2n ** 64n - 3n),
    records: 'A18446744073709551612,B18446744073709551613,A18446744073709551614',
    counters: { 'port0.rejected.sequenceOverflow': 1, 'port0.accepted': 3 },
  },
  {
    name: 'packets without numbers come from the lowest port that has traffic',
    scene: new Scene(W)
      .data(1000, 'B', 0, 2)
      .heartbeat(1040, 'A', 0)
      .data(1060, 'B', 0)
      .data(1080, 'A', 0, 0, { blocks: [12, 0, 13] }),
    records: 'B*,B*,A*,A?*',
    counters: {
      'channel0.line1.duplicates': 1,
      'channel0.line0.duplicates': 0,
      'port1.unsequenced': 2,
      'channel0.delivered': 4,
      'channel0.empty': 0,
    },
  },
  {
    name: 'packets without numbers leave session and numbers alone',
    scene: new Scene(W).data(1000, 'A', 1).data(1040, 'A', 0, 1, { session: 'OTHER' }).data(1080, 'A', 2),
    records: 'A1,A*,A2',
    counters: { 'channel0.sessions': 0 },
  },
  {
    name: 'a new session closes what is open, and begins at its own number',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 3)
      .data(1040, 'A', 6)
      .heartbeat(1060, 'A', 9)
      .data(1080, 'A', 70, 1, { session: 'NEW' })
      .data(1100, 'B', 70, 1, { session: 'NEW' })
      .data(1120, 'B', 2),
    records: 'A1,gap 2-2,A3,gap 4-5,A6,gap 7-8,session NEW 70,A70',
    counters: {
      'channel0.gaps': 3,
      'channel0.closedByDepth': 0,
      'channel0.sessions': 1,
      'port1.rejected.staleSession': 1,
      'channel0.line1.packets': 1,
    },
  },
  {
    name: 'a new session forgets the reported gaps of the old one',
    scene: new Scene(0)
      .data(1000, 'A', 1)
      .data(1020, 'A', 5)
      .data(1040, 'A', 10, 1, { session: 'NEW' })
      .data(1060, 'A', 3, 1, { session: 'NEW' }),
    records: 'A1,gap 2-4,A5,session NEW 10,A10',
    counters: { 'channel0.line0.late': 0, 'channel0.line0.duplicates': 1 },
  },
  {
    name: 'a session once left is stale, heartbeats and ends of it too',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .data(1020, 'A', 1, 1, { session: 'NEW' })
      .data(1040, 'A', 2)
      .heartbeat(1060, 'A', 9)
      .end(1080, 'A', 2)
      .data(1100, 'A', 0),
    records: 'A1,session NEW 1,A1,A*',
    counters: { 'port0.rejected.staleSession': 3, 'port0.endOfSessions': 0, 'port0.heartbeats': 0 },
  },
  {
    name: 'eight left sessions are remembered',
    scene: leaveSessions(8).data(2000, 'A', 1, 1, { session: 'S0' }),
    records: `A1,${Array.from({ length: 8 }, (_, i) => `session S${i + 1} 1,A1`).join(',')}`,
    counters: { 'port0.rejected.staleSession': 1 },
  },
  {
    name: 'the ninth left session pushes out the first',
    scene: leaveSessions(9).data(2000, 'A', 1, 1, { session: 'S1' }).data(2050, 'A', 1, 1, { session: 'S0' }),
    records: `A1,${Array.from({ length: 9 }, (_, i) => `session S${i + 1} 1,A1`).join(',')},session S0 1,A1`,
    counters: { 'port0.rejected.staleSession': 1 },
  },
  {
    name: 'a configured session is left by the first packet of another',
    scene: new Scene(W, [{ session: 'OLD' }]).data(1000, 'A', 7).data(1050, 'A', 8, 1, { session: 'OLD' }),
    records: 'session SESSION 7,A7',
    counters: { 'port0.rejected.staleSession': 1 },
  },
  {
    name: 'the end of a session',
    scene: new Scene(W).data(1000, 'A', 1).end(1020, 'A', 2).end(1030, 'B', 2).end(1060, 'A', 2),
    records: 'A1,end 2',
    counters: { 'channel0.ends': 1, 'port0.endOfSessions': 2 },
  },
  {
    name: 'the end of a session waits for what is missing',
    scene: new Scene(W).data(1000, 'A', 1).end(1020, 'A', 4).data(1100, 'B', 2).end(1114, 'B', 4),
    records: 'A1,B2,gap 3-3,end 4',
  },
  {
    name: 'the end of a session follows the delivery that made it so',
    scene: new Scene(W).data(1000, 'A', 1).end(1020, 'A', 4).data(1100, 'B', 2, 3),
    records: 'A1,B2,B3,end 4,B4',
  },
  {
    name: 'a new session lets a pending end go out',
    scene: new Scene(W)
      .data(1000, 'A', 1)
      .end(1020, 'A', 4)
      .end(1060, 'A', 30, { session: 'NEW' })
      .data(1090, 'A', 30, 1, { session: 'NEW' }),
    records: 'A1,gap 2-3,end 4,session NEW 30,end 30,A30',
    counters: { 'channel0.ends': 2 },
  },
  {
    name: 'a stream that begins with its end',
    scene: new Scene(W).end(1000, 'A', 4),
    records: 'end 4',
  },
  {
    name: 'a truncated packet delivers its whole blocks, the other line has the rest',
    scene: new Scene(W)
      .data(1000, 'A', 1, 2, { claimed: 4 })
      .data(1040, 'A', 5, 1)
      .data(1080, 'B', 1, 4)
      .data(1120, 'A', 6, 1, { claimed: 2, trailing: [0, 200, 1] })
      .data(1160, 'A', 7, 1, { claimed: 2, trailing: [9] })
      .data(1200, 'A', 8, 1, { trailing: [9] }),
    records: 'A1,A2,B3,B4,A5,A6,A7,A8',
    counters: { 'port0.truncated': 3, 'port0.overlong': 1, 'port0.trailingBytes': 1, 'port0.blocks': 6 },
  },
  {
    name: 'a promised block of length zero that is not there',
    scene: new Scene(W)
      .data(1000, 'A', 1, 0, { blocks: [0, 0, 12], claimed: 4 })
      .data(1040, 'A', 4, 0, { blocks: [0] }),
    records: 'A3',
    counters: {
      'channel0.empty': 3,
      'port0.emptyBlocks': 3,
      'port0.truncated': 1,
      'port0.overlong': 0,
      'channel0.expected': 5,
    },
  },
  {
    name: 'messages of unknown type or length take their numbers',
    scene: new Scene(W).data(1000, 'A', 1, 0, { blocks: [11, 12, 13, 1, 64, 65, 1000] }),
    records: 'A?1,A2,A?3,A?4,A?5,A?6,A?7',
    counters: { 'channel0.unknown': 6, 'channel0.delivered': 7 },
  },
  {
    name: 'deadlines of several channels close in the order of deadline, then channel',
    scene: new Scene(W, [{}, {}, {}])
      .data(1000, 'A', 1, 1, { channel: 0 })
      .data(1000, 'B', 1, 1, { channel: 1 })
      .data(1020, 'A', 1, 1, { channel: 2 })
      .data(1040, 'B', 3, 1, { channel: 1 })
      .data(1040, 'A', 3, 1, { channel: 2 })
      .data(1060, 'A', 3, 1, { channel: 0 })
      .data(1061, 'B', 5, 1, { channel: 1 })
      .data(2000, 'A', 9, 1, { channel: 2 }),
    records: '0:A1,1:B1,2:A1,1:gap 2-2,1:B3,2:gap 2-2,2:A3,0:gap 2-2,0:A3,1:gap 4-4,1:B5,2:gap 4-8,2:A9',
  },
  {
    name: 'a closing may set a deadline that is over: it closes before a later one of another channel',
    scene: new Scene(W, [{}, {}])
      .data(1000, 'A', 4)
      .heartbeat(1020, 'A', 100)
      .data(1040, 'A', 50)
      .data(1060, 'A', 70)
      .data(1000, 'B', 1, 1, { channel: 1 })
      .data(1062, 'B', 3, 1, { channel: 1 })
      .data(1300, 'B', 4, 1, { channel: 1 }),
    records: '0:A4,1:B1,0:gap 5-49,0:A50,0:gap 51-69,0:A70,0:gap 71-99,1:gap 2-2,1:B3,1:B4',
  },
  {
    name: 'the lowest matching line wins, and an address of its own separates channels',
    scene: new Scene(W, [
      { lines: [{ port: 0, ip: '233.54.12.1', udpPort: 5000, mac: '02:00:00:00:00:07' }] },
      { lines: [{ port: 0, ip: '233.54.12.1', udpPort: 5000 }] },
      { lines: [{ port: 0, ip: '233.54.12.1', udpPort: 5000, mac: '02:00:00:00:00:08' }] },
    ])
      .data(1000, 'A', 1, 1, { channel: 0 })
      .data(1050, 'A', 1, 1, { channel: 1 })
      .data(1100, 'A', 2, 1, { channel: 2 }),
    records: '0:A1,1:A1,1:A2',
  },
  {
    name: 'a line is of its port only',
    scene: new Scene(W, [
      { lines: [{ port: 0, ip: '233.54.12.1', udpPort: 5000 }] },
      { lines: [{ port: 1, ip: '233.54.12.1', udpPort: 5000 }] },
      { lines: [{ port: 1, ip: '233.54.12.2', udpPort: 5000 }] },
    ])
      .data(1000, 'A', 1, 1, { channel: 0 })
      .data(1050, 'B', 1, 1, { channel: 1 })
      .data(1100, 'B', 1, 1, { channel: 2 }),
    records: '0:A1,1:B1,2:B1',
    counters: { 'channel2.line0.packets': 0, 'channel2.line1.packets': 1 },
  },
  {
    name: 'several lines of a channel on one port are one line to the counters',
    scene: new Scene(W, [
      {
        lines: [
          { port: 0, ip: '233.54.12.1', udpPort: 5000 },
          { port: 1, ip: '233.54.12.1', udpPort: 5000 },
          { port: 0, ip: '233.54.12.9', udpPort: 5000 },
        ],
      },
    ])
      .data(1000, 'A', 1)
      .data(1050, 'B', 1)
      .data(1100, 'A', 2),
    records: 'A1,A2',
    counters: { 'channel0.line0.packets': 2, 'channel0.line1.packets': 1 },
  },
  {
    name: 'a filter drops what it does not know, but not locate 0, unknown messages and control records',
    // Locate = 257 × the number in a scene: it passes 257 × 3 only.
    scene: new Scene(W, [{ filter: new Uint32Array(2048).fill(1 << (771 & 31), 771 >> 5, (771 >> 5) + 1) }])
      .data(1000, 'A', 1, 4)
      .data(1050, 'A', 5, 0, { blocks: [13] })
      .data(1080, 'A', 7)
      .data(1200, 'A', 128)
      .data(1230, 'A', 0, 0, { blocks: [12, 14] })
      .end(1260, 'A', 129),
    records: 'A3,A?5,gap 6-6,A*,A?*,gap 8-127,A128,end 129',
    counters: { 'channel0.filtered': 4, 'channel0.delivered': 9, 'channel0.unknown': 2 },
  },
  {
    name: 'a tag, options and a checksum change nothing',
    scene: new Scene(W)
      .data(1000, 'A', 1, 1, { frame: { vlan: 0xe123 } })
      .data(1050, 'A', 2, 1, { frame: { ipOptions: 40, udpChecksum: true } })
      .data(1100, 'A', 3, 1, { frame: { vlan: 1, ipOptions: 4, udpChecksum: true, trailer: 5 } }),
    records: 'A1,A2,A3',
    counters: { 'port0.accepted': 3, 'port0.trailingBytes': 0 },
  },
  {
    name: 'a bad frame check sequence changes nothing but the counters',
    scene: new Scene(W).data(1000, 'A', 1).data(1040, 'A', 2, 1, { badFcs: true }).data(1080, 'B', 2),
    records: 'A1,B2',
    counters: { 'port0.rejected.badFcs': 1, 'port0.frames': 2, 'port0.accepted': 1 },
  },
];
