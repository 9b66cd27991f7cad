/**
 * The software engine: frames in, the card's records out. It is the golden model that the RTL is compared with, written from
 * the specification alone, and the engine that runs where there is no card.
 *
 * Frames wait per port until nothing earlier can come on the other one, so that what is decided depends on stamps and
 * never on the moment a frame was pushed.
 */
import { CrossfeedError } from '../../core/errors.js';
import type { FeedConfig, FeedCounters, FeedSource, InjectedCounters } from '../../core/feed.js';
import { FLAG, MAX_FRAME_LIMIT } from '../../core/generated/records.js';
import type { RecordSink } from '../../core/record-ring.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../protocols/moldudp64/packet.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES } from '../../protocols/pitch2/unit.js';
import { INGRESS, STAMP } from '../arbiter/channel-arbiter.js';
import { FrameChecker, PASSED, REJECT } from '../frames/checker.js';
import { FeedConfigError } from '../frames/errors.js';
import { MatchTable } from '../frames/match-table.js';
import { RecordWriter } from '../records/writer.js';
import { slotsNeeded, SoftwareChannel } from './channel.js';
import { CutThroughChannel } from './cut-through.js';
import { unitsOf } from './channel-config.js';
import { namePortCounters, newPortCounters, PORT, REJECTED } from './port-counters.js';
import type { Packet } from './packet.js';
import { PortQueue } from './port-queue.js';

export const DEFAULT_PORTS = 2;
const DEFAULT_SLOTS_LOG2 = 16;
/** Records name their channel in one byte. */
const CHANNELS_MAX = 256;
/** What the record's flags can name. */
const PORT_MAX = FLAG.port;
/** What `judge` says of a frame whose messages are taken later, one by one. */
const DEFERRED = -2;
/** What one message or one deadline may bring at most. */
const ONE_MESSAGE_SLOTS = slotsNeeded(0);

export class SoftwareEngine implements FeedSource {
  readonly engine = 'software';
  private readonly checker: FrameChecker;
  private readonly match: MatchTable;
  private readonly mold = new MoldPacket();
  private readonly unit = new UnitPacket();
  private readonly writer: RecordWriter;
  private readonly channels: readonly SoftwareChannel[];
  /** The units of each channel's lines; none where the protocol has none. */
  private readonly unitsOfChannels: readonly (readonly number[])[];
  private readonly queues: readonly PortQueue[];
  private readonly portCounters: readonly Float64Array[];
  /** Per port, no frame with an earlier arrival will come; Infinity when none will. */
  private readonly horizons: Float64Array;
  /** Per port, the end of its next frame, or the earliest it can have. */
  private readonly nextEnds: Float64Array;
  /** The same for the start of its next frame. */
  private readonly nextStarts: Float64Array;
  /** Per channel in verified mode, when its open gap closes. */
  private readonly deadlines: Float64Array;
  /** The same for those in cut-through mode, which keep their own order. */
  private readonly cutDeadlines: Float64Array;
  private readonly cutThrough: readonly (CutThroughChannel | undefined)[];
  private readonly hasCutThrough: boolean;
  private readonly now = new Float64Array(2);
  /** The record ring has no room for what the next frame or deadline may bring. */
  private stalled = false;

  constructor(config: FeedConfig, options: { readonly slotsLog2?: number } = {}) {
    const ports = countPorts(config);
    const { maxFrameBytes } = config;
    if (maxFrameBytes > MAX_FRAME_LIMIT) {
      throw new FeedConfigError('FEED_FRAME', 'a longer frame than the engines can buffer', {
        found: maxFrameBytes,
        expected: `at most ${MAX_FRAME_LIMIT}`,
      });
    }
    this.checker = new FrameChecker(config.minFrameBytes, maxFrameBytes);
    this.unitsOfChannels = config.channels.map(unitsOf);
    this.match = new MatchTable(config.channels);
    this.writer = new RecordWriter(options.slotsLog2 ?? DEFAULT_SLOTS_LOG2);
    this.deadlines = new Float64Array(config.channels.length).fill(Infinity);
    this.cutDeadlines = new Float64Array(config.channels.length).fill(Infinity);
    const firstChannel = firstChannelOf(config);
    this.channels = config.channels.map((channel, index) => {
      const deadlines = channel.mode === 'verified' ? this.deadlines : this.cutDeadlines;
      return new SoftwareChannel(channel, index, ports, this.writer, this.now, deadlines, firstChannel);
    });
    this.cutThrough = config.channels.map(({ mode }, index) =>
      mode === 'verified'
        ? undefined
        : new CutThroughChannel(this.channels[index]!, ports, maxFrameBytes, this.now, {
            onAccepted: (port, packet) => {
              const counters = this.portCounters[port]!;
              counters[PORT.accepted]!++;
              countPacket(packet, counters);
            },
            onStale: (port) => {
              this.portCounters[port]![REJECTED + REJECT.staleSession]!++;
            },
          }),
    );
    this.hasCutThrough = this.cutThrough.some((channel) => channel !== undefined);
    this.horizons = new Float64Array(ports);
    this.nextEnds = new Float64Array(ports);
    this.nextStarts = new Float64Array(ports);
    this.queues = Array.from(
      { length: ports },
      (_, port) => new PortQueue(maxFrameBytes, port, this.horizons, this.nextEnds, this.nextStarts),
    );
    const most = slotsNeeded(maxFrameBytes);
    if (most > this.writer.ring.slots) {
      throw new FeedConfigError('FEED_RING', 'the record ring cannot hold what one frame may bring', {
        found: `${this.writer.ring.slots} slots`,
        expected: `at least ${most}`,
      });
    }
    this.portCounters = this.queues.map(newPortCounters);
  }

