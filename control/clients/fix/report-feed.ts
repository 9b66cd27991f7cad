/**
 * Reports on their way to one FIX session: each sequence once, in order, and remembered with the message that carries it. Two of these serve a client with a drop
 * copy. docs/order-entry.md goes through the crash windows.
 */
import { CrossfeedError } from '../../core/errors.js';
import { JournalKind, type Journal } from '../../core/journal.js';
import type { ClientCancelReject, ClientHandler, ClientReport } from '../../core/order-entry.js';
import { ExecType } from '../../core/venue.js';
import { writeCopyBody, type CopyRules } from '../../fix/drop-copy/copy-body.js';
import type { FixSession } from '../../fix/session/session.js';
import type { StoredMessage } from '../../fix/store/session-store.js';
import { FixEncodeError } from '../../protocols/fix/errors.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { ReportWriter } from './report-writer.js';
import { TAG } from './tags.js';
import { encodeTold, type ToldState } from './told-record.js';

export interface FeedParts {
  readonly session: FixSession;
  readonly journal: Journal;
  /** The journal's stream for what was told on this session. */
  readonly stream: number;
  readonly writer: ReportWriter;
  /** OrderCancelReject (9) is told too; a drop copy has executions only. */
  readonly tellsRejects: boolean;
  readonly told: ToldState;
}

export interface FeedCounters {
  /** Given to the session, and of these with PossResend. */
  told: number;
  repeated: number;
  /** Came again, and had been told. */
  skipped: number;
  /** Times that sequences were left out: the journal does not hold them any more, or the host was restarted. */
  gaps: number;
  /** Refusals that could not be told: the journal took nothing, for them either. */
  unwritten: number;
  /** Reports that FIX cannot say. */
  unwritable: number;
  /** Waiting, because the journal takes nothing. */
  backlog: number;
  /** No room to wait: nothing more is told until the process is started again, which then tells them from the journal. */
  overflowed: number;
}

interface Waiting {
  /** Of the report; 0: an answer that has none. */
  readonly sequence: number;
  readonly report?: ClientReport;
  readonly reject?: ClientCancelReject;
  /** A whole message that a reset took away. */
  readonly bytes?: Uint8Array;
  readonly msgType?: string;
}

const BACKLOG_MAX = 100_000;
/** Records of what was told that may pile up in the journal before older ones are given up. */
const FORGET_EVERY = 4096;
/** 797 comes from a report that had it, and is not added to those that had not. */
const PLAIN_COPY: CopyRules = { version: 44, omit: new Set([TAG.copyMsgIndicator]) };
const FULL_COPY: CopyRules = { version: 44, omit: new Set() };

