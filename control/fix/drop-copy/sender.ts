/** The sending side: copies of our execution reports for clients and other systems, each over a FIX session of its own. */
import { CrossfeedError } from '../../core/errors.js';
import { FixEncodeError } from '../../protocols/fix/errors.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { StoredMessage } from '../store/session-store.js';
import type { FixApplication, NotDelivered, Verdict } from '../session/application.js';
import { versionOf } from '../session/config.js';
import { FixSessionError } from '../session/errors.js';
import type { FixSession } from '../session/session.js';
import { writeCopyBody, type CopyRules } from './copy-body.js';

export interface DropCopyTargetOptions {
  /** Which reports this counterparty gets; absent: all. */
  readonly wants?: (report: FixMessage) => boolean;
  /** Tags that it does not get. */
  readonly omitTags?: readonly number[];
  /** Copies that the session did not take (journal full), or that a reset took away: kept so far, then dropped and counted. */
  readonly maxBacklogBytes?: number;
}

export interface DropCopyTargetCounters {
  /** Given to the session: it stores them, and sends them when it is logged on. */
  sent: number;
  /** Of these, sent again after a reset, with PossResend. */
  repeated: number;
  /** Waiting because the session took none. */
  backlog: number;
  backlogBytes: number;
  /** No room in the backlog. */
  dropped: number;
  /** Cannot be written for this session. */
  unwritable: number;
  /** The counterparty asked for these and got a gap fill, by the session's own rules. */
  notDelivered: number;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly possResend: boolean;
}

const BACKLOG_BYTES = 64 * 1024 * 1024;
const UNSUPPORTED: Verdict = { reason: 3, text: 'this session sends execution reports only' };

/** One counterparty. It is the application of its session. */
export class DropCopyTarget implements FixApplication {
  readonly counters: DropCopyTargetCounters = {
    sent: 0,
    repeated: 0,
    backlog: 0,
    backlogBytes: 0,
    dropped: 0,
    unwritable: 0,
    notDelivered: 0,
  };
  private session: FixSession | undefined;
  private rules: CopyRules = { version: 44, omit: new Set() };
  private readonly omit: ReadonlySet<number>;
  private readonly maxBacklogBytes: number;
  private backlog: Waiting[] = [];
  private readonly waitingMessage = new FixMessage();
  private readonly stored: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };

  constructor(private readonly options: DropCopyTargetOptions = {}) {
    this.omit = new Set(options.omitTags);
    this.maxBacklogBytes = options.maxBacklogBytes ?? BACKLOG_BYTES;
  }

  /**
   * The session whose application this is. It must store while it is not logged on, or copies of that time would be lost.
   * @throws FixSessionError
   */
  attach(session: FixSession): void {
    const { sendWhenLoggedOff, beginString } = session.config;
    if (sendWhenLoggedOff !== 'store') {
      throw new FixSessionError('FIX_CONFIG', 'a drop copy session must keep what it cannot send yet', {
        where: `${session.id} sendWhenLoggedOff`,
        found: sendWhenLoggedOff,
        expected: 'store',
      });
    }
    this.session = session;
    this.rules = { version: versionOf(beginString), omit: this.omit };
  }

  /** Gives the counterparty a copy. Never throws for what the journal or the report does: trading goes on. */
  copy(report: FixMessage): void {
    if (this.options.wants?.(report) === false) return;
    this.retry();
    if (this.backlog.length > 0 || !this.trySend(report, false))
      this.keep(report.bytes, report.start, report.end, false);
  }

  /** Sends what waits, as far as the session takes it: called with every copy and logon, and to be called when the journal has room again. */
  retry(): void {
    let done = 0;
    for (; done < this.backlog.length; done++) {
      const { bytes, possResend } = this.backlog[done]!;
      this.waitingMessage.parse(bytes, 0, bytes.length);
      if (!this.trySend(this.waitingMessage, possResend)) break;
      this.counters.backlogBytes -= bytes.length;
    }
    if (done > 0) this.backlog = this.backlog.slice(done);
    this.counters.backlog = this.backlog.length;
  }

  onLogon(): void {
    this.retry();
  }

  onLogout(): void {
    // What comes meanwhile is stored by the session, and asked for after its next logon.
  }

  onMessage(): Verdict {
    return UNSUPPORTED;
  }

  /** A reset takes what may not have arrived away from resends: it is sent anew, as a possible repetition. */
  onNotDelivered(
    session: FixSession,
    direction: 'outgoing' | 'incoming',
    firstMsgSeqNum: number,
    lastMsgSeqNum: number,
    why: NotDelivered,
  ): void {
    if (direction !== 'outgoing') return;
    if (why !== 'reset') {
      this.counters.notDelivered += lastMsgSeqNum - firstMsgSeqNum + 1;
      return;
    }
    const { stored } = this;
    for (let number = firstMsgSeqNum; number <= lastMsgSeqNum; number++) {
      if (session.store.load(number, stored)) this.keep(stored.bytes, stored.start, stored.end, true);
    }
  }

  private trySend(report: FixMessage, possResend: boolean): boolean {
    const { session, counters } = this;
    if (session === undefined) return false;
    try {
      const encoder = session.begin('8');
      if (possResend) encoder.flag(97, true);
      writeCopyBody(encoder, report, this.rules);
      session.send();
    } catch (error) {
      if (error instanceof FixEncodeError) {
        counters.unwritable++;
        return true;
      }
      if (!(error instanceof CrossfeedError)) throw error;
      return false;
    }
    counters.sent++;
    if (possResend) counters.repeated++;
    return true;
  }

  private keep(bytes: Uint8Array, start: number, end: number, possResend: boolean): void {
    const { counters } = this;
    if (counters.backlogBytes + end - start > this.maxBacklogBytes) {
      counters.dropped++;
      return;
    }
    this.backlog.push({ bytes: bytes.slice(start, end), possResend });
    counters.backlog = this.backlog.length;
    counters.backlogBytes += end - start;
  }
}

/** Gives each report to all who want it. */
export class DropCopySender {
  private readonly targets = new Set<DropCopyTarget>();
  private readonly message = new FixMessage();

  add(target: DropCopyTarget): void {
    this.targets.add(target);
  }

  remove(target: DropCopyTarget): void {
    this.targets.delete(target);
  }

  /** @param report an ExecutionReport, as it was sent or received on a session; anything else is passed over */
  copy(report: FixMessage): void {
    if (report.msgType !== MsgType.ExecutionReport) return;
    for (const target of this.targets) target.copy(report);
  }

  /** The same from the bytes of a whole message. */
  copyBytes(bytes: Uint8Array, start: number, end: number): void {
    if (this.message.parse(bytes, start, end) === ParseFault.none) this.copy(this.message);
  }

  /** The journal has room again. */
  retry(): void {
    for (const target of this.targets) target.retry();
  }
}
