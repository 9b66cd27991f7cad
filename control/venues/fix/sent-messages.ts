/** Which order a MsgSeqNum of ours was about, for rejects that name nothing else. The last so many; older ones are forgotten. */

const ROOM = 8192;

export class SentMessages {
  private readonly numbers = new Float64Array(ROOM);
  private readonly slots = new Int32Array(ROOM);
  private readonly kinds = new Uint8Array(ROOM);
  private readonly orders = new Float64Array(ROOM);

  note(msgSeqNum: number, kind: number, slot: number, orderId: number): void {
    const at = msgSeqNum % ROOM;
    this.numbers[at] = msgSeqNum;
    this.kinds[at] = kind;
    this.slots[at] = slot;
    this.orders[at] = orderId;
  }

  /** The kind of request, 0 when the number is not known. */
  kindOf(msgSeqNum: number): number {
    return this.numbers[msgSeqNum % ROOM] === msgSeqNum ? this.kinds[msgSeqNum % ROOM]! : 0;
  }

  slotOf(msgSeqNum: number): number {
    return this.slots[msgSeqNum % ROOM]!;
  }

  orderOf(msgSeqNum: number): number {
    return this.orders[msgSeqNum % ROOM]!;
  }

  /** Numbers begin anew. */
  clear(): void {
    this.numbers.fill(0);
  }
}
