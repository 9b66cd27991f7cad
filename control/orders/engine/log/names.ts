/** Numbers of clients, venues and instruments as they were when a record was written, and as they are now: the configuration may have changed in between. */
import type { SymbolMap } from '../../../core/instruments.js';
import { OrdersError } from '../../errors.js';

export class Names {
  private clientNow: number[] = [];
  private venueNow: number[] = [];

  constructor(
    readonly clients: readonly string[],
    readonly venues: readonly string[],
    private readonly symbols: SymbolMap,
  ) {
    this.was(clients, venues);
  }

  /** From here on, records are of a time with these names. */
  was(clients: readonly string[], venues: readonly string[]): void {
    this.clientNow = clients.map((name) => this.clients.indexOf(name));
    this.venueNow = venues.map((name) => this.venues.indexOf(name));
  }

  /** A client's number now. Throws OrdersError for one that is not configured any more: its orders would belong to nobody. */
  client(number: number): number {
    const now = this.clientNow[number] ?? -1;
    if (now >= 0) return now;
    throw new OrdersError('ORDERS_CLIENT_GONE', 'the journal has orders of a client that is not configured', {
      found: number,
    });
  }

  /** -1 for a venue that is not configured any more. */
  venue(number: number): number {
    return number < 0 ? -1 : (this.venueNow[number] ?? -1);
  }

  venueMask(mask: number): number {
    let now = 0;
    for (let venue = 0; venue < this.venueNow.length; venue++) {
      if ((mask & (1 << venue)) !== 0 && this.venueNow[venue]! >= 0) now |= 1 << this.venueNow[venue]!;
    }
    return now;
  }

  symbolOf(instrument: number): string {
    return this.symbols.instruments[instrument]?.symbol ?? '';
  }

  /** -1 for one that is not in the universe any more. */
  readonly instrumentOf = (symbol: string): number => this.symbols.bySymbol(symbol)?.index ?? -1;
}
