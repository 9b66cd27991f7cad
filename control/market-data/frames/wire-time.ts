/** NIC time: beats of 6.4 ns (32 ns are five), and how long frames occupy a port. */

/** Idle beats between two frames of a port: 20 byte times, rounded up to whole beats. */
export const INTERFRAME_BEATS = 3;
const FCS_BYTES = 4;

/** Beats that a frame of `length` bytes (without FCS) takes. */
export function frameBeats(length: number): number {
  return Math.ceil((length + FCS_BYTES) / 8);
}

/** The first beat at or after a time. Exact for times below 2^53 / 5 ns. */
export function nsToBeatsUp(ns: number): number {
  return Math.ceil((ns * 5) / 32);
}
