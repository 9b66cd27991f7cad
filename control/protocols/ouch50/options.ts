/** The appendage of OUCH 5.0: options, each a length byte (of tag and value), a tag and a value. Unknown tags are stepped over. */
import { alpha, char, i32, putField, u16, u32, u64, u8, type Field } from '../layout.js';
import { get16, put16 } from '../big-endian.js';

/** Fields lie at offset 0 of the value. */
export const ouch50Options = {
  SecondaryOrdRefNum: { tag: 1, field: u64(0) },
  Firm: { tag: 2, field: alpha(0, 4) },
  MinQty: { tag: 3, field: u32(0) },
  CustomerType: { tag: 4, field: char(0) },
  MaxFloor: { tag: 5, field: u32(0) },
  PriceType: { tag: 6, field: char(0) },
  PegOffset: { tag: 7, field: i32(0) },
  DiscretionPrice: { tag: 9, field: u64(0) },
  DiscretionPriceType: { tag: 10, field: char(0) },
  DiscretionPegOffset: { tag: 11, field: i32(0) },
  PostOnly: { tag: 12, field: char(0) },
  RandomReserves: { tag: 13, field: u32(0) },
  Route: { tag: 14, field: alpha(0, 4) },
  ExpireTime: { tag: 15, field: u32(0) },
  TradeNow: { tag: 16, field: char(0) },
  HandleInst: { tag: 17, field: char(0) },
  BboWeightIndicator: { tag: 18, field: char(0) },
  DisplayQuantity: { tag: 22, field: u32(0) },
  DisplayPrice: { tag: 23, field: u64(0) },
  GroupId: { tag: 24, field: u16(0) },
  SharesLocated: { tag: 25, field: char(0) },
  LocateBroker: { tag: 26, field: alpha(0, 4) },
  Side: { tag: 27, field: char(0) },
  UserRefIdx: { tag: 28, field: u8(0) },
} as const;

export type Ouch50OptionName = keyof typeof ouch50Options;

const HEADER_BYTES = 2;

/** Value bytes by tag, 0 for a tag that is not known. */
const sizeOfTag = new Uint8Array(256);
for (const { tag, field } of Object.values(ouch50Options)) sizeOfTag[tag] = (field as Field).size;

/**
 * Adds an option to the message being written and counts it in the appendage's length.
 *
 * @param lengthAt where the message's appendage length stands
 * @param end where the message ends so far; returns where it ends then
 */
export function addOuch50Option(
  out: Uint8Array,
  lengthAt: number,
  end: number,
  name: Ouch50OptionName,
  value: number | bigint | string,
): number {
  const { tag, field } = ouch50Options[name];
  out[end] = field.size + 1;
  out[end + 1] = tag;
  putField(out, end + HEADER_BYTES, field, value);
  const after = end + HEADER_BYTES + field.size;
  put16(out, lengthAt, after - lengthAt - 2);
  return after;
}

/** True when the bytes from `start` to `end` are whole options, each known one of its own length. */
export function areOuch50Options(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const length = bytes[at] as number;
    const next = at + 1 + length;
    if (length === 0 || next > end) return false;
    const size = sizeOfTag[bytes[at + 1] as number] as number;
    if (size !== 0 && size !== length - 1) return false;
    at = next;
  }
  return true;
}

/** Where the value of a tag starts in checked options, -1 when it is not there. */
export function findOuch50Option(bytes: Uint8Array, start: number, end: number, tag: number): number {
  for (let at = start; at < end; at += 1 + (bytes[at] as number)) {
    if (bytes[at + 1] === tag) return at + HEADER_BYTES;
  }
  return -1;
}

/** The appendage length that stands at `at`. */
export function ouch50AppendageBytes(bytes: Uint8Array, at: number): number {
  return get16(bytes, at);
}
