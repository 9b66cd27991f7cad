/**
 * What one venue at the best price cannot fill, in WebAssembly: price by price, all venues of a price together (take.ts is the long way of it). Where it needs levels
 * of venues it answers so, and goes on when they are there.
 *
 * Venues stand in buckets by their distance from the best price in ticks: the next price is the lowest bit of a word, and nothing is sorted. They are put there
 * when the best price is used up, and next levels are asked for when the level before is.
 */
import {
  block,
  call,
  define,
  either,
  f64,
  i32,
  leave,
  loop,
  when,
  type Code,
  type Local,
  type Operand,
} from '../../protocols/web-assembly/assembler.js';
import { HEAD_WORDS, SLICE_WORDS } from '../decisions/frame.js';
import { PLAN } from '../plan.js';
import { TERM, TERM_WORDS } from '../terms.js';
import { AHEAD } from './ahead.js';
import { ANSWER, AT, BUCKETS, CALL, LIST, SHALLOW, WORK } from './layout.js';
import { DOUBLES, endSweep, INTEGERS } from './sweep-end.js';
import {
  bit,
  eachOf,
  has,
  held,
  hold,
  integer,
  isMany,
  item,
  locals,
  others,
  SEEN_BYTES_LOG2,
  signOf,
} from './words.js';

const SEEN = 8 * HEAD_WORDS;
const SLICED = 8 * SLICE_WORDS;
const ZERO = f64.of(0);
const giveUp = leave(ANSWER.givenUp);

