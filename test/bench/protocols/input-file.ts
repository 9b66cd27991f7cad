/** A generated file as it is read: in pieces of whole messages, and from there to records, all book fields of which are read. */
import type { MessageDecoder } from '../../../control/market-data/records/decoder.js';
import { newSequence } from '../../../control/market-data/arbiter/sequence.js';
import { WINDOW_BYTES } from '../../../control/market-data/records/kernel/memory.js';
import { UNIT_HEADER_BYTES } from '../../../control/protocols/pitch2/unit.js';
import { writer } from './records.js';

/** Slots that one message takes at most. */
const SLOTS_MAX = 2;

/** Pieces of up to 64 KiB of a file whose messages (or blocks) begin with their length. */
export function piecesOf(bytes: Uint8Array, unitBytes: (bytes: Uint8Array, at: number) => number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    let end = start;
    for (let next = end; next < bytes.length;) {
      next += unitBytes(bytes, next);
      if (next - start > WINDOW_BYTES) break;
      end = next;
    }
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

export const itchUnit = (bytes: Uint8Array, at: number): number => 2 + ((bytes[at]! << 8) | bytes[at + 1]!);
export const pitchUnit = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

const { kernel } = writer;
const sequence = newSequence();
const beats = new Float64Array(1);

/** Records of all messages of a BinaryFILE's pieces. */
export function decodeItchPieces(decoder: MessageDecoder, pieces: readonly Uint8Array[], read: () => void): number {
  let messages = 0;
  // By index: an iterator makes an object for each step until V8 has optimised the loop.
  for (let i = 0; i < pieces.length; i++) {
    const bytes = pieces[i]!;
    kernel.load(bytes);
    messages += decodeMessages(decoder, bytes, 0, bytes.length, 2, read);
  }
  return messages;
}

/** Records of all messages in unit blocks. */
export function decodePitchPieces(decoder: MessageDecoder, pieces: readonly Uint8Array[], read: () => void): number {
  let messages = 0;
  for (let i = 0; i < pieces.length; i++) {
    const bytes = pieces[i]!;
    kernel.load(bytes);
    for (let block = 0; block < bytes.length;) {
      const end = block + pitchUnit(bytes, block);
      messages += decodeMessages(decoder, bytes, block + UNIT_HEADER_BYTES, end, 0, read);
      block = end;
    }
  }
  return messages;
}

/** What the kernel leaves alone goes to the decoder, one by one: as in the software engine, but for its counters. */
function decodeMessages(
  decoder: MessageDecoder,
  bytes: Uint8Array,
  start: number,
  end: number,
  prefixBytes: number,
  read: () => void,
): number {
  let at = start;
  let messages = 0;
  kernel.begin(0, decoder.runFlags(0), beats, 0);
  while (at < end) {
    if (writer.free < writer.ring.slots / 2) read();
    const taken = writer.decode(decoder, at, end, writer.free - SLOTS_MAX, sequence);
    messages += taken;
    at = kernel.next;
    if (at === end || taken > 0) continue;
    const length = prefixBytes === 0 ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
    at += prefixBytes;
    const flags = decoder.flagsOf(sequence, bytes, at, length, 0);
    const slots = decoder.slotsOf(bytes, at, length);
    if (slots > 0) {
      const slot = writer.begin(slots, decoder.recordTypeOf(bytes, at), 0, flags);
      decoder.decode(writer.ring, slot, bytes, at, length);
    }
    kernel.begin(0, decoder.runFlags(0), beats, 0);
    messages++;
    at += length;
  }
  return messages;
}
