/** Digits four at a time: what is written of a number is mostly one or two stores. */

const TEN_THOUSAND = 10_000;

/** "0000" to "9999" as little-endian words. */
export const fourDigits = Int32Array.from(
  { length: TEN_THOUSAND },
  (_, value) =>
    (0x30 + ((value / 1000) | 0)) |
    ((0x30 + (((value / 100) | 0) % 10)) << 8) |
    ((0x30 + (((value / 10) | 0) % 10)) << 16) |
    ((0x30 + (value % 10)) << 24),
);

/** How many of four digits behind a point are left without the zeros at their end. */
const placesOf = Uint8Array.from({ length: TEN_THOUSAND }, (_, fraction) => {
  let places = 4;
  for (let rest = fraction; places > 0 && rest % 10 === 0; rest /= 10) places--;
  return places;
});

/** Up to this scale a fraction is looked up. */
const TABLE_SCALE = 4;
const raise = Int32Array.of(10_000, 1000, 100, 10, 1);
/** What can be raised to four places and stay below 10^8. */
const raiseLimit = Int32Array.of(9999, 99_999, 999_999, 9_999_999, 99_999_999);

/** Digits of 0 to 2^31 - 1; returns where they end. Three bytes more may be written. */
export function writeInt(view: DataView, at: number, value: number): number {
  if (value < TEN_THOUSAND) return writeShort(view, at, value);
  const high = (value / TEN_THOUSAND) | 0;
  const end = high < TEN_THOUSAND ? writeShort(view, at, high) : writeInt(view, at, high);
  view.setInt32(end, fourDigits[value - high * TEN_THOUSAND]!, true);
  return end + 4;
}

/** Digits of 0 to 9999. */
function writeShort(view: DataView, at: number, value: number): number {
  const word = fourDigits[value]!;
  if (value >= 1000) {
    view.setInt32(at, word, true);
    return at + 4;
  }
  const digits = value < 100 ? (value < 10 ? 1 : 2) : 3;
  view.setInt32(at, word >>> (32 - 8 * digits), true);
  return at + digits;
}

/** Exactly eight digits of 0 to 10^8 - 1. */
export function writeEightDigits(view: DataView, at: number, value: number): void {
  const high = (value / TEN_THOUSAND) | 0;
  view.setInt32(at, fourDigits[high]!, true);
  view.setInt32(at + 4, fourDigits[value - high * TEN_THOUSAND]!, true);
}

/** Whether `writeShortDecimal` can write 0 ≤ value at that scale. */
export function isShortDecimal(value: number, scale: number): boolean {
  return scale <= TABLE_SCALE && value <= raiseLimit[scale]!;
}

/** The number of ten-thousandths of a value that `isShortDecimal`. */
export function raised(value: number, scale: number): number {
  return Math.imul(value, raise[scale]!);
}

/** value / 10^scale, without zeros at the end; returns where it ends. Three bytes more may be written. */
export function writeShortDecimal(view: DataView, at: number, value: number, scale: number): number {
  const parts = raised(value, scale);
  const whole = (parts / TEN_THOUSAND) | 0;
  const fraction = parts - whole * TEN_THOUSAND;
  const end = writeShort(view, at, whole);
  if (fraction === 0) return end;
  view.setUint8(end, 0x2e);
  view.setInt32(end + 1, fourDigits[fraction]!, true);
  return end + 1 + placesOf[fraction]!;
}
