/** Pieces of `look` (look.ts): what is worth a note, and the strategies that choose one venue. */
import { either, f64, i32, when, type Code } from '../../protocols/web-assembly/assembler.js';
import { NOTE } from '../decisions/frame.js';
import { PLAN } from '../plan.js';
import { STATE } from '../terms.js';
import { not, SEEN, type LookLocals } from './look-locals.js';
import { bit, eachOf, integer } from './words.js';

/** At the best price: a venue that pays for taking, nothing but odd lots. */
export function seeOpportunities(all: LookLocals): readonly Code[] {
  const { venue, mask, usable, group, out, notes, leader, roundLot, own, displayedOf } = all;
  return [
    notes.set(either(NOTE.inverted, 0, i32.and(group, integer(own(STATE.rebates))))),
    roundLot.set(own(STATE.roundLot)),
    leader.set(i32.ctz(group)),
    when(
      f64.lt(displayedOf(leader), roundLot),
      mask.set(0),
      eachOf(usable, out, venue, [mask.set(i32.or(mask, i32.shl(f64.ge(displayedOf(venue), roundLot), venue)))]),
      when(i32.and(i32.eqz(i32.and(group, mask)), i32.ne(mask, 0)), notes.set(i32.or(notes, NOTE.oddLot))),
    ),
  ];
}

/** The one venue that the strategy chooses; the best protected quote of the others bounds what it may take. */
export function pick(all: LookLocals): readonly Code[] {
  const {
    venue,
    isProtected,
    usable,
    group,
    out,
    chosen,
    unchosen,
    through,
    leader,
    sign,
    roundLot,
    barrier,
    taken,
    shown,
    plan,
    own,
    seenOf,
    signedOf,
    displayedOf,
  } = all;
  return [
    when(
      i32.and(plan, PLAN.mostDisplayed),
      shown.set(f64.of(0)),
      chosen.set(0),
      eachOf(group, out, venue, [
        when(f64.gt(displayedOf(venue), shown), shown.set(displayedOf(venue)), chosen.set(bit(venue))),
      ]),
    ),
    when(
      i32.eqz(i32.and(plan, PLAN.mostDisplayed)),
      venue.set(integer(own(STATE.primary))),
      chosen.set(i32.and(usable, either(0, bit(venue), i32.lt_s(venue, 0)))),
    ),
    unchosen.set(i32.and(usable, not(chosen))),
    when(
      isProtected,
      eachOf(i32.and(unchosen, integer(own(STATE.protectedVenues))), out, venue, [
        shown.set(either(signedOf(venue), f64.of(Infinity), f64.ge(displayedOf(venue), roundLot))),
        barrier.set(either(shown, barrier, f64.lt(shown, barrier))),
      ]),
    ),
    when(
      chosen,
      leader.set(i32.ctz(chosen)),
      taken.set(f64.load(seenOf(leader), SEEN)),
      when(f64.gt(f64.mul(sign, taken), barrier), through.set(chosen), chosen.set(0)),
    ),
    usable.set(chosen),
  ];
}
