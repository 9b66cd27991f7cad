/**
 * A channel in cut-through mode by the letter of docs/market-data.md: the messages of all good frames, in the order (beat of the last byte, port, position),
 * brute force, when everything is known.
 */
import { END_OF_SESSION, HEARTBEAT } from './frames.js';
import type { Packet } from './classify.js';
import type { ChannelOracle } from './oracle-channel.js';

export interface GoodFrame {
  readonly port: number;
  readonly start: number;
  readonly stamp: number;
  readonly packet: Packet;
  readonly messages: readonly Uint8Array[];
  readonly onStale: () => void;
  readonly onAccepted: () => void;
}

interface Step {
  readonly frame: GoodFrame;
  readonly stamp: number;
  /** Which message; absent for a frame that has none. */
  readonly place: number | undefined;
}

export class CutThroughOracle {
  readonly #steps: Step[] = [];
  /** Frames whose packet was taken up, and those of a session that was left. */
  readonly #opened = new Map<GoodFrame, boolean>();

  constructor(readonly channel: ChannelOracle) {}

  add(frame: GoodFrame): void {
    if (frame.messages.length === 0) this.#steps.push({ frame, stamp: frame.stamp, place: undefined });
    let end = frame.packet.payloadAt;
    frame.messages.forEach((message, place) => {
      end += 2 + message.length;
      this.#steps.push({ frame, stamp: frame.start + Math.floor((end - 1) / 8), place });
    });
  }

  run(): void {
    // A stable sort: what one port has said stays in its order.
    this.#steps.sort((a, b) => a.stamp - b.stamp || a.frame.port - b.frame.port);
    for (const step of this.#steps) {
      this.#closeUpTo(step.stamp);
      this.#take(step);
    }
    this.#closeUpTo(Infinity);
  }

  #closeUpTo(stamp: number): void {
    while (this.channel.deadline !== undefined && this.channel.deadline <= stamp) this.channel.closeAtDeadline();
  }

  #take({ frame, stamp, place }: Step): void {
    const { channel } = this;
    const { session, sequence, count } = frame.packet;
    let good = this.#opened.get(frame);
    if (good === undefined) {
      good = sequence === 0n || !channel.isStale(session);
      this.#opened.set(frame, good);
      if (!good) {
        frame.onStale();
        return;
      }
      frame.onAccepted();
      channel.countPacket(frame.port, frame.stamp);
      if (sequence !== 0n) {
        channel.beginPacket(session, sequence, stamp);
        if (count === HEARTBEAT || count === END_OF_SESSION) {
          channel.announce(sequence, count === END_OF_SESSION, stamp);
        }
      }
    }
    if (!good || place === undefined) return;
    const bytes = frame.messages[place]!;
    const { port, start: ingress } = frame;
    if (sequence === 0n) channel.unsequenced([bytes], port, ingress);
    else if (session !== channel.session) channel.lines[port]!.counters.duplicates++;
    else channel.message(sequence + BigInt(place), { bytes, port, ingress, stamp });
  }
}
