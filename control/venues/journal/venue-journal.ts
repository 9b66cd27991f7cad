/** One venue's stream of the journal: orders as they were asked for and as they stand. */
import { JournalKind, type Journal, type JournalPosition } from '../../core/journal.js';
import type { OrderTable } from '../orders/order-table.js';
import { ImageType, ImageWriter } from './order-image.js';

export class VenueJournal {
  readonly stream: number;
  private readonly writer = new ImageWriter();
  /** Of the newest record of this run; 0 when there is none. */
  private latest: JournalPosition = 0;

  constructor(
    private readonly journal: Journal,
    venueId: string,
    /** The canonical symbol of an instrument. */
    private readonly symbolOf: (instrument: number) => string,
    /** Something was appended: commit it at the end of this turn. */
    private readonly touch: () => void,
  ) {
    this.stream = journal.openStream(`venue ${venueId}`);
  }

  /** True when it takes records: what it does not take must not happen. */
  get isOpen(): boolean {
    return this.journal.state === 'open';
  }

  /** Appends the order as it stands now. Throws JournalError. @param type of ImageType */
  write(type: number, table: OrderTable, slot: number, tradeId = '', tradeQuantity = 0): JournalPosition {
    const symbol = this.symbolOf(table.instrument[slot]!);
    const end = this.writer.write(type, table, slot, symbol, tradeId, tradeQuantity);
    const { bytes } = this.writer;
    const position = this.journal.append(JournalKind.venueOrder, this.stream, table.orderId[slot]!, bytes, 0, end);
    this.latest = position;
    this.touch();
    return position;
  }

  /**
   * Writes what lives anew, and the older records may go. Orders that are over are forgotten by the log with that: a trade of theirs
   * that is taken back later names an order that is not known.
   */
  compact(table: OrderTable): void {
    let first = this.latest;
    let written = false;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.isDone(slot)) continue;
      const position = this.write(ImageType.state, table, slot);
      if (!written) first = position;
      written = true;
    }
    if (first > 0) this.journal.forget(this.stream, first);
  }
}
