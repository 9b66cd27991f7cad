/** Which orders a venue may get while it is being introduced: by symbol, and by a share of the orders. Cancels are always allowed. */

export interface RolloutRules {
  /** Of the orders in symbols that are not named below: 100 all, 0 none. */
  readonly percent: number;
  /** By canonical symbol: a share of its own. */
  readonly symbols: Readonly<Record<string, number>>;
}

export const everything: RolloutRules = { percent: 100, symbols: {} };

/** Decides by the order's number: the same order gets the same answer in every process, and a larger share includes every smaller one. */
export class Rollout {
  private shares: Float64Array;
  private current: RolloutRules = everything;
  /** Orders that were kept from the venue. */
  refused = 0;

  constructor(private readonly instruments: readonly { readonly symbol: string }[]) {
    this.shares = new Float64Array(instruments.length).fill(100);
  }

  get rules(): RolloutRules {
    return this.current;
  }

  /** From now on, forwards or backwards; orders that are working are left alone. Symbols that do not exist have no effect. */
  set(rules: RolloutRules): void {
    this.current = rules;
    this.shares = Float64Array.from(this.instruments, ({ symbol }) => rules.symbols[symbol] ?? rules.percent);
  }

  allows(instrument: number, orderId: number): boolean {
    const share = this.shares[instrument];
    if (share === undefined) return false;
    if (share >= 100 || (share > 0 && placeOf(orderId) < share)) return true;
    this.refused++;
    return false;
  }
}

/** 0 to 99.99…, evenly spread over order numbers. */
function placeOf(orderId: number): number {
  const mixed = Math.imul((orderId >>> 0) ^ Math.imul((orderId / 4294967296) | 0, 0x9e3779b1), 0x85ebca6b);
  const again = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((again ^ (again >>> 16)) >>> 0) / 4294967296) * 100;
}
