/** A symbol's state as PITCH's Trading Status has it. */
import type { InstrumentState } from '../publish/market-image.js';

export interface PitchStatus {
  /** `T` trading, `Q` quotation only, `H` halted, `S` suspended by the exchange. */
  readonly trading: string;
  /** `1`: the short sale restriction is in effect. */
  readonly shortSale: string;
}

const LETTERS: Readonly<Record<string, string>> = { T: 'T', Q: 'Q', H: 'H', P: 'H' };

/** Undefined as long as no trading action has told the state. */
export function statusOf(state: Readonly<InstrumentState>): PitchStatus | undefined {
  const letter = LETTERS[state.trading];
  if (letter === undefined) return undefined;
  return {
    trading: state.isSuspended ? 'S' : letter,
    shortSale: state.shortSale === '1' || state.shortSale === '2' ? '1' : '0',
  };
}
