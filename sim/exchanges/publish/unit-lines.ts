/** A store's messages as PITCH sequenced units on lines: what is new, and heartbeats when there is nothing new. */
import type { Clock } from '../../../control/core/world.js';
import { UnitWriter } from '../../../control/protocols/pitch2/unit.js';
import type { LineSet } from './line-set.js';
import type { MessagePlace } from './message-output.js';
import type { MessageStore } from './message-store.js';

export interface UnitLinesOptions {
  readonly clock: Clock;
  readonly unit: number;
  readonly store: MessageStore;
  readonly lines: LineSet;
  readonly maxPacketBytes: number;
}

const HEARTBEAT_NS = 1e9;

export class UnitLines {
  packets = 0;
  heartbeats = 0;
  private readonly writer: UnitWriter;
  private readonly place: MessagePlace = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private lastPacketNs: number;

  /** @param nextSequence of the next message to send */
  constructor(
    private readonly options: UnitLinesOptions,
    public nextSequence: number,
  ) {
    this.lastPacketNs = options.clock.monotonicNs();
    this.writer = new UnitWriter(options.unit, options.maxPacketBytes);
  }

  /** Sends what the store has and the lines have not. */
  send(): void {
    this.nextSequence = this.sendRange(this.nextSequence, this.options.store.next);
    this.options.lines.release();
  }

  /** Sends messages with the numbers they had. */
  resend(first: number, next: number): void {
    this.sendRange(first, next);
    this.options.lines.release();
  }

  /** Returns the number behind the last message that was there. */
  private sendRange(first: number, next: number): number {
    const { store } = this.options;
    const { writer, place } = this;
    let sequence = first;
    for (; sequence < next && store.read(sequence, place); sequence++) {
      const length = place.end - place.start;
      if (!writer.hasRoom(length)) this.packet(sequence - writer.messages);
      writer.bytes.set(place.bytes.subarray(place.start, place.end), writer.end);
      writer.added(length);
    }
    if (writer.messages > 0) this.packet(sequence - writer.messages);
    return sequence;
  }

  tick(): void {
    const { clock, lines } = this.options;
    if (clock.monotonicNs() - this.lastPacketNs >= HEARTBEAT_NS) this.heartbeat();
    lines.release();
  }

  heartbeat(): void {
    this.heartbeats++;
    this.packet(this.nextSequence);
    this.options.lines.release();
  }

  private packet(sequence: number): void {
    const { clock, lines } = this.options;
    this.packets++;
    this.lastPacketNs = clock.monotonicNs();
    const length = this.writer.finish(sequence);
    lines.offer(this.writer.bytes, length);
  }
}
