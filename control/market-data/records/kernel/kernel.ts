/**
 * Decodes the messages about orders, most of any feed, from whole packets to records: a WebAssembly module with the record ring in its memory.
 * What it takes it writes exactly as the decoders of itch50.ts and pitch2.ts do, slot by slot; a message of another type, another
 * length, or with something special about it ends the call, and is theirs. docs/binary-protocols.md says what it costs.
 */
import { FLAG, SLOT_BYTES } from '../../../core/generated/records.js';
import { RecordRing } from '../../../core/record-ring.js';
import { ByteViews } from '../../../protocols/fix/words.js';
import { assemble } from '../../../protocols/web-assembly/assembler.js';
import { WebAssembly, type WasmMemory } from '../../../protocols/web-assembly/web-assembly.js';
import { functions } from './decode.js';
import { itch50, pitch2, writeEntries } from './entries.js';
import { Call, FIRST_PAGES, pagesFor, Place, WINDOW_BYTES } from './memory.js';

// V8 folds constants of a module's own into its code; imported ones it reads from memory.
const { call: CALL, window: WINDOW, ring: RING } = Place;
const { head: HEAD, ingress: INGRESS, lap: LAP, sequence: SEQUENCE, clock: CLOCK, next: NEXT } = Call;
const TWO_32 = 4294967296;
/** What may stand around the messages of a datagram, so that it is still copied whole. */
const HEADERS_BYTES_MAX = 64;
export { WINDOW_BYTES } from './memory.js';

type Decode = (at: number, end: number, slot: number, slotsEnd: number) => number;

let compiled: object | undefined;

export class RecordKernel {
  readonly ring: RecordRing;
  /** Has the ring, for other kernels that work on records. */
  readonly memory: WasmMemory;
  private readonly heap: Uint8Array;
  private readonly words: Int32Array;
  private readonly views = new ByteViews();
  private readonly itch50: Decode;
  private readonly pitch2: Decode;

  constructor(slotsLog2: number) {
    compiled ??= new WebAssembly.Module(assemble(functions, FIRST_PAGES));
    const pages = pagesFor(SLOT_BYTES * 2 ** slotsLog2);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    this.itch50 = exports['itch50'] as Decode;
    this.pitch2 = exports['pitch2'] as Decode;
    this.memory = memory;
    this.heap = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer, 0, RING / 4);
    writeEntries(itch50, this.heap, Place.itch50);
    writeEntries(pitch2, this.heap, Place.pitch2);
    this.words[(CALL + Call.step + 8) >> 2] = 1;
    this.ring = new RecordRing(memory.buffer, RING, slotsLog2);
  }

  /** Takes a copy of a packet, or of any stretch of input up to WINDOW_BYTES. Positions below are those in it. */
  load(bytes: Uint8Array): void {
    this.heap.set(bytes, WINDOW);
  }

  /** As `load`, from a part of some bytes, without a view of it, which would have to be made for each packet; answers the position of its first byte. */
  loadRange(bytes: Uint8Array, at: number, length: number): number {
    const { heap, words } = this;
    // A datagram of its own: whole, in one call.
    if (bytes.length - length <= HEADERS_BYTES_MAX && bytes.length <= WINDOW_BYTES) {
      heap.set(bytes, WINDOW);
      return at;
    }
    const { words: source, offset } = this.views.of(bytes);
    const from = offset + at;
    const first = from >>> 2;
    const end = (from + length + 3) >>> 2;
    if (end > source.length) {
      for (let i = 0; i < length; i++) heap[WINDOW + i] = bytes[at + i]!;
      return 0;
    }
    for (let i = first, to = WINDOW >> 2; i < end; i++, to++) words[to] = source[i]!;
    return from & 3;
  }

  /**
   * What the records of the next calls have in common.
   * @param flags of FLAG, all but `twoSlots`
   * @param ingress beats at `ingress[ingressAt]`
   */
  begin(channel: number, flags: number, ingress: Float64Array, ingressAt: number): void {
    const { words } = this;
    words[(CALL + HEAD) >> 2] = (channel << 8) | ((flags & ~FLAG.twoSlots) << 16);
    // Bytes 22 to 27 of a record: the upper sixteen bits, and the lower 32.
    const beats = ingress[ingressAt]!;
    words[(CALL + INGRESS + 4) >> 2] = (beats / TWO_32) << 16;
    words[(CALL + INGRESS + 8) >> 2] = beats;
  }

  /** PITCH: the last Time, in nanoseconds below 2^48. */
  setClock(ns: number): void {
    const { words } = this;
    words[(CALL + CLOCK) >> 2] = ns;
    words[(CALL + CLOCK + 4) >> 2] = ns / TWO_32;
  }

  /**
   * Decodes blocks of MoldUDP64 from position `at` on, into slots from number `slot` on, which must be there up to the ring's end.
   * @param most messages, and slots
   * @param sequence of the first message
   * @returns how many there were; `next` is where the first one begins that is not among them
   */
  decodeItch50(at: number, end: number, most: number, slot: number, lap: number, sequence: Uint32Array): number {
    this.set(lap, sequence);
    const first = RING + slot * SLOT_BYTES;
    return this.itch50(WINDOW + at, WINDOW + end, first, first + most * SLOT_BYTES) / SLOT_BYTES;
  }

  /** The same with messages of a PITCH unit block. */
  decodePitch2(at: number, end: number, most: number, slot: number, lap: number, sequence: Uint32Array): number {
    this.set(lap, sequence);
    const first = RING + slot * SLOT_BYTES;
    return this.pitch2(WINDOW + at, WINDOW + end, first, first + most * SLOT_BYTES) / SLOT_BYTES;
  }

  /** Position where the last call stopped. */
  get next(): number {
    return this.words[(CALL + NEXT) >> 2]! - WINDOW;
  }

  private set(lap: number, sequence: Uint32Array): void {
    const { words } = this;
    words[(CALL + LAP + 12) >> 2] = lap;
    words[(CALL + SEQUENCE) >> 2] = sequence[0]!;
    words[(CALL + SEQUENCE + 4) >> 2] = sequence[1]!;
  }
}
