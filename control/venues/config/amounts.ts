/** Exact decimals of a configuration: "0.00001" with a scale becomes a whole number of units. */

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
