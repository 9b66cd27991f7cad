/**
 * Who goes first of the venues at one price, in WebAssembly: the lowest fee, then the highest score; or, where the strategy goes by score, the highest score. Scores
 * are those of scoring.ts, worked out in the same order, so that they are the same to the last bit; simple strategies score what is displayed.
 *
 * Who is at the best price changes with every quote, so a branch on it is guessed wrong as often as not, and that costs more than the work: venues are taken two at a
 * time, all of them or those of a mask, and chosen by masks.
 */
import {
  call,
  define,
  either,
  f64,
  f64x2,
  halves,
  i32,
  i32x4,
  i64,
  i64x2,
  leave,
  loop,
  v128,
  when,
  type Code,
  type Local,
} from '../../protocols/web-assembly/assembler.js';
import { HEAD, HEAD_WORDS } from '../decisions/frame.js';
import { AT_QUOTE, FILL_WORDS, LOCAL, LOCAL_WORDS } from '../learning/measures.js';
import { PLAN } from '../plan.js';
import { TERM, TERM_WORDS } from '../terms.js';
import { AT, CALL, LIST, WEIGHTS_BYTES, WORK } from './layout.js';
import { eachOf, held, hold, isMany, item, locals, others, SEEN_BYTES_LOG2, signOf } from './words.js';

const TERM_BYTES_LOG2 = Math.log2(8 * TERM_WORDS);
const TERM_BYTES = 8 * TERM_WORDS;
const LOCAL_BYTES_LOG2 = Math.log2(8 * LOCAL_WORDS);
const FILL_BYTES_LOG2 = Math.log2(8 * FILL_WORDS);
const ONES = f64x2.of(1, 1);
const SEEN = 8 * HEAD_WORDS;
/** Bytes of a venue's numbers in a list of doubles. */
const LISTED = 3;

/** Numbers of the functions in their module. */
export const HIGHEST = 0;
export const AHEAD = 1;

/** For all venues, two at a time; `bits` has the bit of each of the two. What comes behind the last venue is in no mask. */
function eachTwo(venue: Local, bits: Local, body: readonly Code[]): readonly Code[] {
  return [
    venue.set(0),
    // The numbers 1 and 2, which are integers here.
    bits.set(f64x2.of(5e-324, 1e-323)),
    loop((again) => [
      ...body,
      bits.set(i64x2.shl(bits, 2)),
      venue.set(i32.add(venue, 2)),
      again.if(i32.lt_u(venue, held(AT.venues))),
    ]),
  ];
}

/** The lesser (`pmin`) or greater (`pmax`) of a vector's halves, in both. */
function acrossHalves(pick: (first: Local, second: Code) => Code, vector: Local): Code {
  return vector.set(pick(vector, halves.across(vector, vector)));
}

