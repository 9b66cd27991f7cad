/**
 * An independent model of what both engines must deliver for a stream of frames: records in order, and every counter.
 * Written from the documents, for clarity and not for speed.
 */
import type { FeedConfig, FeedCounters } from '../../control/core/feed.js';
import { PORT_COUNTERS, REJECT_REASONS } from '../../control/core/generated/records.js';
import type { PortCounter, RejectReason } from '../../control/core/generated/records.js';
import { classify, readBlocks } from './classify.js';
import type { Blocks, Packet } from './classify.js';
import { END_OF_SESSION, HEARTBEAT } from './frames.js';
import type { Frame } from './frames.js';
import { ChannelOracle } from './oracle-channel.js';
import { CutThroughOracle } from './oracle-cut-through.js';
import type { CopyRole, OracleEvent } from './oracle-channel.js';
import { Wire } from './wire.js';
import type { TimedFrame } from './wire.js';

/** A copy of a message before it is looked at: of `count` messages of its packet the `place`th. */
export interface LookedAt {
  readonly frame: Frame;
  readonly message: Uint8Array;
  readonly place: number;
  readonly count: number;
  readonly role: CopyRole;
}

interface PortState {
  readonly counters: Record<PortCounter, number>;
  readonly rejected: Record<RejectReason, number>;
}

export class Oracle {
  readonly #wire: Wire;
  readonly #ports: PortState[] = [];
  readonly #channels: ChannelOracle[];
  /** Of the channels in cut-through mode. */
  readonly #cut: (CutThroughOracle | undefined)[];

  constructor(
    readonly config: FeedConfig,
    emit: (event: OracleEvent) => void,
    ports = 2,
    readonly look: (at: LookedAt) => void = () => undefined,
  ) {
    this.#wire = new Wire(ports);
    for (let port = 0; port < ports; port++) {
      this.#ports.push({
        counters: Object.fromEntries(PORT_COUNTERS.map((name) => [name, 0])) as Record<PortCounter, number>,
        rejected: Object.fromEntries(REJECT_REASONS.map((name) => [name, 0])) as Record<RejectReason, number>,
      });
    }
    this.#channels = config.channels.map((channel, i) => new ChannelOracle(i, channel, ports, emit));
    this.#cut = this.#channels.map((channel) =>
      channel.config.mode === 'cut-through' ? new CutThroughOracle(channel) : undefined,
    );
  }

  /** Frames in the order of arrival. */
  push(frame: Frame): void {
    this.#takeUpTo(frame.arrival);
    this.#wire.add(frame);
  }

  endOfInput(): void {
    this.#takeUpTo(Infinity);
    this.#closeUpTo(Infinity);
    for (const cut of this.#cut) cut?.run();
  }

  counters(): FeedCounters {
    return {
      ports: this.#ports.map((port) => ({ ...port.counters, rejected: port.rejected })),
      channels: this.#channels.map((channel) => ({
        ...channel.counters,
        expected: channel.expected,
        skew: channel.skew,
        lines: channel.lines.map((line) => ({ ...line.counters, lastBeats: line.lastBeats })),
      })),
    };
  }

  #takeUpTo(beats: number): void {
    for (let timed = this.#wire.takeUpTo(beats); timed; timed = this.#wire.takeUpTo(beats)) this.#take(timed);
  }

  /** Closes gaps whose deadline is at most `beats`, in the order (deadline, channel), looking again after each. */
  #closeUpTo(beats: number): void {
    for (;;) {
      let first: ChannelOracle | undefined;
      for (const channel of this.#channels) {
        if (channel.deadline === undefined || channel.deadline > beats) continue;
        if (first === undefined || channel.deadline < first.deadline!) first = channel;
      }
      if (!first) return;
      first.closeAtDeadline();
    }
  }

  #take({ frame, start, stamp }: TimedFrame): void {
    this.#closeUpTo(stamp);
    const { counters, rejected } = this.#ports[frame.port]!;
    counters.frames++;
    counters.bytes += frame.bytes.length;
    const classified = classify(this.config, frame);
    if (classified.reject !== undefined) {
      rejected[classified.reject]++;
      return;
    }
    const { session, sequence, count, payload, channel: index } = classified.packet;
    const channel = this.#channels[index]!;
    const blocks = readBlocks(payload, count);
    const cut = this.#cut[index];
    if (cut) {
      // The rest of it is looked at when everything is there.
      cut.add({
        port: frame.port,
        start,
        stamp,
        packet: classified.packet,
        messages: blocks.messages,
        onStale: () => rejected.staleSession++,
        onAccepted: () => {
          this.#countAccepted(frame.port, classified.packet, blocks);
        },
      });
      return;
    }
    if (sequence !== 0n && channel.isStale(session)) {
      rejected.staleSession++;
      return;
    }

    this.#countAccepted(frame.port, classified.packet, blocks);
    channel.countPacket(frame.port, stamp);
    const { messages } = blocks;
    if (sequence === 0n) {
      channel.unsequenced(messages, frame.port, start);
      return;
    }
    channel.beginPacket(session, sequence, stamp);
    if (count === HEARTBEAT || count === END_OF_SESSION) {
      channel.announce(sequence, count === END_OF_SESSION, stamp);
      return;
    }
    messages.forEach((bytes, i) => {
      this.look({
        frame,
        message: bytes,
        place: i,
        count: messages.length,
        role: channel.roleOf(sequence + BigInt(i)),
      });
      channel.message(sequence + BigInt(i), { bytes, port: frame.port, ingress: start, stamp });
    });
  }

  #countAccepted(port: number, { count, sequence }: Packet, blocks: Blocks): void {
    const { counters } = this.#ports[port]!;
    counters.accepted++;
    counters.blocks += blocks.messages.length;
    counters.emptyBlocks += blocks.messages.filter((message) => message.length === 0).length;
    if (blocks.truncated) counters.truncated++;
    if (blocks.overlong) counters.overlong++;
    if (blocks.trailing) counters.trailingBytes++;
    if (count === HEARTBEAT) counters.heartbeats++;
    else if (count === END_OF_SESSION) counters.endOfSessions++;
    else if (sequence === 0n) counters.unsequenced++;
  }
}
