/** What a second line costs, and what standing ready to recover costs: one stream into books, by one line and by two, with the splice and without. */
import { SeededRandom } from '../../../control/core/random.js';
import type { RecordSink } from '../../../control/core/record-ring.js';
import { BookSet } from '../../../control/market-data/books/book-set.js';
import { FrameWrapper, WRAP_HEADER_BYTES } from '../../../control/market-data/frames/wrap.js';
import { Splicer } from '../../../control/market-data/recovery/splicer.js';
import { SoftwareEngine } from '../../../control/market-data/software/engine.js';
import { quantiles, type BenchContext } from '../harness.js';
import { orderFlow } from '../order-flow.js';
import { itchBytes } from '../protocols/flow-bytes.js';
import { itchUnit } from '../protocols/input-file.js';

const PAYLOAD_BYTES = 1000;
const SYMBOLS = 1000;
const ORDERS = 50_000;
const ROUNDS = 7;
const LINES = [
  { port: 0, ip: '233.0.0.1', udpPort: 7001 },
  { port: 1, ip: '233.0.0.2', udpPort: 7001 },
];
const CASES = [
  { name: 'feed-one-line', lines: 1, isArmed: false },
  { name: 'feed-a-and-b', lines: 2, isArmed: false },
  { name: 'feed-a-and-b-recovery-armed', lines: 2, isArmed: true },
];
const MOLD_HEADER_BYTES = 20;

interface Packets {
  readonly payloads: readonly Uint8Array[];
  readonly messages: number;
}

/** @param updates messages of the stream, beside the directory and the orders that rest at its beginning */
export function feeds(context: BenchContext, updates: number): void {
  const flow = itchBytes(orderFlow({ seed: 5, symbols: SYMBOLS, orders: ORDERS, updates }));
  const packets = packetsOf(flow);
  const input = `${packets.messages} ITCH messages, ${SYMBOLS} symbols, into books`;
  const samples = CASES.map(() => new Float64Array(ROUNDS));
  // In turns, so that a machine that is busy for a while is so for all.
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, { lines, isArmed }] of CASES.entries()) {
      const ns = run(packets, lines, isArmed) / packets.messages;
      if (round >= 0) samples[i]![round] = ns;
    }
  }
  for (const [i, { name }] of CASES.entries()) {
    const figures = quantiles(samples[i]!);
    context.report({ name, unit: 'ns', n: packets.messages * ROUNDS, ...figures, batch: packets.messages, input });
  }
  context.note(
    'feeds: ns a delivered message, software engine, frames checked and arbitrated; medians of whole passes',
  );
}

function packetsOf(bytes: Uint8Array): Packets {
  const payloads: Uint8Array[] = [];
  let sequence = 1;
  let messages = 0;
  for (let at = 0; at < bytes.length;) {
    let end = at;
    let count = 0;
    while (end < bytes.length && (count === 0 || end - at + itchUnit(bytes, end) <= PAYLOAD_BYTES)) {
      end += itchUnit(bytes, end);
      count++;
    }
    const payload = new Uint8Array(MOLD_HEADER_BYTES + end - at);
    payload.fill(0x30, 0, 10);
    const view = new DataView(payload.buffer);
    view.setBigUint64(10, BigInt(sequence));
    view.setUint16(18, count);
    payload.set(bytes.subarray(at, end), MOLD_HEADER_BYTES);
    payloads.push(payload);
    sequence += count;
    messages += count;
    at = end;
  }
  return { payloads, messages };
}

/** One pass; ns. */
function run({ payloads }: Packets, lineCount: number, isArmed: boolean): number {
  const lines = LINES.slice(0, lineCount);
  const engine = new SoftwareEngine({
    minFrameBytes: 14,
    maxFrameBytes: 1518,
    channels: [{ protocol: 'itch50', mode: 'verified', windowNs: 1000, start: 'first', lines }],
  });
  const books = new BookSet({ expectedOrders: 4 * ORDERS });
  const none = (): void => undefined;
  const events = { onGap: none, onSession: none, onMissing: none, onWhole: none, onRestart: none, onOverflow: none };
  const sink: RecordSink = isArmed ? new Splicer([{ channel: 0, protocol: 'itch50' }], books, books, events) : books;
  const wrappers = lines.map((line) => new FrameWrapper(line));
  const frame = new Uint8Array(WRAP_HEADER_BYTES + 1500);
  const random = new SeededRandom(3);
  const start = performance.now();
  let arrival = 0;
  for (const payload of payloads) {
    arrival += 2000;
    // Now this line is first, now the other.
    const first = lines.length > 1 ? random.below(2) : 0;
    for (let i = 0; i < lines.length; i++) {
      const line = (first + i) % lines.length;
      const length = wrappers[line]!.wrap(frame, payload, payload.length);
      engine.pushFrame(line, arrival + i * 100, frame, length, false);
    }
    engine.advanceTo(arrival + 1000);
    engine.poll(sink, 65_536);
  }
  return (performance.now() - start) * 1e6;
}
