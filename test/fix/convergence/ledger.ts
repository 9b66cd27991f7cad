/**
 * What really happened, as seen from outside: what each application sent and got, kept where no crash reaches it. From this, and
 * not from what the sessions say, the checks judge.
 */

export type SideName = 'desk' | 'bank';

/** A message that an application gave to its session, which took it. */
export interface Sent {
  /** Unique, and rising with every message of one side. */
  readonly id: number;
  /** The run of sequence numbers: they begin anew with each. */
  readonly run: number;
  readonly number: number;
  readonly nowNs: number;
  readonly event: number;
  /** The crash that followed may have taken it back: allowed by the journal's policy. */
  isUncertain: boolean;
  /** The sender was told that it did not, or may not have, arrived: by `onNotDelivered`, or a reject. */
  told: string | undefined;
}

/** A message that an application got. */
export interface Delivered {
  readonly id: number;
  readonly number: number;
  readonly possDup: boolean;
  readonly nowNs: number;
  readonly event: number;
  /** The crash that followed may have taken it back, and then it has to come again. */
  isUncertain: boolean;
}

/** A number in a run of numbers, as one number. */
export function numberKey(run: number, number: number): number {
  return run * 2 ** 32 + number;
}

/** One side's record. */
export class SideLedger {
  readonly sent: Sent[] = [];
  readonly delivered: Delivered[] = [];
  readonly byId = new Map<number, Sent>();
  /** What stands in the place of a number, the last one that was given it. */
  readonly #byNumber = new Map<number, Sent>();
  #nextId: number;

  /** @param firstId both sides count in ranges of their own, so that an id says whose it is */
  constructor(
    readonly side: SideName,
    firstId: number,
  ) {
    this.#nextId = firstId;
  }

  takeId(): number {
    return this.#nextId++;
  }

  noteSent(sent: Omit<Sent, 'isUncertain' | 'told'>): void {
    const entry: Sent = { ...sent, isUncertain: false, told: undefined };
    this.sent.push(entry);
    this.byId.set(entry.id, entry);
    this.#byNumber.set(numberKey(entry.run, entry.number), entry);
  }

  noteDelivered(delivered: Omit<Delivered, 'isUncertain'>): void {
    this.delivered.push({ ...delivered, isUncertain: false });
  }

  /** The application was told that numbers of its own run did not arrive. */
  noteTold(run: number, first: number, last: number, why: string): void {
    for (let number = first; number <= last; number++) {
      const entry = this.#byNumber.get(numberKey(run, number));
      if (entry !== undefined) entry.told = why;
    }
  }

  /** A crash: what came at or after this event, or this time, may be undone. */
  doubt(fromEvent: number, fromNs: number): void {
    for (const list of [this.sent, this.delivered]) {
      for (let i = list.length - 1; i >= 0; i--) {
        const entry = list[i]!;
        if (entry.event < fromEvent && entry.nowNs < fromNs) break;
        entry.isUncertain = true;
      }
    }
  }
}
