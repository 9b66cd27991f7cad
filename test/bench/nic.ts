/** `crossfeed bench --suite nic`: the simulated card, and what driver and host add to it. */
import { SeededRandom } from '../../control/core/random.js';
import type { FeedConfig } from '../../control/core/feed.js';
import { FIELD, HEADER, RECORD } from '../../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../../control/core/record-ring.js';
import { mergeLatency } from '../../driver/latency.js';
import { libraryExists, libraryPath } from '../../driver/library.js';
import { Nic, type NicOptions } from '../../driver/nic.js';
import { FrameBuilder, macOf, parseIp, put16, put32, putMoldHeader } from '../support/frames.js';
import { histogramQuantiles, quantiles, type BenchContext, type BenchSuite, type Quantiles } from './harness.js';

const SEED = 20260801;
const BEAT_NS = 6.4;
const ADD_ORDER_BYTES = 36;
const LINES = [
  { port: 0, ip: '233.54.12.111', udpPort: 26400 },
  { port: 1, ip: '233.49.196.111', udpPort: 26400 },
];
const FEED: FeedConfig = {
  minFrameBytes: 60,
  maxFrameBytes: 1518,
  channels: [{ protocol: 'itch50', mode: 'verified', windowNs: 100_000, start: 'first', lines: LINES }],
};

export const suite: BenchSuite = {
  name: 'nic',
  description: 'the simulated card: cycles from last byte to record, simulation speed, and what driver and host add',
  run(context) {
    if (!libraryExists()) {
      context.note(`not run: there is no ${libraryPath()} (make -C driver; needs Verilator)`);
      return;
    }
    cycles(context);
    reading(context);
    frameToRecord(context);
    context.note(
      `a cycle is ${BEAT_NS} ns of simulated time at 156.25 MHz; in verified mode the last needed byte is the last one of the frame`,
    );
    context.note('published latencies of cards include MAC, PHY and PCIe, which these do not: not like for like');
  },
};

let devices = 0;

function open(options: NicOptions): Nic {
  const nic = Nic.open(`sim:bench-${process.pid}-${devices++}`, options);
  nic.configure(FEED);
  return nic;
}

/** Writes frames of Add Orders into one buffer. */
class Frames {
  readonly bytes: Uint8Array;
  private readonly builder = new FrameBuilder();
  private sequence = 1;

  constructor() {
    this.bytes = this.builder.bytes;
  }

  /** The next packet of `count` messages on line A; returns the frame's length. */
  next(count: number): number {
    const length = this.write(0, this.sequence, count);
    this.sequence += count;
    return length;
  }

  /** The packet that `next` gave last, on line B. */
  again(count: number): number {
    return this.write(1, this.sequence - count, count);
  }

  private write(line: number, sequence: number, count: number): number {
    const { builder, bytes } = this;
    const ip = parseIp(LINES[line]!.ip);
    const start = builder.begin({ mac: macOf(ip), ip, udpPort: 26400 });
    let at = putMoldHeader(bytes, start, 'BENCH', BigInt(sequence), count);
    for (let i = 0; i < count; i++) {
      put16(bytes, at, ADD_ORDER_BYTES);
      at += 2;
      bytes.fill(0x20, at, at + ADD_ORDER_BYTES);
      bytes[at] = RECORD.AddOrder;
      put16(bytes, at + 1, 1 + ((sequence + i) % 8000));
      put32(bytes, at + 11, 0);
      put32(bytes, at + 15, sequence + i);
      bytes[at + 19] = 0x42;
      put32(bytes, at + 20, 100);
      put32(bytes, at + 32, 1_000_000);
      at += ADD_ORDER_BYTES;
    }
    return builder.finish(at - start);
  }
}

class Counter implements RecordSink {
  records = 0;

  onRecords(_ring: RecordRing, first: number, end: number): void {
    this.records += (end - first) >>> 0;
  }
}

// ---- simulated cycles -----------------------------------------------------------------------------------

/** Runs traffic through a card on its own thread, and says what its cycles were. */
function traffic(feed: (nic: Nic, sink: Counter) => void): Nic {
  const nic = open({ lossless: true });
  const sink = new Counter();
  nic.start('virtual');
  feed(nic, sink);
  nic.endOfInput();
  while (!nic.drained()) nic.poll(sink, 4096);
  return nic;
}

function push(nic: Nic, sink: Counter, port: number, arrival: number, bytes: Uint8Array, length: number): void {
  while (!nic.pushFrame(port, arrival, bytes, length, false)) nic.poll(sink, 4096);
}

/** One Add Order a frame with nothing else under way. */
function singles(): Nic {
  return traffic((nic, sink) => {
    const frames = new Frames();
    for (let i = 0; i < 20_000; i++) push(nic, sink, 0, 200 * i, frames.bytes, frames.next(1));
  });
}

