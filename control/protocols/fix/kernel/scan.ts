/** What the kernel's ways over a message share: 64 bytes at a time, all of them added up, and something done at every SOH. */
import {
  block,
  i16x8,
  i32,
  i32x4,
  i64,
  i8x16,
  loop,
  v128,
  when,
  type Code,
  type Local,
  type Operand,
  type ValueType,
} from '../../web-assembly/assembler.js';
import { Place } from './memory.js';

const STEP_BYTES = 64;

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
  wanted: Operand,
  sum: Local,
  local: Locals,
  atSoh: readonly Code[],
): Code[] {
  const at = local('i32');
  const found = local('i64');
  const sums = local('v128');
  const texts = [local('v128'), local('v128'), local('v128'), local('v128')] as const;
  const [first, second, third, fourth] = texts;
  const pairs = i16x8.extadd_pairwise_i8x16_u;
  const sohs = (text: Local): Code => i64.extend_i32_u(i8x16.bitmask(i8x16.eq(text, i8x16.splat(SOH))));
  return [
    at.set(start),
    loop((again) => [
      ...texts.map((text, i) => text.set(v128.load(at, 16 * i))),
      when(
        i32.gt_u(i32.add(at, STEP_BYTES), end),
        // The last bytes alone: what lies behind them counts as zero.
        ...texts.map((text, i) =>
          text.set(v128.and(text, v128.load(i32.sub(Place.tailMask + STEP_BYTES, i32.sub(end, at)), 16 * i))),
        ),
      ),
      // Sixteen sums of four bytes each are far from what sixteen bits hold.
      sums.set(
        i32x4.add(
          sums,
          i32x4.extadd_pairwise_i16x8_u(
            i16x8.add(i16x8.add(pairs(first), pairs(second)), i16x8.add(pairs(third), pairs(fourth))),
          ),
        ),
      ),
      found.set(
        i64.or(
          i64.or(sohs(first), i64.shl(sohs(second), 16n)),
          i64.or(i64.shl(sohs(third), 32n), i64.shl(sohs(fourth), 48n)),
        ),
      ),
      block((none) => [
        loop((more) => [
          none.if(i64.eqz(found)),
          stop.set(i32.add(at, i32.wrap_i64(i64.ctz(found)))),
          found.set(i64.and(found, i64.sub(found, 1n))),
          ...atSoh,
          more.if(wanted),
        ]),
      ]),
      at.set(i32.add(at, STEP_BYTES)),
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
