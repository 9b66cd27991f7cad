/**
 * Who goes first of the venues at one price, in WebAssembly: the lowest fee, then the highest score; or, where the strategy goes by score, the highest score. Scores
 * are those of scoring.ts, worked out in the same order, so that they are the same to the last bit; simple strategies score what is displayed.
 */
import {
  call,
  define,
  either,
  f64,
  i32,
  leave,
  when,
  type Code,
  type Local,
} from '../../protocols/web-assembly/assembler.js';
import { HEAD, HEAD_WORDS } from '../decisions/frame.js';
import { AT_QUOTE, FILL_WORDS, LOCAL, LOCAL_WORDS } from '../learning/measures.js';
import { PLAN } from '../plan.js';
import { TERM, TERM_WORDS } from '../terms.js';
import { AT, CALL, LIST, WEIGHTS_BYTES, WORK } from './layout.js';
import { bit, eachOf, held, hold, isMany, item, others, SEEN_BYTES_LOG2, signOf } from './words.js';

const TERM_BYTES_LOG2 = Math.log2(8 * TERM_WORDS);
const LOCAL_BYTES_LOG2 = Math.log2(8 * LOCAL_WORDS);
const FILL_BYTES_LOG2 = Math.log2(8 * FILL_WORDS);
const ONE = f64.of(1);

/** Numbers of the functions in their module. */
export const HIGHEST = 0;
export const AHEAD = 1;

/** A double within 0 to 2, without a branch for NaN. */
function within(value: Local): Code {
  const least = either(f64.of(0), value, f64.lt(value, f64.of(0)));
  return either(f64.of(2), least, f64.gt(value, f64.of(2)));
}

/** highest(mask, at): of some venues, the first with the highest score; `at` is where the frame begins. */
export const highest = define('highest', 2, (args, local) => {
  const [mask, at] = args as [Local, Local];
  const [left, venue, row, seen, best, first] = Array.from({ length: 6 }, () => local('i32')) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [price, free, quantity, priced, liquid, score, most, perUnit, perRange, sign] = Array.from({ length: 10 }, () =>
    local('f64'),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const weights = local('i32');
  const reference = local('f64');
  const weight = (n: number): Code => f64.load(weights, 8 * n);
  const score1: readonly Code[] = [
    row.set(i32.add(first, venue)),
    seen.set(item(at, venue, SEEN_BYTES_LOG2)),
    price.set(f64.load(seen, 8 * HEAD_WORDS)),
    free.set(f64.load(item(held(AT.free), venue, SEEN_BYTES_LOG2), 8 * HEAD_WORDS + 8)),
    liquid.set(
      f64.mul(f64.add(free, f64.load(item(held(AT.local), row, LOCAL_BYTES_LOG2), 8 * LOCAL.hidden)), perUnit),
    ),
    liquid.set(either(ONE, liquid, f64.gt(liquid, ONE))),
    row.set(item(held(AT.rows), row, TERM_BYTES_LOG2)),
    priced.set(
      f64.sub(
        ONE,
        f64.mul(
          f64.sub(
            f64.add(
              f64.mul(sign, price),
              f64.add(f64.load(row, 8 * TERM.feeFlat), f64.mul(f64.load(row, 8 * TERM.feeRate), price)),
            ),
            f64.mul(sign, reference),
          ),
          perRange,
        ),
      ),
    ),
    priced.set(within(priced)),
    // By size: up to a quarter of what is there, up to all, up to four times, more (measures.ts, sizeOffset).
    seen.set(
      i32.add(
        i32.add(f64.gt(f64.mul(quantity, f64.of(4)), free), f64.gt(quantity, free)),
        f64.gt(quantity, f64.mul(free, f64.of(4))),
      ),
    ),
    seen.set(i32.add(item(held(AT.fills), venue, FILL_BYTES_LOG2), i32.shl(seen, 5))),
    score.set(f64.mul(weight(0), priced)),
    score.set(f64.add(score, f64.mul(weight(1), f64.load(item(held(AT.speeds), venue, 3))))),
    score.set(f64.add(score, f64.mul(weight(2), f64.load(seen, 8 * AT_QUOTE)))),
    score.set(f64.add(score, f64.mul(weight(3), f64.load(row, 8 * TERM.cost)))),
    score.set(f64.add(score, f64.mul(weight(4), liquid))),
    f64.store(item(0, venue, 3), score, LIST.scores),
  ];
  return [
    when(
      i32.and(mask, i32.xor(held(AT.scored), -1)),
      when(
        i32.and(held(AT.plan), PLAN.byDisplayed),
        eachOf(i32.and(mask, i32.xor(held(AT.scored), -1)), left, venue, [
          f64.store(item(0, venue, 3), f64.load(item(at, venue, SEEN_BYTES_LOG2), 8 * HEAD_WORDS + 8), LIST.scores),
        ]),
      ),
      when(
        i32.eqz(i32.and(held(AT.plan), PLAN.byDisplayed)),
        weights.set(i32.add(i32.mul(held(AT.strategy), WEIGHTS_BYTES), LIST.weights)),
        first.set(i32.mul(held(AT.instrument), held(AT.venues))),
        sign.set(signOf(held(AT.isBuy))),
        reference.set(either(f64.load(at, 8 * HEAD.bestAsk), f64.load(at, 8 * HEAD.bestBid), held(AT.isBuy))),
        quantity.set(f64.load(0, CALL.quantity)),
        perUnit.set(f64.div(ONE, quantity)),
        perRange.set(f64.div(ONE, f64.mul(reference, f64.load(0, WORK.range)))),
        eachOf(i32.and(mask, i32.xor(held(AT.scored), -1)), left, venue, score1),
      ),
      hold(AT.scored, i32.or(held(AT.scored), mask)),
    ),
    best.set(i32.ctz(mask)),
    most.set(f64.load(item(0, best, 3), LIST.scores)),
    eachOf(others(mask), left, venue, [
      score.set(f64.load(item(0, venue, 3), LIST.scores)),
      when(f64.gt(score, most), most.set(score), best.set(venue)),
    ]),
    best.get,
  ];
});

/** ahead(mask, at): of some venues at `WORK.price`, the one that goes first. */
export const ahead = define('ahead', 2, (args, local) => {
  const [mask, at] = args as [Local, Local];
  const [left, venue, tied, row, rows] = Array.from({ length: 5 }, () => local('i32')) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [price, signed, net, least] = Array.from({ length: 4 }, () => local('f64')) as [Local, Local, Local, Local];
  return [
    when(i32.and(held(AT.plan), PLAN.byScore), leave(call(HIGHEST, mask, at))),
    signed.set(f64.load(0, WORK.price)),
    price.set(f64.mul(signOf(held(AT.isBuy)), signed)),
    rows.set(item(held(AT.rows), i32.mul(held(AT.instrument), held(AT.venues)), TERM_BYTES_LOG2)),
    least.set(f64.of(Infinity)),
    eachOf(mask, left, venue, [
      row.set(item(rows, venue, TERM_BYTES_LOG2)),
      net.set(
        f64.add(signed, f64.add(f64.load(row, 8 * TERM.feeFlat), f64.mul(f64.load(row, 8 * TERM.feeRate), price))),
      ),
      tied.set(either(bit(venue), i32.or(tied, i32.shl(f64.eq(net, least), venue)), f64.lt(net, least))),
      least.set(either(net, least, f64.lt(net, least))),
    ]),
    when(isMany(tied), leave(call(HIGHEST, tied, at))),
    i32.ctz(tied),
  ];
});
