/** One TCP connection to a FIX endpoint: bytes to messages, the first Logon, what is checked before a session sees a message. */
import type { Stream, StreamEnd, StreamHandler } from '../../../control/core/streams.js';
import { FixFramer, type FrameHandler, type GarbledReason } from '../../../control/protocols/fix/framer.js';
import { FixMessage, ParseFault } from '../../../control/protocols/fix/message.js';
import { strictValidation, Validator } from '../../../control/protocols/fix/validator.js';
import type { ClientConnection } from './client-connection.js';
import type { SessionReject } from './desk.js';
import type { Dialect } from './dialect.js';
import { FrameWriter } from './frame-writer.js';
import type { OutMessage } from './out-message.js';
import type { FixSession } from './session.js';
import type { LogonVerdict, SessionTerms } from './terms.js';

/** What an endpoint knows that its connections need. */
export interface ConnectionHost {
  readonly dialect: Dialect;
  nowMs(): number;
  /** Who logs on, and whether he may. */
  check(message: FixMessage): LogonVerdict;
  /** The one session of these terms. */
  session(terms: SessionTerms): FixSession;
  refused(connection: string, kind: string, message: string, reason: string): void;
  gone(connection: FixConnection): void;
}

const MAX_MESSAGE_BYTES = 256 * 1024;
/** A stranger has so long to log on. */
const LOGON_WAIT_MS = 10_000;

export class FixConnection implements StreamHandler, FrameHandler, ClientConnection {
  private stream: Stream | undefined;
  private session: FixSession | undefined;
  private isClosed = false;
  private readonly framer = new FixFramer({ maxMessageBytes: MAX_MESSAGE_BYTES });
  private readonly message: FixMessage;
  private readonly validator: Validator;
  private readonly openedMs: number;

  constructor(
    private readonly host: ConnectionHost,
    readonly label: string,
  ) {
    const { session, application, validation } = host.dialect;
    this.message = new FixMessage({ lengthTags: new Map([...session.lengthTags, ...application.lengthTags]) });
    this.validator = new Validator(session, application, { ...strictValidation, ...validation });
    this.openedMs = host.nowMs();
  }

  get queuedBytes(): number {
    return this.stream?.queuedBytes ?? 0;
  }

  onOpen(stream: Stream): void {
    this.stream = stream;
  }

  onData(bytes: Uint8Array): void {
    if (!this.isClosed) this.framer.push(bytes, this);
  }

  onDrain(): void {
    // What waits is bounded by the session, which ends a connection that takes nothing.
  }

  onClose(_end: StreamEnd, _detail: string): void {
    this.isClosed = true;
    this.host.gone(this);
    this.session?.connectionLost(this);
  }

  send(bytes: Uint8Array): void {
    if (!this.isClosed) this.stream?.write(bytes);
  }