/** Cycles from the last byte of a frame to its record, for benchmarks that begin with the record. */
export function lastByteToRecord(): Quantiles {
  const nic = singles();
  const { first } = nic.latency();
  nic.close();
  return { ...histogramQuantiles(first.counts), max: first.max };
}

function cycles(context: BenchContext): void {
  const single = singles();
  report(context, single, 'last-byte-to-record', 'one Add Order a frame, nothing else under way', 'first');
  rate(context, single, 'simulated-cycles', 'one Add Order a frame, idle time skipped');
  single.close();

  const random = new SeededRandom(SEED);
  const both = traffic((nic, sink) => {
    const frames = new Frames();
    let arrival = 0;
    for (let i = 0; i < 6000; i++) {
      const count = 1 + random.below(8);
      // Line B follows by up to 2 µs; packets come with half the line idle on average.
      const gap = random.below(150);
      push(nic, sink, 0, arrival, frames.bytes, frames.next(count));
      push(nic, sink, 1, arrival + gap, frames.bytes, frames.again(count));
      arrival += gap + 40 + random.below(160);
    }
  });
  report(context, both, 'last-byte-to-record-lines', 'A and B, 1 to 8 Add Orders a frame, at random distances', 'all');
  rate(context, both, 'simulated-cycles-lines', 'the same');
  both.close();

  const full = traffic((nic, sink) => {
    const frames = new Frames();
    for (let i = 0; i < 3000; i++) push(nic, sink, 0, 0, frames.bytes, frames.next(36));
  });
  report(context, full, 'last-byte-to-record-full', 'line A full of 1,500-byte frames of 36 Add Orders', 'all');
  rate(context, full, 'simulated-cycles-full', 'the same');
  full.close();
}

function report(context: BenchContext, nic: Nic, name: string, input: string, of: 'first' | 'all'): void {
  const { first, later, queued } = nic.latency();
  const histogram = of === 'first' ? first : mergeLatency(first, later, queued);
  context.report({ name, unit: 'cycles', ...histogramQuantiles(histogram.counts), max: histogram.max, input });
}

/** One figure, not a distribution: cycles over the wall time spent clocking. */
function rate(context: BenchContext, nic: Nic, name: string, input: string): void {
  const { cycles: n, clockNs } = nic.simulated();
  const perSecond = (n / clockNs) * 1e9;
  context.report({ name, unit: 'cycles/s', n, p50: perSecond, p99: perSecond, p999: perSecond, max: perSecond, input });
}

// ---- reading --------------------------------------------------------------------------------------------

const READ_BATCH = 1024;
const READ_FILLS = 6;
const READ_PACKETS = 1700;
const READ_PER_PACKET = 36;

/** Reads what a book reads of an Add Order, as the books do: by whole words (type, channel and side share the first one). */
class Reader implements RecordSink {
  sum = 0;

  onRecords({ u32, mask }: RecordRing, first: number, end: number): void {
    let sum = 0;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const word = (index & mask) << 4;
      const head = u32[word]!;
      if ((head & 0xff) !== RECORD.AddOrder) continue;
      sum ^=
        head ^
        (u32[word + HEADER.stockLocate / 4]! & 0xffff) ^
        u32[word + HEADER.sequence / 4]! ^
        u32[word + FIELD.AddOrder.orderRef / 4]! ^
        u32[word + FIELD.AddOrder.orderRef / 4 + 1]! ^
        u32[word + FIELD.AddOrder.shares / 4]! ^
        u32[word + FIELD.AddOrder.price / 4]!;
    }
    this.sum ^= sum;
  }
}

/** The way not taken: an object per record, 64-bit fields as BigInt, through a DataView. */
class ObjectReader implements RecordSink {
  sum = 0;

  onRecords({ buffer, u8, mask }: RecordRing, first: number, end: number): void {
    const view = new DataView(buffer, u8.byteOffset, u8.byteLength);
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const at = (index & mask) << 6;
      const record = {
        type: view.getUint8(at + HEADER.type),
        channel: view.getUint8(at + HEADER.channel),
        stockLocate: view.getUint16(at + HEADER.stockLocate, true),
        sequence: view.getBigUint64(at + HEADER.sequence, true),
        orderRef: view.getBigUint64(at + FIELD.AddOrder.orderRef, true),
        side: view.getUint8(at + FIELD.AddOrder.side),
        shares: view.getUint32(at + FIELD.AddOrder.shares, true),
        price: view.getUint32(at + FIELD.AddOrder.price, true),
      };
      this.sum = (this.sum + record.shares + record.price + Number(record.orderRef & 0xffn)) | 0;
    }
  }
}

