/** What the market side tells the risk pass, besides `MarketView`: arrays by instrument, written in place. */

/** Whether short sales of an instrument are restricted (Reg SHO rule 201). Where nothing was told they are taken as restricted. */
export const SHORT_SALE = { unknown: 0, unrestricted: 1, restricted: 2 } as const;

export class MarketFacts {
  /** `SHORT_SALE`. Looked at for equities only. */
  readonly shortSale: Uint8Array;
  /** Last trade over all venues, in units of the instrument; 0: none yet. */
  readonly lastPrice: Float64Array;
  /** When that was, epoch ms. */
  readonly lastEpochMs: Float64Array;

  constructor(instruments: number) {
    this.shortSale = new Uint8Array(instruments);
    this.lastPrice = new Float64Array(instruments);
    this.lastEpochMs = new Float64Array(instruments);
  }

  /** RegSHOAction of ITCH 5.0 and of PITCH: `0` no price test, `1` restricted from today, `2` restriction remains. Anything else is unknown. */
  setRegSho(instrument: number, action: string): void {
    this.shortSale[instrument] =
      action === '0'
        ? SHORT_SALE.unrestricted
        : action === '1' || action === '2'
          ? SHORT_SALE.restricted
          : SHORT_SALE.unknown;
  }

  setLast(instrument: number, price: number, epochMs: number): void {
    this.lastPrice[instrument] = price;
    this.lastEpochMs[instrument] = epochMs;
  }
}
