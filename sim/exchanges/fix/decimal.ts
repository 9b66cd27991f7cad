/** Scaled integers as FIX writes them: no exponent, no trailing zeros. */

/** 1872500 at scale 4 is `187.25`. */
export function formatDecimal(value: number, scale: number): string {
  return formatBig(BigInt(value), scale);
}

export function formatBig(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** What an average is told with beyond the price's own decimals. */
const AVERAGE_DECIMALS = 4;

/** The average price of an amount: the sum of price × quantity, divided by the quantity; cut, not rounded. */
export function formatAverage(value: bigint, quantity: number, priceScale: number): string {
  if (quantity === 0) return '0';
  return formatBig((value * 10n ** BigInt(AVERAGE_DECIMALS)) / BigInt(quantity), priceScale + AVERAGE_DECIMALS);
}
