/**
 * Every way in which the risk pass refuses, in the order in which it looks: the one table that the code, the words and docs/risk-controls.md are made of. A denial's
 * number is its place in the table, from 1.
 */
const TABLE = {
  unknownClient: ['RISK_UNKNOWN_CLIENT', 'the client is not configured'],
  unknownInstrument: ['RISK_UNKNOWN_INSTRUMENT', 'the instrument is not in the universe'],
  exposureFault: ['RISK_EXPOSURE_FAULT', 'the books of exposure of this client do not add up, so no limit can be kept'],
  killFirm: ['RISK_KILL_FIRM', 'the kill switch of the firm is engaged'],
  killClient: ['RISK_KILL_CLIENT', 'the kill switch of the client is engaged'],
  killSymbol: ['RISK_KILL_SYMBOL', 'the kill switch of the symbol is engaged'],
  noLimit: ['RISK_NO_LIMIT', 'a limit that this order needs is not configured'],
  rateClient: ['RISK_RATE_CLIENT', "the client's messages come faster than its rate"],
  rateFirm: ['RISK_RATE_FIRM', "all clients' messages together come faster than the firm's rate"],
  assetClass: ['RISK_ASSET_CLASS', 'the client may not trade this asset class'],
  side: ['RISK_SIDE', 'the client may not trade this side'],
  orderType: ['RISK_ORDER_TYPE', 'the client may not use this order type or algorithm'],
  notListed: ['RISK_NOT_LISTED', 'no venue lists the symbol'],
  restricted: ['RISK_RESTRICTED', 'the symbol is on the restricted list of the firm or the client'],
  venue: ['RISK_VENUE', 'the client may not trade at this venue, or at none that lists the symbol'],
  killVenue: ['RISK_KILL_VENUE', 'the kill switch is engaged for this venue, or for all that the order could go to'],
  quantityInvalid: ['RISK_QUANTITY_INVALID', 'the quantity is not a whole number of units above 0'],
  priceInvalid: ['RISK_PRICE_INVALID', 'a price is not a whole number of units, or is missing where the type needs it'],
  tick: ['RISK_TICK', 'a price is no multiple of the tick at any venue that the order could go to'],
  lot: [
    'RISK_LOT',
    'the quantity is no multiple of the lot, or out of range, at every venue that the order could go to',
  ],
  quantity: ['RISK_QUANTITY', 'the quantity is above the limit of one order'],
  halted: ['RISK_HALTED', 'the instrument is halted'],
  notTrading: ['RISK_NOT_TRADING', 'the instrument is not trading, and the order is not for an auction'],
  venueDisabled: ['RISK_VENUE_DISABLED', 'the venue is taken out, or all that the order could go to are'],
  noReference: ['RISK_NO_REFERENCE', 'there is no market to hold the price against'],
  priceCollar: ['RISK_PRICE_COLLAR', 'the limit price is too far through the market'],
  amountOverflow: ['RISK_AMOUNT_OVERFLOW', 'quantity times price is more than can be counted'],
  notional: ['RISK_NOTIONAL', 'the value of the order is above the limit of one order'],
  locate: ['RISK_LOCATE', 'a short sale without a locate'],
  shortPrice: ['RISK_SHORT_PRICE', 'a short sale at or below the best bid while short sales are restricted'],
  selfTrade: ['RISK_SELF_TRADE', 'it would trade with a resting order of the same client'],
  openOrdersClient: ['RISK_OPEN_ORDERS_CLIENT', 'the client has too many open orders'],
  openOrdersFirm: ['RISK_OPEN_ORDERS_FIRM', 'the firm has too many open orders'],
  positionClient: ['RISK_POSITION_CLIENT', "the client's position could pass its limit"],
  positionFirm: ['RISK_POSITION_FIRM', "the firm's position could pass its limit"],
  grossClient: ['RISK_GROSS_CLIENT', "the client's gross amount of the day could pass its credit"],
  grossFirm: ['RISK_GROSS_FIRM', "the firm's gross amount of the day could pass its credit"],
  netClient: ['RISK_NET_CLIENT', "the client's net amount could pass its credit"],
  netFirm: ['RISK_NET_FIRM', "the firm's net amount could pass its credit"],
  duplicate: ['RISK_DUPLICATE', 'the same order came a moment ago'],
} as const;

export type DenialName = keyof typeof TABLE;

export interface DenialRow {
  readonly number: number;
  readonly name: DenialName;
  /** Stable: clients may match it. */
  readonly code: string;
  /** When it happens, in a few words. */
  readonly when: string;
}

const names = Object.keys(TABLE) as DenialName[];

export const DENIALS: readonly DenialRow[] = names.map((name, i) => ({
  number: i + 1,
  name,
  code: TABLE[name][0],
  when: TABLE[name][1],
}));

/** Numbers by name. */
export const DENY = Object.fromEntries(names.map((name, i) => [name, i + 1])) as Readonly<Record<DenialName, number>>;
