/** The kernel's look at the beginning of a message, and at its end. */
import {
  block,
  call,
  define,
  i32,
  i8x16,
  leave,
  loop,
  push,
  v128,
  when,
  type Code,
  type Local,
} from '../../web-assembly/assembler.js';
import { Place, PREDICTIONS } from './memory.js';
import { EQUALS, SOH, ZERO } from './scan.js';

/** In the order of the module. */
export const FunctionNumber = { match: 0, index: 1, frame: 2, check: 3 } as const;

const TRAILER_BYTES = 7;
/** "35=", one character, SOH. */
const MIN_BODY_BYTES = 5;
const MAX_LENGTH_DIGITS = 7;
/** Head of twelve bytes, a digit, SOH, the shortest body, trailer, and what a vector loads: shorter ones are looked at elsewhere. */
const SHORTEST = 32;
/** "8=FI", "9=", SOH "35=" and SOH "10=" as little-endian words. */
const BEGIN = 0x49463d38;
const BODY_LENGTH = 0x3d39;
const BEFORE_MSG_TYPE = 0x3d353301;
const BEFORE_CHECK_SUM = 0x3d303101;
/** '1', '0', '=', SOH. */
const TRAILER_SUM = 0x31 + 0x30 + 0x3d + 0x01;
/**
 * frame(at, end, shift, block, longest, salt): when a whole and good message begins at `at`, in its plainest form, takes its fields and answers where
 * it ends; otherwise 0, and FixFramer looks closer.
 */
export const frame = define('frame', 6, (args, local) => {
  const [at, end, shift, into, longest, salt] = args as [Local, Local, Local, Local, Local, Local];
  const text = local('v128');
  const from = local('i32');
  const digit = local('i32');
  const length = local('i32');
  const trailer = local('i32');
  const next = local('i32');
  const digits = local('i32');
  const sum = local('i32');
  const expected = local('i32');
  const layout = local('i32');
  const earlier = local('i32');
  const no = leave(0);
  const byteOf = (word: Local, shiftBits: number): Code => i32.and(i32.shr_u(word, shiftBits), 0xff);
  return [
    when(i32.lt_u(i32.sub(end, at), SHORTEST), no),
    when(i32.ne(i32.load(at), BEGIN), no),
    when(i32.ne(i32.load8_u(at, 4), 0x58), no),
    text.set(v128.load(at)),
    // BeginString: up to the first SOH, which stands among these bytes, with no other '='.
    from.set(i8x16.bitmask(i8x16.eq(text, i8x16.splat(SOH)))),
    when(i32.eqz(from), no),
    from.set(i32.ctz(from)),
    when(i32.ne(i32.and(i8x16.bitmask(i8x16.eq(text, i8x16.splat(EQUALS))), i32.sub(i32.shl(1, from), 1)), 0b10), no),
    from.set(i32.add(i32.add(at, from), 1)),
    when(i32.ne(i32.load16_u(from), BODY_LENGTH), no),
    from.set(i32.add(from, 2)),
    digits.set(i32.add(from, MAX_LENGTH_DIGITS)),
    block((exit) => [
      loop((again) => [
        digit.set(i32.sub(i32.load8_u(from), ZERO)),
        exit.if(i32.gt_u(digit, 9)),
        when(i32.eq(from, digits), no),
        length.set(i32.add(i32.mul(length, 10), digit)),
        from.set(i32.add(from, 1)),
        again.go,
      ]),
    ]),
    when(i32.lt_u(length, MIN_BODY_BYTES), no),
    trailer.set(i32.add(i32.add(from, 1), length)),
    next.set(i32.add(trailer, TRAILER_BYTES)),
    when(i32.gt_u(next, end), no),
    when(i32.gt_u(i32.sub(next, at), longest), no),
    when(i32.ne(i32.load(from), BEFORE_MSG_TYPE), no),
    when(i32.ne(i32.load(i32.sub(trailer, 1)), BEFORE_CHECK_SUM), no),
    // Three digits and SOH, less what they must be: 0 to 9, and 0.
    digits.set(i32.xor(i32.load(trailer, 3), 0x01303030)),
    when(i32.and(i32.or(i32.add(digits, 0x00767676), digits), 0xff808080 | 0), no),
    // The layout that is expected, and the one that was expected before it: where two take turns, they change places each time.
    expected.set(i32.shl(i32.and(i32.add(i32.load16_u(from, 4), salt), PREDICTIONS - 1), 3)),
    layout.set(i32.load(expected, Place.predictions)),
    sum.set(-1),
    when(layout, sum.set(call(FunctionNumber.match, at, next, shift, into, layout))),
    when(
      i32.eq(sum, -1),
      earlier.set(i32.load(expected, Place.predictions + 4)),
      when(
        earlier,
        sum.set(call(FunctionNumber.match, at, next, shift, into, earlier)),
        i32.store(expected, earlier, Place.predictions),
        i32.store(expected, layout, Place.predictions + 4),
      ),
    ),
    when(i32.eq(sum, -1), sum.set(call(FunctionNumber.index, at, next, shift, into))),
    // The trailer is not part of the sum.
    sum.set(i32.sub(sum, TRAILER_SUM + 3 * ZERO)),
    sum.set(i32.sub(sum, i32.add(i32.add(byteOf(digits, 0), byteOf(digits, 8)), byteOf(digits, 16)))),
    digits.set(i32.add(i32.add(i32.mul(byteOf(digits, 0), 100), i32.mul(byteOf(digits, 8), 10)), byteOf(digits, 16))),
    when(i32.ne(i32.and(sum, 0xff), digits), no),
    push(next),
  ];
});
