/** The first pieces of `look` (look.ts): whether the case is usual, and the book that is seen. */
import {
  block,
  either,
  f64,
  f64x2,
  i32,
  i64,
  i64x2,
  leave,
  loop,
  v128,
  when,
  type Code,
} from '../../protocols/web-assembly/assembler.js';
import { BEST, BEST_STRIDE, CONDITION, QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import { HEAD } from '../decisions/frame.js';
import { LOCAL, LOCAL_WORDS } from '../learning/measures.js';
import { PLAN } from '../plan.js';
import { RULE } from '../rules/rule-book.js';
import { STATE, STATE_WORDS } from '../terms.js';
import { ANSWER, AT, CALL, LIST } from './layout.js';
import { not, SEEN, type LookLocals } from './look-locals.js';
import { bit, eachOf, eachVenue, held, integer, item, SEEN_BYTES_LOG2, signOf } from './words.js';

/** Between a bid and the offer that stands beside it. */
const TO_ASK = 8 * (BEST.askPrice - BEST.bidPrice);
const QUOTE_TO_ASK = 8 * (QUOTE.askPrice - QUOTE.bidPrice);
const QUOTE_BYTES = 8 * QUOTE_STRIDE;
/** Venues. */
const AT_A_TIME = 4;
const BUY = 0x31;
const giveUp = leave(ANSWER.givenUp);

function any(conditions: readonly Code[]): Code {
  return conditions.reduce((sum, condition) => i32.or(sum, condition));
}

/** Whether the case is usual, the rules, and the limit. */
export function isUsual(all: LookLocals): readonly Code[] {
  const {
    isBuy,
    best,
    state,
    rules,
    isProtected,
    price,
    sign,
    limit,
    epochMs,
    barrier,
    shown,
    instrument,
    side,
    plan,
    own,
  } = all;
  return [
    isBuy.set(i32.eq(side, BUY)),
    best.set(i32.add(item(held(AT.best), instrument, Math.log2(8 * BEST_STRIDE)), i32.mul(isBuy, TO_ASK))),
    state.set(item(held(AT.states), instrument, Math.log2(8 * STATE_WORDS))),
    price.set(f64.load(best)),
    epochMs.set(f64.load(0, CALL.epochMs)),
    when(
      any([
        f64.eq(price, f64.of(0)),
        f64.lt(price, own(STATE.fromPrice)),
        f64.ge(price, own(STATE.belowPrice)),
        f64.lt(epochMs, own(STATE.fromMs)),
        f64.ge(epochMs, own(STATE.untilMs)),
        f64.lt(own(STATE.plain), f64.load(0, CALL.quantity)),
        f64.eq(f64.load(i32.sub(best, i32.mul(isBuy, TO_ASK)), 8 * BEST.condition), f64.of(CONDITION.crossed)),
      ]),
      giveUp,
    ),
    rules.set(integer(own(STATE.rules))),
    when(i32.and(rules, RULE.halts), when(f64.ne(own(STATE.halt), f64.of(0)), giveUp)),
    isProtected.set(i32.ne(i32.and(rules, RULE.orderProtection), 0)),
    when(i32.eqz(i32.and(plan, either(PLAN.swiftIfProtected, PLAN.swiftIfOpen, isProtected))), giveUp),
    sign.set(signOf(isBuy)),
    limit.set(f64.load(0, CALL.limitPrice)),
    limit.set(either(f64.of(Infinity), f64.mul(sign, limit), f64.eq(limit, f64.of(0)))),
    when(
      i32.and(rules, RULE.priceBands),
      barrier.set(f64.load(item(state, isBuy, 3), 8 * STATE.lowerBand)),
      shown.set(f64.mul(sign, barrier)),
      when(i32.and(f64.ne(barrier, f64.of(0)), f64.lt(shown, limit)), limit.set(shown)),
    ),
  ];
}

/** The quotes, who can be used, and who of them has the best price. */
export function seeBook(all: LookLocals): readonly Code[] {
  const {
    isBuy,
    isOut,
    quote,
    seen,
    free,
    best,
    venue,
    mask,
    quoted,
    odd,
    none,
    listed,
    usable,
    group,
    out,
    gone,
    leader,
    price,
    sign,
    limit,
    shown,
    at,
    instrument,
    own,
    seenOf,
    signedOf,
    freeOf,
  } = all;
  const shownOf = (further: number): Code => v128.load(i32.add(quote, leader), further * QUOTE_BYTES);
  /** Of the venue that stands so many further on. The first half of `odd` is 0 as long as every quote counts, and of `none` as long as each has a price. */
  const seeOne = (further: number): readonly Code[] => [
    quoted.set(shownOf(further)),
    v128.store(seen, quoted, SEEN + (further << SEEN_BYTES_LOG2)),
    odd.set(v128.or(odd, v128.load(quote, further * QUOTE_BYTES + 8 * QUOTE.state))),
    none.set(v128.or(none, f64x2.eq(quoted, f64x2.of(0, 0)))),
  ];
  const first = i32.mul(instrument, held(AT.venues));
  const findOut: readonly Code[] = [
    quote.set(item(held(AT.quotes), first, Math.log2(8 * QUOTE_STRIDE))),
    venue.set(0),
    eachVenue(
      venue,
      [[quote, QUOTE_BYTES]],
      [
        isOut.set(i32.or(i64.ne(i64.load(quote, 8 * QUOTE.state), 0n), i64.eqz(i64.load(i32.add(quote, leader))))),
        out.set(i32.or(out, i32.shl(isOut, venue))),
      ],
    ),
  ];

  return [
    quote.set(item(held(AT.quotes), first, Math.log2(8 * QUOTE_STRIDE))),
    seen.set(at),
    leader.set(i32.mul(isBuy, QUOTE_TO_ASK)),
    mask.set(i32.sub(held(AT.venues), AT_A_TIME - 1)),
    block((few) => [
      few.if(i32.lt_s(mask, 1)),
      loop((again) => [
        ...[0, 1, 2, 3].flatMap(seeOne),
        quote.set(i32.add(quote, AT_A_TIME * QUOTE_BYTES)),
        seen.set(i32.add(seen, AT_A_TIME << SEEN_BYTES_LOG2)),
        venue.set(i32.add(venue, AT_A_TIME)),
        again.if(i32.lt_s(venue, mask)),
      ]),
    ]),
    block((all) => [
      all.if(i32.eq(venue, held(AT.venues))),
      eachVenue(
        venue,
        [
          [quote, QUOTE_BYTES],
          [seen, 1 << SEEN_BYTES_LOG2],
        ],
        seeOne(0),
      ),
    ]),
    when(i64.ne(i64x2.extract_lane(v128.or(odd, none), 0), 0n), ...findOut),
    free.set(at),
    listed.set(integer(own(STATE.listed))),
    // A listed venue whose quote does not count, or is not there: the long way says why.
    when(i32.and(out, listed), giveUp),
    usable.set(listed),
    when(
      f64.ne(limit, f64.of(Infinity)),
      seen.set(at),
      venue.set(0),
      mask.set(0),
      eachVenue(
        venue,
        [[seen, 1 << SEEN_BYTES_LOG2]],
        [mask.set(i32.or(mask, i32.shl(f64.gt(f64.mul(sign, f64.load(seen, SEEN)), limit), venue)))],
      ),
      usable.set(i32.and(usable, not(mask))),
    ),
    // What orders of ours are on their way to is not there for this one.
    mask.set(i32.and(i32.load(i32.add(item(held(AT.reserved), instrument, 3), item(0, i32.eqz(isBuy), 2))), usable)),
    when(
      mask,
      free.set(LIST.free - SEEN),
      eachOf(usable, out, venue, [
        v128.store(item(free, venue, SEEN_BYTES_LOG2), v128.load(seenOf(venue), SEEN), SEEN),
      ]),
      eachOf(mask, out, venue, [
        seen.set(
          item(held(AT.local), i32.add(i32.mul(instrument, held(AT.venues)), venue), Math.log2(8 * LOCAL_WORDS)),
        ),
        seen.set(i32.add(seen, item(0, i32.eqz(isBuy), 3))),
        shown.set(f64.sub(freeOf(venue), f64.load(seen, 8 * LOCAL.reservedBuy))),
        f64.store(item(free, venue, SEEN_BYTES_LOG2), shown, SEEN + 8),
        gone.set(i32.or(gone, i32.shl(f64.le(shown, f64.of(0)), venue))),
      ]),
      usable.set(i32.and(usable, not(gone))),
    ),
    group.set(i32.and(integer(f64.load(best, 8 * BEST.bidVenues)), usable)),
    when(
      i32.eqz(group),
      when(i32.eqz(usable), giveUp),
      // The consolidated best is nobody's that can be used: the best of those that can.
      price.set(f64.of(Infinity)),
      eachOf(usable, mask, venue, [
        shown.set(signedOf(venue)),
        group.set(either(bit(venue), i32.or(group, i32.shl(f64.eq(shown, price), venue)), f64.lt(shown, price))),
        price.set(either(shown, price, f64.lt(shown, price))),
      ]),
      price.set(f64.mul(sign, price)),
    ),
    f64.store(at, f64.load(i32.sub(best, i32.mul(isBuy, TO_ASK)), 8 * BEST.bidPrice), 8 * HEAD.bestBid),
    f64.store(at, f64.load(i32.sub(best, i32.mul(isBuy, TO_ASK)), 8 * BEST.askPrice), 8 * HEAD.bestAsk),
  ];
}