/** sweep(isResumed): places what is asked for, by what `look` has left. */
export const sweep = define('sweep', 1, (args, local) => {
  const [isResumed] = args as [Local];
  const integersOf = locals(local, 'i32', ...INTEGERS);
  const doublesOf = locals(local, 'f64', ...DOUBLES);
  const { at, each, venue, left, used, group, plan, end, full, from, place } = integersOf;
  const { slices, open, occupied, isFar, known, asked, askedCount, isManyPrices, isOrdered, merges } = integersOf;
  const { isBuy, next, bucket, depth, count, want } = integersOf;
  const { sign, best, tick, perTick, remaining, signed, total, quantity, price, behind, limit } = doublesOf;
  /** A list of doubles, or of integers, by venue. */
  const doubles = (list: number): { get: Code; set: (value: Operand) => Code } => ({
    get: f64.load(item(0, venue, 3), list),
    set: (value) => f64.store(item(0, venue, 3), value, list),
  });
  const integers = (list: number): { get: Code; set: (value: Operand) => Code } => ({
    get: i32.load(item(0, venue, 2), list),
    set: (value) => i32.store(item(0, venue, 2), value, list),
  });
  const quantities = doubles(LIST.quantities);
  const level = integers(LIST.level);
  const counts = integers(LIST.count);
  const slice = integers(LIST.slice);
  const freeQuantity = f64.load(item(held(AT.free), venue, SEEN_BYTES_LOG2), SEEN + 8);
  const isProRata = i32.and(plan, PLAN.proRata);
  /** Of the slice at `end`; `and` is what else is to be kept of it. */
  const addSlice = (...and: readonly Code[]): readonly Code[] => [
    when(i32.eq(end, full), giveUp),
    f64.store(end, f64.convert_i32_s(venue)),
    f64.store(end, quantity, 8),
    f64.store(end, price, 16),
    slice.set(end),
    slices.set(i32.or(slices, bit(venue))),
    ...and,
    end.set(i32.add(end, SLICED)),
  ];
  /** Puts the venue into the bucket that lies `behind` the best price: left alone where that is beyond the last one. */
  const stand = (value: Code, ...wrong: readonly Code[]): readonly Code[] => [
    price.set(f64.mul(behind, perTick)),
    when(f64.ge(price, f64.of(BUCKETS - 0.5)), isFar.set(1)),
    when(
      f64.lt(price, f64.of(BUCKETS - 0.5)),
      bucket.set(integer(price)),
      when(
        wrong.reduce((sum, one) => i32.or(sum, one), f64.ne(f64.mul(f64.convert_i32_s(bucket), tick), behind)),
        giveUp,
      ),
      place.set(item(0, bucket, 2)),
      // What stands in a bucket that is not occupied is from another price or decision.
      i32.store(
        place,
        i32.or(either(i32.load(place, LIST.buckets), 0, has(occupied, bucket)), bit(venue)),
        LIST.buckets,
      ),
      occupied.set(i32.or(occupied, bit(bucket))),
      quantities.set(value),
    ),
  ];

  const begin: readonly Code[] = [
    signed.set(best),
    left.set(group),
    end.set(from),
    remaining.set(f64.load(0, CALL.quantity)),
    eachOf(group, each, venue, [
      quantity.set(freeQuantity),
      quantities.set(quantity),
      level.set(0),
      total.set(f64.add(total, quantity)),
    ]),
  ];

  const kept: readonly (readonly [number, Local])[] = [
    [AT.end, end],
    [AT.held, slices],
    [AT.open, open],
    [AT.occupied, occupied],
    [AT.used, used],
    [AT.isFar, isFar],
    [AT.known, known],
    [AT.asked, asked],
    [AT.askedCount, askedCount],
    [AT.isMany, isManyPrices],
  ];
  const resume: readonly Code[] = [
    ...kept.map(([field, one]) => one.set(held(field))),
    // What was asked for is there now.
    known.set(i32.or(known, held(AT.wanted))),
    remaining.set(f64.load(0, WORK.remaining)),
    signed.set(f64.load(0, WORK.signed)),
  ];

  /** More than is needed: every venue gives its share; what whole units cannot divide goes on top by precedence. */
  const share: readonly Code[] = [
    behind.set(f64.div(remaining, total)),
    eachOf(left, each, venue, [
      quantity.set(f64.floor(f64.mul(behind, quantities.get))),
      when(
        f64.gt(quantity, ZERO),
        ...addSlice(open.set(i32.or(open, bit(venue)))),
        quantities.set(f64.sub(quantities.get, quantity)),
        remaining.set(f64.sub(remaining, quantity)),
      ),
    ]),
  ];

  const takePrice: readonly Code[] = [
    used.set(left),
    price.set(f64.mul(sign, signed)),
    isOrdered.set(i32.and(merges, f64.le(total, remaining))),
    f64.store(0, signed, WORK.price),
    when(i32.and(i32.ne(isProRata, 0), i32.and(f64.gt(total, remaining), isMany(left))), ...share),
    block((done) => [
      done.if(f64.eq(remaining, ZERO)),
      loop((again) => [
        venue.set(i32.ctz(left)),
        when(i32.and(i32.eqz(isOrdered), isMany(left)), venue.set(call(AHEAD, left, at))),
        left.set(i32.and(left, i32.xor(bit(venue), -1))),
        quantity.set(quantities.get),
        quantity.set(either(remaining, quantity, f64.gt(quantity, remaining))),
        remaining.set(f64.sub(remaining, quantity)),
        when(
          f64.ne(quantity, ZERO),
          block((placed) => [
            block((isNew) => [
              isNew.if(i32.eqz(has(open, venue))),
              place.set(slice.get),
              f64.store(place, f64.add(f64.load(place, 8), quantity), 8),
              f64.store(place, price, 16),
              placed.go,
            ]),
            ...addSlice(open.set(i32.or(open, i32.shl(merges, venue)))),
          ]),
        ),
        again.if(i32.and(f64.ne(remaining, ZERO), i32.ne(left, 0))),
      ]),
    ]),
  ];

  /** The best price is used up: the other venues stand behind it. */
  const lineUp: readonly Code[] = [
    when(f64.eq(tick, ZERO), giveUp),
    eachOf(i32.and(held(AT.usable), i32.xor(group, -1)), each, venue, [
      behind.set(f64.sub(f64.mul(sign, f64.load(item(at, venue, SEEN_BYTES_LOG2), SEEN)), best)),
      level.set(0),
      ...stand(freeQuantity),
    ]),
  ];

  /** The venues that were used up, and whose next level is not here and may be there. */
  const findWanted: readonly Code[] = [
    want.set(0),
    eachOf(used, each, venue, [
      next.set(i32.add(level.get, 1)),
      count.set(either(counts.get, -1, has(known, venue))),
      want.set(
        i32.or(
          want,
          i32.shl(
            i32.and(i32.and(i32.lt_s(next, depth), i32.ge_s(next, count)), i32.eqz(i32.lt_u(count, SHALLOW))),
            venue,
          ),
        ),
      ),
    ]),
    when(
      want,
      ...kept.map(([field, one]) => hold(field, one)),
      hold(AT.wanted, want),
      f64.store(0, remaining, WORK.remaining),
      f64.store(0, signed, WORK.signed),
      leave(ANSWER.levels),
    ),
  ];

  const goOn: readonly Code[] = [
    eachOf(used, each, venue, [
      next.set(i32.add(level.get, 1)),
      level.set(next),
      when(
        i32.eqz(has(asked, venue)),
        i32.store(item(0, askedCount, 2), venue, LIST.order),
        askedCount.set(i32.add(askedCount, 1)),
        asked.set(i32.or(asked, bit(venue))),
      ),
      integers(LIST.deepest).set(next),
      when(i32.eqz(has(known, venue)), counts.set(0), known.set(i32.or(known, bit(venue)))),
      when(
        i32.lt_s(next, counts.get),
        place.set(i32.shl(i32.add(i32.mul(venue, depth), next), 3)),
        behind.set(f64.sub(f64.mul(sign, f64.load(i32.add(held(AT.levelPrices), place))), best)),
        quantity.set(f64.load(i32.add(held(AT.levelQuantities), place))),
        total.set(f64.add(behind, best)),
        when(
          f64.le(total, limit),
          // Not behind the level before: a book that cannot be.
          ...stand(quantity.get, f64.le(total, signed)),
        ),
      ),
    ]),
  ];

  const nextPrice: readonly Code[] = [
    bucket.set(i32.ctz(occupied)),
    occupied.set(others(occupied)),
    signed.set(f64.add(best, f64.mul(f64.convert_i32_s(bucket), tick))),
    left.set(i32.load(item(0, bucket, 2), LIST.buckets)),
    total.set(ZERO),
    eachOf(left, each, venue, [total.set(f64.add(total, quantities.get))]),
  ];

  return [
    at.set(i32.add(held(AT.ring), i32.shl(held(AT.ringNext), 3))),
    isBuy.set(held(AT.isBuy)),
    plan.set(held(AT.plan)),
    merges.set(held(AT.merges)),
    depth.set(held(AT.depth)),
    group.set(held(AT.group)),
    sign.set(signOf(isBuy)),
    limit.set(f64.load(0, WORK.limit)),
    from.set(i32.add(item(at, held(AT.venues), SEEN_BYTES_LOG2), SEEN)),
    full.set(i32.add(from, held(AT.slices))),
    best.set(f64.mul(sign, f64.load(item(at, i32.ctz(group), SEEN_BYTES_LOG2), SEEN))),
    tick.set(
      f64.load(
        item(held(AT.rows), i32.mul(held(AT.instrument), held(AT.venues)), Math.log2(8 * TERM_WORDS)),
        8 * TERM.tick,
      ),
    ),
    perTick.set(f64.div(f64.of(1), tick)),
    when(i32.eqz(isResumed), ...begin),
    when(isResumed, ...resume),
    block((done) => [
      loop((again) => [
        block((levels) => [
          levels.if(isResumed),
          ...takePrice,
          done.if(f64.eq(remaining, ZERO)),
          when(i32.eqz(isManyPrices), isManyPrices.set(1), ...lineUp),
          ...findWanted,
        ]),
        isResumed.set(0),
        ...goOn,
        done.if(i32.eqz(occupied)),
        ...nextPrice,
        again.go,
      ]),
    ]),
    ...endSweep({ ...integersOf, ...doublesOf }),
  ];
});
