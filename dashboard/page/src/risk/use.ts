/** How much of a limit is used, and what that means. */
import type { LimitsView, PositionView } from '../../../../control/core/order-api/order-json.js';
import type { Tone } from '../parts.js';

export type LimitRow = LimitsView['limits'][number];

/** From here on a limit is near. */
const NEAR = 0.8;

/** A part of the limit: 1 is all of it. Where there is no limit nothing is permitted. */
export function shareOf(used: string, limit: string | null): number {
  const [taken, most] = [Math.max(0, Number(used)), Number(limit ?? '0')];
  if (taken === 0) return most === 0 ? 1 : 0;
  return most === 0 ? Infinity : taken / most;
}

/** Of a position: of the side that is nearer to its limit. */
export function shareOfPosition({ position, openBuy, openSell, long, short }: PositionView): number {
  const held = Number(position);
  const bought = String(held + Number(openBuy));
  const sold = String(Number(openSell) - held);
  // Limits of a side that nothing is on say nothing.
  return Math.max(Number(bought) > 0 ? shareOf(bought, long) : 0, Number(sold) > 0 ? shareOf(sold, short) : 0);
}

export function toneOfShare(share: number): Tone {
  return share >= 1 ? 'bad' : share >= NEAR ? 'warn' : 'ok';
}

/** Those that orders use up, the one nearest to its end first. */
export function usedRows(limits: readonly LimitRow[]): readonly (LimitRow & { readonly share: number })[] {
  return limits
    .flatMap((row) => (row.used === undefined ? [] : [{ ...row, share: shareOf(row.used, row.value) }]))
    .sort((a, b) => b.share - a.share);
}

/** Limits that are near or used up, for the mark at the view's name. */
export function nearLimits(limits: readonly LimitRow[]): { readonly count: number; readonly tone: 'warn' | 'bad' } {
  const near = usedRows(limits).filter(({ share }) => share >= NEAR);
  return { count: near.length, tone: near.some(({ share }) => share >= 1) ? 'bad' : 'warn' };
}

export function ownerWords(scope: string, id: string): string {
  return id === '' ? scope : `${scope} ${id}`;
}
