/**
 * Answers a ResendRequest from the store: application messages again with PossDupFlag, the rest as gap fills. It goes in pieces,
 * so that a long answer neither fills memory nor holds up what is live.
 */
import type { Clock } from '../../core/world.js';
import { FixEncoder } from '../../protocols/fix/encoder.js';
import { FixMessage } from '../../protocols/fix/message.js';
import { packMsgType } from '../../protocols/fix/msg-type.js';
import { OwnResend } from '../../protocols/fix/own-resend.js';
import { encodeResend } from '../../protocols/fix/resend.js';
import type { SessionStore, StoredMessage } from '../store/session-store.js';
import type { Fate, NotDelivered } from './application.js';
import type { SessionConfig } from './config.js';
import type { SessionCounters } from './events.js';
import { ResendMemory } from './resend-memory.js';
import type { Sender } from './sender.js';

/** How many numbers one call looks at before the rest of the program has its turn. */
const NUMBERS_PER_PIECE = 512;

export interface ReplayOwner {
  /** The application's word on a message that the session itself would send again; undefined: it has none to say. */
  readonly shouldResend: ((message: FixMessage) => boolean) | undefined;
  notDelivered(number: number, why: NotDelivered, fate: Fate): void;
  done(messages: number, gapFilled: number): void;
}

export class Replay {
  readonly memory = new ResendMemory();
  private next = 0;
  private last = 0;
  /** First number of the gap fill that is being collected, 0 when there is none. */
  private gapFrom = 0;
  private messages = 0;
  private gapFilled = 0;
  /** Of the piece that runs. */
  private nowEpochMs = 0;
  private readonly stored: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private readonly message: FixMessage;
  private readonly encoder: FixEncoder;
  private readonly ownResend: OwnResend;
  private readonly maxAgeMs = new Map<number, number>();
  /** Some messages are not sent again: each has to be looked at. */
  private readonly isSelective: boolean;

  constructor(
    private readonly config: SessionConfig,
    private readonly clock: Clock,
    private readonly store: SessionStore,
    private readonly sender: Sender,
    private readonly counters: SessionCounters,
    private readonly owner: ReplayOwner,
    lengthTags: ReadonlyMap<number, number> | undefined,
  ) {
    this.message = new FixMessage(lengthTags === undefined ? {} : { lengthTags });
    this.encoder = new FixEncoder({ beginString: config.beginString });
    this.ownResend = new OwnResend(this.encoder, config.timePrecision);
    for (const [msgType, ageMs] of Object.entries(config.resendMaxAgeMs))
      this.maxAgeMs.set(packMsgType(msgType), ageMs);
    this.isSelective = owner.shouldResend !== undefined || this.maxAgeMs.size > 0;
  }

  get isRunning(): boolean {
    return this.next !== 0;
  }

  /** Answers for `first` to `last`. What is being answered already and is asked for again starts over; the rest is joined. */
  start(first: number, last: number): void {
    if (this.isRunning) {
      // Numbers between are what the counterparty cannot have: it may not skip from one answer into the other.
      this.last = Math.max(this.last, last);
      this.next = Math.min(this.gapFrom === 0 ? this.next : this.gapFrom, first);
      this.gapFrom = 0;
    } else {
      this.next = first;
      this.last = last;
      this.gapFrom = 0;
      this.messages = 0;
      this.gapFilled = 0;
    }
  }

  stop(): void {
    this.next = 0;
    this.gapFrom = 0;
  }

  /** Goes on for one piece, while the output has room. False when the answer is complete. */
  run(): boolean {
    this.nowEpochMs = this.clock.epochMs();
    const before = this.messages;
    const isRunning = this.piece();
    if (this.messages !== before) this.sender.sentNow();
    return isRunning;
  }

  private piece(): boolean {
    for (let left = NUMBERS_PER_PIECE; left > 0 && this.isRunning; left--) {
      if (this.sender.output?.hasRoom !== true) return true;
      if (this.next > this.last) this.finish();
      else this.answer(this.next++);
    }
    return this.isRunning;
  }

  private answer(number: number): void {
    const { stored, message, encoder } = this;
    const isFound = this.store.load(number, stored);
    const { timePrecision } = this.config;
    if (!this.isSelective) {
      if (!isFound) {
        this.skip(number);
        this.giveUpDamaged(number);
        return;
      }
      // Nobody wants to look at it: most of it goes over as it is.
      if (this.gapFrom !== 0) this.fill(number);
      if (this.ownResend.encode(stored.bytes, stored.start, stored.end, this.nowEpochMs)) {
        this.sent(number);
        return;
      }
    }
    const { memory } = this;
    const isReadable = isFound && message.parse(stored.bytes, stored.start, stored.end) === 0;
    const why = isReadable ? this.refusal(number, message) : undefined;
    memory.noteAnswered(number);
    if (!isReadable || why !== undefined) {
      this.skip(number);
      if (why !== undefined) this.giveUp(number, why);
      else this.giveUpDamaged(number);
      return;
    }
    this.fill(number);
    encodeResend(encoder, message, this.nowEpochMs, timePrecision);
    this.sent(number);
  }

  /** For good: whoever is told that an order is given up may enter another in its place, and then the first must never follow. */
  private giveUp(number: number, why: NotDelivered): void {
    this.owner.notDelivered(number, why, this.sender.unsent.has(number) ? 'neverSent' : 'uncertain');
    this.store.giveUp(number);
  }

  /** Administrative messages and what was forgotten have nothing stored; what is stored and cannot be used was an application's. */
  private giveUpDamaged(number: number): void {
    if (this.store.holds(number)) this.giveUp(number, 'damaged');
  }

  private sent(number: number): void {
    this.messages++;
    this.counters.messagesResent++;
    this.sender.resend(number, this.encoder);
  }

  private refusal(number: number, message: FixMessage): NotDelivered | undefined {
    const maxAgeMs = this.maxAgeMs.get(message.msgType);
    if (maxAgeMs !== undefined && !this.memory.mayBeOnItsWay(number)) {
      const ageMs = this.nowEpochMs - message.utcMs(52);
      // A time that cannot be read is as old as can be.
      if (!(ageMs < maxAgeMs)) return 'stale';
    }
    return (this.owner.shouldResend?.(message) ?? true) ? undefined : 'gapFilled';
  }

  private skip(number: number): void {
    if (this.gapFrom === 0) this.gapFrom = number;
    this.gapFilled++;
    this.counters.numbersGapFilled++;
  }

  /** Sends the gap fill that stands before `next`, if there is one. */
  private fill(next: number): void {
    if (this.gapFrom === 0) return;
    this.sender.sendGapFill(this.gapFrom, next);
    this.gapFrom = 0;
  }

  private finish(): void {
    this.fill(this.last + 1);
    this.stop();
    this.owner.done(this.messages, this.gapFilled);
  }
}
