/** Messages of a session that is logged on: each number once, in order, checked, and answered. */
import { FixMessage } from '../../protocols/fix/message.js';
import { isAdmin, MsgType, packMsgType, unpackMsgType } from '../../protocols/fix/msg-type.js';
import type { SessionCore } from './core.js';
import { RejectReason } from './rejects.js';
import type { StateName } from './states.js';

/** What is wrong with a header: the session ends over it, after a Reject. */
interface HeaderFault {
  readonly reason: number;
  readonly refTagId: number | undefined;
  readonly text: string;
  /** A Logout follows. */
  readonly isFatal: boolean;
  /** It has grown old because we did not read it. */
  readonly hasWaited?: boolean;
}

type LoggedOnState = 'active' | 'recovering' | 'logoutSent';

/** BE: Username, Password, NewPassword. */
const USER_REQUEST = packMsgType('BE');

export class Inbound {
  /** For messages that were held: the caller's own message object is in use meanwhile. */
  private readonly heldMessage: FixMessage;
  private readonly beginString: Uint8Array;
  private readonly senderCompId: Uint8Array;
  private readonly targetCompId: Uint8Array;
  private lastResendBegin = 0;
  private sameResendRequests = 0;

  constructor(
    private readonly core: SessionCore,
    lengthTags: ReadonlyMap<number, number> | undefined,
  ) {
    this.heldMessage = new FixMessage(lengthTags === undefined ? {} : { lengthTags });
    const { beginString, senderCompId, targetCompId } = core.config;
    this.beginString = ascii(beginString);
    this.senderCompId = ascii(targetCompId);
    this.targetCompId = ascii(senderCompId);
  }

  connected(): void {
    this.lastResendBegin = 0;
    this.sameResendRequests = 0;
  }

  receive(message: FixMessage, state: LoggedOnState): StateName {
    const { core } = this;
    core.liveness.received(core.nowMs());
    const next = this.one(message, state);
    return isOpen(next) && core.gap.isOpen ? this.settle(next) : next;
  }

  onTime(nowMs: number, state: 'active' | 'recovering'): StateName {
    const { core } = this;
    switch (core.liveness.due(nowMs)) {
      case 'timeout':
        core.isLosing = true;
        return core.close('now', 'nothing was heard from the counterparty');
      case 'testRequest':
        core.emit({ type: 'testRequestSent', testReqId: core.liveness.testRequest(nowMs) });
        break;
      case 'heartbeat':
        core.liveness.heartbeat();
        break;
      case 'nothing':
        break;
    }
    return nowMs >= core.gap.deadlineMs ? this.stalled(nowMs, state) : state;
  }

  /** What is wrong with CompIDs or SendingTime. */
  headerFault(message: FixMessage): HeaderFault | undefined {
    if (!message.equals(49, this.senderCompId) || !message.equals(56, this.targetCompId)) {
      const refTagId = !message.has(49) ? 49 : !message.has(56) ? 56 : 0;
      if (refTagId !== 0) return requiredTag(refTagId);
      return { reason: RejectReason.compIdProblem, refTagId: undefined, text: 'CompID problem', isFatal: true };
    }
    const toleranceMs = this.core.config.sendingTimeToleranceS * 1000;
    if (toleranceMs === 0) return undefined;
    if (!message.has(52)) return requiredTag(52);
    const offMs = this.core.clock.epochMs() - message.utcMs(52);
    if (Math.abs(offMs) <= toleranceMs) return undefined;
    if (Number.isNaN(offMs)) {
      return {
        reason: RejectReason.incorrectFormat,
        refTagId: 52,
        text: 'SendingTime is not a UTC time',
        isFatal: false,
      };
    }
    return {
      reason: RejectReason.sendingTimeAccuracy,
      refTagId: undefined,
      text: 'SendingTime accuracy problem',
      isFatal: true,
      hasWaited: offMs > 0 && this.core.wasUnread(message.utcMs(52)),
    };
  }

  /**
   * A message that has waited here for longer than may be is not taken, and not refused either: that it is old is not its sender's fault, and its number would be used up. With
   * the next connection it is asked for again, and its sender decides whether it still stands.
   */
  private endUnread(): StateName {
    const { core } = this;
    core.isLosing = true;
    return core.close('now', 'what came while nothing was read is too old: it is asked for again');
  }

