/** What a client's messages do in a session that stands: their order, gaps and resends, and who acts on them. */
import type { Clock } from '../../../control/core/world.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { OrderCommand } from '../core/orders.js';
import { MAX_SEQUENCE } from './command-ids.js';
import { businessReject, type Desk, type Outcome, type SessionReject } from './desk.js';
import type { OutMessage } from './out-message.js';
import { RateLimit } from './rate-limit.js';
import type { SessionTerms } from './terms.js';

/** The session that the messages are of. */
export interface InboundOwner {
  readonly isLoggedOn: boolean;
  /** Number of our next message. */
  readonly nextOut: number;
  /** The client's message of that number has been dealt with, and this is the answer. */
  consume(number: number, messages: readonly OutMessage[]): void;
  /** The client's message of that number wants this of the matcher. False: the matcher is not there, and the session has ended. */
  command(number: number, commands: readonly OrderCommand[]): boolean;
  emit(messages: readonly OutMessage[]): void;
  resend(first: number, last: number): void;
  onLogout(): void;
  logoutNow(text: string): void;
  refuse(kind: string, message: string, reason: string): void;
}

/** A gap that nobody fills is asked for again. */
const GAP_RETRY_MS = 5000;

export class Inbound {
  /** Number of the client's next message; NaN while nobody is logged on. */
  expected = NaN;
  private awaitsReset = false;
  private gapUntil = 0;
  private gapAskedMs = 0;
  private readonly limit: RateLimit | undefined;

  constructor(
    private readonly owner: InboundOwner,
    private readonly terms: SessionTerms,
    private readonly desk: Desk,
    private readonly clock: Clock,
  ) {
    this.limit = terms.limit === undefined ? undefined : new RateLimit(terms.limit);
  }

  /** @param awaitsReset the client has been told that numbers begin at 1, and answers with a Logon of that number */
  begin(expected: number, awaitsReset = false): void {
    this.expected = expected;
    this.awaitsReset = awaitsReset;
    this.gapUntil = 0;
  }

  /** A message of the connection that holds the session, valid during the call only. @param fault what is wrong with it by itself */
  take(message: FixMessage, type: string, fault: SessionReject | undefined): void {
    const now = this.clock.epochMs();
    const number = message.int(34);
    if (!(number >= 1 && number <= MAX_SEQUENCE)) {
      this.owner.logoutNow(`MsgSeqNum (34) '${message.string(34) ?? ''}' is no number`);
      return;
    }
    if (type === '4' && !message.flag(123)) {
      this.resetTo(message, number);
      return;
    }
    if (number > this.expected) {
      // A Logout and a ResendRequest are answered at once, or two gaps would wait for each other.
      if (type === '5') this.owner.onLogout();
      else {
        if (type === '2' && fault === undefined) this.onResendRequest(message, number, false);
        if (this.owner.isLoggedOn) this.askForGap(number);
      }
      return;
    }
    if (number < this.expected) {
      this.takeOld(message, number);
      return;
    }
    this.expected = number + 1;
    if (this.expected > this.gapUntil) this.gapUntil = 0;
    if (this.limit?.take(now) === false) {
      this.reject(message, type, number, { reason: 99, text: 'too many messages' });
    } else if (fault !== undefined) {
      this.reject(message, type, number, fault);
    } else {
      this.dispatch(message, type, number);
    }
  }

  private dispatch(message: FixMessage, type: string, number: number): void {
    switch (type) {
      case '0':
      case '3':
        this.owner.consume(number, []);
        return;
      case '1':
        this.owner.consume(number, [{ type: '0', fields: [[112, message.string(112) ?? '']] }]);
        return;
      case '2':
        this.onResendRequest(message, number, true);
        return;
      case '4':
        this.onGapFill(message, number);
        return;
      case '5':
        this.owner.consume(number, []);
        this.owner.onLogout();
        return;
      case 'A':
        if (this.awaitsReset && number === 1 && message.flag(141)) {
          this.awaitsReset = false;
          this.owner.consume(number, []);
          return;
        }
        this.reject(message, type, number, { reason: 11, text: 'Logon within a session' });
        return;
      default:
        this.act(message, type, number, this.askDesk(message, type));
    }
  }

  private askDesk(message: FixMessage, type: string): Outcome {
    if (this.desk.accepts.has(type)) return this.desk.take(message, type);
    if (this.terms.rejectsUnsupported === true) {
      return { reject: { reason: 11, tag: 35, text: `MsgType ${type} is not offered here` } };
    }
    return businessReject(message, type, 3, `MsgType ${type} is not offered here`, message.string(11));
  }

