/**
 * Exact decimals of any venue: integers of 10^-18, as BigInt. Drop copies are compared to the last digit that was sent, whatever
 * scale an instrument has, and they are few enough for BigInt.
 */

const DECIMALS = 18;
const PATTERN = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;

/** 1, in units of 10^-18. */
export const ONE = 10n ** BigInt(DECIMALS);

/** A FIX float (digits with at most one point and a sign) in units of 10^-18; undefined when it is none, or has more decimals. */
export function parseExact(text: string | undefined): bigint | undefined {
  if (text === undefined || text.length > 64) return undefined;
  const match = PATTERN.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const decimals = (match[3] ?? '').replace(/0+$/, '');
  if (decimals.length > DECIMALS) return undefined;
  const units = BigInt(`${match[2] ?? ''}${decimals.padEnd(DECIMALS, '0')}`);
  return match[1] === '-' ? -units : units;
}

/** The shortest text for it: `12.5`. */
export function formatExact(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -DECIMALS)}${decimals === '' ? '' : `.${decimals}`}`;
}
