/** What the parts of one session share, and what several of them do. Only `FixSession` is for the world outside this folder. */
import type { Clock } from '../../core/world.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { Validator } from '../../protocols/fix/validator.js';
import type { NumbersReason, SessionStore, StoredMessage } from '../store/session-store.js';
import type { Fate, FixApplication, NotDelivered } from './application.js';
import { versionOf, type SessionConfig } from './config.js';
import { zeroCounters, type SessionEvent, type SessionEvents } from './events.js';
import { Gap } from './gap.js';
import { HeldMessages } from './held-messages.js';
import { Inbound } from './inbound.js';
import { Liveness } from './liveness.js';
import { LogonExchange } from './logons.js';
import { Rejects } from './rejects.js';
import { Replay } from './replay.js';
import { Sender } from './sender.js';
import type { FixSession } from './session.js';
import type { StateName } from './states.js';

export interface SessionParts {
  readonly clock: Clock;
  readonly store: SessionStore;
  readonly application: FixApplication;
  readonly events: SessionEvents;
  /** Absent: messages are taken as they come, but for header and sequence. */
  readonly validator?: Validator;
  /** FIXT.1.1: the validator for an ApplVerID (1128, 1137); undefined refuses it. */
  readonly validatorFor?: (applVerId: string) => Validator | undefined;
  /** Length fields and the data fields they announce, where the counterparty has some of its own. */
  readonly lengthTags?: ReadonlyMap<number, number>;
  /** The last time in which nothing was read from any connection: what was sent then has grown old here. */
  readonly unread?: () => { readonly fromEpochMs: number; readonly toEpochMs: number } | undefined;
}

export class SessionCore {
  readonly version: number;
  readonly clock: Clock;
  readonly store: SessionStore;
  readonly application: FixApplication;
  readonly counters = zeroCounters();
  readonly sender: Sender;
  readonly gap: Gap;
  readonly held: HeldMessages;
  readonly replay: Replay;
  readonly liveness: Liveness;
  readonly rejects: Rejects;
  readonly logons: LogonExchange;
  readonly inbound: Inbound;
  /** Monotonic milliseconds at which a Logon or Logout that is not answered has taken too long. */
  stateDeadlineMs = Infinity;
  /** The last connection broke while logged on, and nothing has been put right since. */
  wasLost = false;
  /** The state that `close` leads to is a loss, not an agreed end. */
  isLosing = false;
  /** Outgoing numbers up to here are known to have arrived. */
  confirmed = 0;
  /** Why the next state comes, for the event. */
  reason = '';
  /** What the application's FIX version checks, as the counterparty's Logon chose it. */
  validator: Validator | undefined;

