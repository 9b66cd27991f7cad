/**
 * ITCH 5.0 encoder: one function per message type, each writing at `out[at]` and returning the message's length.
 *
 * Nothing is allocated. Alpha fields are Latin-1 strings, padded here with spaces. 64-bit identifiers come as (hi, lo)
 * pairs; times, quantities and 8-decimal prices are numbers below 2^53. The caller makes sure of MAX_ITCH_BYTES of room.
 */

import { put16, put32, put64, putAlpha } from '../big-endian.js';

/** Longest ITCH 5.0 message (NOII). */
export const MAX_ITCH_BYTES = 50;

const TWO_32 = 4294967296;
const SPACE = 0x20;

function header(out: Uint8Array, at: number, type: number, locate: number, tracking: number, timeNs: number): void {
  out[at] = type;
  put16(out, at + 1, locate);
  put16(out, at + 3, tracking);
  put16(out, at + 5, Math.floor(timeNs / TWO_32));
  put32(out, at + 7, timeNs >>> 0);
}

/** `S`. Market-wide: its stock locate is 0. */
export function encodeSystemEvent(
  out: Uint8Array,
  at: number,
  tracking: number,
  timeNs: number,
  eventCode: string,
): number {
  header(out, at, 0x53, 0, tracking, timeNs);
  putAlpha(out, at + 11, 1, eventCode);
  return 12;
}

export interface StockDirectoryFields {
  readonly stock: string;
  readonly marketCategory: string;
  readonly financialStatus: string;
  readonly roundLotSize: number;
  readonly roundLotsOnly: string;
  readonly issueClassification: string;
  readonly issueSubType: string;
  readonly authenticity: string;
  readonly shortSaleThreshold: string;
  readonly ipoFlag: string;
  readonly luldReferencePriceTier: string;
  readonly etpFlag: string;
  readonly etpLeverageFactor: number;
  readonly inverseIndicator: string;
}

/** `R` */
export function encodeStockDirectory(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  fields: StockDirectoryFields,
): number {
  header(out, at, 0x52, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, fields.stock);
  putAlpha(out, at + 19, 1, fields.marketCategory);
  putAlpha(out, at + 20, 1, fields.financialStatus);
  put32(out, at + 21, fields.roundLotSize);
  putAlpha(out, at + 25, 1, fields.roundLotsOnly);
  putAlpha(out, at + 26, 1, fields.issueClassification);
  putAlpha(out, at + 27, 2, fields.issueSubType);
  putAlpha(out, at + 29, 1, fields.authenticity);
  putAlpha(out, at + 30, 1, fields.shortSaleThreshold);
  putAlpha(out, at + 31, 1, fields.ipoFlag);
  putAlpha(out, at + 32, 1, fields.luldReferencePriceTier);
  putAlpha(out, at + 33, 1, fields.etpFlag);
  put32(out, at + 34, fields.etpLeverageFactor);
  putAlpha(out, at + 38, 1, fields.inverseIndicator);
  return 39;
}

