/** Pieces that the kernel's functions are written with. */
import {
  block,
  f64,
  i32,
  i64,
  loop,
  type Code,
  type Local,
  type Operand,
  type ValueType,
} from '../../protocols/web-assembly/assembler.js';
import { VENUE_WORDS } from '../decisions/frame.js';
import { AT } from './layout.js';

/** One and a half times 2^52: added to it, a whole double stands in the lower bits. */
const TO_INTEGER = 6_755_399_441_055_744;

/** A whole double within 32 bits as an integer; another one is rounded. */
export function integer(value: Operand): Code {
  return i32.wrap_i64(i64.reinterpret_f64(f64.add(value, f64.of(TO_INTEGER))));
}

/** What stands at a fixed place. */
export function held(at: number): Code {
  return i32.load(0, at);
}

export function hold(at: number, value: Operand): Code {
  return i32.store(0, value, at);
}

/** The address of an item. */
export function item(base: Operand, index: Operand, bytesLog2: number): Code {
  return i32.add(base, i32.shl(index, bytesLog2));
}

export function bit(venue: Operand): Code {
  return i32.shl(1, venue);
}

export function has(mask: Operand, venue: Operand): Code {
  return i32.and(i32.shr_u(mask, venue), 1);
}

/** `mask` without its lowest bit. */
export function others(mask: Operand): Code {
  return i32.and(mask, i32.sub(mask, 1));
}

export function isMany(mask: Operand): Code {
  return i32.ne(others(mask), 0);
}

/** 1 for a buy, -1 for a sell: what makes a price signed, and a signed one a price. */
export function signOf(isBuy: Operand): Code {
  // Not a choice between the two: that is a branch, which goes either way.
  return f64.convert_i32_s(i32.sub(i32.shl(isBuy, 1), 1));
}

/** For each venue of a mask, the lowest first; `left` is what is still to come, with the venue in hand. */
export function eachOf(mask: Operand, left: Local, venue: Local, body: readonly Code[]): Code {
  return block((done) => [
    left.set(mask),
    done.if(i32.eqz(left)),
    loop((again) => [venue.set(i32.ctz(left)), ...body, left.set(others(left)), again.if(left)]),
  ]);
}

/** A quote, and the quantity beside it. */
export const SEEN_BYTES_LOG2 = Math.log2(8 * VENUE_WORDS);

/** For each venue there is, with the addresses of what stands beside it, which go on by so many bytes. */
export function eachVenue(venue: Local, beside: readonly (readonly [Local, number])[], body: readonly Code[]): Code {
  return loop((again) => [
    ...body,
    ...beside.map(([address, bytes]) => address.set(i32.add(address, bytes))),
    venue.set(i32.add(venue, 1)),
    again.if(i32.lt_u(venue, held(AT.venues))),
  ]);
}

/** Locals of one type by their names. */
export function locals<Name extends string>(
  local: (type: ValueType) => Local,
  type: ValueType,
  ...names: readonly Name[]
): Record<Name, Local> {
  return Object.fromEntries(names.map((name) => [name, local(type)])) as Record<Name, Local>;
}