  /**
   * Takes a frame (without FCS) and copies what it needs of it. Arrivals must not decrease, over all ports. Returns
   * false when there is no room: then nothing was taken, and `poll` has to make some.
   */
  pushFrame(port: number, arrivalBeats: number, bytes: Uint8Array, length: number, badFcs: boolean): boolean {
    const queue = this.queues[port];
    if (queue === undefined) {
      throw new FeedConfigError('FEED_PORT', 'no such port', {
        found: port,
        expected: `0 to ${this.queues.length - 1}`,
      });
    }
    if (this.horizons[port] === Infinity) {
      throw new CrossfeedError('FEED_ENDED', 'a frame came after the end of the input', { where: `port ${port}` });
    }
    this.raiseHorizon(arrivalBeats);
    if (queue.full) this.run();
    if (queue.full) {
      if (this.stalled) return false;
      queue.grow();
    }
    // An arrival that lies in the past counts as now: what was decided stays decided.
    queue.push(bytes, length, badFcs);
    this.run();
    return true;
  }

  /** No frame with an earlier arrival will come any more: decides what can be decided. */
  advanceTo(beats: number): void {
    this.raiseHorizon(beats);
    this.run();
  }

  /** No more frames on one port. */
  endOfPort(port: number): void {
    this.horizons[port] = Infinity;
    this.queues[port]?.refresh();
    this.run();
  }

  /** No more frames at all: every deadline runs out. */
  endOfInput(): void {
    this.horizons.fill(Infinity);
    for (const queue of this.queues) queue.refresh();
    this.run();
  }

  /** True when no record waits and nothing more can be decided. */
  get drained(): boolean {
    return this.writer.pending === 0 && !this.stalled;
  }

  poll(sink: RecordSink, maxSlots: number): number {
    const { writer } = this;
    if (writer.pending === 0) return 0;
    const first = writer.first;
    const end = writer.batchEnd(maxSlots);
    sink.onRecords(writer.ring, first, end);
    writer.release(end);
    if (this.stalled) this.run();
    return (end - first) >>> 0;
  }

  counters(): FeedCounters {
    return {
      ports: this.portCounters.map(namePortCounters),
      channels: this.channels.map((channel) => channel.counters()),
    };
  }

