/** AvgPx (6) as a decimal, exact to 10 places. */
import { averageOf, type ExactSum } from './exact-sum.js';

const PLACES = 10;

/** @param sum of quantity times price, in the instrument's units @param quantity what it is the sum of */
export function averagePrice(sum: ExactSum, quantity: number, priceScale: number): string {
  if (quantity === 0 || sum.isZero) return '0';
  // Mostly all trades of an order have one price: then no BigInt is needed.
  if (sum.hi === 0 && sum.lo % quantity === 0) return decimal(String(sum.lo / quantity), priceScale);
  return decimal(String(averageOf(sum, quantity, PLACES - priceScale)), PLACES);
}

function decimal(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  const point = padded.length - scale;
  let end = padded.length;
  while (end > point && padded.charCodeAt(end - 1) === 0x30) end--;
  const whole = padded.slice(0, point);
  return end === point ? whole : `${whole}.${padded.slice(point, end)}`;
}
