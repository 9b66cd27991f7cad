/**
 * Generates the frames of a plan, in the order of arrival. A pure function of the plan, so that each engine gets the
 * same stream by generating it again; nothing is kept but the frames on their way.
 */
import type { LineConfig } from '../../control/core/feed.js';
import { END_OF_SESSION, FrameBuilder, HEARTBEAT, macOf, parseIp, putMoldHeader } from './frames.js';
import type { Frame, FrameAddress } from './frames.js';
import { FrameHeap } from './frame-heap.js';
import { putKnownMessage, putUnknownMessage } from './messages.js';
import type { ChannelPlan, LinePlan, StreamPlan } from './plans.js';
import { TestRandom } from './random.js';

/** Block bytes that fit the longest frame with a tag and all IPv4 options. */
const PACKET_BYTES = 1360;
const BURST_MESSAGES = 400;

export function addressOf(line: LineConfig): FrameAddress {
  const ip = parseIp(line.ip);
  return { ip, udpPort: line.udpPort, mac: line.mac?.split(':').map((octet) => parseInt(octet, 16)) ?? macOf(ip) };
}

/** One exchange channel: what it says next, and its lines. */
class Source {
  sent = 0;
  sequence: bigint;
  session: string;
  readonly lines: readonly { readonly to: FrameAddress; readonly port: number; readonly plan: LinePlan }[];

  constructor(
    readonly plan: ChannelPlan,
    lines: readonly LineConfig[],
    public time: number,
  ) {
    this.sequence = plan.firstSequence;
    this.session = plan.sessions[0]!;
    this.lines = plan.lines.map((line, i) => ({ to: addressOf(lines[i]!), port: lines[i]!.port, plan: line }));
  }
}

export class StreamGenerator {
  readonly #random: TestRandom;
  readonly #builder = new FrameBuilder();
  readonly #heap = new FrameHeap();
  readonly #sources: Source[];
  /** The messages of the burst in hand: bytes, and where each begins. */
  readonly #messages = new Uint8Array(BURST_MESSAGES * 1400);
  readonly #starts = new Uint32Array(BURST_MESSAGES + 1);

