/** The last trade of each instrument over all venues, and its volume of the day: what stops and algorithms look at. Fed by the market data. */
export class Tape {
  /** In the units of the instrument; 0: no trade yet. */
  readonly price: Float64Array;
  readonly epochMs: Float64Array;
  readonly volume: Float64Array;

  constructor(instruments: number) {
    this.price = new Float64Array(instruments);
    this.epochMs = new Float64Array(instruments);
    this.volume = new Float64Array(instruments);
  }

  trade(instrument: number, price: number, quantity: number, epochMs: number): void {
    this.price[instrument] = price;
    this.epochMs[instrument] = epochMs;
    this.volume[instrument]! += quantity;
  }

  /** A new trading day: prices stand, volumes begin again. */
  beginDay(): void {
    this.volume.fill(0);
  }
}
