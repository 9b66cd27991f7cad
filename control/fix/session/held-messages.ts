/** Messages that came before their turn, kept until the gap in front of them is filled. Bounded in number and in bytes. */

interface Held {
  readonly bytes: Uint8Array;
  /** What it asks for has been done already (a ResendRequest is answered at once): only its number is still due. */
  readonly done: boolean;
}

export class HeldMessages {
  private readonly byNumber = new Map<number, Held>();
  private bytes = 0;

  constructor(
    private readonly maxMessages: number,
    private readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.byNumber.size;
  }

  /** Keeps a copy; false when there is no room for it. A number that is kept already stays as it is. */
  keep(msgSeqNum: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.byNumber.has(msgSeqNum)) return true;
    const length = end - start;
    if (this.byNumber.size >= this.maxMessages || this.bytes + length > this.maxBytes) return false;
    this.byNumber.set(msgSeqNum, { bytes: bytes.slice(start, end), done: false });
    this.bytes += length;
    return true;
  }

  /**
   * Notes that what carries this number has been done already. Counts against no limit but a hard one: a number costs next to
   * nothing, and two sides that ask each other, and forget what they were asked, ask for ever.
   */
  keepDone(msgSeqNum: number): boolean {
    if (this.byNumber.has(msgSeqNum)) return true;
    if (this.byNumber.size >= this.maxMessages + MAX_DONE) return false;
    this.byNumber.set(msgSeqNum, { bytes: NOTHING, done: true });
    return true;
  }

  take(msgSeqNum: number): Held | undefined {
    const held = this.byNumber.get(msgSeqNum);
    if (held === undefined) return undefined;
    this.byNumber.delete(msgSeqNum);
    this.bytes -= held.bytes.length;
    return held;
  }

  /** The lowest number kept, 0 when there is none. */
  lowest(): number {
    let lowest = 0;
    for (const number of this.byNumber.keys()) if (lowest === 0 || number < lowest) lowest = number;
    return lowest;
  }

  /** Forgets what lies below a number: it was gap-filled or reset away. */
  dropBelow(msgSeqNum: number): void {
    for (const number of [...this.byNumber.keys()]) if (number < msgSeqNum) this.take(number);
  }

  clear(): void {
    this.byNumber.clear();
    this.bytes = 0;
  }
}

const MAX_DONE = 10_000;
const NOTHING = new Uint8Array(0);
