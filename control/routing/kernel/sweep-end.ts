/** The end of `sweep` (sweep.ts): how the slices go out, and the end of the frame with the levels that were looked at. Its locals by name. */
import {
  block,
  either,
  f64,
  i32,
  leave,
  loop,
  when,
  type Code,
  type Local,
} from '../../protocols/web-assembly/assembler.js';
import { FLAG, NOTE, SLICE_KIND, SLICE_WORDS } from '../decisions/frame.js';
import { PLAN } from '../plan.js';
import { close, giveUpIfRests } from './close.js';
import { ANSWER, AT, LIST, VENUES_MAX, WORK } from './layout.js';
import { held, integer, item } from './words.js';

export const INTEGERS = [
  'at',
  'each',
  'venue',
  'left',
  'used',
  'group',
  'plan',
  'end',
  'full',
  'from',
  'place',
  'slices',
  'open',
  'occupied',
  'isFar',
  'known',
  'asked',
  'askedCount',
  'isManyPrices',
  'isOrdered',
  'merges',
  'isBuy',
  'next',
  'bucket',
  'depth',
  'count',
  'notes',
  'flags',
  'want',
  'isSweep',
] as const;
export const DOUBLES = [
  'sign',
  'best',
  'tick',
  'perTick',
  'remaining',
  'signed',
  'total',
  'quantity',
  'price',
  'behind',
  'limit',
] as const;
const SLICED = 8 * SLICE_WORDS;
const ZERO = f64.of(0);
const giveUp = leave(ANSWER.givenUp);

export function endSweep(own: Record<(typeof INTEGERS)[number] | (typeof DOUBLES)[number], Local>): readonly Code[] {
  const {
    at,
    venue,
    left,
    used,
    group,
    plan,
    end,
    from,
    place,
    slices,
    isFar,
    askedCount,
    isManyPrices,
    merges,
    isBuy,
    next,
    bucket,
    depth,
    count,
    notes,
    flags,
    want,
    isSweep,
    best,
    remaining,
    signed,
    price,
  } = own;
  return [
    when(f64.ne(remaining, ZERO), when(isFar, giveUp), ...giveUpIfRests(held(AT.flags))),
    isManyPrices.set(f64.ne(signed, best)),
    isSweep.set(i32.and(i32.and(merges, held(AT.isProtected)), isManyPrices)),
    when(i32.and(isSweep, i32.ne(i32.and(slices, i32.xor(held(AT.sweepable), -1)), 0)), giveUp),
    count.set(i32.shr_u(i32.sub(end, from), Math.log2(SLICED))),
    price.set(either(f64.of(SLICE_KIND.takes | SLICE_KIND.sweep), f64.of(SLICE_KIND.takes), isSweep)),
    place.set(from),
    block((done) => [
      done.if(i32.eq(place, end)),
      loop((again) => [f64.store(place, price, 24), place.set(i32.add(place, SLICED)), again.if(i32.lt_u(place, end))]),
    ]),
    notes.set(i32.or(held(AT.notes), either(NOTE.sweep, 0, isSweep))),
    // At once: one price, or quotes that are not protected, or sweep orders.
    bucket.set(
      i32.and(
        i32.and(i32.gt_u(count, 1), i32.ne(i32.and(plan, PLAN.mergesIfOpen), 0)),
        i32.or(i32.eqz(i32.and(held(AT.isProtected), isManyPrices)), merges),
      ),
    ),
    flags.set(i32.or(held(AT.flags), either(FLAG.parallel, 0, bucket))),
    end.set(from),
    ...close(
      { at, end, count, remaining, notes, flags, isBuy, venue, leftOut: left, beyond: used },
      {
        listed: held(AT.listed),
        usable: held(AT.usable),
        unchosen: held(AT.unchosen),
        through: held(AT.through),
        gone: held(AT.gone),
        barrier: f64.load(0, WORK.barrier),
        strategy: held(AT.strategy),
        instrument: held(AT.instrument),
        side: held(AT.side),
      },
      [
        next.set(0),
        block((done) => [
          done.if(i32.eqz(askedCount)),
          loop((again) => [
            venue.set(i32.load(item(0, next, 2), LIST.order)),
            group.set(i32.sub(i32.load(item(0, venue, 2), LIST.count), 1)),
            want.set(i32.load(item(0, venue, 2), LIST.deepest)),
            group.set(either(want, group, i32.lt_s(want, group))),
            group.set(either(0, group, i32.lt_s(group, 0))),
            f64.store(end, f64.convert_i32_s(venue)),
            f64.store(end, f64.convert_i32_s(group), 8),
            end.set(i32.add(end, 16)),
            place.set(i32.shl(i32.mul(venue, depth), 3)),
            block((none) => [
              none.if(i32.eqz(group)),
              loop((more) => [
                place.set(i32.add(place, 8)),
                f64.store(end, f64.load(i32.add(held(AT.levelPrices), place))),
                f64.store(end, f64.load(i32.add(held(AT.levelQuantities), place)), 8),
                end.set(i32.add(end, 16)),
                group.set(i32.sub(group, 1)),
                more.if(group),
              ]),
            ]),
            next.set(i32.add(next, 1)),
            again.if(i32.lt_u(next, askedCount)),
          ]),
        ]),
      ],
    ),
    f64.store(0, f64.load(from, 16), WORK.price),
    place.set(i32.mul(i32.and(integer(f64.load(from)), VENUES_MAX - 1), ANSWER.venue)),
    count.set(i32.or(count, place)),
    i32.or(
      i32.or(count, either(ANSWER.rest, 0, f64.ne(remaining, ZERO))),
      i32.or(either(ANSWER.parallel, 0, bucket), either(ANSWER.sweep, 0, isSweep)),
    ),
  ];
}
