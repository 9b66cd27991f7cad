/** What an instrument's market does now: the calendar's phase, and halts as the feeds tell them. */
import { EXCLUDED } from '../../core/market-view.js';
import type { Phase, TradingCalendar } from './calendar.js';

export type InstrumentPhase = Phase | 'halted';

/**
 * @param states EXCLUDED bits of the quotes at the venues that list it: halted where all that tell anything say so
 */
export function phaseOf(calendar: TradingCalendar, states: readonly number[], epochMs: number): InstrumentPhase {
  const phase = calendar.phaseAt(epochMs);
  if (phase === 'closed') return phase;
  const known = states.filter((state) => (state & EXCLUDED.absent) === 0);
  return known.length > 0 && known.every((state) => (state & EXCLUDED.halted) !== 0) ? 'halted' : phase;
}
