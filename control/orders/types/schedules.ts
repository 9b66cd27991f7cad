/** Where an algorithm should be when: the share of its order that is to be done by a time. */
import type { VolumeCurve } from './volume-curve.js';

/** A volume curve and the day it is laid on. */
export interface PlacedCurve {
  readonly curve: VolumeCurve;
  /** Epoch ms of the midnight that its times count from. */
  readonly midnightEpochMs: number;
}

/** Curves for VWAP, from a file or recorded from the live feed; undefined where there is none. */
export type CurveSource = (instrument: number, from: 'file' | 'live', epochMs: number) => PlacedCurve | undefined;

/** Times in epoch ms, `originMs` at or before `nowMs` at or before `atMs` at or before `endMs`; volume in the instrument's units. */
export interface Moment {
  readonly originMs: number;
  readonly endMs: number;
  readonly nowMs: number;
  /** Of the end of the slice in hand. */
  readonly atMs: number;
  /** Traded by everybody since the origin. */
  readonly volume: number;
}

/** From 0 to 1. */
export type Schedule = (moment: Moment) => number;

/** As much time, as much of the order. */
export const evenly: Schedule = ({ originMs, endMs, atMs }) => (atMs - originMs) / (endMs - originMs);

/** A slow or busy day is expected to stay so by half. */
const RATIO_MIN = 0.25;
const RATIO_MAX = 4;

/**
 * By a volume curve. With `follows`, what has traded since the origin takes the place of what the curve said of that time, and what the curve says of the rest is
 * scaled by half of the difference.
 */
export function byVolume({ curve, midnightEpochMs }: PlacedCurve, follows: boolean): Schedule {
  const between = (from: number, to: number): number => curve.between(from - midnightEpochMs, to - midnightEpochMs);
  return (moment) => {
    const { originMs, endMs, nowMs, atMs, volume } = moment;
    const whole = between(originMs, endMs);
    // Nothing is known of these hours.
    if (whole === 0) return evenly(moment);
    const past = between(originMs, nowMs);
    if (!follows || past === 0) return between(originMs, atMs) / whole;
    const ratio = Math.min(RATIO_MAX, Math.max(RATIO_MIN, volume / past));
    const scale = (1 + ratio) / 2;
    const total = volume + scale * between(nowMs, endMs);
    return total === 0 ? 1 : (volume + scale * between(nowMs, atMs)) / total;
  };
}