  /** One message; the held ones behind it come later. */
  private one(message: FixMessage, state: LoggedOnState): StateName {
    const { core } = this;
    const number = message.int(34);
    const expected = core.store.nextIncoming;
    if (!message.equals(8, this.beginString)) {
      if (number === expected) this.take(message);
      return core.logOut('Incorrect BeginString');
    }
    if (!(number >= 0)) {
      core.emit({ type: 'garbled', reason: 'msgSeqNum' });
      return core.logOutNow('MsgSeqNum is missing or is no number');
    }
    const type = message.msgType;
    if (type === MsgType.Logout) return this.logout(message, number, state);
    if (type === MsgType.SequenceReset && !message.flag(123)) return this.reset(message, state);
    if (type === MsgType.Logon && message.flag(141)) return core.logons.accept(message);
    if (number > expected) return this.tooHigh(message, number, state);
    if (number < expected) return this.tooLow(message, number, expected, state);
    return this.due(message, state);
  }

  /**
   * The message whose turn it is. What was held had its header checked when it came: its SendingTime has been growing old since then,
   * and that is not the sender's fault.
   */
  private due(message: FixMessage, state: LoggedOnState, wasHeld = false): StateName {
    const { core } = this;
    const invalid = core.validate(message);
    if (invalid !== 0) {
      this.rejectInvalid(message, invalid);
      // A gap fill that makes no sense fills nothing.
      if (message.msgType !== MsgType.SequenceReset) this.take(message);
      return state;
    }
    const fault = wasHeld ? undefined : this.headerFault(message);
    if (fault?.hasWaited === true) return this.endUnread();
    if (fault !== undefined) {
      this.reject(message, fault.reason, fault.refTagId, fault.text);
      this.take(message);
      return fault.isFatal ? core.logOut(fault.text) : state;
    }
    if (core.config.lastMsgSeqNumProcessed && message.has(369)) core.confirm(message.int(369));
    switch (message.msgType) {
      case MsgType.Heartbeat:
        this.take(message);
        this.heartbeat(message);
        return state;
      case MsgType.TestRequest:
        this.take(message);
        core.liveness.heartbeat(message);
        return state;
      case MsgType.ResendRequest:
        this.take(message);
        return this.resendRequest(message, state);
      case MsgType.SequenceReset:
        return this.gapFill(message, state);
      case MsgType.Reject:
        this.take(message);
        this.rejected(message);
        return state;
      case MsgType.Logon:
        this.take(message);
        core.emit({ type: 'protocolError', text: 'a Logon while logged on' });
        return state;
      default:
        this.deliver(message);
        return state;
    }
  }

  private tooHigh(message: FixMessage, number: number, state: LoggedOnState): StateName {
    const { core } = this;
    const fault = this.headerFault(message);
    if (fault?.hasWaited === true) return this.endUnread();
    if (fault !== undefined) {
      this.reject(message, fault.reason, fault.refTagId, fault.text);
      return fault.isFatal ? core.logOut(fault.text) : state;
    }
    // Two sides that wait for each other's answer would wait for ever: this one is answered out of turn.
    const isRequest = message.msgType === MsgType.ResendRequest && core.validate(message) === 0;
    const next = isRequest ? this.resendRequest(message, state) : state;
    if (!isOpen(next)) return next;
    const isKept = isRequest
      ? core.held.keepDone(number)
      : core.held.keep(number, message.bytes, message.start, message.end);
    if (isKept) {
      core.detectGap(Math.max(core.gap.last, this.missingBefore(number)));
    } else {
      core.counters.heldOverflows++;
      core.emit({ type: 'heldOverflow', msgSeqNum: number });
      core.detectGap(number);
    }
    if (core.gap.needsRequest(core.store.nextIncoming)) core.requestResend(core.nowMs());
    return next;
  }

  /** While a gap is open, what follows directly on what is held already is no further gap. */
  private missingBefore(number: number): number {
    return this.core.gap.isOpen ? this.core.gap.last : number - 1;
  }

  private tooLow(message: FixMessage, number: number, expected: number, state: LoggedOnState): StateName {
    const { core } = this;
    if (!message.flag(43)) {
      // As QuickFIX has it, a ResendRequest is answered whatever its number.
      if (message.msgType === MsgType.ResendRequest && core.validate(message) === 0)
        return this.resendRequest(message, state);
      return core.logOutNow(`MsgSeqNum too low, expecting ${expected} but received ${number}`);
    }
    const fault = this.headerFault(message) ?? this.possDupFault(message);
    if (fault !== undefined) {
      this.reject(message, fault.reason, fault.refTagId, fault.text);
      return fault.isFatal ? core.logOut(fault.text) : state;
    }
    core.counters.possDupsIgnored++;
    core.emit({ type: 'possDupIgnored', msgSeqNum: number });
    return state;
  }

