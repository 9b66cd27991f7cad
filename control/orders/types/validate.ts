/** What is wrong with an order in itself, whatever the venues can do: each rule names the field, what was found and what was expected. */
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { deny, type TypeDenial } from './denials.js';
import { isAuction, isImmediate, isStop, isTrailing } from './names.js';
import { parameterFault } from './parameters.js';

type Terms = Readonly<ClientOrder>;

const SIDES: ReadonlySet<number> = new Set(Object.values(Side));
const TYPES: ReadonlySet<number> = new Set(Object.values(OrdType));
const TIMES: ReadonlySet<number> = new Set(Object.values(TimeInForce));

/** Undefined when it is a type that exists. */
export function termsFault(terms: Terms): TypeDenial | undefined {
  return (
    amountsFault(terms) ??
    priceFault(terms) ??
    stopFault(terms) ??
    pegFault(terms) ??
    timeFault(terms) ??
    postOnlyFault(terms) ??
    shownFault(terms) ??
    minimumFault(terms) ??
    algoFault(terms) ??
    linkFault(terms) ??
    parameterFault(terms)
  );
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function amountsFault(terms: Terms): TypeDenial | undefined {
  const { quantity, side, ordType, timeInForce, price, stopPrice } = terms;
  if (!isWhole(quantity) || quantity === 0)
    return deny('TYPE_QUANTITY', `quantity (38): found ${quantity}, expected a whole number of units above 0`);
  if (!SIDES.has(side)) return deny('TYPE_SIDE', `side (54): found ${character(side)}, expected 1, 2, 5 or 6`);
  if (!TYPES.has(ordType))
    return deny('TYPE_UNKNOWN', `order type (40): found ${character(ordType)}, expected 1, 2, 3, 4 or P`);
  if (!TIMES.has(timeInForce))
    return deny('TYPE_UNKNOWN', `time in force (59): found ${character(timeInForce)}, expected 0, 1, 2, 3, 4, 6 or 7`);
  if (!isWhole(price)) return deny('TYPE_PRICE', `price (44): found ${price}, expected a whole number of units`);
  if (!isWhole(stopPrice))
    return deny('TYPE_PRICE', `stop price (99): found ${stopPrice}, expected a whole number of units`);
  return undefined;
}

function priceFault({ ordType, price }: Terms): TypeDenial | undefined {
  if ((ordType === OrdType.market || ordType === OrdType.stop) && price !== 0)
    return deny(
      'TYPE_MARKET_HAS_PRICE',
      `price (44): found ${price}, expected none with order type (40) ${character(ordType)}`,
    );
  if ((ordType === OrdType.limit || ordType === OrdType.stopLimit) && price === 0)
    return deny('TYPE_LIMIT_NEEDS_PRICE', `price (44) is missing with order type (40) ${character(ordType)}`);
  return undefined;
}

function stopFault(terms: Terms): TypeDenial | undefined {
  const { ordType, stopPrice, trailOffset } = terms;
  const isPlainStop = ordType === OrdType.stop || ordType === OrdType.stopLimit;
  if (isPlainStop && stopPrice === 0)
    return deny('TYPE_STOP_NEEDS_PRICE', `stop price (99) is missing with order type (40) ${character(ordType)}`);
  if (!isPlainStop && stopPrice !== 0)
    return deny(
      'TYPE_STOP_PRICE_UNUSED',
      `stop price (99): found ${stopPrice}, expected none with order type (40) ${character(ordType)}`,
    );
  if (!isWhole(trailOffset) || (trailOffset > 0 && ordType !== OrdType.pegged))
    return deny(
      'TYPE_TRAIL_NEEDS_OFFSET',
      `trailing offset (211): found ${trailOffset} with order type (40) ${character(ordType)}, expected a whole number above 0 with P`,
    );
  if (!isStop(terms)) return undefined;
  if (isAuction(terms) || terms.timeInForce === TimeInForce.fillOrKill)
    return deny(
      'TYPE_STOP_TIME_IN_FORCE',
      `time in force (59): found ${character(terms.timeInForce)}, expected 0, 1, 3 or 6 with a stop`,
    );
  const extra = [
    terms.hidden && 'hidden',
    terms.displayQuantity > 0 && 'display quantity (111)',
    terms.minQuantity > 0 && 'minimum quantity (110)',
    terms.postOnly && 'post-only (18=6)',
    terms.pegTo !== '' && 'peg (18)',
  ].find((name) => name !== false);
  return extra === undefined ? undefined : deny('TYPE_STOP_COMBINATION', `${extra}: not with a stop`);
}

function pegFault(terms: Terms): TypeDenial | undefined {
  const { ordType, pegTo, pegOffset } = terms;
  if (isTrailing(terms))
    return pegOffset === 0
      ? undefined
      : deny('TYPE_PEG_NEEDS_REFERENCE', `peg offset (211): found ${pegOffset} beside a trailing offset`);
  if (ordType !== OrdType.pegged) {
    if (pegTo === '' && pegOffset === 0) return undefined;
    return deny(
      'TYPE_PEG_NEEDS_REFERENCE',
      `peg (18, 211): found ${pegTo === '' ? pegOffset : pegTo}, expected none with order type (40) ${character(ordType)}`,
    );
  }
  if (pegTo === '')
    return deny(
      'TYPE_PEG_NEEDS_REFERENCE',
      'peg reference (18=R, P, M or a with 211) is missing with order type (40) P',
    );
  if (!Number.isSafeInteger(pegOffset))
    return deny('TYPE_PEG_NEEDS_REFERENCE', `peg offset (211): found ${pegOffset}, expected a whole number of units`);
  if (isImmediate(terms) || isAuction(terms))
    return deny(
      'TYPE_PEG_TIME_IN_FORCE',
      `time in force (59): found ${character(terms.timeInForce)}, expected 0, 1 or 6 with a peg`,
    );
  return undefined;
}

function timeFault(terms: Terms): TypeDenial | undefined {
  const { timeInForce, expireEpochMs } = terms;
  const isDated = timeInForce === TimeInForce.goodTillDate;
  if (isDated && !(expireEpochMs > 0))
    return deny('TYPE_GTD_NEEDS_TIME', 'expire time (126) or date (432) is missing with time in force (59) 6');
  if (!isDated && expireEpochMs !== 0)
    return deny(
      'TYPE_GTD_NEEDS_TIME',
      `expire time (126): found ${expireEpochMs}, expected none with time in force (59) ${character(timeInForce)}`,
    );
  if (!isAuction(terms)) return undefined;
  const extra = [
    terms.postOnly && 'post-only (18=6)',
    terms.hidden && 'hidden',
    terms.displayQuantity > 0 && 'display quantity (111)',
    terms.minQuantity > 0 && 'minimum quantity (110)',
    terms.algo !== '' && 'algorithm (847)',
  ].find((name) => name !== false);
  return extra === undefined
    ? undefined
    : deny('TYPE_AUCTION_COMBINATION', `${extra}: not with time in force (59) ${character(timeInForce)}`);
}

function postOnlyFault(terms: Terms): TypeDenial | undefined {
  if (!terms.postOnly) return undefined;
  if (isImmediate(terms))
    return deny(
      'TYPE_POST_ONLY_COMBINATION',
      `post-only (18=6): not with time in force (59) ${character(terms.timeInForce)}`,
    );
  if (terms.ordType === OrdType.market)
    return deny('TYPE_POST_ONLY_COMBINATION', 'post-only (18=6): not with order type (40) 1');
  return undefined;
}

function shownFault(terms: Terms): TypeDenial | undefined {
  const { displayQuantity, quantity, hidden, ordType } = terms;
  if (!isWhole(displayQuantity) || displayQuantity > quantity)
    return deny(
      'TYPE_DISPLAY_QUANTITY',
      `display quantity (111): found ${displayQuantity}, expected at most the quantity, ${quantity}`,
    );
  const rests = !isImmediate(terms) && ordType !== OrdType.market;
  if (displayQuantity > 0 && (!rests || hidden))
    return deny(
      'TYPE_DISPLAY_COMBINATION',
      `display quantity (111): not with ${hidden ? 'hidden' : rests ? '' : 'an order that does not rest'}`,
    );
  if (hidden && !rests) return deny('TYPE_HIDDEN_COMBINATION', 'hidden: not with an order that does not rest');
  return undefined;
}

function minimumFault(terms: Terms): TypeDenial | undefined {
  const { minQuantity, quantity, displayQuantity, timeInForce } = terms;
  if (minQuantity === 0) return undefined;
  if (!isWhole(minQuantity) || minQuantity > quantity)
    return deny(
      'TYPE_MIN_QUANTITY',
      `minimum quantity (110): found ${minQuantity}, expected at most the quantity, ${quantity}`,
    );
  const extra = [
    terms.postOnly && 'post-only (18=6)',
    displayQuantity > 0 && 'display quantity (111)',
    timeInForce === TimeInForce.fillOrKill && 'time in force (59) 4',
    terms.pegTo !== '' && 'peg (18)',
  ].find((name) => name !== false);
  return extra === undefined
    ? undefined
    : deny('TYPE_MIN_QUANTITY_COMBINATION', `minimum quantity (110): not with ${extra}`);
}

function algoFault(terms: Terms): TypeDenial | undefined {
  const { algo, participationBps, algoStartEpochMs, algoEndEpochMs, ordType } = terms;
  if ((algo === 'pov') !== participationBps > 0 || !isWhole(participationBps) || participationBps > 10_000)
    return deny(
      'TYPE_ALGO_PARTICIPATION',
      `participation (849): found ${participationBps} basis points, expected ${algo === 'pov' ? '1 to 10,000' : 'none but with POV (847=2)'}`,
    );
  if (algo === '') {
    if (algoStartEpochMs === 0 && algoEndEpochMs === 0) return undefined;
    return deny(
      'TYPE_ALGO_TIMES',
      `start (168) and end (126): found ${algoStartEpochMs} and ${algoEndEpochMs} without an algorithm (847)`,
    );
  }
  if (ordType !== OrdType.market && ordType !== OrdType.limit)
    return deny(
      'TYPE_ALGO_COMBINATION',
      `order type (40): found ${character(ordType)}, expected 1 or 2 with algorithm (847) ${algo}`,
    );
  const extra = [
    terms.postOnly && 'post-only (18=6)',
    terms.displayQuantity > 0 && 'display quantity (111)',
    terms.hidden && 'hidden',
    terms.minQuantity > 0 && 'minimum quantity (110)',
    isImmediate(terms) && `time in force (59) ${character(terms.timeInForce)}`,
  ].find((name) => name !== false);
  if (extra !== undefined) return deny('TYPE_ALGO_COMBINATION', `${extra}: not with algorithm (847) ${algo}`);
  if (algoEndEpochMs !== 0 && algoEndEpochMs <= algoStartEpochMs)
    return deny(
      'TYPE_ALGO_TIMES',
      `end (126): found ${algoEndEpochMs}, expected a time after the start, ${algoStartEpochMs}`,
    );
  return undefined;
}

function linkFault(terms: Terms): TypeDenial | undefined {
  const { linkId, linkKind } = terms;
  if ((linkId === '') !== (linkKind === ''))
    return deny(
      'TYPE_LINK_NEEDS_ID',
      linkId === ''
        ? `link name (583) is missing with kind (7103) ${linkKind}`
        : `kind of link (7103) is missing with name (583) ${linkId}`,
    );
  if (linkKind === 'oco' && isImmediate(terms))
    return deny(
      'TYPE_LINK_COMBINATION',
      `time in force (59): found ${character(terms.timeInForce)}, expected one that can wait in an OCO`,
    );
  return undefined;
}

function character(code: number): string {
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : `code ${code}`;
}
