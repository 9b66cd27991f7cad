/** What the kernel's ways over a message share: sixteen bytes at a time, all of them added up, and something done at every SOH. */
import {
  block,
  i16x8,
  i32,
  i32x4,
  i8x16,
  loop,
  v128,
  when,
  type Code,
  type Local,
  type ValueType,
} from './assembler.js';
import { Place } from './memory.js';

export const SOH = 1;
export const EQUALS = 0x3d;
export const ZERO = 0x30;

export type Locals = (type: ValueType) => Local;

/**
 * Goes over [start, end), which has a byte at least.
 * @param atSoh done at each SOH, whose place is in `stop`; as long as `wanted` is not 0
 * @param sum gets the sum of the bytes
 */
export function scan(
  start: Local,
  end: Local,
  stop: Local,
  wanted: Local,
  sum: Local,
  local: Locals,
  atSoh: Code,
): Code[] {
  const at = local('i32');
  const found = local('i32');
  const text = local('v128');
  const sums = local('v128');
  return [
    at.set(start),
    loop((again) => [
      text.set(v128.load(at)),
      when(
        i32.gt_u(i32.add(at, 16), end),
        // The last bytes alone: what lies behind them counts as zero.
        text.set(v128.and(text, v128.load(i32.sub(Place.tailMask + 16, i32.sub(end, at))))),
      ),
      sums.set(i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(text)))),
      found.set(i8x16.bitmask(i8x16.eq(text, i8x16.splat(SOH)))),
      block((none) => [
        loop((more) => [
          none.if(i32.eqz(found)),
          stop.set(i32.add(at, i32.ctz(found))),
          found.set(i32.and(found, i32.sub(found, 1))),
          atSoh,
          more.if(wanted),
        ]),
      ]),
      at.set(i32.add(at, 16)),
      again.if(i32.lt_u(at, end)),
    ]),
    sum.set(
      i32.add(
        i32.add(i32x4.extract_lane(sums, 0), i32x4.extract_lane(sums, 1)),
        i32.add(i32x4.extract_lane(sums, 2), i32x4.extract_lane(sums, 3)),
      ),
    ),
  ];
}
