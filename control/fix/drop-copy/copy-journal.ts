/** Copies in the journal, so that a restart finds what was known before. */
import type { Journal, JournalEntry } from '../../core/journal.js';
import { JournalKind } from '../../core/journal.js';
import { CrossfeedError } from '../../core/errors.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';

export class CopyJournal {
  private readonly stream: number;
  /** Copies that the journal did not take. They are in the session's own record of what came in. */
  refused = 0;

  /**
   * @param name of the session: records go to a stream of this name
   * @param sessionStream the stream in which the session's store keeps what came in. Its records are written first, and a crash may
   * cut off ours behind them: reading both misses none, and reading one twice does no harm.
   */
  constructor(
    private readonly journal: Journal,
    name: string,
    private readonly sessionStream: string | undefined,
  ) {
    this.stream = journal.openStream(`drop-copy/${name}`);
  }

  append(message: FixMessage): void {
    try {
      const number = message.int(34);
      this.journal.append(
        JournalKind.dropCopy,
        this.stream,
        number > 0 ? number : 0,
        message.bytes,
        message.start,
        message.end,
      );
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      this.refused++;
    }
  }

  /** Gives every copy that was taken since the last `forget`, in the order they came. The message is valid during the call only. */
  read(visit: (message: FixMessage, epochMs: number) => void): void {
    const message = new FixMessage();
    const incoming = this.sessionStream === undefined ? -1 : this.journal.openStream(this.sessionStream);
    this.journal.scan(0, (entry) => {
      if (!this.isCopy(entry, incoming)) return true;
      const { bytes, start, end, epochMs } = entry;
      if (message.parse(bytes, start, end) !== ParseFault.none) return true;
      if (message.msgType === MsgType.ExecutionReport) visit(message, epochMs);
      return true;
    });
  }

  /** The copies so far are not needed any more. */
  forget(): void {
    this.journal.forget(this.stream, this.journal.committed);
  }

  private isCopy({ kind, stream, start, end }: JournalEntry, incoming: number): boolean {
    if (start === end) return false;
    return (
      (kind === JournalKind.dropCopy && stream === this.stream) || (kind === JournalKind.fixIn && stream === incoming)
    );
  }
}