/** highest(mask, at): of some venues, the first with the highest score; `at` is where the frame begins. */
export const highest = define('highest', 2, (args, local) => {
  const [mask, at] = args as [Local, Local];
  const integers = locals(local, 'i32', 'left', 'a', 'b', 'first', 'weights', 'wanted', 'best');
  const { left, a, b, first, weights, wanted, best } = integers;
  const { quantity, reference, high } = locals(local, 'f64', 'quantity', 'reference', 'high');
  const vectors = locals(
    local,
    'v128',
    ...(['seenA', 'seenB', 'rowA', 'rowB', 'price', 'free', 'score', 'sizes', 'most', 'better'] as const),
  );
  const { seenA, seenB, rowA, rowB, price, free, score, sizes, most, better } = vectors;
  const all = locals(local, 'v128', 'quantities', 'perUnit', 'perRange', 'sign', 'references');
  const weight = (n: number): Code => f64x2.splat(f64.load(weights, 8 * n));
  const row = (venue: Local): Code => item(held(AT.rows), i32.add(first, venue), TERM_BYTES_LOG2);
  const own = (venue: Local): Code => item(held(AT.local), i32.add(first, venue), LOCAL_BYTES_LOG2);
  const seen = (venue: Local): Code => item(held(AT.free), venue, SEEN_BYTES_LOG2);
  /** Numbers of the two from two places. */
  const two = (ofA: Code, ofB: Code, offset = 0): Code =>
    v128.load64_lane(ofB, v128.load64_zero(ofA, offset), 1, offset);
  const fill = (venue: Local, lane: number): Code =>
    i32.add(item(held(AT.fills), venue, FILL_BYTES_LOG2), i32.shl(i32x4.extract_lane(sizes, lane), 5));

  /** Of the two lowest venues of `left`; of the last one twice, where there is no other. */
  const scoreTwo: readonly Code[] = [
    a.set(i32.ctz(left)),
    left.set(others(left)),
    b.set(either(i32.ctz(left), a, left)),
    left.set(others(left)),
    seenA.set(v128.load(seen(a), SEEN)),
    seenB.set(v128.load(seen(b), SEEN)),
    price.set(halves.first(seenA, seenB)),
    free.set(halves.second(seenA, seenB)),
    rowA.set(v128.load(row(a), 8 * TERM.feeFlat)),
    rowB.set(v128.load(row(b), 8 * TERM.feeFlat)),
    // By size: up to a quarter of what is there, up to all, up to four times, more (measures.ts, sizeOffset). What is true is -1.
    sizes.set(
      i64x2.sub(
        i64x2.sub(
          i64x2.sub(f64x2.of(0, 0), f64x2.gt(f64x2.mul(all.quantities, f64x2.of(4, 4)), free)),
          f64x2.gt(all.quantities, free),
        ),
        f64x2.gt(all.quantities, f64x2.mul(free, f64x2.of(4, 4))),
      ),
    ),
    score.set(
      f64x2.sub(
        ONES,
        f64x2.mul(
          f64x2.sub(
            f64x2.add(
              f64x2.mul(all.sign, price),
              f64x2.add(halves.first(rowA, rowB), f64x2.mul(halves.second(rowA, rowB), price)),
            ),
            all.references,
          ),
          all.perRange,
        ),
      ),
    ),
    // Within 0 to 2.
    score.set(f64x2.mul(weight(0), f64x2.pmin(f64x2.pmax(score, f64x2.of(0, 0)), f64x2.of(2, 2)))),
    score.set(
      f64x2.add(score, f64x2.mul(weight(1), two(item(held(AT.speeds), a, LISTED), item(held(AT.speeds), b, LISTED)))),
    ),
    score.set(f64x2.add(score, f64x2.mul(weight(2), two(fill(a, 0), fill(b, 2), 8 * AT_QUOTE)))),
    score.set(f64x2.add(score, f64x2.mul(weight(3), two(row(a), row(b), 8 * TERM.cost)))),
    score.set(
      f64x2.add(
        score,
        f64x2.mul(
          weight(4),
          f64x2.pmin(f64x2.mul(f64x2.add(free, two(own(a), own(b), 8 * LOCAL.hidden)), all.perUnit), ONES),
        ),
      ),
    ),
    v128.store64_lane(item(0, a, LISTED), score, 0, LIST.scores),
    v128.store64_lane(item(0, b, LISTED), score, 1, LIST.scores),
    // The higher of the two, and of equal ones the first; and it, if it is higher than those before.
    better.set(f64x2.pmax(score, halves.across(score, score))),
    a.set(either(a, b, i32.and(i64x2.bitmask(f64x2.eq(score, better)), 1))),
    best.set(either(a, best, i64x2.bitmask(f64x2.gt(better, most)))),
    most.set(f64x2.pmax(most, better)),
  ];

  return [
    best.set(i32.ctz(mask)),
    wanted.set(i32.and(mask, i32.xor(held(AT.scored), -1))),
    when(
      wanted,
      hold(AT.scored, i32.or(held(AT.scored), mask)),
      when(
        i32.and(held(AT.plan), PLAN.byDisplayed),
        eachOf(wanted, left, a, [
          f64.store(item(0, a, LISTED), f64.load(item(at, a, SEEN_BYTES_LOG2), SEEN + 8), LIST.scores),
        ]),
      ),
      when(
        i32.eqz(i32.and(held(AT.plan), PLAN.byDisplayed)),
        weights.set(i32.add(i32.mul(held(AT.strategy), WEIGHTS_BYTES), LIST.weights)),
        first.set(i32.mul(held(AT.instrument), held(AT.venues))),
        // The best price of the other side stands beside this side's.
        reference.set(f64.load(item(at, held(AT.isBuy), 3), 8 * HEAD.bestBid)),
        quantity.set(f64.load(0, CALL.quantity)),
        all.sign.set(f64x2.splat(signOf(held(AT.isBuy)))),
        all.references.set(f64x2.mul(all.sign, f64x2.splat(reference))),
        all.quantities.set(f64x2.splat(quantity)),
        all.perUnit.set(f64x2.splat(f64.div(f64.of(1), quantity))),
        all.perRange.set(f64x2.splat(f64.div(f64.of(1), f64.mul(reference, f64.load(0, WORK.range))))),
        most.set(f64x2.of(-Infinity, -Infinity)),
        left.set(wanted),
        loop((again) => [...scoreTwo, again.if(left)]),
        when(i32.eq(wanted, mask), leave(best)),
        best.set(i32.ctz(mask)),
      ),
    ),
    high.set(f64.load(item(0, best, LISTED), LIST.scores)),
    eachOf(others(mask), left, a, [
      reference.set(f64.load(item(0, a, LISTED), LIST.scores)),
      when(f64.gt(reference, high), high.set(reference), best.set(a)),
    ]),
    best.get,
  ];
});

