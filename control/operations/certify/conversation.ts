/** What was said between us and a venue, message by message with its time, bounded. */

export type WireDirection = 'sent' | 'received';

/** One message as a protocol's reader understands it. */
export interface WireReading {
  /**
   * For cases to look for, the same for every protocol where the meaning is: `logon`, `logonAnswer`, `logonRefused`, `logout`, `heartbeat`,
   * `testRequest`, `resendRequest`, `gapFill`, `reject`, `business`, `other`.
   */
  readonly kind: string;
  /** For people: `NewOrderSingle (D)`. */
  readonly name: string;
  /** The message in full, secrets taken out. */
  readonly text: string;
  /** What an answer repeats, such as TestReqID (112); '' where there is none. */
  readonly reference: string;
  /** The session it belongs to: `orders XFEED1`. */
  readonly session: string;
}

export interface WireEntry extends WireReading {
  readonly epochMs: number;
  /** `note`: nothing was said; the text tells what happened to the connection. */
  readonly direction: WireDirection | 'note';
}

const ENTRIES_MAX = 50_000;

export class Conversation {
  readonly entries: WireEntry[] = [];
  /** Messages that found no room; a report that lacks messages says so. */
  dropped = 0;

  constructor(
    private readonly epochMs: () => number,
    /** Called after each entry. */
    private readonly onEntry: () => void,
  ) {}

  /** Where it stands, for `since`. */
  get mark(): number {
    return this.entries.length;
  }

  add(direction: WireDirection, reading: WireReading): void {
    this.put({ ...reading, epochMs: this.epochMs(), direction });
  }

  /** @param kind `opened`, `closed`, or `test` for what a case does to the line */
  note(session: string, kind: string, text: string): void {
    this.put({ epochMs: this.epochMs(), direction: 'note', session, kind, name: '', text, reference: '' });
  }

  /** The first entry from `mark` on that matches; undefined when there is none. */
  find(mark: number, session: string, direction: WireEntry['direction'], kind: string): WireEntry | undefined {
    for (let i = mark; i < this.entries.length; i++) {
      const entry = this.entries[i]!;
      if (entry.direction === direction && entry.kind === kind && entry.session.startsWith(session)) return entry;
    }
    return undefined;
  }

  private put(entry: WireEntry): void {
    if (this.entries.length >= ENTRIES_MAX) this.dropped++;
    else this.entries.push(entry);
    this.onEntry();
  }
}