  close(how: 'end' | 'destroy'): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (how === 'end') this.stream?.end();
    else this.stream?.destroy();
  }

  /** Called a few times a second. */
  tick(nowMs: number): void {
    if (this.session !== undefined || this.isClosed || nowMs - this.openedMs < LOGON_WAIT_MS) return;
    this.host.refused(this.label, 'logon', '', 'no Logon in time');
    this.close('destroy');
  }

  onMessage(bytes: Uint8Array, start: number, end: number): boolean {
    const { message } = this;
    const fault = message.parse(bytes, start, end);
    if (fault !== ParseFault.none) return this.garbled(`fault ${fault} of the fields`);
    const type = message.string(35) ?? '';
    if (this.session === undefined) this.first(type);
    else this.next(this.session, type);
    return !this.isClosed;
  }

  onGarbled(reason: GarbledReason): boolean {
    return this.garbled(reason);
  }

  /** Passed over in a session, as the protocol demands; nobody begins with one. */
  private garbled(reason: string): boolean {
    this.host.refused(this.label, 'garbled', '', reason);
    if (this.session === undefined) this.close('destroy');
    return !this.isClosed;
  }

  private first(type: string): void {
    const { message, host } = this;
    const { dialect } = host;
    const turnAway = (reason: string): void => {
      host.refused(this.label, 'logon', type, reason);
      this.close('destroy');
    };
    if (type !== 'A') {
      turnAway(`the first message is ${type === '' ? 'untyped' : type}, no Logon`);
      return;
    }
    if (message.string(8) !== dialect.beginString) {
      turnAway(`BeginString (8) is ${message.string(8) ?? ''}, not ${dialect.beginString}`);
      return;
    }
    if (this.validator.validate(message) !== 0) {
      turnAway(this.validator.text);
      return;
    }
    if (dialect.applVerId !== undefined && message.string(1137) !== dialect.applVerId) {
      turnAway(`DefaultApplVerID (1137) must be ${dialect.applVerId}`);
      return;
    }
    const clock = this.checkTime();
    if (clock !== undefined) {
      turnAway(clock);
      return;
    }
    const heartbeatS = message.int(108);
    const { least, most } = dialect.heartbeatS;
    const verdict: LogonVerdict =
      heartbeatS >= least && heartbeatS <= most
        ? host.check(message)
        : {
            accepted: false,
            reason: `HeartBtInt (108) must be ${least} to ${most}`,
            answer: heartbeatRange(least, most),
          };
    if (verdict.accepted) {
      this.session = host.session(verdict.terms);
      this.session.logon(this, message.int(34), verdict);
    } else if (verdict.terms !== undefined) {
      this.session = host.session(verdict.terms);
      this.session.refuseLogon(this, verdict.reason, verdict.answer);
    } else {
      host.refused(this.label, 'logon', 'A', verdict.reason);
      this.answerStranger(verdict.answer);
    }
  }

  /** With the CompIDs that the stranger used, numbered from 1. */
  private answerStranger(answer: readonly OutMessage[] | undefined): void {
    const { message, host } = this;
    const { beginString, precision } = host.dialect;
    const writer = new FrameWriter({
      beginString,
      precision,
      senderCompId: message.string(56) ?? '',
      targetCompId: message.string(49) ?? '',
    });
    answer?.forEach((out, i) => this.send(writer.write(out, i + 1, host.nowMs())));
    this.close(answer === undefined ? 'destroy' : 'end');
  }

  private next(session: FixSession, type: string): void {
    const { message } = this;
    const { dialect } = this.host;
    const { senderCompId, targetCompId } = session.terms;
    if (message.string(8) !== dialect.beginString) {
      session.logoutNow(`BeginString (8) is ${message.string(8) ?? ''}, not ${dialect.beginString}`);
      return;
    }
    session.take(message, type, this.fault(senderCompId, targetCompId));
  }

  private fault(senderCompId: string, targetCompId: string): SessionReject | undefined {
    const { message, validator } = this;
    if (message.string(49) !== targetCompId)
      return { reason: 9, tag: 49, text: "SenderCompID (49) is not the session's" };
    if (message.string(56) !== senderCompId) return { reason: 9, tag: 56, text: 'TargetCompID (56) is not ours' };
    const found = validator.validate(message);
    if (found !== 0) {
      return {
        reason: found - 1,
        ...(validator.hasRefTagId ? { tag: validator.refTagId } : {}),
        text: validator.text,
      };
    }
    const clock = this.checkTime();
    return clock === undefined ? undefined : { reason: 10, tag: 52, text: clock };
  }

  private checkTime(): string | undefined {
    const { message, host } = this;
    const { sendingTimeToleranceMs, checkSendingTime } = host.dialect;
    const now = host.nowMs();
    if (sendingTimeToleranceMs !== Infinity && !(Math.abs(message.utcMs(52) - now) <= sendingTimeToleranceMs)) {
      return `SendingTime (52) ${message.string(52) ?? ''} is more than ${sendingTimeToleranceMs} ms off`;
    }
    return checkSendingTime?.(message, now);
  }
}

function heartbeatRange(least: number, most: number): readonly OutMessage[] {
  return [{ type: '5', fields: [[58, `HeartBtInt (108) must be ${least} to ${most} seconds`]] }];
}