  constructor(readonly plan: StreamPlan) {
    this.#random = new TestRandom(plan.seed, 1);
    this.#sources = plan.channels.map(
      (channel, i) => new Source(channel, plan.config.channels[i]!.lines, plan.firstBeat ?? 0),
    );
  }

  *frames(): Generator<Frame, void> {
    for (;;) {
      let next: Source | undefined;
      for (const source of this.#sources) {
        if (source.sent < source.plan.messages && (!next || source.time < next.time)) next = source;
      }
      const until = next?.time ?? Infinity;
      for (let frame = this.#heap.takeUpTo(until); frame; frame = this.#heap.takeUpTo(until)) yield frame;
      if (!next) return;
      this.#emit(next);
      next.time += this.#random.range(next.plan.spacing[0], next.plan.spacing[1]);
    }
  }

  /** Says one thing on all lines of a channel. */
  #emit(source: Source): void {
    const random = this.#random;
    const { odd } = this.plan;
    if (random.chance(odd.noise)) this.#noise(source);
    if (random.chance(odd.strayedSession)) this.#strayed(source, random.pick(source.plan.sessions), source.sequence);
    if (random.chance(odd.strayedSequence)) {
      const by = BigInt(random.pick([1, 2, 20, 255, 256, 257, 600]));
      this.#strayed(source, source.session, source.sequence + (random.chance(0.5) ? by : -by));
    }
    if (random.chance(odd.unsequenced)) this.#strayed(source, source.session, 0n);
    if (random.chance(odd.newSession)) {
      source.session = random.pick(source.plan.sessions);
      if (random.chance(0.7)) source.sequence = BigInt(random.pick([1, 1, 2, 300, 4294967290]));
    }
    if (random.chance(odd.jump)) {
      source.sequence += BigInt(random.pick([1, 2, 3, 17, 254, 255, 256, 257, 300, 1000, 2 ** 33]));
    }
    if (random.chance(odd.heartbeat)) {
      const ahead = random.chance(0.7) ? 0 : random.pick([1, 2, 5, 255, 256, 257, 400]);
      this.#control(source, HEARTBEAT, source.sequence + BigInt(ahead));
      if (random.chance(0.3)) return;
    }
    if (random.chance(odd.endOfSession)) {
      const ahead = random.chance(0.8) ? 0 : random.range(1, 300);
      this.#control(source, END_OF_SESSION, source.sequence + BigInt(ahead));
    }
    const { burst, messages } = source.plan;
    const count = Math.min(random.range(burst[0], burst[1]), messages - source.sent, BURST_MESSAGES);
    this.#fillBurst(count);
    const cutSeed = random.u32();
    const done = source.sent / messages;
    source.lines.forEach((line, i) => {
      if (line.plan.silent.some(([from, to]) => done >= from && done < to)) return;
      this.#sendBurst(source, i, count, new TestRandom(cutSeed, source.plan.samePackets ? 0 : i));
    });
    source.sent += count;
    source.sequence = BigInt.asUintN(64, source.sequence + BigInt(count));
  }

  #fillBurst(count: number): void {
    const random = this.#random;
    const { odd } = this.plan;
    let at = 0;
    for (let i = 0; i < count; i++) {
      this.#starts[i] = at;
      if (random.chance(odd.emptyBlock)) continue;
      at += random.chance(odd.unknown)
        ? putUnknownMessage(random, this.#messages, at, random.chance(0.2) ? 1300 : 80)
        : putKnownMessage(random, this.#messages, at);
    }
    this.#starts[count] = at;
  }

  /** Cuts the burst into packets and sends them over one line. */
  #sendBurst(source: Source, line: number, count: number, cuts: TestRandom): void {
    const { packet } = source.plan;
    for (let from = 0; from < count;) {
      let to = Math.min(count, from + cuts.range(packet[0], packet[1]));
      while (to > from + 1 && this.#starts[to]! - this.#starts[from]! + 2 * (to - from) > PACKET_BYTES) to--;
      this.#sendPacket(source, line, source.session, BigInt.asUintN(64, source.sequence + BigInt(from)), from, to);
      from = to;
    }
  }

  #sendPacket(source: Source, line: number, session: string, sequence: bigint, from: number, to: number): void {
    const random = this.#random;
    const { odd } = this.plan;
    const { bytes } = this.#builder;
    const start = this.#begin(source.lines[line]!.to);
    const truncated = random.chance(odd.truncated);
    const overlong = random.chance(odd.overlong);
    const count = to - from + (truncated || overlong ? random.range(1, 3) : 0);
    let at = putMoldHeader(bytes, start, session, sequence, count);
    for (let i = from; i < to; i++) {
      const begin = this.#starts[i]!;
      const end = this.#starts[i + 1]!;
      bytes[at++] = (end - begin) >>> 8;
      bytes[at++] = end - begin;
      for (let k = begin; k < end; k++) bytes[at++] = this.#messages[k]!;
    }
    if (overlong) {
      const there = random.range(0, 20);
      const claimed = there + random.pick([1, 2, 30, 60_000]);
      bytes[at++] = claimed >>> 8;
      bytes[at++] = claimed;
      random.fill(bytes, at, at + there);
      at += there;
    } else if (truncated) {
      if (random.chance(0.5)) bytes[at++] = random.below(256);
    } else if (random.chance(odd.trailing)) {
      const more = random.range(1, 9);
      random.fill(bytes, at, at + more);
      at += more;
    }
    this.#post(source, line, at - start);
  }

  #begin(to: FrameAddress): number {
    const random = this.#random;
    const { framing } = this.plan;
    return this.#builder.begin(to, {
      udpChecksum: random.chance(framing.udpChecksum),
      ...(random.chance(framing.vlan) && {
        vlan: random.below(65_536),
        ...(random.chance(0.3) && { outerVlan: random.below(65_536) }),
      }),
      ...(random.chance(framing.ipOptions) && { ipOptions: 4 * random.range(1, 10) }),
      ...(random.chance(framing.trailer) && { trailer: random.range(1, 7) }),
    });
  }

  /** A heartbeat or an end of session on every line. */
  #control(source: Source, count: number, sequence: bigint): void {
    source.lines.forEach((_, line) => {
      const start = this.#begin(source.lines[line]!.to);
      let at = putMoldHeader(this.#builder.bytes, start, source.session, BigInt.asUintN(64, sequence), count);
      if (this.#random.chance(this.plan.odd.trailing)) this.#builder.bytes[at++] = 7;
      this.#post(source, line, at - start);
    });
  }

  /** A packet out of the line's order, on one line or on all. */
  #strayed(source: Source, session: string, sequence: bigint): void {
    const random = this.#random;
    const count = random.range(1, 3);
    this.#fillBurst(count);
    const only = random.chance(0.5) ? random.below(source.lines.length) : -1;
    source.lines.forEach((_, line) => {
      if (only < 0 || only === line) this.#sendPacket(source, line, session, BigInt.asUintN(64, sequence), 0, count);
    });
  }

  #noise(source: Source): void {
    const random = this.#random;
    const line = random.pick(source.lines);
    const { bytes } = this.#builder;
    const length = random.range(60, 300);
    if (random.chance(0.5)) random.fill(bytes, 0, length);
    else {
      this.#builder.begin({ ...line.to, udpPort: 9 });
      this.#builder.finish(length - 42);
    }
    this.#heap.add({
      port: line.port,
      arrival: this.#onGrid(source.time),
      bytes: bytes.slice(0, length),
      badFcs: random.chance(0.3),
    });
  }

  /** Finishes the frame in hand and puts it on its line, with the line's faults. */
  #post(source: Source, line: number, payloadLength: number): void {
    const random = this.#random;
    const { plan, port } = source.lines[line]!;
    const length = this.#builder.finish(payloadLength);
    const lost = random.chance(plan.loss);
    let late = plan.delay + (plan.jitter > 0 ? random.below(plan.jitter + 1) : 0);
    if (random.chance(plan.reorder)) late += random.range(1, plan.reorderBeats);
    const copies = random.chance(plan.duplicate) ? 2 : 1;
    for (let copy = lost ? 1 : 0; copy < copies; copy++) {
      const again = copy > 0 ? random.range(0, plan.reorderBeats) : 0;
      const badFcs = random.chance(plan.badFcs);
      const bytes = this.#builder.bytes.slice(0, length);
      if (badFcs) {
        for (let flips = random.range(1, 4); flips > 0; flips--) {
          const at = random.below(length);
          bytes[at] = bytes[at]! ^ (1 << random.below(8));
        }
      }
      this.#heap.add({ port, arrival: this.#onGrid(source.time + late + again), bytes, badFcs });
    }
  }

  #onGrid(beats: number): number {
    return Math.ceil(beats / this.plan.grid) * this.plan.grid;
  }
}

/** The whole stream at once; for small ones. */
export function allFrames(plan: StreamPlan): Frame[] {
  return [...new StreamGenerator(plan).frames()];
}
