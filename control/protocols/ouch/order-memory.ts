/** Where orders are written, and what of them is text: in the kernel's memory, or elsewhere when that is used up. */
import { BLOCK_BYTES, takeOrderMemory } from './order-kernel.js';

/** What the kernel may write behind a packet. */
const SLACK_BYTES = 16;
/** Not in the kernel's memory. */
export const ELSEWHERE = -1;

/** A send buffer. Positions are those in `bytes`. */
export class OrderBuffer {
  readonly bytes: Uint8Array;
  /** Of `bytes` in the kernel's memory, or ELSEWHERE. */
  readonly origin: number;

  /** @param isElsewhere never in the kernel's memory */
  constructor(size: number, isElsewhere = false) {
    const piece = isElsewhere ? undefined : takeOrderMemory(size + SLACK_BYTES);
    this.origin = piece?.at ?? ELSEWHERE;
    this.bytes = piece?.bytes.subarray(0, size) ?? new Uint8Array(size);
  }
}

/** The text and the single characters of an order, which stay what they are until they are set again. */
export class OrderBlock {
  readonly text: Uint8Array;
  /** Of `text` in the kernel's memory, or ELSEWHERE. */
  readonly origin: number;

  constructor(isElsewhere = false) {
    const piece = isElsewhere ? undefined : takeOrderMemory(BLOCK_BYTES);
    this.origin = piece?.at ?? ELSEWHERE;
    this.text = piece?.bytes ?? new Uint8Array(BLOCK_BYTES);
  }

  /** Takes the first `size` of some bytes. */
  protected put(at: number, bytes: Uint8Array, size: number): void {
    const { text } = this;
    for (let i = 0; i < size; i++) text[at + i] = bytes[i]!;
  }
}
