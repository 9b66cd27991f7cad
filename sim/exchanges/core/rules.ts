/** How an exchange treats the orders it gets: what its configuration may say. */

/** Rules of one port: a SoupBinTCP user or a FIX session. */
export interface PortRules {
  readonly port: string;
  readonly firm: string;
  /** Orders and replacements a second of venue time, cancels excepted; 0: no limit. */
  readonly ratePerSecond: number;
  readonly cancelOnDisconnect: 'always' | 'onRequest' | 'never';
  /** May cancel orders of other ports of its firm. */
  readonly crossPortCancel: boolean;
}

export const DEFAULT_PORT_RULES = {
  ratePerSecond: 0,
  cancelOnDisconnect: 'always',
  crossPortCancel: true,
} as const satisfies Partial<PortRules>;

/** What one side of a trade pays (above 0) or gets (below 0). */
export interface Fee {
  /** 10^-8 of the currency for each whole share, contract or token. */
  readonly perUnitE8: number;
  /** Hundredths of a basis point (10^-6) of what the trade is worth. */
  readonly ppm: number;
}

export interface FeeModel {
  readonly added: Fee;
  readonly removed: Fee;
  readonly cross: Fee;
}

const FREE: Fee = { perUnitE8: 0, ppm: 0 };
export const NO_FEES: FeeModel = { added: FREE, removed: FREE, cross: FREE };

export interface ExchangeRules {
  readonly ports: readonly PortRules[];
  /** Of ports that are not listed, where clients choose their session names; default DEFAULT_PORT_RULES. */
  readonly otherPorts?: Omit<PortRules, 'port' | 'firm'>;
  readonly fees: FeeModel;
  /** How far through the reference a limit price may be, basis points; 0: as far as it likes. */
  readonly priceBandBps: number;
  /** A replacement that only takes quantity away keeps its place. */
  readonly replaceKeepsPriority: boolean;
}

/** In 10^-8 of the currency, rounded to the nearest. */
export function feeE8(
  fee: Fee,
  quantity: number,
  price: number,
  { priceScale, quantityScale }: { readonly priceScale: number; readonly quantityScale: number },
): number {
  const units = quantity / 10 ** quantityScale;
  const worthE8 = units * (price / 10 ** priceScale) * 1e8;
  return Math.round(units * fee.perUnitE8 + (worthE8 * fee.ppm) / 1e6);
}
