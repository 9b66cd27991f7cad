/**
 * The kernel's way over a message that no layout is known of: takes the tag of every field.
 *
 * A field is taken when its tag has one to seven digits and is below KERNEL_TAGS, and no data field follows it. At the first that is not like
 * that the index ends; what is left is for FixMessage to read byte by byte.
 */
import { block, define, i32, i64, memoryFill, push, when, type Local } from '../../web-assembly/assembler.js';
import { Block, KERNEL_TAGS, Place } from './memory.js';
import { EQUALS, scan, ZERO } from './scan.js';

const MAX_STAMP = 2 ** 30;

/** Each byte of a word of eight. */
const each = (byte: number): bigint => BigInt(byte) * 0x0101_0101_0101_0101n;

/**
 * index(start, end, shift, block): takes the fields of [start, end), whose last byte is SOH, as far as it can, and answers the sum of its bytes.
 * What it notes is less `shift`.
 */
export const index = define('index', 4, (args, local) => {
  const [start, end, shift, into] = args as [Local, Local, Local, Local];
  const field = local('i32');
  const next = local('i32');
  const count = local('i32');
  const stamp = local('i32');
  const stop = local('i32');
  const bits = local('i32');
  const tag = local('i32');
  const slot = local('i32');
  const sum = local('i32');
  const isOpen = local('i32');
  const word = local('i64');
  const marks = local('i64');
  const width = local('i64');

  /** The tag before '=' of the field that begins at `field`: `go` elsewhere when it is none that is taken. */
  const takeField = block((done) => [
    block((cannot) => [
      cannot.if(i32.ge_u(count, Block.fields)),
      word.set(i64.load(field)),
      // The lowest bit that stays is the highest of the first byte that is '='.
      marks.set(i64.xor(word, each(EQUALS))),
      marks.set(i64.and(i64.and(i64.sub(marks, each(1)), i64.xor(marks, -1n)), each(0x80))),
      // Bits before that '='. No digit, or no '=': one to seven digits are 8 to 56.
      width.set(i64.sub(i64.ctz(marks), 7n)),
      bits.set(i32.wrap_i64(width)),
      cannot.if(i32.gt_u(i32.sub(bits, 8), 48)),
      // Digits in the highest bytes, zeros below: leading zeros, that is. Above 9 is what gets its highest bit from 0x76, or has it.
      word.set(i64.shl(i64.xor(word, each(ZERO)), i64.sub(64n, width))),
      cannot.if(i64.ne(i64.and(i64.or(i64.add(word, each(0x76)), word), each(0x80)), 0n)),
      // Pairs of digits, and then pairs of pairs, weighed and added up by multiplication.
      word.set(i64.add(i64.mul(word, 10n), i64.shr_u(word, 8n))),
      tag.set(
        i32.wrap_i64(
          i64.shr_u(
            i64.add(
              i64.mul(i64.and(word, 0x0000_00ff_0000_00ffn), 100n + (1_000_000n << 32n)),
              i64.mul(i64.and(i64.shr_u(word, 16n), 0x0000_00ff_0000_00ffn), 1n + (10_000n << 32n)),
            ),
            32n,
          ),
        ),
      ),
      cannot.if(i32.ge_u(tag, KERNEL_TAGS)),
      cannot.if(i32.load8_u(tag, Place.lengthTags)),
      i32.store(next, i32.sub(i32.add(i32.add(field, i32.shr_u(bits, 3)), 1), shift)),
      i32.store(next, i32.sub(stop, shift), 4),
      i32.store(i32.add(into, i32.shl(count, 2)), tag, Block.tagsOffset),
      slot.set(i32.add(into, i32.shl(tag, 2))),
      when(
        i32.lt_s(i32.load(slot, Block.slotsOffset), stamp),
        i32.store(slot, i32.add(stamp, count), Block.slotsOffset),
      ),
      count.set(i32.add(count, 1)),
      next.set(i32.add(next, 8)),
      field.set(i32.add(stop, 1)),
      done.go,
    ]),
    isOpen.set(0),
  ]);

  return [
    // Above all that earlier messages left in the block's slots.
    stamp.set(i32.add(i32.load(into, 4 * Block.stamp), i32.load(into, 4 * Block.count))),
    when(i32.gt_s(stamp, MAX_STAMP), memoryFill(i32.add(into, Block.slotsOffset), 0, 4 * KERNEL_TAGS), stamp.set(1)),
    next.set(i32.add(into, 4 * Block.headWords)),
    field.set(start),
    isOpen.set(1),
    ...scan(start, end, stop, isOpen, sum, local, [takeField]),
    i32.store(into, 0, 4 * Block.layout),
    i32.store(into, stamp, 4 * Block.stamp),
    i32.store(into, count, 4 * Block.count),
    i32.store(into, i32.sub(field, shift), 4 * Block.resume),
    push(sum),
  ];
});
