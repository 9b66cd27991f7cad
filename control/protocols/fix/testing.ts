/** For tests of FIX: messages written with '|' for SOH, and a decoder that shares nothing with the real one. */
import type { FrameHandler, GarbledReason } from './framer.js';

/** "35=0|34=1|" as bytes. */
export function fixBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => (char === '|' ? 1 : char.charCodeAt(0)));
}

/** A whole message around a body: "35=0|…" gets 8, 9 and 10, right ones unless told otherwise. */
export function fixMessage(
  body: string,
  { beginString = 'FIX.4.2', length, sum }: { beginString?: string; length?: number | string; sum?: string } = {},
): Uint8Array {
  const head = `8=${beginString}|9=${length ?? body.length}|${body}`;
  const bytes = fixBytes(head);
  const total = bytes.reduce((a, b) => a + b, 0) % 256;
  return fixBytes(`${head}10=${sum ?? String(total).padStart(3, '0')}|`);
}

export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Bytes as text, with '|' for SOH. */
export function fixText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Array.from(bytes.subarray(start, end), (byte) => (byte === 1 ? '|' : String.fromCharCode(byte))).join('');
}

/** Keeps what a framer tells. */
export class Recorder implements FrameHandler {
  readonly messages: string[] = [];
  readonly garbled: [GarbledReason, string][] = [];
  constructor(private readonly stopAfter = Infinity) {}

  onMessage(bytes: Uint8Array, start: number, end: number): boolean {
    this.messages.push(fixText(bytes, start, end));
    return this.messages.length + this.garbled.length < this.stopAfter;
  }
  onGarbled(reason: GarbledReason, bytes: Uint8Array, start: number, end: number): boolean {
    this.garbled.push([reason, fixText(bytes, start, end)]);
    return this.messages.length + this.garbled.length < this.stopAfter;
  }
}

/** Fields of a message without data fields, by splitting its text. */
export function naiveFields(text: string): [tag: number, value: string][] {
  return text
    .split('|')
    .slice(0, -1)
    .map((field) => {
      const equals = field.indexOf('=');
      return [Number(field.slice(0, equals)), field.slice(equals + 1)];
    });
}