  private act(message: FixMessage, type: string, number: number, outcome: Outcome): void {
    const { commands = [], messages = [], refused, reject } = outcome;
    if (refused !== undefined) this.owner.refuse(refused[0], `${type} ${number}`, refused[1]);
    if (reject !== undefined) {
      this.reject(message, type, number, reject);
      return;
    }
    if (commands.length === 0 || this.terms.port === undefined) {
      this.owner.consume(number, messages);
      return;
    }
    if (!this.owner.command(number, commands)) return;
    if (messages.length > 0) this.owner.emit(messages);
  }

  private reject(message: FixMessage, type: string, number: number, { reason, tag, text }: SessionReject): void {
    this.owner.refuse('session', `${type} ${number}`, text);
    const fields: [number, string][] = [[45, String(number)]];
    if (tag !== undefined) fields.push([371, String(tag)]);
    fields.push([372, message.string(35) ?? type], [373, String(reason)], [58, text]);
    for (const [extraTag, value] of this.terms.rejectFields?.(reason) ?? []) fields.push([extraTag, value]);
    this.owner.consume(number, [{ type: '3', fields }]);
    // CompIDs and clocks that are wrong will stay so.
    if (reason === 9 || reason === 10) this.owner.logoutNow(text);
  }

  private takeOld(message: FixMessage, number: number): void {
    if (!message.flag(43)) {
      this.owner.logoutNow(`MsgSeqNum too low, expecting ${this.expected} but received ${number}`);
      return;
    }
    const original = message.utcMs(122);
    if (Number.isNaN(original) || original > message.utcMs(52)) {
      const [reason, text] = Number.isNaN(original)
        ? [1, 'PossDup without OrigSendingTime (122)']
        : [10, 'OrigSendingTime (122) is after SendingTime (52)'];
      this.owner.refuse('session', `${message.string(35) ?? ''} ${number}`, text);
      const fields: OutMessage['fields'] = [
        [45, String(number)],
        [371, '122'],
        [373, String(reason)],
        [58, text],
      ];
      this.owner.emit([{ type: '3', fields }]);
    }
  }

  // Gaps, both ways

  /** Something is missing below this number. */
  askForGap(number: number): void {
    if (!this.terms.dialect.resends) {
      this.owner.logoutNow(`MsgSeqNum too high, expecting ${this.expected} but received ${number}`);
      return;
    }
    const now = this.clock.epochMs();
    if (this.gapUntil !== 0 && now - this.gapAskedMs < GAP_RETRY_MS) return;
    this.gapUntil = number;
    this.gapAskedMs = now;
    const fields: OutMessage['fields'] = [
      [7, String(this.expected)],
      [16, '0'],
    ];
    this.owner.emit([{ type: '2', fields }]);
  }

  private onGapFill(message: FixMessage, number: number): void {
    const next = message.int(36);
    if (!(next > number && next <= MAX_SEQUENCE)) {
      this.reject(message, '4', number, { reason: 5, tag: 36, text: `NewSeqNo (36) ${next} must be above ${number}` });
      return;
    }
    this.expected = next;
    if (this.expected > this.gapUntil) this.gapUntil = 0;
    this.owner.consume(next - 1, []);
  }

  /** SequenceReset-Reset: its own number does not matter. */
  private resetTo(message: FixMessage, number: number): void {
    const next = message.int(36);
    if (!(next >= this.expected && next <= MAX_SEQUENCE)) {
      const text = `NewSeqNo (36) ${message.string(36) ?? ''} is below the expected ${this.expected}`;
      this.owner.refuse('session', `4 ${number}`, text);
      const fields: OutMessage['fields'] = [
        [45, String(number)],
        [371, '36'],
        [372, '4'],
        [373, '5'],
        [58, text],
      ];
      this.owner.emit([{ type: '3', fields }]);
      return;
    }
    const moved = next > this.expected;
    this.expected = next;
    this.gapUntil = 0;
    if (moved) this.owner.consume(next - 1, []);
  }

  private onResendRequest(message: FixMessage, number: number, inOrder: boolean): void {
    const { resends, resendPage } = this.terms.dialect;
    const first = message.int(7);
    const asked = message.int(16);
    const last = asked === 0 || asked >= this.owner.nextOut ? this.owner.nextOut - 1 : asked;
    let refusal: SessionReject | undefined;
    if (!resends) refusal = { reason: 99, text: 'ResendRequest is not supported: log on with ResetSeqNumFlag (141=Y)' };
    else if (!(first >= 1 && last >= first - 1 && (asked === 0 || asked >= first))) {
      refusal = { reason: 5, tag: 7, text: `no messages ${first} to ${asked}` };
    } else if (resendPage > 0 && last - first + 1 > resendPage) {
      refusal = { reason: 5, tag: 16, text: `at most ${resendPage} messages a ResendRequest` };
    }
    if (refusal !== undefined) {
      if (inOrder) this.reject(message, '2', number, refusal);
      return;
    }
    // First the old ones: an answer would have a number that the client does not expect yet.
    if (first <= last) this.owner.resend(first, last);
    if (inOrder) this.owner.consume(number, []);
  }
}
