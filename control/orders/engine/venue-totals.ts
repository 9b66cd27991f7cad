/** What was sent to each venue and what became of it, since the process began: for the dashboard and the metrics. */
import { ExecType } from '../../core/venue.js';

export interface VenueTotals {
  sent: number;
  accepted: number;
  rejected: number;
  canceled: number;
  replaced: number;
  trades: number;
  /** Busts and corrections. */
  amended: number;
  refusals: number;
  uncertain: number;
  /** Reports about orders that are not known. */
  foreign: number;
}

export function blankTotals(): VenueTotals {
  return {
    sent: 0,
    accepted: 0,
    rejected: 0,
    canceled: 0,
    replaced: 0,
    trades: 0,
    amended: 0,
    refusals: 0,
    uncertain: 0,
    foreign: 0,
  };
}

export function countReport(totals: VenueTotals, execType: number): void {
  switch (execType) {
    case ExecType.new:
      totals.accepted++;
      return;
    case ExecType.rejected:
      totals.rejected++;
      return;
    case ExecType.canceled:
    case ExecType.expired:
      totals.canceled++;
      return;
    case ExecType.replaced:
      totals.replaced++;
      return;
    case ExecType.trade:
      totals.trades++;
      return;
    case ExecType.tradeCancel:
    case ExecType.tradeCorrect:
      totals.amended++;
      return;
    default:
  }
}
