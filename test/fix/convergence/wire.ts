/** Reads what a side puts on the wire, with nothing but string functions, and checks what only the wire shows. */
import { numberKey, type SideLedger } from './ledger.js';

const SOH = '\u0001';
/** How a frame ends: no value of these runs looks like it. */
const TRAILER = new RegExp(`${SOH}10=\\d\\d\\d${SOH}`, 'g');
const ADMIN = '012345A';

export interface WireParts {
  /** The run of numbers that an administrative message was made in, by its number and SendingTime (52); undefined: it never was. */
  readonly runOf: (number: number, sendingTime: string) => number | undefined;
  /** The event in which a frame is put on the wire. */
  readonly eventOf: () => number;
  /** Gets each frame, readable, for a report. */
  readonly onFrame?: (frame: string) => void;
}

export class WireWatch {
  readonly faults: string[] = [];
  /** ResendRequests of this side. */
  resendRequests = 0;
  frames = 0;
  readonly #parts = new Map<object, string>();
  /** What has stood in the place of a number: a message's id, or an administrative type. */
  readonly #used = new Map<number, string>();
  readonly #originals = new Set<number>();

  constructor(
    private readonly ledger: SideLedger,
    private readonly parts: WireParts,
  ) {}

  /** Bytes that the sender's kernel has taken. */
  onSent(stream: object, bytes: Uint8Array): void {
    const text = (this.#parts.get(stream) ?? '') + Buffer.from(bytes).toString('latin1');
    let start = 0;
    TRAILER.lastIndex = 0;
    while (TRAILER.exec(text) !== null) {
      this.#onFrame(text.slice(start, TRAILER.lastIndex));
      start = TRAILER.lastIndex;
    }
    this.#parts.set(stream, text.slice(start));
  }

  #onFrame(frame: string): void {
    this.frames++;
    const type = field(frame, 35);
    const number = Number(field(frame, 34));
    const isPossDup = field(frame, 43) === 'Y';
    this.parts.onFrame?.(frame.replaceAll(SOH, '|'));
    if (type === '2') this.resendRequests++;
    if (type === '4') {
      if (!isPossDup && field(frame, 123) === 'Y') this.#fault('a gap fill without PossDupFlag', frame);
      return;
    }
    if (ADMIN.includes(type)) {
      if (isPossDup) this.#fault('an administrative message was sent again', frame);
      // Not the run that the store is in now: what leaves late, on a connection that is coming to its end, is of the run before.
      const run = this.parts.runOf(number, field(frame, 52));
      if (run === undefined) this.#fault('a message whose number was never stored', frame);
      else this.#use(run, number, type, frame, isPossDup);
      return;
    }
    const sent = this.ledger.byId.get(idOf(frame));
    if (sent === undefined) this.#fault('a message that nobody sent', frame);
    else if (sent.number !== number) this.#fault(`a message that was sent as ${sent.number}`, frame);
    else this.#use(sent.run, number, String(sent.id), frame, isPossDup);
    if (sent !== undefined) sent.wireEvent = Math.min(sent.wireEvent, this.parts.eventOf());
  }

  /** One number, one message; and what is not a first time says so. */
  #use(run: number, number: number, what: string, frame: string, isPossDup: boolean): void {
    const key = numberKey(run, number);
    const before = this.#used.get(key);
    if (before !== undefined && before !== what)
      this.#fault(`number ${number} was used for ${before} and for ${what}`, frame);
    this.#used.set(key, what);
    if (isPossDup) return;
    // A copy on a connection that is coming to its end may leave after the resend on the next one; two originals may not be.
    if (this.#originals.has(key)) this.#fault(`number ${number} was sent again without PossDupFlag`, frame);
    this.#originals.add(key);
  }

  #fault(text: string, frame: string): void {
    this.faults.push(`${this.ledger.side} on the wire: ${text}: ${frame.replaceAll(SOH, '|')}`);
  }
}

/** The value of a tag's first occurrence; empty when it is not there. */
function field(frame: string, tag: number): string {
  const name = `${SOH}${tag}=`;
  const at = frame.indexOf(name);
  if (at < 0) return '';
  const start = at + name.length;
  return frame.slice(start, frame.indexOf(SOH, start));
}

/** The ledger's id of an application message: ClOrdID (11) or ExecID (17). */
export function idOf(frame: string): number {
  const type = field(frame, 35);
  return Number(field(frame, type === '8' ? 17 : 11));
}