  private possDupFault(message: FixMessage): HeaderFault | undefined {
    if (message.msgType === MsgType.SequenceReset) return undefined;
    if (!message.has(122)) return requiredTag(122);
    if (!(message.utcMs(122) > message.utcMs(52))) return undefined;
    const text = 'SendingTime accuracy problem: OrigSendingTime is after SendingTime';
    return { reason: RejectReason.sendingTimeAccuracy, refTagId: undefined, text, isFatal: true };
  }

  private logout(message: FixMessage, number: number, state: LoggedOnState): StateName {
    const { core } = this;
    const fault = this.headerFault(message);
    if (number === core.store.nextIncoming) this.take(message);
    if (fault?.isFatal === true && state !== 'logoutSent') {
      this.reject(message, fault.reason, fault.refTagId, fault.text);
      return core.logOut(fault.text);
    }
    const text = core.wordsOf(message);
    const why = text === '' ? 'logged out' : `logged out: ${text}`;
    if (state !== 'logoutSent') core.sendLogout('');
    if (core.config.resetOnLogout) core.resetNumbers('resetRequested');
    return core.close('flush', state === 'logoutSent' ? core.reason : `the counterparty ${why}`);
  }

  /** SequenceReset-Reset: its own MsgSeqNum does not count. */
  private reset(message: FixMessage, state: LoggedOnState): StateName {
    const { core } = this;
    const { store } = core;
    const invalid = core.validate(message);
    if (invalid !== 0) {
      this.rejectInvalid(message, invalid);
      return state;
    }
    const fault = this.headerFault(message);
    if (fault !== undefined) {
      this.reject(message, fault.reason, fault.refTagId, fault.text);
      return fault.isFatal ? core.logOut(fault.text) : state;
    }
    const next = message.int(36);
    if (!(next >= store.nextIncoming)) return this.rejectNewSeqNo(message, state);
    if (next > store.nextIncoming) this.passOver(next, 'reset');
    return state;
  }

  private gapFill(message: FixMessage, state: LoggedOnState): StateName {
    const next = message.int(36);
    if (!(next > this.core.store.nextIncoming)) return this.rejectNewSeqNo(message, state);
    this.passOver(next, 'gapFilled');
    return state;
  }

  private rejectNewSeqNo(message: FixMessage, state: LoggedOnState): StateName {
    const text = `NewSeqNo ${String(message.string(36))} is not above the number expected`;
    this.reject(message, RejectReason.valueIncorrect, undefined, text);
    return state;
  }

  private passOver(next: number, why: 'reset' | 'gapFilled'): void {
    const { core } = this;
    const { store } = core;
    const first = store.nextIncoming;
    store.setNumbers('sequenceReset', store.nextOutgoing, next);
    core.held.dropBelow(next);
    core.emit({ type: 'numbers', reason: 'sequenceReset', nextOutgoing: store.nextOutgoing, nextIncoming: next });
    core.notDelivered('incoming', first, next - 1, why);
  }

  private resendRequest(message: FixMessage, state: LoggedOnState): StateName {
    const { core } = this;
    const { store } = core;
    const first = message.int(7);
    const end = message.int(16);
    const newest = store.nextOutgoing - 1;
    const isOpenEnded = end === 0 || (end === 999999 && core.version < 42);
    const last = isOpenEnded ? newest : Math.min(end, newest);
    core.counters.resendRequestsReceived++;
    core.emit({ type: 'resendRequested', by: 'counterparty', first, last: isOpenEnded ? 0 : end });
    if (!(first >= 1 && (isOpenEnded || end >= first))) {
      this.reject(message, RejectReason.valueIncorrect, 7, 'BeginSeqNo and EndSeqNo make no range');
      return state;
    }
    if (first > newest + 1) {
      this.reject(
        message,
        RejectReason.valueIncorrect,
        7,
        `BeginSeqNo ${first} was never sent, the last one was ${newest}`,
      );
      return state;
    }
    core.confirm(first - 1);
    this.sameResendRequests = first === this.lastResendBegin ? this.sameResendRequests + 1 : 1;
    this.lastResendBegin = first;
    if (this.sameResendRequests > core.config.maxSameResendRequests) {
      core.emit({ type: 'resendLoop', first, times: this.sameResendRequests });
      return core.logOut(`ResendRequest from ${first} for the ${this.sameResendRequests}th time`);
    }
    if (first <= last) {
      core.replay.start(first, last);
      core.replay.run();
    }
    return state;
  }

  private heartbeat(message: FixMessage): void {
    const answer = this.core.liveness.answer(message, this.core.nowMs());
    if (answer === undefined) return;
    this.core.confirm(answer.msgSeqNum);
    this.core.emit({ type: 'heartbeatRoundTrip', ms: answer.ms });
  }

