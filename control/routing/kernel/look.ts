/**
 * The usual decision in WebAssembly, up to one slice: whether the case is usual, the book that is seen, what the strategy chooses of it, and who goes first at the
 * best price. Where more than one venue is needed it says so, and `sweep` goes on.
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
import { BEST } from '../../core/market-view.js';
import { SLICE_KIND } from '../decisions/frame.js';
import { CLASS_BELOW, CLASS_INTEGERS, CLASSES_MAX } from '../fee-classes.js';
import { PLAN } from '../plan.js';
import { RULE } from '../rules/rule-book.js';
import { AHEAD } from './ahead.js';
import { isUsual, seeBook } from './book.js';
import { close, giveUpIfRests } from './close.js';
import { ANSWER, AT, CALL, WORK } from './layout.js';
import { lookLocals, SEEN, type LookLocals } from './look-locals.js';
import { pick, seeOpportunities } from './pick.js';
import { held, hold, integer, isMany, item, SEEN_BYTES_LOG2 } from './words.js';

/** look(instrument, side, strategy, plan, flags): what else is asked for stands in `CALL`. */
export const look = define('look', 5, (args, local) => {
  const own = lookLocals(args, local);
  const {
    isBuy,
    venue,
    mask,
    isProtected,
    merges,
    listed,
    usable,
    group,
    out,
    gone,
    notes,
    chosen,
    unchosen,
    through,
    leader,
    isDeep,
    from,
    price,
    limit,
    quantity,
    barrier,
    taken,
    remaining,
    at,
    instrument,
    side,
    strategy,
    plan,
    flags,
    freeOf,
  } = own;
  return [
    ...beginFrame(at),
    ...isUsual(own),
    ...seeBook(own),
    ...seeOpportunities(own),
    barrier.set(f64.of(Infinity)),
    taken.set(price),
    chosen.set(group),
    when(i32.and(plan, PLAN.picks), ...pick(own)),
    ...lead(own),
    from.set(i32.add(item(at, held(AT.venues), SEEN_BYTES_LOG2), SEEN)),
    when(
      chosen,
      when(
        i32.or(isDeep, f64.lt(freeOf(leader), quantity)),
        ...handOver(own),
        hold(AT.listed, listed),
        hold(AT.usable, usable),
        hold(AT.unchosen, unchosen),
        hold(AT.through, through),
        hold(AT.gone, gone),
        hold(AT.side, side),
        f64.store(0, barrier, WORK.barrier),
        hold(AT.group, chosen),
        hold(AT.merges, merges),
        hold(AT.isProtected, isProtected),
        hold(AT.notes, notes),
        hold(AT.flags, flags),
        f64.store(0, either(limit, barrier, f64.lt(limit, barrier)), WORK.limit),
        leave(ANSWER.deep),
      ),
      f64.store(from, f64.convert_i32_s(leader)),
      f64.store(from, quantity, 8),
      f64.store(from, taken, 16),
      f64.store(from, f64.of(SLICE_KIND.takes), 24),
    ),
    when(i32.eqz(chosen), remaining.set(quantity), ...giveUpIfRests(flags)),
    mask.set(i32.ne(chosen, 0)),
    ...close(
      { at, end: from, count: mask, remaining, notes, flags, isBuy, venue, leftOut: out, beyond: group },
      { listed, usable, unchosen, through, gone, barrier, strategy, instrument, side },
    ),
    f64.store(0, taken, WORK.price),
    either(i32.or(mask, i32.mul(leader, ANSWER.venue)), ANSWER.rest, mask),
  ];
});

/** Where the next frame is written: as `begin` of decisions/ring.ts. */
function beginFrame(at: Local): readonly Code[] {
  const next = held(AT.ringNext);
  const place = i32.add(held(AT.ring), i32.shl(next, 3));
  return [
    when(
      i32.ge_s(next, held(AT.ringLast)),
      f64.store(place, f64.of(0)),
      f64.store(
        0,
        f64.add(f64.load(0, CALL.position), f64.convert_i32_s(i32.sub(held(AT.ringWords), next))),
        CALL.position,
      ),
      hold(AT.ringNext, 0),
    ),
    at.set(place),
  ];
}

/** Who goes first at the best price, unless all go at once, or in parts. */
function lead(own: LookLocals): readonly Code[] {
  const {
    best,
    rules,
    isProtected,
    merges,
    chosen,
    tied,
    out,
    from,
    leader,
    isDeep,
    price,
    sign,
    quantity,
    at,
    instrument,
    plan,
  } = own;
  return [
    quantity.set(f64.load(0, CALL.quantity)),
    merges.set(
      either(
        i32.and(i32.ne(i32.and(plan, PLAN.mergesAsSweep), 0), i32.ne(i32.and(rules, RULE.sweeps), 0)),
        i32.ne(i32.and(plan, PLAN.mergesIfOpen), 0),
        isProtected,
      ),
    ),
    isDeep.set(
      i32.and(
        isMany(chosen),
        i32.or(
          i32.ne(i32.and(plan, PLAN.proRata), 0),
          i32.and(
            merges,
            i32.or(
              i32.ne(chosen, integer(f64.load(best, 8 * BEST.bidVenues))),
              f64.le(f64.load(best, 8 * BEST.bidQuantity), quantity),
            ),
          ),
        ),
      ),
    ),
    when(
      i32.eqz(i32.or(isDeep, i32.and(plan, PLAN.picks))),
      // By the masks of fees, where there are some and fees decide: who of those left goes first is one of the lowest fee.
      tied.set(chosen),
      from.set(item(held(AT.classes), instrument, Math.log2(4 * CLASS_INTEGERS))),
      when(
        i32.and(i32.eqz(i32.and(plan, PLAN.byScore)), f64.lt(price, f64.load(from, 8 * CLASS_BELOW))),
        tied.set(i32.and(chosen, i32.load(from, 4 * (CLASSES_MAX - 1)))),
        ...[...Array(CLASSES_MAX - 1).keys()]
          .reverse()
          .flatMap((n) => [out.set(i32.and(chosen, i32.load(from, 4 * n))), tied.set(either(out, tied, out))]),
      ),
      leader.set(i32.ctz(tied)),
      when(
        isMany(tied),
        ...handOver(own),
        f64.store(0, f64.mul(sign, price), WORK.price),
        leader.set(call(AHEAD, tied, at)),
      ),
    ),
  ];
}

/** To the functions that it calls, and to the one that goes on. */
function handOver({ instrument, isBuy, plan, strategy, free }: LookLocals): readonly Code[] {
  return [
    hold(AT.instrument, instrument),
    hold(AT.isBuy, isBuy),
    hold(AT.plan, plan),
    hold(AT.strategy, strategy),
    hold(AT.scored, 0),
    hold(AT.free, free),
  ];
}
