/** The end of a frame in WebAssembly: why venues were left out, levels, and the head. */
import {
  either,
  f64,
  i32,
  i64,
  leave,
  when,
  type Code,
  type Local,
  type Operand,
} from '../../protocols/web-assembly/assembler.js';
import { FLAG, HEAD, KIND, REASON, SLICE_WORDS, WHY } from '../decisions/frame.js';
import { ANSWER, AT, CALL } from './layout.js';
import { eachVenue, has, held, hold, signOf } from './words.js';

export interface CloseLocals {
  /** Where the frame begins, and where its slices do. */
  readonly at: Local;
  readonly end: Local;
  readonly count: Local;
  readonly remaining: Local;
  readonly notes: Local;
  readonly flags: Local;
  readonly isBuy: Local;
  // To work with.
  readonly venue: Local;
  readonly leftOut: Local;
  readonly beyond: Local;
}

/** What is known by then. */
export interface CloseValues {
  readonly listed: Operand;
  readonly usable: Operand;
  readonly unchosen: Operand;
  readonly through: Operand;
  readonly gone: Operand;
  readonly barrier: Operand;
  readonly strategy: Operand;
  readonly instrument: Operand;
  readonly side: Operand;
}

/** What is left would rest: the long way does that. */
export function giveUpIfRests(flags: Operand): readonly Code[] {
  const isLimited = f64.ne(f64.load(0, CALL.limitPrice), f64.of(0));
  return [when(i32.and(i32.eqz(i32.and(flags, FLAG.takeOnly)), isLimited), leave(ANSWER.givenUp))];
}

/** @param levels what stands behind the reasons: it leaves `end` where that ends */
export function close(own: CloseLocals, known: CloseValues, levels: readonly Code[] = []): readonly Code[] {
  const { at, end, count, remaining, notes, flags, isBuy, venue, leftOut, beyond } = own;
  const { unchosen, through, gone, barrier } = known;
  const put = (field: number, value: Operand): Code => f64.store(at, value, 8 * field);
  const number = (field: number, value: Operand): Code => put(field, f64.convert_i32_s(value));
  const copy = (field: number, from: number): Code => put(field, f64.load(0, from));
  const zero = (field: number): Code => i64.store(at, 0n, 8 * field);
  const flag = (mask: Operand, why: number): Code => i32.mul(has(mask, venue), why);
  return [
    end.set(i32.add(end, i32.shl(count, Math.log2(8 * SLICE_WORDS)))),
    leftOut.set(i32.and(known.listed, i32.xor(known.usable, -1))),
    when(
      leftOut,
      beyond.set(i32.or(i32.or(unchosen, through), gone)),
      beyond.set(i32.and(leftOut, i32.xor(beyond, -1))),
      venue.set(0),
      eachVenue(
        venue,
        [[end, 8]],
        [
          f64.store(
            end,
            f64.convert_i32_s(
              i32.or(
                i32.or(flag(beyond, WHY.worseThanLimit), flag(unchosen, WHY.notChosen)),
                i32.or(flag(through, WHY.tradesThrough), flag(gone, WHY.reserved)),
              ),
            ),
          ),
        ],
      ),
    ),
    ...levels,
    end.set(i32.shr_u(i32.sub(end, at), 3)),
    hold(AT.frame, i32.shr_u(at, 3)),
    hold(AT.ringNext, i32.add(held(AT.ringNext), end)),
    f64.store(0, f64.add(f64.load(0, CALL.position), f64.convert_i32_s(end)), CALL.position),
    number(HEAD.words, end),
    put(HEAD.kind, f64.of(KIND.decision)),
    copy(HEAD.decision, CALL.decision),
    f64.store(0, f64.add(f64.load(0, CALL.decision), f64.of(1)), CALL.decision),
    copy(HEAD.epochMs, CALL.epochMs),
    copy(HEAD.orderId, CALL.orderId),
    copy(HEAD.client, CALL.client),
    number(HEAD.instrument, known.instrument),
    number(HEAD.side, known.side),
    copy(HEAD.quantity, CALL.quantity),
    copy(HEAD.limitPrice, CALL.limitPrice),
    zero(HEAD.minQuantity),
    number(HEAD.strategy, known.strategy),
    number(HEAD.flags, flags),
    zero(HEAD.excluded),
    zero(HEAD.lost),
    zero(HEAD.selfHelp),
    put(HEAD.barrier, either(f64.of(0), f64.mul(signOf(isBuy), barrier), f64.eq(barrier, f64.of(Infinity)))),
    number(HEAD.notes, notes),
    put(HEAD.remainder, remaining),
    number(
      HEAD.reason,
      either(
        either(REASON.noLiquidity, REASON.protectedQuote, f64.eq(barrier, f64.of(Infinity))),
        REASON.none,
        f64.ne(remaining, f64.of(0)),
      ),
    ),
    number(HEAD.leftOut, leftOut),
    number(HEAD.slices, count),
  ];
}