  private rejected(message: FixMessage): void {
    const { core } = this;
    core.counters.rejectsReceived++;
    const msgSeqNum = message.int(45);
    const reason = message.int(373);
    core.emit({ type: 'rejected', by: 'counterparty', msgSeqNum, reason, text: core.wordsOf(message) });
    core.application.onReject?.(core.session, message);
  }

  private deliver(message: FixMessage): void {
    const { core } = this;
    this.save(message);
    try {
      if (message.msgType === MsgType.BusinessMessageReject && core.application.onReject !== undefined) {
        this.rejected(message);
        return;
      }
      const verdict = core.application.onMessage(core.session, message);
      if (verdict === 'accepted') return;
      core.counters.rejectsSent++;
      const msgSeqNum = message.int(34);
      core.rejects.business(message, verdict);
      core.emit({ type: 'rejected', by: 'us', msgSeqNum, reason: verdict.reason, text: verdict.text });
    } catch (error) {
      this.applicationFailed(message, error);
    }
  }

  /** Moves the incoming number on. */
  private take(message: FixMessage): void {
    this.save(message);
  }

  /** The bytes of administrative messages are not worth keeping, and those of a UserRequest hold passwords. */
  private save(message: FixMessage): void {
    const isKept = !isAdmin(message.msgType) && message.msgType !== USER_REQUEST;
    this.core.store.saveIncoming(message.bytes, isKept ? message.start : message.end, message.end);
  }

  private rejectInvalid(message: FixMessage, invalid: number): void {
    const validator = this.core.lastValidator;
    const refTagId = validator?.hasRefTagId === true ? validator.refTagId : undefined;
    this.reject(message, invalid - 1, refTagId, validator?.text ?? '');
  }

  private reject(message: FixMessage, reason: number, refTagId: number | undefined, text: string): void {
    const { core } = this;
    core.counters.rejectsSent++;
    core.rejects.session(message, reason, refTagId, text);
    core.emit({ type: 'rejected', by: 'us', msgSeqNum: message.int(34), reason, text });
    if (isAdmin(message.msgType)) return;
    try {
      core.application.onRefused?.(core.session, message, text);
    } catch (error) {
      this.applicationFailed(message, error);
    }
  }

  /** The message is taken and stays taken: what the application makes of its own fault is its affair, the session goes on. */
  private applicationFailed(message: FixMessage, error: unknown): void {
    const text = `${unpackMsgType(message.msgType)}: ${error instanceof Error ? error.message : String(error)}`;
    this.core.emit({ type: 'applicationError', msgSeqNum: message.int(34), text });
  }

  /** After the expected number has moved while something was missing: what was held, and what is asked for next. */
  private settle(state: LoggedOnState): StateName {
    const { core } = this;
    let next: StateName = state;
    for (;;) {
      const held = core.held.take(core.store.nextIncoming);
      if (held === undefined) break;
      if (held.done) {
        core.store.saveIncoming(held.bytes, 0, 0);
        continue;
      }
      if (this.heldMessage.parse(held.bytes, 0, held.bytes.length) !== 0) break;
      next = this.due(this.heldMessage, state, true);
      if (!isOpen(next)) return next;
    }
    return this.afterProgress(next);
  }

  private afterProgress(state: StateName): StateName {
    const { core } = this;
    const nowMs = core.nowMs();
    const expected = core.store.nextIncoming;
    const isClosed = core.gap.progress(expected, nowMs);
    const lowestHeld = core.held.size === 0 ? 0 : core.held.lowest();
    if (lowestHeld > expected) {
      // Behind the gap that closed there is another.
      core.detectGap(lowestHeld - 1);
    } else if (isClosed) {
      core.emit({ type: 'resendDone', by: 'counterparty', messages: 0, gapFilled: 0 });
      core.reason = 'nothing is missing any more';
      return state === 'recovering' ? 'active' : state;
    }
    if (core.gap.needsRequest(expected)) core.requestResend(nowMs);
    return state;
  }

  /** A ResendRequest brought nothing for too long. */
  private stalled(nowMs: number, state: 'active' | 'recovering'): StateName {
    const { core } = this;
    const first = core.store.nextIncoming;
    core.emit({ type: 'resendStalled', first, last: core.gap.last, attempt: core.gap.attempt });
    if (core.gap.isHopeless)
      return core.logOut(`messages ${first} to ${core.gap.last} were asked for and did not come`);
    core.requestResend(nowMs);
    return state;
  }
}

function isOpen(state: StateName): state is LoggedOnState {
  return state === 'active' || state === 'recovering' || state === 'logoutSent';
}

function requiredTag(refTagId: number): HeaderFault {
  return {
    reason: RejectReason.requiredTagMissing,
    refTagId,
    text: `Required tag missing: ${refTagId}`,
    isFatal: false,
  };
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
