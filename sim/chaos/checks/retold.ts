/**
 * A gateway that comes back may tell a report again, with PossResend, where its end left it in doubt whether it had told it. That is so for what it was telling at that
 * moment, and for nothing that the client had long before.
 */
import type { Trader } from '../../../test/kills/trader.js';

/** What a gateway has told longer ago than this when it ends, it knows afterwards. */
const IN_DOUBT_MS = 500;

/** @param endedMs when the gateway ended, in order, by the client's clock */
export function retoldFaults({ resent }: Pick<Trader, 'resent'>, endedMs: readonly number[]): string[] {
  return resent
    .filter(({ firstMs, againMs }) => !endedMs.some((ms) => ms <= againMs && firstMs >= ms - IN_DOUBT_MS))
    .map(
      ({ id, firstMs, againMs }) =>
        `${id} was told again ${Math.round(againMs - firstMs)} ms later, when nothing made it doubtful`,
    );
}
