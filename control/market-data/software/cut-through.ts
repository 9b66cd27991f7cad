/**
 * One channel in cut-through mode: its messages count at the beat of their last byte, in the order (stamp, port, position), and only those of frames
 * that turned out good. The header of a packet takes effect with its first message, or at the end of the frame when it has none.
 *
 * The software engine sees a frame when it is whole, so it hands nothing up provisionally: what comes out is what a card's records amount to once they
 * are confirmed.
 */
import { MoldPacket } from '../../protocols/moldudp64/packet.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { INGRESS, STAMP } from '../arbiter/channel-arbiter.js';
import { messageBytes } from '../records/emitter.js';
import type { SoftwareChannel } from './channel.js';
import { FrameRing } from './frame-ring.js';
import type { Packet } from './packet.js';

/** What became of a packet, when its first message was taken. */
export interface PacketOutcomes {
  onAccepted(port: number, packet: Packet): void;
  onStale(port: number): void;
}

/** The line of one port: its oldest frame, and how far it has been taken. */
class Line {
  readonly packet: MoldPacket | UnitPacket;
  opened = false;
  /** The packet is of a session that the channel had left. */
  stale = false;
  taken = 0;
  /** Where its block begins, from the start of the frame. */
  at = 0;

  constructor(
    readonly frames: FrameRing,
    private readonly isUnit: boolean,
  ) {
    this.packet = isUnit ? new UnitPacket() : new MoldPacket();
  }

  get prefixBytes(): number {
    return this.isUnit ? 0 : 2;
  }

  /** Reads the packet of the oldest frame. */
  load(): void {
    const { frames, packet } = this;
    packet.readHeader(frames.bytes, frames.payloadAt);
    packet.scanBlocks(frames.bytes, frames.payloadAt, frames.payloadLength);
    this.opened = false;
    this.stale = false;
    this.taken = 0;
    this.at = packet.firstBlock - frames.frameAt;
  }
}

export class CutThroughChannel {
  private readonly lines: readonly Line[];
  /** Per port, the stamp of its next message; Infinity without one. */
  private readonly stamps: Float64Array;

  constructor(
    readonly channel: SoftwareChannel,
    ports: number,
    maxFrameBytes: number,
    private readonly now: Float64Array,
    private readonly outcomes: PacketOutcomes,
  ) {
    this.lines = Array.from(
      { length: ports },
      () => new Line(new FrameRing(maxFrameBytes), channel.protocol === 'pitch2'),
    );
    this.stamps = new Float64Array(ports).fill(Infinity);
  }

  /** A frame that nothing is wrong with, and whose payload is a packet of this channel; `now` holds its end and its start. */
  push(port: number, bytes: Uint8Array, at: number, length: number, payloadAt: number, payloadLength: number): void {
    const line = this.lines[port]!;
    line.frames.push(bytes, at, length, payloadAt, payloadLength, this.now);
    if (line.frames.count > 1) return;
    line.load();
    this.findStamp(port, line);
  }

  /** The port whose next message is the first by (stamp, port); -1 when that comes after `limit`, or there is none. */
  next(limit: number): number {
    const { stamps } = this;
    let port = 0;
    for (let other = 1; other < stamps.length; other++) {
      if (stamps[other]! < stamps[port]!) port = other;
    }
    return stamps[port]! <= limit && stamps[port] !== Infinity ? port : -1;
  }

  /** Whether a deadline comes before the next message of `port`, or of any port with -1. A fill counts only before the deadline. */
  isDueBefore(port: number, deadline: number): boolean {
    return port < 0 || deadline <= this.stamps[port]!;
  }

  /** Takes the next message of a port. */
  take(port: number): void {
    const line = this.lines[port]!;
    const { packet, frames, prefixBytes } = line;
    this.now[STAMP] = this.stamps[port]!;
    frames.time(1, this.now, INGRESS);
    if (!line.opened) this.open(port, line);
    if (line.taken < packet.blocks) {
      const block = frames.frameAt + line.at;
      const length = messageBytes(prefixBytes, frames.bytes, block);
      if (!line.stale) this.channel.messageOf(packet, line.taken, frames.bytes, block + prefixBytes, length, port);
      line.at += prefixBytes + length;
      line.taken++;
    }
    if (line.taken >= packet.blocks) {
      frames.pop();
      if (frames.count > 0) line.load();
    }
    this.findStamp(port, line);
  }

  private open(port: number, line: Line): void {
    const { packet } = line;
    line.opened = true;
    line.stale = !packet.unsequenced && this.channel.arbiter.isStale(packet.session0, packet.session1, packet.session2);
    if (line.stale) {
      this.outcomes.onStale(port);
      return;
    }
    this.outcomes.onAccepted(port, packet);
    // A line was last heard at the end of its frame.
    line.frames.time(0, this.channel.lastBeats, port);
    this.channel.open(packet, port);
  }

  /** The beat in which the last byte of the next message came, or the end of a frame that has none. */
  private findStamp(port: number, { frames, packet, taken, at, prefixBytes }: Line): void {
    const { stamps } = this;
    if (frames.count === 0) {
      stamps[port] = Infinity;
    } else if (packet.blocks === 0) {
      frames.time(0, stamps, port);
    } else if (taken < packet.blocks) {
      const end = at + prefixBytes + messageBytes(prefixBytes, frames.bytes, frames.frameAt + at);
      frames.time(1, stamps, port);
      stamps[port] = stamps[port]! + ((end - 1) >> 3);
    }
  }
}
