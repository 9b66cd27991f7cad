/** Builds and sends: header, numbers, store first, then the output. */
import type { Clock } from '../../core/world.js';
import { FixEncoder } from '../../protocols/fix/encoder.js';
import { ReadyFields } from '../../protocols/fix/ready-fields.js';
import type { SessionStore, StoredMessage } from '../store/session-store.js';
import { versionOf, type SessionConfig } from './config.js';
import { FixSessionError } from './errors.js';
import type { SessionCounters } from './events.js';
import { NumberRanges } from './number-ranges.js';
import type { SessionOutput } from './output.js';

const SOH = '\u0001';

export class Sender {
  /** Absent while there is no connection. */
  output: SessionOutput | undefined;
  /** Monotonic milliseconds of the last message that was sent. */
  lastSentMs = 0;
  /** SendingTime of the header that was written last. */
  headerEpochMs = 0;
  /** Application messages that were stored while nobody was logged on, and have not left since. What an earlier process stored is not known. */
  readonly unsent = new NumberRanges();

  private readonly admin: FixEncoder;
  private readonly application: FixEncoder;
  /** CompIDs with their sub and location IDs, as they stand in every header. */
  private readonly parties: ReadyFields;
  private readonly stored: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private readonly tellsLastProcessed: boolean;
  /** MsgSeqNum of the last application message; 0 when this run of numbers has none. */
  lastApplication: number;
  /** MsgSeqNum in the header of the application message that was begun; 0 when none is. */
  private begun = 0;

  constructor(
    private readonly config: SessionConfig,
    private readonly clock: Clock,
    private readonly store: SessionStore,
    private readonly counters: SessionCounters,
  ) {
    const { beginString } = config;
    this.admin = new FixEncoder({ beginString });
    this.application = new FixEncoder({ beginString });
    this.parties = new ReadyFields(partiesOf(config));
    this.lastApplication = store.firstStored < store.nextOutgoing ? store.nextOutgoing - 1 : 0;
    this.tellsLastProcessed = config.lastMsgSeqNumProcessed && versionOf(beginString) >= 42;
  }

  /** MsgSeqNum of the next message. */
  get nextNumber(): number {
    return this.store.nextOutgoing;
  }

  /** An application message with its header: `sendApplication` sends it. */
  begin(msgType: string): FixEncoder {
    this.begun = this.store.nextOutgoing;
    this.header(this.application, msgType, this.begun);
    return this.application;
  }

  /** Stores the begun message under its number and, when `deliver`, sends it. Returns its MsgSeqNum. */
  sendApplication(deliver: boolean): number {
    const number = this.begun;
    if (number === 0) throw new FixSessionError('FIX_NOTHING_BEGUN', 'send comes after begin');
    this.begun = 0;
    if (number !== this.store.nextOutgoing) {
      throw new FixSessionError('FIX_INTERLEAVED', 'another message was sent between begin and send', {
        found: this.store.nextOutgoing,
        expected: number,
      });
    }
    const encoder = this.application;
    encoder.finish();
    this.store.saveOutgoing(encoder.bytes, encoder.start, encoder.end);
    this.lastApplication = number;
    if (deliver) this.write(encoder);
    else this.unsent.add(number);
    return number;
  }

  /** An administrative message with its header: `sendAdmin` sends it. */
  beginAdmin(msgType: string): FixEncoder {
    this.header(this.admin, msgType, this.store.nextOutgoing);
    return this.admin;
  }

  /** Sends what `beginAdmin` began, under the next number. Its bytes are not kept: it is never sent again. */
  sendAdmin(): void {
    const encoder = this.admin;
    encoder.finish();
    this.store.saveOutgoing(encoder.bytes, encoder.end, encoder.end);
    this.write(encoder);
  }

  /** SequenceReset-GapFill in place of the messages from `first` to `next - 1`. Takes no number of its own. */
  sendGapFill(first: number, next: number): void {
    const encoder = this.admin;
    const nowMs = this.clock.epochMs();
    encoder.begin('4');
    encoder.ready(this.parties);
    encoder.int(34, first);
    encoder.flag(43, true);
    encoder.utcTimestamp(52, nowMs, this.config.timePrecision);
    // Required with PossDupFlag. The original times of what is filled differ; this is ours.
    encoder.utcTimestamp(122, nowMs, this.config.timePrecision);
    encoder.flag(123, true);
    encoder.int(36, next);
    encoder.finish();
    this.write(encoder);
  }

  /**
   * Sends what was stored from a number on and never sent, because the Logon before it had not been answered. What finds no room
   * now is a gap that the counterparty will ask for.
   */
  sendStored(first: number): void {
    const { stored } = this;
    for (let number = first; number < this.store.nextOutgoing && this.output?.hasRoom === true; number++) {
      if (!this.store.load(number, stored)) continue;
      this.unsent.remove(number);
      this.counters.messagesOut++;
      this.counters.bytesOut += stored.end - stored.start;
      this.output.write(stored.bytes, stored.start, stored.end);
    }
  }

  /** One message of a resend. `sentNow` comes after the last one of a piece. */
  resend(number: number, encoder: FixEncoder): void {
    if (!this.unsent.isEmpty) this.unsent.remove(number);
    this.put(encoder);
  }

  sentNow(): void {
    this.lastSentMs = this.clock.monotonicNs() / 1e6;
  }

  private put(encoder: FixEncoder): void {
    const { bytes, start, end } = encoder;
    this.counters.messagesOut++;
    this.counters.bytesOut += end - start;
    this.output?.write(bytes, start, end);
  }

  private write(encoder: FixEncoder): void {
    this.sentNow();
    this.put(encoder);
  }

  private header(encoder: FixEncoder, msgType: string, number: number): void {
    encoder.begin(msgType);
    encoder.ready(this.parties);
    encoder.int(34, number);
    this.headerEpochMs = this.clock.epochMs();
    encoder.utcTimestamp(52, this.headerEpochMs, this.config.timePrecision);
    if (this.tellsLastProcessed) encoder.int(369, this.store.nextIncoming - 1);
  }
}

function partiesOf(config: SessionConfig): Uint8Array {
  const fields: readonly (readonly [tag: number, value: string | undefined])[] = [
    [49, config.senderCompId],
    [50, config.senderSubId],
    [142, config.senderLocationId],
    [56, config.targetCompId],
    [57, config.targetSubId],
    [143, config.targetLocationId],
  ];
  let text = '';
  for (const [tag, value] of fields) if (value !== undefined) text += `${tag}=${value}${SOH}`;
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