/** `H` */
export function encodeStockTradingAction(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  tradingState: string,
  reason: string,
): number {
  header(out, at, 0x48, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  putAlpha(out, at + 19, 1, tradingState);
  out[at + 20] = SPACE;
  putAlpha(out, at + 21, 4, reason);
  return 25;
}

/** `Y` */
export function encodeRegShoRestriction(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  regShoAction: string,
): number {
  header(out, at, 0x59, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  putAlpha(out, at + 19, 1, regShoAction);
  return 20;
}

/** `L` */
export function encodeMarketParticipantPosition(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  mpid: string,
  stock: string,
  primaryMarketMaker: string,
  marketMakerMode: string,
  marketParticipantState: string,
): number {
  header(out, at, 0x4c, locate, tracking, timeNs);
  putAlpha(out, at + 11, 4, mpid);
  putAlpha(out, at + 15, 8, stock);
  putAlpha(out, at + 23, 1, primaryMarketMaker);
  putAlpha(out, at + 24, 1, marketMakerMode);
  putAlpha(out, at + 25, 1, marketParticipantState);
  return 26;
}

/** `V`. Levels have 8 decimals. */
export function encodeMwcbDeclineLevel(
  out: Uint8Array,
  at: number,
  tracking: number,
  timeNs: number,
  level1: number,
  level2: number,
  level3: number,
): number {
  header(out, at, 0x56, 0, tracking, timeNs);
  put64(out, at + 11, level1);
  put64(out, at + 19, level2);
  put64(out, at + 27, level3);
  return 35;
}

/** `W` */
export function encodeMwcbStatus(
  out: Uint8Array,
  at: number,
  tracking: number,
  timeNs: number,
  breachedLevel: string,
): number {
  header(out, at, 0x57, 0, tracking, timeNs);
  putAlpha(out, at + 11, 1, breachedLevel);
  return 12;
}

/** `K`. The release time is in seconds since midnight. */
export function encodeIpoQuotingPeriodUpdate(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  releaseTimeS: number,
  releaseQualifier: string,
  ipoPrice: number,
): number {
  header(out, at, 0x4b, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  put32(out, at + 19, releaseTimeS);
  putAlpha(out, at + 23, 1, releaseQualifier);
  put32(out, at + 24, ipoPrice);
  return 28;
}

/** `J` */
export function encodeLuldAuctionCollar(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  referencePrice: number,
  upperCollar: number,
  lowerCollar: number,
  extension: number,
): number {
  header(out, at, 0x4a, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  put32(out, at + 19, referencePrice);
  put32(out, at + 23, upperCollar);
  put32(out, at + 27, lowerCollar);
  put32(out, at + 31, extension);
  return 35;
}

/** `h` */
export function encodeOperationalHalt(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  marketCode: string,
  haltAction: string,
): number {
  header(out, at, 0x68, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  putAlpha(out, at + 19, 1, marketCode);
  putAlpha(out, at + 20, 1, haltAction);
  return 21;
}

function addOrder(
  out: Uint8Array,
  at: number,
  refHi: number,
  refLo: number,
  side: string,
  shares: number,
  stock: string,
  price: number,
): void {
  put32(out, at + 11, refHi);
  put32(out, at + 15, refLo);
  putAlpha(out, at + 19, 1, side);
  put32(out, at + 20, shares);
  putAlpha(out, at + 24, 8, stock);
  put32(out, at + 32, price);
}

/** `A` */
export function encodeAddOrder(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  side: string,
  shares: number,
  stock: string,
  price: number,
): number {
  header(out, at, 0x41, locate, tracking, timeNs);
  addOrder(out, at, refHi, refLo, side, shares, stock, price);
  return 36;
}

/** `F` */
export function encodeAddOrderMpid(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  side: string,
  shares: number,
  stock: string,
  price: number,
  attribution: string,
): number {
  header(out, at, 0x46, locate, tracking, timeNs);
  addOrder(out, at, refHi, refLo, side, shares, stock, price);
  putAlpha(out, at + 36, 4, attribution);
  return 40;
}

/** `E` */
export function encodeOrderExecuted(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  executedShares: number,
  matchHi: number,
  matchLo: number,
): number {
  header(out, at, 0x45, locate, tracking, timeNs);
  put32(out, at + 11, refHi);
  put32(out, at + 15, refLo);
  put32(out, at + 19, executedShares);
  put32(out, at + 23, matchHi);
  put32(out, at + 27, matchLo);
  return 31;
}

/** `C` */
export function encodeOrderExecutedWithPrice(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  executedShares: number,
  matchHi: number,
  matchLo: number,
  printable: string,
  executionPrice: number,
): number {
  encodeOrderExecuted(out, at, locate, tracking, timeNs, refHi, refLo, executedShares, matchHi, matchLo);
  out[at] = 0x43;
  putAlpha(out, at + 31, 1, printable);
  put32(out, at + 32, executionPrice);
  return 36;
}

/** `X` */
export function encodeOrderCancel(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  canceledShares: number,
): number {
  header(out, at, 0x58, locate, tracking, timeNs);
  put32(out, at + 11, refHi);
  put32(out, at + 15, refLo);
  put32(out, at + 19, canceledShares);
  return 23;
}

/** `D` */
export function encodeOrderDelete(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
): number {
  header(out, at, 0x44, locate, tracking, timeNs);
  put32(out, at + 11, refHi);
  put32(out, at + 15, refLo);
  return 19;
}

/** `U` */
export function encodeOrderReplace(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  originalHi: number,
  originalLo: number,
  newHi: number,
  newLo: number,
  shares: number,
  price: number,
): number {
  header(out, at, 0x55, locate, tracking, timeNs);
  put32(out, at + 11, originalHi);
  put32(out, at + 15, originalLo);
  put32(out, at + 19, newHi);
  put32(out, at + 23, newLo);
  put32(out, at + 27, shares);
  put32(out, at + 31, price);
  return 35;
}

/** `P` */
export function encodeTradeNonCross(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  refHi: number,
  refLo: number,
  side: string,
  shares: number,
  stock: string,
  price: number,
  matchHi: number,
  matchLo: number,
): number {
  header(out, at, 0x50, locate, tracking, timeNs);
  addOrder(out, at, refHi, refLo, side, shares, stock, price);
  put32(out, at + 36, matchHi);
  put32(out, at + 40, matchLo);
  return 44;
}

/** `Q` */
export function encodeCrossTrade(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  shares: number,
  stock: string,
  crossPrice: number,
  matchHi: number,
  matchLo: number,
  crossType: string,
): number {
  header(out, at, 0x51, locate, tracking, timeNs);
  put64(out, at + 11, shares);
  putAlpha(out, at + 19, 8, stock);
  put32(out, at + 27, crossPrice);
  put32(out, at + 31, matchHi);
  put32(out, at + 35, matchLo);
  putAlpha(out, at + 39, 1, crossType);
  return 40;
}

/** `B` */
export function encodeBrokenTrade(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  matchHi: number,
  matchLo: number,
): number {
  header(out, at, 0x42, locate, tracking, timeNs);
  put32(out, at + 11, matchHi);
  put32(out, at + 15, matchLo);
  return 19;
}

export interface NoiiFields {
  readonly pairedShares: number;
  readonly imbalanceShares: number;
  readonly imbalanceDirection: string;
  readonly stock: string;
  readonly farPrice: number;
  readonly nearPrice: number;
  readonly currentReferencePrice: number;
  readonly crossType: string;
  readonly priceVariation: string;
}

/** `I` */
export function encodeNoii(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  fields: NoiiFields,
): number {
  header(out, at, 0x49, locate, tracking, timeNs);
  put64(out, at + 11, fields.pairedShares);
  put64(out, at + 19, fields.imbalanceShares);
  putAlpha(out, at + 27, 1, fields.imbalanceDirection);
  putAlpha(out, at + 28, 8, fields.stock);
  put32(out, at + 36, fields.farPrice);
  put32(out, at + 40, fields.nearPrice);
  put32(out, at + 44, fields.currentReferencePrice);
  putAlpha(out, at + 48, 1, fields.crossType);
  putAlpha(out, at + 49, 1, fields.priceVariation);
  return 50;
}

/** `N` */
export function encodeRpii(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  stock: string,
  interestFlag: string,
): number {
  header(out, at, 0x4e, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, stock);
  putAlpha(out, at + 19, 1, interestFlag);
  return 20;
}

export interface DirectListingFields {
  readonly stock: string;
  readonly openEligibility: string;
  readonly minAllowablePrice: number;
  readonly maxAllowablePrice: number;
  readonly nearExecutionPrice: number;
  /** Nanoseconds since midnight. */
  readonly nearExecutionTime: number;
  readonly lowerPriceRangeCollar: number;
  readonly upperPriceRangeCollar: number;
}

/** `O` */
export function encodeDirectListingCapitalRaise(
  out: Uint8Array,
  at: number,
  locate: number,
  tracking: number,
  timeNs: number,
  fields: DirectListingFields,
): number {
  header(out, at, 0x4f, locate, tracking, timeNs);
  putAlpha(out, at + 11, 8, fields.stock);
  putAlpha(out, at + 19, 1, fields.openEligibility);
  put32(out, at + 20, fields.minAllowablePrice);
  put32(out, at + 24, fields.maxAllowablePrice);
  put32(out, at + 28, fields.nearExecutionPrice);
  put64(out, at + 32, fields.nearExecutionTime);
  put32(out, at + 40, fields.lowerPriceRangeCollar);
  put32(out, at + 44, fields.upperPriceRangeCollar);
  return 48;
}
