/**
 * The pass in one go for the orders that come most: limit and market orders as they are, whose instrument has a quote. Each condition of the steps (admission.ts to
 * capacity-check.ts) stands here once more as a comparison that must hold, so a number that is none holds in none of them. An order that meets all of them has passed, and what
 * a pass leaves behind is left; for every other nothing was changed but the clock of the rates, and the steps, which know the reason, look at it from the beginning.
 *
 * One function, as this is what every order pays; the steps by themselves took about twice the time.
 */
import { BEST, BEST_STRIDE, EXCLUDED, QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { TERMS, TERMS_COUNT } from './duplicates.js';
import { MAY, MAY_STRIDE, MONEY, MONEY_STRIDE, ROW, ROW_STRIDE } from './layout.js';
import { STEPS, STEPS_STRIDE } from './listings.js';
import { SHORT_SALE } from './market-facts.js';
import { BUCKET, BUCKET_STRIDE, TOKEN } from './message-rate.js';
import { typeBits } from './order-kinds.js';
import { CELL, PRICE_MAX, type Desk } from './pass.js';

const BPS = 10_000;
const STOPS = EXCLUDED.halted | EXCLUDED.disabled | EXCLUDED.notTrading;
const EQUITY_BIT = 1;
/** Products and sums of whole numbers up to here are exact, and rounded quotients of them never reach the next whole number. */
const EXACT = 2 ** 52;
const LIMIT_BIT = 2;
const MARKET_BIT = 1;

export type QuickPass = (order: Readonly<ClientOrder>, cells: Float64Array, isNew: boolean) => boolean;

/**
 * Makes the function. It is true for an order that passes. It reads epochMs, quantity and price from the cells, and of a replacement the open quantities and the price held; it
 * writes the exposure price that passed. A closure, because the compiler then takes the tables for the constants that they are.
 */
export function quickPass({ tables, listings, market, facts, kill, rate, duplicates }: Desk): QuickPass {
  const { rows, money, may, faults, assetClassBit, currencyOf, openOrders, maxOpenOrders, clients } = tables;
  const { multiplier, divisor, inverse } = tables.valuation;
  const { venues: listedVenues, firstGroup, groupVenues, steps } = listings;
  const { quotes, best, venues: venueCount } = market;
  const { firm: killFirm, clients: killClients, symbols: killSymbols, venues: killVenues } = kill;
  const { buckets, passed } = rate;
  const { shortSale } = facts;
  const instruments = tables.instruments.length;
  const currencies = tables.currencies.length;
  const scratch = new Float64Array(TERMS_COUNT);

  return (order, cells, isNew) => {
    const { client, instrument, side, ordType } = order;
    const quantity = cells[CELL.quantity]!;
    const price = cells[CELL.price]!;

    // Who, and whether anything stops it altogether.
    if (client >>> 0 !== client || client >= clients) return false;
    if (instrument >>> 0 !== instrument || instrument >= instruments) return false;
    if ((faults[client]! | killFirm[0]! | killClients[client]! | killSymbols[instrument]!) !== 0) return false;
    const row = (client * instruments + instrument) * ROW_STRIDE;
    if (rows[row + ROW.missing] !== 0 || rows[row + ROW.restricted] !== 0) return false;
    rate.advance(cells, CELL.epochMs);

    // What kind of order, and whether the client may send it.
    const isLimit = ordType === OrdType.limit;
    if (isLimit ? !(price > 0 && price <= PRICE_MAX) : ordType !== OrdType.market || price !== 0) return false;
    if (order.stopPrice !== 0 || order.algo !== '') return false;
    const { timeInForce } = order;
    if (timeInForce === TimeInForce.atTheOpening || timeInForce === TimeInForce.atTheClose) return false;
    const isBuy = side === Side.buy;
    const isShort = side === Side.sellShort || side === Side.sellShortExempt;
    const sideBit = isBuy ? 1 : side === Side.sell ? 2 : side === Side.sellShort ? 4 : isShort ? 8 : 0;
    const mine = client * MAY_STRIDE;
    const assetClass = assetClassBit[instrument]!;
    if ((may[mine + MAY.assetClasses]! & assetClass) === 0 || (may[mine + MAY.sides]! & sideBit) === 0) return false;
    if ((may[mine + MAY.orderTypes]! & (isLimit ? LIMIT_BIT : MARKET_BIT)) === 0) return false;
    const venues = listedVenues[instrument]! & may[mine + MAY.venues]! & ~killVenues[0]!;
    if (venues === 0) return false;

    // Quantity, price, and the steps of the first of the venues that it may go to.
    if (!(quantity > 0 && quantity <= rows[row + ROW.maxQuantity]! && quantity <= EXACT)) return false;
    const group = firstGroup[instrument]!;
    if ((groupVenues[group]! & venues) === 0) return false;
    const step = group * STEPS_STRIDE;
    // Both are whole numbers if they are whole multiples, as steps are whole.
    const tick = steps[step + STEPS.tick]!;
    if (Math.floor(price / tick) * tick !== price) return false;
    const lot = steps[step + STEPS.lot]!;
    if (Math.floor(quantity / lot) * lot !== quantity || !(quantity >= steps[step + STEPS.minQuantity]!)) return false;

    // The market: one of the venues takes orders, and the price is not too far through the other side.
    const firstQuote = instrument * venueCount;
    let rest = venues;
    while ((quotes[(firstQuote + 31 - Math.clz32(rest & -rest)) * QUOTE_STRIDE + QUOTE.state]! & STOPS) !== 0) {
      rest &= rest - 1;
      if (rest === 0) return false;
    }
    const quote = instrument * BEST_STRIDE;
    const reference = best[quote + (isBuy ? BEST.askPrice : BEST.bidPrice)]!;
    const bps = rows[row + ROW.collarBps]!;
    const collar = reference * (isBuy ? BPS + bps : BPS - bps);
    if (!(reference > 0 && collar <= EXACT && price <= EXACT / BPS)) return false;
    let worst = price;
    let exposurePrice = price;
    if (!isLimit) {
      exposurePrice = worst = isBuy ? Math.floor(collar / BPS) : Math.ceil(collar / BPS);
      if (!isBuy) exposurePrice = reference;
    } else if (isBuy) {
      if (!(price * BPS <= collar)) return false;
    } else {
      if (!(price * BPS >= collar)) return false;
      if (reference > price) exposurePrice = reference;
    }
    if (isShort && assetClass === EQUITY_BIT) {
      if (!order.located) return false;
      if (side === Side.sellShort && shortSale[instrument] !== SHORT_SALE.unrestricted) {
        const bid = best[quote + BEST.bidPrice]!;
        if (!(bid > 0 && price > bid)) return false;
      }
    }
    if (may[mine + MAY.selfTrade] === 0) {
      const resting = rows[row + (isBuy ? ROW.ownAsk : ROW.ownBid)]!;
      if (resting !== 0 && !(isBuy ? resting > worst : resting < worst)) return false;
    }

    // Its value, and what it adds.
    const each = multiplier[instrument]!;
    const by = divisor[instrument]!;
    if (inverse[instrument] !== 0) return false;
    const product = quantity * each * exposurePrice;
    if (!(product <= EXACT)) return false;
    const notional = Math.ceil(product / by);
    if (!(notional <= rows[row + ROW.maxNotional]!)) return false;
    let addedQuantity = quantity;
    let addedValue = notional;
    if (!isNew) {
      const oldProduct = cells[CELL.oldOpen]! * each * cells[CELL.oldPrice]!;
      const newProduct = cells[CELL.newOpen]! * each * exposurePrice;
      if (!(oldProduct <= EXACT && newProduct <= EXACT)) return false;
      addedQuantity = cells[CELL.newOpen]! - cells[CELL.oldOpen]!;
      addedValue = Math.ceil(newProduct / by) - Math.ceil(oldProduct / by);
    } else {
      if (!(openOrders[client]! < maxOpenOrders[client]! && openOrders[clients]! < maxOpenOrders[clients]!))
        return false;
    }

    // Positions and credit of the client, then of the firm.
    const firmRow = (clients * instruments + instrument) * ROW_STRIDE;
    if (addedQuantity > 0) {
      if (isBuy) {
        if (!(rows[row]! + rows[row + ROW.openBuy]! + addedQuantity <= rows[row + ROW.maxLong]!)) return false;
        if (!(rows[firmRow]! + rows[firmRow + ROW.openBuy]! + addedQuantity <= rows[firmRow + ROW.maxLong]!))
          return false;
      } else {
        if (!(rows[row + ROW.openSell]! - rows[row]! + addedQuantity <= rows[row + ROW.maxShort]!)) return false;
        if (!(rows[firmRow + ROW.openSell]! - rows[firmRow]! + addedQuantity <= rows[firmRow + ROW.maxShort]!))
          return false;
      }
    }
    if (addedValue > 0) {
      const currency = currencyOf[instrument]!;
      let at = (client * currencies + currency) * MONEY_STRIDE;
      for (let owner = 0; owner < 2; owner++) {
        const net = money[at + MONEY.net]!;
        const openBuy = money[at + MONEY.openBuy]!;
        const openSell = money[at + MONEY.openSell]!;
        if (!(money[at + MONEY.gross]! + openBuy + openSell + addedValue <= money[at + MONEY.maxGross]!)) return false;
        if (!((isBuy ? net + openBuy : openSell - net) + addedValue <= money[at + MONEY.maxNet]!)) return false;
        at = (clients * currencies + currency) * MONEY_STRIDE;
      }
    }

    // The rate of messages; taken at the end, where nothing can refuse it any more.
    const now = passed[0]!;
    const ofClient = client * BUCKET_STRIDE;
    const ofFirm = clients * BUCKET_STRIDE;
    let clientTokens =
      buckets[ofClient + BUCKET.tokens]! + (now - buckets[ofClient + BUCKET.at]!) * buckets[ofClient + BUCKET.perMs]!;
    if (clientTokens > buckets[ofClient + BUCKET.most]!) clientTokens = buckets[ofClient + BUCKET.most]!;
    let firmTokens =
      buckets[ofFirm + BUCKET.tokens]! + (now - buckets[ofFirm + BUCKET.at]!) * buckets[ofFirm + BUCKET.perMs]!;
    if (firmTokens > buckets[ofFirm + BUCKET.most]!) firmTokens = buckets[ofFirm + BUCKET.most]!;
    if (!(clientTokens >= TOKEN && firmTokens >= TOKEN)) return false;

    const window = isNew ? duplicates[client] : undefined;
    if (window !== undefined) {
      scratch[TERMS.instrument] = instrument;
      scratch[TERMS.codes] = side | (typeBits(order) << 8) | (timeInForce << 20);
      scratch[TERMS.quantity] = quantity;
      scratch[TERMS.price] = price;
      scratch[TERMS.stopPrice] = 0;
      scratch[TERMS.offset] = order.pegOffset + order.trailOffset;
      if (window.isDuplicate(scratch, passed)) return false;
    }
    buckets[ofClient + BUCKET.tokens] = clientTokens - TOKEN;
    buckets[ofClient + BUCKET.at] = now;
    buckets[ofFirm + BUCKET.tokens] = firmTokens - TOKEN;
    buckets[ofFirm + BUCKET.at] = now;
    cells[CELL.passedPrice] = exposurePrice;
    return true;
  };
}
