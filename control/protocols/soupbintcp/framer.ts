/** Cuts a TCP stream into SoupBinTCP packets, without a copy unless a packet is split. */
import { get16 } from '../big-endian.js';
import { SOUP_HEADER_BYTES } from './packets.js';

export interface SoupPacketHandler {
  /** A whole packet; the payload is `bytes` from `start` to `end`, valid during the call. False stops: the rest is dropped. */
  onPacket(type: number, bytes: Uint8Array, start: number, end: number): boolean;
  /** A packet of length 0, which has no type. Nothing behind it can be trusted: the framer stops for good. */
  onCorrupt(): void;
}

const MAX_PACKET_BYTES = 65_537;

export class SoupFramer {
  /** Bytes of a packet that has not come in whole. Never longer than one packet. */
  private readonly partial = new Uint8Array(MAX_PACKET_BYTES);
  private partialBytes = 0;
  private isStopped = false;

  get bufferedBytes(): number {
    return this.partialBytes;
  }

  push(bytes: Uint8Array, handler: SoupPacketHandler): void {
    let at = this.partialBytes === 0 ? 0 : this.complete(bytes, handler);
    while (!this.isStopped && bytes.length - at >= 2) {
      const length = get16(bytes, at);
      if (length === 0) {
        this.corrupt(handler);
        return;
      }
      const end = at + 2 + length;
      if (end > bytes.length) break;
      if (!handler.onPacket(bytes[at + 2] as number, bytes, at + SOUP_HEADER_BYTES, end)) this.isStopped = true;
      at = end;
    }
    if (this.isStopped || at >= bytes.length) return;
    this.partial.set(at === 0 ? bytes : bytes.subarray(at), 0);
    this.partialBytes = bytes.length - at;
  }

  clear(): void {
    this.partialBytes = 0;
    this.isStopped = false;
  }

  /** Completes the split packet with the first of the new bytes; returns how many of them it took. */
  private complete(bytes: Uint8Array, handler: SoupPacketHandler): number {
    const { partial } = this;
    let at = 0;
    while (this.partialBytes < 2) {
      if (at === bytes.length) return at;
      partial[this.partialBytes++] = bytes[at++] as number;
    }
    const length = get16(partial, 0);
    if (length === 0) {
      this.corrupt(handler);
      return bytes.length;
    }
    const missing = 2 + length - this.partialBytes;
    const taken = Math.min(missing, bytes.length - at);
    partial.set(bytes.subarray(at, at + taken), this.partialBytes);
    this.partialBytes += taken;
    at += taken;
    if (taken < missing) return at;
    this.partialBytes = 0;
    if (!handler.onPacket(partial[2] as number, partial, SOUP_HEADER_BYTES, 2 + length)) this.isStopped = true;
    return at;
  }

  private corrupt(handler: SoupPacketHandler): void {
    this.isStopped = true;
    this.partialBytes = 0;
    handler.onCorrupt();
  }
}
