/** Exact decimals: "0.00001" with a scale is a whole number of units, and back. */

const DECIMAL = /^(\d{1,15})(?:\.(\d{1,9}))?$/;

/** NaN when it is no plain decimal, or finer than the scale. */
export function unitsOf(text: string, scale: number): number {
  const match = DECIMAL.exec(text);
  if (match === null) return NaN;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return NaN;
  const units = Number(match[1]) * 10 ** scale + Number(fraction.padEnd(scale, '0') || '0');
  return Number.isSafeInteger(units) ? units : NaN;
}

/** Units as a plain decimal, without zeros at the end: 12500 with 4 places is "1.25". What is no whole number of units is shown as it is. */
export function decimalOf(units: number, scale: number): string {
  if (!Number.isInteger(units)) return `${units} units`;
  const digits = String(BigInt(Math.abs(units))).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = scale === 0 ? digits : digits.slice(0, digits.length - scale);
  return `${units < 0 ? '-' : ''}${whole}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}
