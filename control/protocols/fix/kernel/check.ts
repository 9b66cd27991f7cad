/**
 * The kernel's check of values: whether a message has the fields of a layout (see layouts.ts), and each value the form that the layout asks for.
 * It knows the plainest forms, up to sixteen bytes each; whatever it does not know it refuses, and the Validator looks closer.
 */
import {
  define,
  i32,
  i64,
  i8x16,
  leave,
  loop,
  push,
  select,
  v128,
  when,
  type Code,
  type Local,
  type Operand,
} from '../../web-assembly/assembler.js';
import { Block, Checks, Place } from './memory.js';

/** How a value is checked. */
export const Kind = {
  nothing: 0,
  /** Not empty. */
  some: 1,
  /** One character below 128, which the entry's bits have. */
  character: 2,
  /** Digits. */
  natural: 3,
  /** Digits, with a minus before them or none. */
  integer: 4,
  /** Digits with one point among them or none, with a minus before them or none. */
  decimal: 5,
  /** A UTCTimestamp with a date seen before, with seconds or with 3, 6 or 9 digits behind them. */
  timestamp: 6,
} as const;

const MAX_VALUE_BYTES = 16;
const SECOND_BYTES = 17;
/** A bit for each length above SECOND_BYTES: none, and those of three, six and nine digits with their point. */
const FRACTIONS = (1 << 0) | (1 << 4) | (1 << 7) | (1 << 10);
const LONGEST_FRACTION = 10;
const ZERO = 0x30;
const HOURS_AT = 9;
/** Of two characters, the first one tenfold. */
const MAX_HOURS = 0x30 * 11 + 23;
const MINUS = 0x2d;
const POINT = 0x2e;

/** check(block, entries, count, shift): 1 when all is well. @param shift how far the message is from where the block says it is */
export const check = define('check', 4, (args, local) => {
  const [index, entry, count, shift] = args as [Local, Local, Local, Local];
  const field = local('i32');
  const start = local('i32');
  const length = local('i32');
  const digits = local('i32');
  const others = local('i32');
  const all = local('i32');
  const text = local('v128');
  const no = leave(0);

  const bytesThatAre = (byte: number): Code => i32.and(i8x16.bitmask(i8x16.eq(text, i8x16.splat(byte))), all);
  /** A bit for each byte of the value in `all`, and for each digit in `digits`. There must be one. */
  const takeDigits: Code[] = [
    when(i32.gt_u(i32.sub(length, 1), MAX_VALUE_BYTES - 1), no),
    text.set(v128.load(start)),
    all.set(i32.sub(i32.shl(1, length), 1)),
    digits.set(i32.and(i8x16.bitmask(i8x16.lt_u(i8x16.sub(text, i8x16.splat(ZERO)), i8x16.splat(10))), all)),
    when(i32.eqz(digits), no),
  ];
  const minus = i32.and(bytesThatAre(MINUS), 1);
  /** Sixteen bytes from `at` on are like those of a timestamp from `offset` on. */
  const timeBytes = (at: Operand, offset: Operand): Code[] => [
    text.set(v128.load(at)),
    when(
      i32.eqz(
        i8x16.all_true(
          v128.and(
            i8x16.ge_u(text, v128.load(offset, Place.timeLow)),
            i8x16.le_u(text, v128.load(offset, Place.timeHigh)),
          ),
        ),
      ),
      no,
    ),
  ];

  const checks: Record<keyof typeof Kind, readonly Code[]> = {
    nothing: [],
    some: [when(i32.eqz(length), no)],
    character: [
      when(i32.ne(length, 1), no),
      digits.set(i32.load8_u(start)),
      when(i32.gt_u(digits, 127), no),
      others.set(i32.load(i32.add(entry, i32.shl(i32.shr_u(digits, 5), 2)), Checks.bitsOffset)),
      // A shift counts modulo 32.
      when(i32.eqz(i32.and(i32.shr_u(others, digits), 1)), no),
    ],
    natural: [...takeDigits, when(i32.ne(digits, all), no)],
    integer: [...takeDigits, when(i32.ne(i32.or(digits, minus), all), no)],
    decimal: [
      ...takeDigits,
      others.set(bytesThatAre(POINT)),
      when(i32.and(others, i32.sub(others, 1)), no),
      when(i32.ne(i32.or(i32.or(digits, others), minus), all), no),
    ],
    timestamp: [
      others.set(i32.sub(length, SECOND_BYTES)),
      when(i32.gt_u(others, LONGEST_FRACTION), no),
      when(i32.eqz(i32.and(i32.shr_u(FRACTIONS, others), 1)), no),
      when(i64.ne(i64.load(start), i64.load(0, Place.date)), no),
      // The first sixteen bytes and the last sixteen: all there are.
      ...timeBytes(start, 0),
      ...timeBytes(i32.add(start, i32.sub(length, 16)), i32.sub(length, 16)),
      others.set(i32.add(i32.mul(i32.load8_u(start, HOURS_AT), 10), i32.load8_u(start, HOURS_AT + 1))),
      when(i32.gt_u(others, MAX_HOURS), no),
    ],
  };
  return [
    field.set(i32.add(index, 4 * Block.headWords)),
    loop((again) => [
      start.set(i32.add(i32.load(field), shift)),
      length.set(i32.sub(i32.add(i32.load(field, 4), shift), start)),
      select(
        i32.load(entry, Checks.kindOffset),
        Object.keys(Kind).map((kind) => checks[kind as keyof typeof Kind]),
      ),
      field.set(i32.add(field, 8)),
      entry.set(i32.add(entry, Checks.entryBytes)),
      count.set(i32.sub(count, 1)),
      again.if(count),
    ]),
    push(1),
  ];
});
