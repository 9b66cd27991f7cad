/**
 * The kernel's part in writing messages: fields whose values are plain numbers or milliseconds of a day, and the trailer. An encoder whose
 * buffer is in the kernel's memory has them written here; everything else, and every check, is FixEncoder's.
 */
import {
  define,
  i16x8,
  i32,
  i32x4,
  i8x16,
  leave,
  loop,
  push,
  v128,
  when,
  type Code,
  type Local,
  type WasmFunction,
} from '../../web-assembly/assembler.js';
import { Place } from './memory.js';
import { SOH, ZERO } from './scan.js';

const TEN_THOUSAND = 10_000;
const POINT = 0x2e;
const SECOND_BYTES = 17;
const ZEROS = 0x30303030;
/** "10=" as it stands in front of the first digit. */
const CHECK_SUM = 0x003d3031;
const VECTOR_BYTES = 16;

/** Four digits of a number below 10,000. */
const fourOf = (value: Local): Code => i32.load(i32.shl(value, 2), Place.digits);

/** The digits of a number below 10,000 without leading zeros; moves `at` behind them. */
function writeShort(at: Local, value: Local, digits: Local): Code[] {
  return [
    digits.set(i32.add(i32.add(i32.ge_u(value, 1000), i32.ge_u(value, 100)), i32.add(i32.ge_u(value, 10), 1))),
    i32.store(at, i32.shr_u(fourOf(value), i32.sub(32, i32.shl(digits, 3)))),
    at.set(i32.add(at, digits)),
  ];
}

/** A function that writes a tag with its '=', a value, and SOH, and answers where the next field begins. Three bytes more may be written. */
function field(
  name: string,
  build: (at: Local, value: Local, rest: Local, digits: Local) => readonly Code[],
): WasmFunction {
  return define(name, 4, (args, local) => {
    const [at, tagWord, tagBytes, value] = args as [Local, Local, Local, Local];
    return [
      i32.store(at, tagWord),
      at.set(i32.add(at, tagBytes)),
      ...build(at, value, local('i32'), local('i32')),
      i32.store8(at, SOH),
      i32.add(at, 1),
    ];
  });
}

/** writeInt(at, tagWord, tagBytes, value): 0 to 99,999,999. */
const writeInt = field('writeInt', (at, value, rest, digits) => [
  rest.set(value),
  when(
    i32.ge_u(value, TEN_THOUSAND),
    value.set(i32.div_u(rest, TEN_THOUSAND)),
    ...writeShort(at, value, digits),
    rest.set(i32.sub(rest, i32.mul(value, TEN_THOUSAND))),
    i32.store(at, fourOf(rest)),
    i32.store8(i32.add(at, 4), SOH),
    leave(i32.add(at, 5)),
  ),
  ...writeShort(at, value, digits),
]);

/** writeDecimal(at, tagWord, tagBytes, value): 0 to 99,999,999 ten-thousandths, without zeros at the end. */
const writeDecimal = field('writeDecimal', (at, value, rest, digits) => [
  rest.set(value),
  value.set(i32.div_u(rest, TEN_THOUSAND)),
  rest.set(i32.sub(rest, i32.mul(value, TEN_THOUSAND))),
  ...writeShort(at, value, digits),
  when(
    rest,
    rest.set(fourOf(rest)),
    i32.store8(at, POINT),
    i32.store(at, rest, 1),
    // The last digit that is not 0 is in the highest byte that is not '0'.
    at.set(i32.sub(i32.add(at, 5), i32.shr_u(i32.clz(i32.xor(rest, ZEROS)), 3))),
  ),
]);

/** writeTime(at, tagWord, tagBytes, ms): the second that stands at Place.second, and 0 to 999 milliseconds. */
const writeTime = field('writeTime', (at, value, rest) => [
  v128.store(at, v128.load(0, Place.second)),
  i32.store(at, i32.load(0, Place.second + VECTOR_BYTES), VECTOR_BYTES),
  rest.set(fourOf(value)),
  i32.store(at, i32.or(i32.and(rest, ~0xff), POINT), SECOND_BYTES),
  at.set(i32.add(at, SECOND_BYTES + 4)),
]);

/** writeTrailer(start, at): CheckSum behind a message that has come to `at`; answers where it ends. Sixteen bytes from `at` on are overwritten. */
const writeTrailer = define('writeTrailer', 2, (args, local) => {
  const [start, at] = args as [Local, Local];
  const sums = local('v128');
  const sum = local('i32');
  const tens = local('i32');
  const hundreds = local('i32');
  return [
    // What is behind the end counts as 0. Sums are kept modulo 65,536, which does for one modulo 256.
    v128.store(at, i8x16.splat(0)),
    loop((again) => [
      sums.set(i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(v128.load(start)))),
      start.set(i32.add(start, VECTOR_BYTES)),
      again.if(i32.lt_u(start, at)),
    ]),
    sums.set(i32x4.extadd_pairwise_i16x8_u(sums)),
    sum.set(
      i32.and(
        i32.add(
          i32.add(i32x4.extract_lane(sums, 0), i32x4.extract_lane(sums, 1)),
          i32.add(i32x4.extract_lane(sums, 2), i32x4.extract_lane(sums, 3)),
        ),
        0xff,
      ),
    ),
    hundreds.set(i32.div_u(sum, 100)),
    tens.set(i32.div_u(sum, 10)),
    i32.store(at, CHECK_SUM),
    i32.store(
      at,
      i32.add(
        i32.or(
          i32.or(hundreds, i32.shl(i32.sub(tens, i32.mul(hundreds, 10)), 8)),
          i32.shl(i32.sub(sum, i32.mul(tens, 10)), 16),
        ),
        ZERO | (ZERO << 8) | (ZERO << 16) | (SOH << 24),
      ),
      3,
    ),
    i32.add(at, 7),
  ];
});

/** copyFields(at, from, end): copies what is between, sixteen bytes at a time; answers where it ends. Fifteen bytes more may be overwritten. */
const copyFields = define('copyFields', 3, (args, local) => {
  const [at, from, end] = args as [Local, Local, Local];
  const next = local('i32');
  return [
    next.set(i32.add(at, i32.sub(end, from))),
    loop((again) => [
      v128.store(at, v128.load(from)),
      at.set(i32.add(at, VECTOR_BYTES)),
      from.set(i32.add(from, VECTOR_BYTES)),
      again.if(i32.lt_u(from, end)),
    ]),
    push(next),
  ];
});

export const encodeFunctions: readonly WasmFunction[] = [writeInt, writeDecimal, writeTime, writeTrailer, copyFields];
