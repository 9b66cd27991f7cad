/** Cuts a stream into lines of JSON. */
import { BusError } from './errors.js';

/** A snapshot goes in parts, so nothing comes near this. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

const decoder = new TextDecoder();

export class LineFramer {
  private rest: Uint8Array = new Uint8Array(0);

  /** Throws BusError for a line that is too long or not JSON: nothing behind it can be trusted. */
  push(bytes: Uint8Array, take: (message: unknown) => void): void {
    const last = bytes.lastIndexOf(NEWLINE);
    if (this.rest.length + bytes.length > LONGEST_LINE_BYTES && last < 0) {
      throw new BusError('BUS_LINE_TOO_LONG', 'a line without an end', {
        found: this.rest.length + bytes.length,
        expected: `at most ${LONGEST_LINE_BYTES} bytes`,
      });
    }
    if (last < 0) {
      this.rest = join(this.rest, bytes);
      return;
    }
    const text = decoder.decode(join(this.rest, bytes.subarray(0, last)));
    this.rest = bytes.slice(last + 1);
    for (const line of text.split('\n')) take(parse(line));
  }

  clear(): void {
    this.rest = new Uint8Array(0);
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second.slice();
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new BusError('BUS_NOT_JSON', 'not a message of the bus', { found: line.slice(0, 200), cause });
  }
}