  /** How far time is known: everything before it is decided. After the end of the input, the last thing that happened. */
  timeBeats(): number {
    const horizon = Math.min(...this.horizons);
    return horizon === Infinity ? this.now[STAMP]! : horizon;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private raiseHorizon(beats: number): void {
    const { horizons } = this;
    for (let port = 0; port < horizons.length; port++) {
      if (beats <= horizons[port]!) continue;
      horizons[port] = beats;
      this.queues[port]!.refresh();
    }
  }

  /** Takes frames and closes gaps in the order of their stamps and deadlines, as far as that order is known. */
  private run(): void {
    const { queues, channels, now } = this;
    this.stalled = false;
    for (;;) {
      if (this.hasCutThrough && !this.takeCutThrough()) {
        this.stalled = true;
        return;
      }
      const port = this.nextPort();
      const queue = queues[port]!;
      const isFrame = queue.count > 0;
      const due = this.dueChannel(port);
      if (due < 0 && !isFrame) return;
      if (this.writer.free < slotsNeeded(due < 0 ? Math.min(queue.headLength, this.checker.maxFrameBytes) : 0)) {
        this.stalled = true;
        return;
      }
      if (due >= 0) {
        now[STAMP] = this.deadlines[due]!;
        channels[due]!.arbiter.closeAtDeadline();
      } else {
        queue.headTimes(now, STAMP, INGRESS);
        this.takeFrame(port, queue);
        queue.pop();
      }
    }
  }

  /**
   * Takes the messages of channels in cut-through mode that no message still to come can precede: every one of a frame to come is later than its start.
   * False: the record ring has no room.
   */
  private takeCutThrough(): boolean {
    const { cutThrough, cutDeadlines, nextStarts, now } = this;
    let limit = nextStarts[0]!;
    for (let port = 1; port < nextStarts.length; port++) if (nextStarts[port]! < limit) limit = nextStarts[port]!;
    for (let i = 0; i < cutThrough.length; i++) {
      const cut = cutThrough[i];
      if (cut === undefined) continue;
      for (;;) {
        const port = cut.next(limit);
        const deadline = cutDeadlines[i]!;
        const isDue = deadline !== Infinity && deadline <= limit && cut.isDueBefore(port, deadline);
        if (port < 0 && !isDue) break;
        if (this.writer.free < ONE_MESSAGE_SLOTS) return false;
        if (isDue) {
          now[STAMP] = deadline;
          cut.channel.arbiter.closeAtDeadline();
        } else {
          cut.take(port);
        }
      }
    }
    return true;
  }

  /**
   * The port whose next frame, here or still to come, is the earliest by (stamp, port). When that frame is here, nothing
   * can come in front of it any more.
   */
  private nextPort(): number {
    const { nextEnds } = this;
    let port = 0;
    for (let other = 1; other < nextEnds.length; other++) {
      if (nextEnds[other]! < nextEnds[port]!) port = other;
    }
    return port;
  }

  /** The channel with the earliest deadline up to the next end of `port`, the lowest of several; -1 when there is none. */
  private dueChannel(port: number): number {
    const { deadlines, nextEnds } = this;
    let due = -1;
    for (let i = 0; i < deadlines.length; i++) {
      if (deadlines[i]! > nextEnds[port]! || deadlines[i] === Infinity) continue;
      if (due < 0 || deadlines[i]! < deadlines[due]!) due = i;
    }
    return due;
  }

  private takeFrame(port: number, queue: PortQueue): void {
    const counters = this.portCounters[port]!;
    counters[PORT.frames]!++;
    counters[PORT.bytes] = counters[PORT.bytes]! + queue.headLength;
    const reason = this.judge(port, queue, counters);
    if (reason === PASSED) counters[PORT.accepted]!++;
    else if (reason !== DEFERRED) counters[REJECTED + reason]!++;
  }

  /** Returns the reject reason, `PASSED` when the frame's packet was taken, or `DEFERRED`. */
  private judge(port: number, queue: PortQueue, counters: Float64Array): number {
    const { checker } = this;
    const { bytes } = queue;
    const reason = checker.check(bytes, queue.headAt, queue.headLength, queue.headFcsIsBad);
    if (reason !== PASSED) return reason;
    const entry = this.match.find(port, checker);
    if (entry < 0) return REJECT.noChannel;
    const index = this.match.channelOf(entry);
    return this.channels[index]!.protocol === 'pitch2'
      ? this.judgeUnit(entry, port, queue, counters)
      : this.judgeMold(index, port, queue, counters);
  }

  /** A channel in cut-through mode takes the frame's messages one by one, in their own order. */
  private defer(cut: CutThroughChannel, port: number, queue: PortQueue): typeof DEFERRED {
    const { payloadAt, payloadLength } = this.checker;
    cut.push(port, queue.bytes, queue.headAt, queue.headLength, payloadAt, payloadLength);
    return DEFERRED;
  }

  private judgeMold(index: number, port: number, queue: PortQueue, counters: Float64Array): number {
    const { checker, mold } = this;
    const { bytes } = queue;
    if (checker.payloadLength < MOLD_HEADER_BYTES) return REJECT.shortProtocolHeader;
    mold.readHeader(bytes, checker.payloadAt);
    if (mold.sequenceOverflows) return REJECT.sequenceOverflow;
    const cut = this.cutThrough[index];
    if (cut !== undefined) return this.defer(cut, port, queue);
    const channel = this.channels[index]!;
    if (!mold.unsequenced && channel.arbiter.isStale(mold.session0, mold.session1, mold.session2)) {
      return REJECT.staleSession;
    }
    const { payloadAt, payloadLength } = checker;
    if (
      !mold.unsequenced &&
      channel.wholePacket(mold, bytes, payloadAt + MOLD_HEADER_BYTES, payloadAt + payloadLength, port)
    ) {
      counters[PORT.blocks] = counters[PORT.blocks]! + mold.promised;
      return PASSED;
    }
    mold.scanBlocks(bytes, payloadAt, payloadLength);
    countPacket(mold, counters);
    channel.packet(mold, bytes, port);
    return PASSED;
  }

  private judgeUnit(entry: number, port: number, queue: PortQueue, counters: Float64Array): number {
    const { checker, unit } = this;
    const { bytes } = queue;
    if (checker.payloadLength < UNIT_HEADER_BYTES) return REJECT.shortProtocolHeader;
    unit.readHeader(bytes, checker.payloadAt);
    const channel = this.match.channelOfUnit(entry, port, checker, unit.unit);
    if (channel < 0) return REJECT.noChannel;
    if (!unit.wellFormed) return REJECT.shortProtocolHeader;
    if (unit.sequenceOverflows) return REJECT.sequenceOverflow;
    const cut = this.cutThrough[channel];
    if (cut !== undefined) return this.defer(cut, port, queue);
    unit.scanBlocks(bytes, checker.payloadAt, checker.payloadLength);
    countPacket(unit, counters);
    this.channels[channel]!.packet(unit, bytes, port);
    return PASSED;
  }

  /** An answer to a retransmission request, as of now. False: no room for its records, nothing was taken. */
  inject(channelIndex: number, packet: Uint8Array, length: number): boolean {
    const channel = this.channels[channelIndex];
    if (channel === undefined) {
      throw new FeedConfigError('FEED_CHANNEL', 'no such channel', {
        found: channelIndex,
        expected: `0 to ${this.channels.length - 1}`,
      });
    }
    if (slotsNeeded(length) > this.writer.ring.slots) {
      channel.rejectInjection();
      return true;
    }
    this.run();
    if (this.stalled || this.writer.free < slotsNeeded(length)) return false;
    this.now[STAMP] = Math.max(this.now[STAMP]!, this.timeBeats());
    this.now[INGRESS] = this.now[STAMP]!;
    const parsed = this.parseInjection(channel, channelIndex, packet, length);
    if (parsed === undefined) channel.rejectInjection();
    else channel.inject(parsed, packet);
    return true;
  }

  private parseInjection(
    channel: SoftwareChannel,
    index: number,
    bytes: Uint8Array,
    length: number,
  ): MoldPacket | UnitPacket | undefined {
    const isUnit = channel.protocol === 'pitch2';
    const packet = isUnit ? this.unit : this.mold;
    if (length < (isUnit ? UNIT_HEADER_BYTES : MOLD_HEADER_BYTES)) return undefined;
    packet.readHeader(bytes, 0);
    if (packet.sequenceOverflows) return undefined;
    if (isUnit && !(this.unit.wellFormed && this.unitsOfChannels[index]!.includes(this.unit.unit))) return undefined;
    packet.scanBlocks(bytes, 0, length);
    return packet;
  }

  injected(channel: number): InjectedCounters {
    const counters = this.channels[channel]?.injected();
    if (counters === undefined) throw new FeedConfigError('FEED_CHANNEL', 'no such channel', { found: channel });
    return counters;
  }
}

function countPacket(packet: Packet, counters: Float64Array): void {
  counters[PORT.blocks] = counters[PORT.blocks]! + packet.blocks;
  counters[PORT.emptyBlocks] = counters[PORT.emptyBlocks]! + packet.emptyBlocks;
  if (packet.truncated) counters[PORT.truncated]!++;
  if (packet.overlong) counters[PORT.overlong]!++;
  if (packet.trailingBytes) counters[PORT.trailingBytes]!++;
  if (packet.heartbeat) counters[PORT.heartbeats]!++;
  if (packet.endOfSession) counters[PORT.endOfSessions]!++;
  if (packet.unsequenced && packet.promised > 0) counters[PORT.unsequenced]!++;
}

function firstChannelOf({ firstChannel = 0, channels }: FeedConfig): number {
  if (!Number.isInteger(firstChannel) || firstChannel < 0 || firstChannel + channels.length > CHANNELS_MAX) {
    throw new FeedConfigError('FEED_CHANNEL', 'no such first channel', {
      found: firstChannel,
      expected: `0 to ${CHANNELS_MAX - channels.length}`,
    });
  }
  return firstChannel;
}

function countPorts(config: FeedConfig): number {
  const ports = config.channels.flatMap(({ lines }) => lines.map(({ port }) => port));
  const wrong = ports.find((port) => !Number.isInteger(port) || port < 0 || port > PORT_MAX);
  if (wrong !== undefined) {
    throw new FeedConfigError('FEED_PORT', 'no such port', { found: wrong, expected: `0 to ${PORT_MAX}` });
  }
  return Math.max(DEFAULT_PORTS, ...ports.map((port) => port + 1));
}