  private hasToldPassedOver = false;
  private readonly probe: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };

  constructor(
    readonly session: FixSession,
    readonly config: SessionConfig,
    private readonly parts: SessionParts,
  ) {
    const { clock, store } = parts;
    this.version = versionOf(config.beginString);
    this.clock = clock;
    this.store = store;
    this.application = parts.application;
    this.validator = parts.validator;
    this.sender = new Sender(config, clock, store, this.counters);
    this.gap = new Gap(config.resendChunk, config.resendTimeoutMs, config.maxResendAttempts);
    this.held = new HeldMessages(config.maxHeldMessages, config.maxHeldBytes);
    this.liveness = new Liveness(config, this.sender);
    this.rejects = new Rejects(config, this.sender);
    const { application } = parts;
    const owner = {
      shouldResend:
        application.shouldResend === undefined
          ? undefined
          : (message: FixMessage) => application.shouldResend?.(session, message) ?? true,
      notDelivered: (number: number, why: NotDelivered, fate: Fate) =>
        this.notDelivered('outgoing', number, number, why, fate),
      done: (messages: number, gapFilled: number) => this.emit({ type: 'resendDone', by: 'us', messages, gapFilled }),
    };
    this.replay = new Replay(config, clock, store, this.sender, this.counters, owner, parts.lengthTags);
    this.logons = new LogonExchange(this);
    this.inbound = new Inbound(this, parts.lengthTags);
  }

  nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }

  emit(event: SessionEvent): void {
    this.parts.events.onEvent(this.session, event);
  }

  notDelivered(
    direction: 'outgoing' | 'incoming',
    first: number,
    last: number,
    why: NotDelivered,
    fate: Fate = 'uncertain',
  ): void {
    this.application.onNotDelivered?.(this.session, direction, first, last, why, fate);
  }

  /** Tells, once, which numbers were given up because the host was restarted. */
  tellPassedOver(): void {
    const { passedOver } = this.store;
    if (passedOver === undefined || this.hasToldPassedOver) return;
    this.hasToldPassedOver = true;
    this.notDelivered('outgoing', passedOver.first, passedOver.last, 'reset');
  }

  /** The validator of a FIXT application version; false when there is none. */
  useApplVerId(applVerId: string | undefined): boolean {
    if (this.parts.validatorFor === undefined || applVerId === undefined) return true;
    const validator = this.parts.validatorFor(applVerId);
    if (validator !== undefined) this.validator = validator;
    return validator !== undefined;
  }

  validatorOf(applVerId: string): Validator | undefined {
    return this.parts.validatorFor === undefined ? this.validator : this.parts.validatorFor(applVerId);
  }

  /** Ends the connection and leads to `closing`. */
  close(how: 'flush' | 'now', reason: string): StateName {
    this.reason = reason;
    this.sender.output?.close(how, reason);
    return 'closing';
  }

  /** The counterparty broke the protocol before it was logged on: it gets no answer. */
  breach(text: string): StateName {
    this.emit({ type: 'protocolError', text });
    return this.close('now', text);
  }

  sendLogout(text: string): void {
    const encoder = this.sender.beginAdmin('5');
    if (text !== '') encoder.string(58, text);
    this.sender.sendAdmin();
  }

  /** Sends a Logout and waits for the answer. */
  logOut(text: string): StateName {
    this.sendLogout(text);
    this.reason = text === '' ? 'logout' : text;
    this.stateDeadlineMs = this.nowMs() + this.config.logoutTimeoutMs;
    return 'logoutSent';
  }

  /** Sends a Logout and does not wait: the numbers are beyond repair, or the Logon is refused. */
  logOutNow(text: string): StateName {
    this.sendLogout(text);
    return this.close('flush', text);
  }

  /** The counterparty has shown that it has our messages up to a number. */
  confirm(upTo: number): void {
    if (upTo > this.confirmed && upTo < this.store.nextOutgoing) this.confirmed = upTo;
  }

  /** Both numbers to 1. What was not known to have arrived is told to the application first. */
  resetNumbers(reason: NumbersReason): void {
    const { store } = this;
    this.tellPassedOver();
    const first = this.firstUnconfirmed();
    if (first !== 0) {
      this.sender.unsent.split(first, store.nextOutgoing - 1, (from, to, isUnsent) =>
        this.notDelivered('outgoing', from, to, 'reset', isUnsent ? 'neverSent' : 'uncertain'),
      );
    }
    if (this.gap.isOpen) this.notDelivered('incoming', store.nextIncoming, this.gap.last, 'reset');
    this.forgetConnection();
    this.confirmed = 0;
    this.replay.memory.clear();
    this.sender.lastApplication = 0;
    this.sender.unsent.clear();
    store.reset(reason, this.clock.epochMs());
    this.emit({ type: 'numbers', reason, nextOutgoing: store.nextOutgoing, nextIncoming: store.nextIncoming });
  }

  /** It may have come, and grown old, while nothing was read. @param sentEpochMs SendingTime */
  wasUnread(sentEpochMs: number): boolean {
    const unread = this.parts.unread?.();
    if (unread === undefined) return false;
    const toleranceMs = this.config.sendingTimeToleranceS * 1000;
    return sentEpochMs >= unread.fromEpochMs - toleranceMs && sentEpochMs <= unread.toEpochMs + toleranceMs;
  }

  /** What belongs to a connection, or to a run of numbers, and ends with it. */
  forgetConnection(): void {
    this.gap.close();
    this.held.clear();
    this.replay.stop();
  }

  /** The lowest number of an application message that may not have arrived, 0 when there is none. */
  private firstUnconfirmed(): number {
    const { store, probe } = this;
    for (let number = this.confirmed + 1; number < store.nextOutgoing; number++) {
      if (store.load(number, probe)) return number;
    }
    return 0;
  }

  /** Asks for what is missing, or for the next piece of it. */
  requestResend(nowMs: number): void {
    const first = this.store.nextIncoming;
    const last = this.gap.request(first, nowMs);
    const encoder = this.sender.beginAdmin('2');
    encoder.int(7, first);
    // Everything there is: 0 since FIX 4.2, 999999 before.
    encoder.int(16, last === 0 && this.version < 42 ? 999999 : last);
    this.sender.sendAdmin();
    this.counters.resendRequestsSent++;
    this.emit({ type: 'resendRequested', by: 'us', first, last });
  }

  /** Notes that numbers up to `last` are missing. */
  detectGap(last: number): void {
    if (!this.gap.extend(last)) return;
    this.counters.gapsDetected++;
    this.emit({ type: 'gapDetected', first: this.store.nextIncoming, last });
  }

  /** Text (58) of a message, without secrets of ours; '' when there is none. */
  wordsOf(message: FixMessage): string {
    const words = message.string(58) ?? '';
    return this.application.redact?.(words) ?? words;
  }

  /** Checks a message against its dictionary. 0 when it is fine, otherwise the reject reason + 1. */
  validate(message: FixMessage): number {
    let { validator } = this;
    if (this.version === 50) {
      const applVerId = message.string(1128);
      if (applVerId !== undefined && applVerId !== '') validator = this.validatorOf(applVerId) ?? validator;
    }
    this.lastValidator = validator;
    return validator === undefined ? 0 : validator.validate(message);
  }

  /** The one that `validate` used last: it knows the tag and the words. */
  lastValidator: Validator | undefined;
}
