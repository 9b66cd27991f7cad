/** Messages that came before their turn, kept until the gap in front of them is filled. Bounded in number and in bytes. */

interface Held {
  readonly bytes: Uint8Array;
  /** What it asks for has been done already (a ResendRequest is answered at once): only its number is still due. */
  readonly done: boolean;
}

export class HeldMessages {
  private readonly byNumber = new Map<number, Held>();
  private bytes = 0;
  private highestNumber = 0;

  constructor(
    private readonly maxMessages: number,
    private readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.byNumber.size;
  }

  /** The highest MsgSeqNum that was kept since the last clear, 0 when none was. */
  get highest(): number {
    return this.highestNumber;
  }

  /** Keeps a copy; false when there is no room for it. A number that is kept already stays as it is. */
  keep(msgSeqNum: number, bytes: Uint8Array, start: number, end: number, done: boolean): boolean {
    if (this.byNumber.has(msgSeqNum)) return true;
    const length = done ? 0 : end - start;
    if (this.byNumber.size >= this.maxMessages || this.bytes + length > this.maxBytes) return false;
    this.byNumber.set(msgSeqNum, { bytes: done ? NOTHING : bytes.slice(start, end), done });
    this.bytes += length;
    if (msgSeqNum > this.highestNumber) this.highestNumber = msgSeqNum;
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
    this.highestNumber = 0;
  }
}

const NOTHING = new Uint8Array(0);
