/** The exchange's symbols by name, as far as the matcher has told them. */
import type { SimListing } from '../core/orders.js';

export class Listings {
  private known: readonly SimListing[] = [];
  private readonly names = new Map<string, SimListing>();

  constructor(private readonly source: { readonly listings: readonly SimListing[] }) {}

  get all(): readonly SimListing[] {
    return this.source.listings;
  }

  bySymbol(symbol: string): SimListing | undefined {
    const { listings } = this.source;
    if (listings !== this.known) {
      this.known = listings;
      this.names.clear();
      for (const listing of listings) this.names.set(listing.symbol, listing);
    }
    return this.names.get(symbol);
  }
}