function reading(context: BenchContext): void {
  const input = `${READ_PER_PACKET} Add Orders a packet, in a ring of 65,536 slots as the card wrote it`;
  const samples = { own: [] as number[], peer: [] as number[] };
  const own = new Reader();
  const peer = new ObjectReader();
  let allocatedBytes = 0;
  for (let fill = 0; fill <= READ_FILLS; fill++) {
    for (const [sink, times] of [
      [own, samples.own],
      [peer, samples.peer],
    ] as const) {
      const nic = filled();
      // The first fill warms the compiler up; the last one's batches are counted instead of timed.
      if (fill === READ_FILLS && sink === own) {
        allocatedBytes = context.allocated(() => void nic.poll(own, READ_BATCH), 40);
      }
      while (nic.fill() >= READ_BATCH) {
        const start = performance.now();
        nic.poll(sink, READ_BATCH);
        if (fill > 0) times.push(((performance.now() - start) * 1e6) / READ_BATCH);
      }
      nic.close();
    }
  }
  const line = (name: string, times: readonly number[]): Parameters<BenchContext['report']>[0] => ({
    name,
    unit: 'ns',
    n: times.length * READ_BATCH,
    ...quantiles(Float64Array.from(times)),
    batch: READ_BATCH,
    input,
  });
  context.report({ ...line('record-read', samples.own), goal: { atMost: 25 } });
  context.report({ ...line('record-read-object', samples.peer), peer: true });
  const perRecord = allocatedBytes / READ_BATCH;
  context.report({
    name: 'record-read-allocated',
    unit: 'bytes',
    n: 40 * READ_BATCH,
    p50: perRecord,
    p99: perRecord,
    p999: perRecord,
    max: perRecord,
    goal: { atMost: 1 },
    input: 'heap growth a record, median over batches',
  });
}

function filled(): Nic {
  const nic = open({ ingressLog2: 23 });
  const frames = new Frames();
  for (let i = 0; i < READ_PACKETS; i++) {
    const length = frames.next(READ_PER_PACKET);
    if (!nic.pushFrame(0, 0, frames.bytes, length, false)) throw new Error('the ingress ring is too small');
  }
  nic.endOfInput();
  while (nic.step(1_000_000) > 0);
  return nic;
}

// ---- frame to record ------------------------------------------------------------------------------------

const FRAMES_TIMED = 20_000;
const FRAMES_WARM = 2000;
const SETTLE_NS = 30_000;

/** One frame at a time: the host writes it into memory, the card's thread finds it, and the host polls until its record is there. */
function frameToRecord(context: BenchContext): void {
  const nic = open({ spinUs: 1_000_000 });
  nic.start('wall');
  const frames = new Frames();
  const sink = new Counter();
  const total = new Float64Array(FRAMES_TIMED);
  const simulated = new Float64Array(FRAMES_TIMED);
  const overhead = new Float64Array(FRAMES_TIMED);
  const allCycles = new Float64Array(FRAMES_TIMED);
  for (let i = -FRAMES_WARM; i < FRAMES_TIMED; i++) {
    const length = frames.next(1);
    settle();
    const before = nic.simulated();
    const wanted = sink.records + 1;
    const start = performance.now();
    nic.pushFrame(0, 0, frames.bytes, length, false);
    while (sink.records !== wanted) nic.poll(sink, 64);
    const took = (performance.now() - start) * 1e6;
    if (i < 0) continue;
    const { indexClockNs, indexCycles } = nic.simulated();
    total[i] = took;
    simulated[i] = indexClockNs - before.clockNs;
    overhead[i] = took - (indexClockNs - before.clockNs);
    allCycles[i] = indexCycles - before.cycles;
  }
  nic.close();
  const input = 'one Add Order a frame, host and card thread both busy polling';
  const n = FRAMES_TIMED;
  context.report({ name: 'frame-to-record', unit: 'ns', n, ...quantiles(total), input });
  context.report({
    name: 'frame-to-record-simulated',
    unit: 'ns',
    n,
    ...quantiles(simulated),
    input: 'of that, clocking the card',
  });
  context.report({
    name: 'frame-to-record-overhead',
    unit: 'ns',
    n,
    ...quantiles(overhead),
    goal: { atMost: 3000 },
    input: 'the rest: driver, memory and host',
  });
  context.report({
    name: 'frame-to-record-cycles',
    unit: 'cycles',
    n,
    ...quantiles(allCycles),
    input: 'cycles clocked, wire time included',
  });
}

/** Lets the card finish what it does behind a record. */
function settle(): void {
  const until = performance.now() + SETTLE_NS / 1e6;
  while (performance.now() < until);
}