/** ahead(mask, at): of some venues at `WORK.price`, the one that goes first. */
export const ahead = define('ahead', 2, (args, local) => {
  const [mask, at] = args as [Local, Local];
  const { venue, tied, row } = locals(local, 'i32', 'venue', 'tied', 'row');
  const vectors = locals(local, 'v128', 'price', 'signed', 'net', 'least', 'bits', 'masks', 'rowA', 'rowB');
  const { price, signed, net, least, bits, masks, rowA, rowB } = vectors;
  return [
    when(i32.and(held(AT.plan), PLAN.byScore), leave(call(HIGHEST, mask, at))),
    signed.set(f64x2.splat(f64.load(0, WORK.price))),
    price.set(f64x2.mul(f64x2.splat(signOf(held(AT.isBuy))), signed)),
    row.set(item(held(AT.rows), i32.mul(held(AT.instrument), held(AT.venues)), TERM_BYTES_LOG2)),
    masks.set(i64x2.splat(i64.extend_i32_u(mask))),
    least.set(f64x2.of(Infinity, Infinity)),
    ...eachTwo(venue, bits, [
      rowA.set(v128.load(row, 8 * TERM.feeFlat)),
      rowB.set(v128.load(row, TERM_BYTES + 8 * TERM.feeFlat)),
      net.set(
        v128.bitselect(
          f64x2.add(signed, f64x2.add(halves.first(rowA, rowB), f64x2.mul(halves.second(rowA, rowB), price))),
          f64x2.of(Infinity, Infinity),
          i64x2.eq(v128.and(masks, bits), bits),
        ),
      ),
      v128.store(item(0, venue, LISTED), net, LIST.nets),
      least.set(f64x2.pmin(least, net)),
      row.set(i32.add(row, 2 * TERM_BYTES)),
    ]),
    acrossHalves(f64x2.pmin, least),
    ...eachTwo(venue, bits, [
      tied.set(
        i32.or(tied, i32.shl(i64x2.bitmask(f64x2.eq(v128.load(item(0, venue, LISTED), LIST.nets), least)), venue)),
      ),
    ]),
    tied.set(i32.and(tied, mask)),
    when(isMany(tied), leave(call(HIGHEST, tied, at))),
    i32.ctz(tied),
  ];
});
