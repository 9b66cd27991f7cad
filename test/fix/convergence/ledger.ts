/**
 * What really happened, as seen from outside: what each application sent and got, kept where no crash reaches it. From this, and
 * not from what the sessions say, the checks judge.
 */

import type { Fate, NotDelivered } from '../../../control/fix/session/application.js';

export type SideName = 'desk' | 'bank';

/** A sender was told what became of a message: by `onNotDelivered`, or a reject. */
export interface Told {
  readonly why: NotDelivered | 'rejected';
  readonly fate: Fate;
  readonly event: number;
  /** The crash that followed may have taken back what it was told of. */
  isUncertain: boolean;
}

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
  readonly told: Told[];
  /** When it was put on the wire first; Infinity when it never was. */
  wireEvent: number;
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
  readonly #told: Told[] = [];
  /** Runs of the administrative messages that were given a number, by number and SendingTime. */
  readonly #made = new Map<string, number[]>();
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

  noteSent(sent: Omit<Sent, 'isUncertain' | 'told' | 'wireEvent'>): void {
    const entry: Sent = { ...sent, isUncertain: false, told: [], wireEvent: Infinity };
    this.sent.push(entry);
    this.byId.set(entry.id, entry);
    this.#byNumber.set(numberKey(entry.run, entry.number), entry);
  }

  noteDelivered(delivered: Omit<Delivered, 'isUncertain'>): void {
    this.delivered.push({ ...delivered, isUncertain: false });
  }

  /** The application was told what became of numbers of its own run. */
  noteTold(run: number, first: number, last: number, told: Omit<Told, 'isUncertain'>): void {
    for (let number = first; number <= last; number++) {
      const sent = this.#byNumber.get(numberKey(run, number));
      if (sent === undefined) continue;
      const entry: Told = { ...told, isUncertain: false };
      sent.told.push(entry);
      this.#told.push(entry);
    }
  }

  /** A number of a run has been given to an administrative message. */
  noteMade(run: number, number: number, epochMs: number): void {
    const key = `${number} ${epochMs}`;
    const runs = this.#made.get(key);
    if (runs === undefined) this.#made.set(key, [run]);
    else runs.push(run);
  }

  /** The run that an administrative message with this number and SendingTime (52) was made in; undefined when none was. */
  takeMade(number: number, sendingTime: string): number | undefined {
    return this.#made.get(`${number} ${epochMsOf(sendingTime)}`)?.shift();
  }

  /** A crash: what was told at or after this event may be undone. */
  doubtTold(fromEvent: number): void {
    for (let i = this.#told.length - 1; i >= 0 && this.#told[i]!.event >= fromEvent; i--)
      this.#told[i]!.isUncertain = true;
  }

  /** A crash: what was sent and taken at or after this event, or this time, may be undone. */
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

/** Of `YYYYMMDD-HH:MM:SS.sss`. */
function epochMsOf(text: string): number {
  const part = (from: number, to: number): number => Number(text.slice(from, to));
  const dayMs = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8));
  return dayMs + part(9, 11) * 3_600_000 + part(12, 14) * 60_000 + part(15, 17) * 1000 + part(18, 21);
}
