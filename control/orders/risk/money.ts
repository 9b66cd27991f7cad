/**
 * Values of orders and trades: quantity times price in the currency of the instrument, in whole money units (10^-4 unless the limits say otherwise), rounded up. Exact
 * where a product passes 2^53, without BigInt and without allocation; the same two numbers always give the same value, so that what was added can be taken away.
 */
import { AMOUNT_MAX } from './layout.js';

/** Doubles are split here into two halves whose products are exact (Veltkamp). */
const SPLIT = 2 ** 27 + 1;
/** Below this a rounded quotient of whole numbers never reaches the next whole number. */
const PLAIN = 2 ** 52;

/** What one unit of an instrument is worth. */
export interface ContractTerms {
  /** Of one whole unit of quantity, as a decimal: '1' for shares and tokens. */
  readonly value: string;
  /** The value is in the quote currency whatever the price: an inverse perpetual. */
  readonly inverse: boolean;
}

/** By instrument: value = quantity × multiplier × (price, or 1) ÷ divisor. */
export class Valuation {
  readonly multiplier: Float64Array;
  readonly divisor: Float64Array;
  /** 1: it is. */
  readonly inverse: Uint8Array;

  constructor(instruments: number) {
    this.multiplier = new Float64Array(instruments).fill(1);
    this.divisor = new Float64Array(instruments).fill(1);
    this.inverse = new Uint8Array(instruments);
  }

  /** @param decimals of the currency's money units */
  set(instrument: number, priceScale: number, quantityScale: number, decimals: number, terms?: ContractTerms): void {
    const [whole = '1', fraction = ''] = (terms?.value ?? '1').split('.');
    const inverse = terms?.inverse === true;
    const scale = (inverse ? 0 : priceScale) + quantityScale + fraction.length - decimals;
    this.multiplier[instrument] = Number(whole + fraction) * 10 ** Math.max(0, -scale);
    this.divisor[instrument] = 10 ** Math.max(0, scale);
    this.inverse[instrument] = inverse ? 1 : 0;
  }

  /**
   * The value of `cells[quantityAt]` at `cells[priceAt]` into `cells[into]`; Infinity where it is above `AMOUNT_MAX`. Numbers pass in cells, as a call would box them.
   * Both are whole numbers of 0 to 2^53.
   */
  value(instrument: number, cells: Float64Array, quantityAt: number, priceAt: number, into: number): void {
    const quantity = cells[quantityAt]! * this.multiplier[instrument]!;
    const price = this.inverse[instrument] === 1 ? 1 : cells[priceAt]!;
    const divisor = this.divisor[instrument]!;
    const product = quantity * price;
    if (product <= PLAIN) {
      cells[into] = Math.ceil(product / divisor);
    } else if (quantity > Number.MAX_SAFE_INTEGER || product / divisor > AMOUNT_MAX) {
      cells[into] = Infinity;
    } else {
      // product + rest is the exact product (Dekker).
      let high = quantity * SPLIT;
      const quantityHigh = high - (high - quantity);
      const quantityLow = quantity - quantityHigh;
      high = price * SPLIT;
      const priceHigh = high - (high - price);
      const priceLow = price - priceHigh;
      const rest =
        quantityLow * priceLow -
        (product - quantityHigh * priceHigh - quantityLow * priceHigh - quantityHigh * priceLow);
      // Remainders of doubles are exact; the quotient is a whole number below 2^51, so rounding finds it.
      const remainder = product % divisor;
      cells[into] = Math.round((product - remainder) / divisor) + Math.ceil((remainder + rest) / divisor);
    }
  }
}
