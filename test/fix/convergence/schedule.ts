/** A schedule of short sessions for runs that are short themselves. */
import type { SessionSchedule } from '../../../control/fix/schedule/session-schedule.js';
import type { Plan } from './plan.js';

/** The last part of each session's time is a pause. */
const PAUSE_SHARE = 0.1;

/** Undefined where the plan has none. The last session begins before all is calm, and does not end. */
export function scheduleOf({ scheduleMs, calmAtMs }: Plan, startEpochMs: number): SessionSchedule | undefined {
  if (scheduleMs === undefined) return undefined;
  const last = Math.floor(calmAtMs / scheduleMs);
  const indexAt = (epochMs: number): number => Math.min(last, Math.floor((epochMs - startEpochMs) / scheduleMs));
  const startOf = (index: number): number => startEpochMs + index * scheduleMs;
  const endOf = (index: number): number => (index >= last ? Infinity : startOf(index + 1) - scheduleMs * PAUSE_SHARE);
  return {
    periodAt: (epochMs) => {
      const index = indexAt(epochMs);
      return epochMs < endOf(index) ? { startMs: startOf(index), endMs: endOf(index) } : undefined;
    },
    numbersSinceMs: (epochMs) => startOf(indexAt(epochMs)),
    nextBoundaryMs: (epochMs) => {
      const index = indexAt(epochMs);
      if (index >= last) return Infinity;
      return epochMs < endOf(index) ? endOf(index) : startOf(index + 1);
    },
  };
}
