/** Our stable codes in the words of FIX: what a program that knows FIX 4.4 only can act on. */
import type { ClientCancelReject } from '../../core/order-entry.js';
import { OrdRejReason } from './fault.js';

/** The first rule whose words are in the code wins. */
const REASONS: readonly (readonly [words: RegExp, reason: number])[] = [
  [/DUPLICATE/, OrdRejReason.duplicateOrder],
  [/SYMBOL|INSTRUMENT_UNKNOWN|NOT_LISTED/, OrdRejReason.unknownSymbol],
  [/CLOSED|HALT|MARKET_STATE|SESSION_OVER/, OrdRejReason.exchangeClosed],
  [/STALE/, OrdRejReason.staleOrder],
  [/UNSUPPORTED|NO_FORM|TYPE/, OrdRejReason.unsupported],
  [/LOT|QUANTITY_STEP|MIN_QUANTITY/, OrdRejReason.incorrectQuantity],
  [/SIZE|NOTIONAL|POSITION|CREDIT|LIMIT|OPEN_ORDERS|RATE|EXPOSURE|COLLAR/, OrdRejReason.exceedsLimit],
  [/UNKNOWN_ORDER|ORDER_UNKNOWN/, OrdRejReason.unknownOrder],
];

const known = new Map<string, number>();
const KNOWN_MAX = 1024;

/** OrdRejReason (103). */
export function ordRejReasonOf(code: string): number {
  let reason = known.get(code);
  if (reason === undefined) {
    reason = REASONS.find(([words]) => words.test(code))?.[1] ?? OrdRejReason.other;
    if (known.size < KNOWN_MAX) known.set(code, reason);
  }
  return reason;
}

/** ExecRestatementReason (378) of a change that the client did not ask for: cancel on a halt, on a system's failure, or another. */
export function restatementReasonOf(code: string): number {
  return /HALT/.test(code) ? 6 : /DISCONNECT|VENUE|SYSTEM/.test(code) ? 7 : 99;
}

/** CxlRejReason (102). */
export const CXL_REJ_REASON: Readonly<Record<ClientCancelReject['reason'], number>> = {
  tooLate: 0,
  unknownOrder: 1,
  brokerOption: 2,
  alreadyPending: 3,
  duplicateClOrdId: 6,
  other: 99,
};