export class ReportFeed implements ClientHandler {
  readonly counters: FeedCounters = {
    told: 0,
    repeated: 0,
    skipped: 0,
    gaps: 0,
    unwritten: 0,
    unwritable: 0,
    backlog: 0,
    overflowed: 0,
  };
  private backlog: Waiting[] = [];
  private told: number;
  private highest: number;
  /** The highest sequence that has come: told, or waiting. */
  private taken: number;
  private sinceForget = 0;
  private readonly message = new FixMessage();
  private readonly stored: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };

  constructor(private readonly parts: FeedParts) {
    this.told = this.taken = parts.told.told;
    this.highest = parts.told.highest;
    this.remember(0);
  }

  /** Reports up to this sequence have been given to the session. */
  get toldSequence(): number {
    return this.told;
  }

  get stream(): number {
    return this.parts.stream;
  }

  get session(): FixSession {
    return this.parts.session;
  }

  onReport(report: Readonly<ClientReport>): void {
    const { sequence } = report;
    if (sequence === 0) {
      this.passOn(report);
      return;
    }
    if (!this.isNew(sequence)) return;
    if (this.backlog.length > 0 || !this.send(sequence, report, undefined))
      this.keep({ sequence, report: { ...report } });
  }

  onCancelReject(reject: Readonly<ClientCancelReject>): void {
    const { sequence } = reject;
    if (!this.isNew(sequence)) return;
    if (this.backlog.length > 0 || !this.send(sequence, undefined, reject))
      this.keep({ sequence, reject: { ...reject } });
  }

  /** A refusal that was not written down, because nothing can be: there is no number to remember it by. */
  private passOn(report: Readonly<ClientReport>): void {
    const { session, writer } = this.parts;
    try {
      writer.execution(session.begin('8'), report, false);
      session.send();
    } catch (error) {
      refused(error);
      this.counters.unwritten++;
    }
  }

  /** Tells what waits, as far as the journal takes it. */
  retry(): void {
    let done = 0;
    for (; done < this.backlog.length; done++) {
      const { sequence, report, reject, bytes, msgType } = this.backlog[done]!;
      const isSent =
        bytes === undefined ? this.send(sequence, report, reject) : this.sendAgain(sequence, bytes, msgType ?? '8');
      if (!isSent) break;
    }
    if (done > 0) this.backlog = this.backlog.slice(done);
    this.counters.backlog = this.backlog.length;
  }

  /**
   * A reset of sequence numbers takes these messages of ours away from resends: they are told anew, as possible repetitions. Called before the reset is
   * in the journal; `retry` comes after it.
   */
  takenAway(first: number, last: number): void {
    const { session } = this.parts;
    const { stored, message } = this;
    const again: Waiting[] = [];
    let firstReport = 0;
    for (let number = first; number <= last; number++) {
      if (!session.store.load(number, stored)) continue;
      if (message.parse(stored.bytes, stored.start, stored.end) !== ParseFault.none) continue;
      const sequence = sequenceOf(message);
      // Answers to status requests are of the moment.
      if (sequence === 0 && message.char(TAG.execType) === ExecType.orderStatus) continue;
      if (firstReport === 0) firstReport = sequence;
      again.push({ sequence, bytes: stored.bytes.slice(stored.start, stored.end), msgType: message.string(35) ?? '' });
    }
    if (firstReport > 0 && firstReport <= this.told) {
      this.told = firstReport - 1;
      this.remember(0);
    }
    // Of several calls for one reset the later ones have the later messages.
    const at = this.backlog.findIndex((each) => each.bytes === undefined);
    this.backlog.splice(at < 0 ? this.backlog.length : at, 0, ...again);
    this.counters.backlog = this.backlog.length;
  }

  /** The journal wants to give up old files: says anew what is needed. */
  compact(): void {
    this.remember(0);
  }

  private isNew(sequence: number): boolean {
    if (sequence <= this.taken) {
      this.counters.skipped++;
      return false;
    }
    if (sequence > this.taken + 1) this.counters.gaps++;
    this.taken = sequence;
    return true;
  }

  /** False when the journal takes nothing now. */
  private send(
    sequence: number,
    report: Readonly<ClientReport> | undefined,
    reject: Readonly<ClientCancelReject> | undefined,
  ): boolean {
    const { session, writer, tellsRejects } = this.parts;
    if (report === undefined && !tellsRejects) {
      this.told = sequence;
      return true;
    }
    try {
      const possResend = sequence <= this.highest;
      const message = session.begin(report === undefined ? '9' : '8');
      if (report !== undefined) writer.execution(message, report, possResend);
      else if (reject !== undefined) writer.cancelReject(message, reject, possResend);
      this.deliver(sequence, possResend);
    } catch (error) {
      if (!(error instanceof FixEncodeError)) return refused(error);
      // Orders go on: whoever tells a report must not fail by what FIX cannot say.
      this.counters.unwritable++;
      this.told = sequence;
    }
    return true;
  }

  private sendAgain(sequence: number, bytes: Uint8Array, msgType: string): boolean {
    const { session, tellsRejects } = this.parts;
    try {
      this.message.parse(bytes, 0, bytes.length);
      const encoder = session.begin(msgType);
      encoder.flag(TAG.possResend, true);
      writeCopyBody(encoder, this.message, tellsRejects ? PLAIN_COPY : FULL_COPY);
      if (sequence > 0) this.deliver(sequence, true);
      else session.send();
    } catch (error) {
      return refused(error);
    }
    return true;
  }

  private deliver(sequence: number, isAgain: boolean): void {
    const { session, journal, stream } = this.parts;
    const payload = encodeTold(session.store.nextOutgoing, this.highest);
    const position = journal.append(JournalKind.clientTold, stream, sequence, payload, 0, payload.length);
    session.send();
    this.told = sequence;
    if (sequence > this.highest) this.highest = sequence;
    this.counters.told++;
    if (isAgain) this.counters.repeated++;
    if (++this.sinceForget >= FORGET_EVERY) {
      this.sinceForget = 0;
      journal.forget(stream, position);
    }
  }

  /** A record that stands for itself: older ones need not be read. */
  private remember(msgSeqNum: 0): void {
    const { journal, stream } = this.parts;
    const payload = encodeTold(msgSeqNum, this.highest);
    const position = journal.append(JournalKind.clientTold, stream, this.told, payload, 0, payload.length);
    journal.forget(stream, position);
  }

  private keep(waiting: Waiting): void {
    const { counters } = this;
    if (counters.overflowed > 0 || this.backlog.length >= BACKLOG_MAX) {
      counters.overflowed++;
      return;
    }
    this.backlog.push(waiting);
    counters.backlog = this.backlog.length;
  }
}

/** Of a report of ours as it was written; 0 for messages that are no reports, such as refusals that the session made by itself. */
export function sequenceOf(message: FixMessage): number {
  if (message.msgType === MsgType.ExecutionReport) return numberBehind('E', message.string(TAG.execId));
  if (message.msgType === MsgType.OrderCancelReject) return numberBehind('R', message.string(TAG.secondaryOrderId));
  return 0;
}

function numberBehind(letter: string, id: string | undefined): number {
  const sequence = id?.startsWith(letter) === true ? Number(id.slice(1)) : 0;
  return Number.isSafeInteger(sequence) && sequence > 0 ? sequence : 0;
}

/** The journal has no room: false. Anything else is a fault of the program. */
function refused(error: unknown): false {
  if (error instanceof CrossfeedError && error.code.startsWith('JOURNAL_')) return false;
  throw error;
}
