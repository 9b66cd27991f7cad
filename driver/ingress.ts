/** Writes frames into the ingress ring of a simulated card: plain stores, then one atomic store of the head. */
import { CTL, INGRESS, WAIT } from './abi.js';
import type { DeviceMemory } from './device-memory.js';
import { NicError } from './errors.js';

const HEAD = CTL.INGRESS_HEAD / 4;
const TAIL = CTL.INGRESS_TAIL / 4;
const END = CTL.INGRESS_END / 4;
const WAITING = CTL.WAIT / 4;
const SECOND_WORD = 2 ** 32;

export class IngressWriter {
  private readonly size: number;
  private readonly mask: number;
  private readonly u32: Uint32Array;
  private head = 0;
  private ended = false;

  /** @param wake rings the card's doorbell */
  constructor(
    private readonly memory: DeviceMemory,
    private readonly ingress: Buffer,
    private readonly wake: () => void,
  ) {
    this.size = ingress.length;
    this.mask = ingress.length - 1;
    this.u32 = new Uint32Array(ingress.buffer, ingress.byteOffset, ingress.length / 4);
  }

  /** False: no room now. */
  push(port: number, arrivalBeats: number, bytes: Uint8Array, length: number, badFcs: boolean): boolean {
    if (length < 1 || length > INGRESS.MAX_FRAME || length > bytes.length) {
      throw new NicError('NIC_ARGUMENT', 'no such frame length', {
        where: 'pushFrame',
        found: length,
        expected: `1 to ${Math.min(INGRESS.MAX_FRAME, bytes.length)}`,
      });
    }
    if (port !== 0 && port !== 1)
      throw new NicError('NIC_ARGUMENT', 'no such port', { where: 'pushFrame', found: port });
    const offset = this.room((INGRESS.HEADER + length + INGRESS.ALIGN - 1) & -INGRESS.ALIGN);
    if (offset < 0) return false;
    this.header(offset, length, badFcs ? port | INGRESS.BAD_FCS : port, arrivalBeats);
    this.ingress.set(length === bytes.length ? bytes : bytes.subarray(0, length), offset + INGRESS.HEADER);
    this.publish((INGRESS.HEADER + length + INGRESS.ALIGN - 1) & -INGRESS.ALIGN);
    return true;
  }

  /** No frame with an earlier arrival will come. False: no room now. */
  advance(arrivalBeats: number): boolean {
    const offset = this.room(INGRESS.HEADER);
    if (offset < 0) return false;
    this.header(offset, 0, INGRESS.ADVANCE << 16, arrivalBeats);
    this.publish(INGRESS.HEADER);
    return true;
  }

  end(): void {
    this.ended = true;
    Atomics.store(this.memory.words, END, 1);
    if (Atomics.load(this.memory.words, WAITING) === WAIT.INPUT) this.wake();
  }

  /** Frames may come again after an end. Only while the device is stopped. */
  reopen(): void {
    this.ended = false;
    Atomics.store(this.memory.words, END, 0);
  }

  /** The offset of an entry of `bytes` bytes, a skip written before it where it would wrap; negative: no room. */
  private room(bytes: number): number {
    if (this.ended) throw new NicError('NIC_INPUT_ENDED', 'a frame after the end of input', { where: 'pushFrame' });
    const free = this.size - ((this.head - Atomics.load(this.memory.words, TAIL)) >>> 0);
    const offset = this.head & this.mask;
    const left = this.size - offset;
    if (bytes <= left) return bytes <= free ? offset : -1;
    if (left + bytes > free) return -1;
    this.header(offset, 0, INGRESS.SKIP << 16, 0);
    this.head = (this.head + left) >>> 0;
    return 0;
  }

  private header(offset: number, length: number, flags: number, arrivalBeats: number): void {
    const word = offset >>> 2;
    this.u32[word] = length;
    this.u32[word + 1] = flags;
    this.u32[word + 2] = arrivalBeats % SECOND_WORD;
    this.u32[word + 3] = arrivalBeats / SECOND_WORD;
  }

  private publish(bytes: number): void {
    const { words } = this.memory;
    this.head = (this.head + bytes) >>> 0;
    Atomics.store(words, HEAD, this.head | 0);
    // The card says that it sleeps before it looks for the last time, so one of the two sees the other.
    if (Atomics.load(words, WAITING) === WAIT.INPUT) this.wake();
  }
}
