/**
 * How a session's messages get their numbers. Shared numbers are a function of the stream of the firm's reports and notes, so that both
 * gateways count alike without talking to each other: what is no report goes through the matcher as a note, and takes its number where the note
 * comes back. Local numbers are counted here, by connection.
 */
import type { Clock } from '../../../control/core/world.js';
import type { ClientConnection } from './client-connection.js';
import { FrameWriter } from './frame-writer.js';
import type { OutMessage } from './out-message.js';
import { OutStore } from './out-store.js';
import type { SessionTerms } from './terms.js';

/** A client that takes nothing is disconnected when so much waits for it. */
const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
const KEPT_MESSAGES = 200_000;
/** Where numbers begin anew with each logon: a resend is of the same connection. */
const KEPT_OF_A_CONNECTION = 20_000;

export class Outbound {
  readonly store: OutStore;
  connection: ClientConnection | undefined;
  lastSentMs = 0;
  private readonly writer: FrameWriter;

  constructor(
    terms: SessionTerms,
    private readonly clock: Clock,
    private readonly onSlow: () => void,
  ) {
    const { senderCompId, targetCompId, dialect } = terms;
    const kept = terms.numbering === 'local' ? KEPT_OF_A_CONNECTION : KEPT_MESSAGES;
    this.store = new OutStore(terms.keptMessages ?? kept);
    this.writer = new FrameWriter({
      beginString: dialect.beginString,
      senderCompId,
      targetCompId,
      precision: dialect.precision,
    });
  }

  get next(): number {
    return this.store.next;
  }

  reset(): void {
    this.store.reset();
  }

  /** Gives a message its number, and sends it when there is somebody to send it to. @param epochMs when it was due */
  add(message: OutMessage, epochMs: number): void {
    const number = this.store.add(message, epochMs);
    if (this.connection !== undefined) this.send(this.connection, message, number);
  }

  /** Outside of the numbering: what a refused logon is answered with. */
  answer(connection: ClientConnection, message: OutMessage, number: number): void {
    this.send(connection, message, number);
  }

  private send(connection: ClientConnection, message: OutMessage, number: number): void {
    const now = this.clock.epochMs();
    connection.send(this.writer.write(message, number, now));
    this.lastSentMs = now;
    if (connection.queuedBytes > MAX_QUEUED_BYTES) this.onSlow();
  }

  /** Sends first to last again, administrative ones and what is no longer kept as gap fills. */
  resend(first: number, last: number): void {
    const { connection, store } = this;
    if (connection === undefined) return;
    let fillFrom = 0;
    for (let number = first; number <= last; number++) {
      const kept = store.get(number);
      if (kept === undefined) {
        if (fillFrom === 0) fillFrom = number;
        continue;
      }
      if (fillFrom !== 0) this.fill(connection, fillFrom, number);
      fillFrom = 0;
      const now = this.clock.epochMs();
      connection.send(this.writer.write(kept.message, number, now, { originalEpochMs: kept.epochMs }));
    }
    if (fillFrom !== 0) this.fill(connection, fillFrom, last + 1);
    this.lastSentMs = this.clock.epochMs();
    if (connection.queuedBytes > MAX_QUEUED_BYTES) this.onSlow();
  }

  private fill(connection: ClientConnection, from: number, next: number): void {
    const now = this.clock.epochMs();
    const message: OutMessage = {
      type: '4',
      fields: [
        [123, 'Y'],
        [36, String(next)],
      ],
    };
    connection.send(this.writer.write(message, from, now, { originalEpochMs: now }));
  }
}
