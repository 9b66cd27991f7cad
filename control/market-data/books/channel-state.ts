/**
 * What a book set knows of its channels: whether their books can be trusted.
 *
 * Books become **uncertain** when messages of their channel are known to be missing: at a gap record, at a loss record, or when the
 * channel's first record is not the first of its session (a late start). Any book of the channel may have been touched by
 * what is missing, those not yet seen included, so all of them are marked, since the first missing sequence number.
 * What is missing cannot be told from what follows: an order added in a gap may rest until the close without another message. So
 * nothing in the stream makes a book certain again but a new session, which empties the books and begins at its first message.
 * Whoever recovers the missing messages, or loads a snapshot, says so with `certify`.
 */

/** A channel as a reader sees it. */
export interface ChannelView {
  /** As the last session record told it; undefined before the first one. */
  readonly session: string | undefined;
  /** Session records. */
  readonly sessions: number;
  readonly ended: boolean;
  /** The last System Event's code, for example `Q` at the start of market hours. */
  readonly systemEvent: string | undefined;
  /** Gap and loss records. */
  readonly gaps: number;
  /** Messages that those said are missing. */
  readonly missing: number;
  /** The first sequence number known to be missing; undefined: the books are complete. */
  readonly uncertainSince: bigint | undefined;
}

export class ChannelState {
  /** Raised at every gap; a book of an older epoch is uncertain. */
  epoch = 0;
  /** The epoch that books new to this session begin with. */
  certifiedEpoch = 0;
  ended = false;
  gaps = 0;
  missing = 0;
  sessions = 0;
  session: string | undefined;
  systemEvent: string | undefined;
  private sinceHi = 0;
  private sinceLo = 0;

  markUncertain(sinceHi: number, sinceLo: number): void {
    if (this.epoch === this.certifiedEpoch) {
      this.sinceHi = sinceHi;
      this.sinceLo = sinceLo;
    }
    this.epoch++;
  }

  certify(): void {
    this.certifiedEpoch = this.epoch;
  }

  /** Another number whenever books of the channel may have become uncertain or certain. */
  get certainty(): number {
    return this.epoch * 2 ** 26 + this.certifiedEpoch;
  }

  /** The first sequence number known to be missing, or undefined when nothing is. */
  uncertainSince(): bigint | undefined {
    return this.epoch === this.certifiedEpoch ? undefined : (BigInt(this.sinceHi) << 32n) | BigInt(this.sinceLo);
  }

  view(): ChannelView {
    const { session, sessions, ended, systemEvent, gaps, missing } = this;
    return { session, sessions, ended, systemEvent, gaps, missing, uncertainSince: this.uncertainSince() };
  }
}
