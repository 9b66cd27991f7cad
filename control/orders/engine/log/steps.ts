/** Numbers that records of orders use for words. Numbers are never used again for another meaning. */
import type { ClientCancelReject } from '../../../core/order-entry.js';
import type { VenueReport } from '../../../core/venue.js';
import type { Outcome, UncertainRequest } from '../model/child-events.js';
import type { Ending } from '../work.js';

export const RequestStep = { cancel: 1, replace: 2, replaceTaken: 3, replaceNotTaken: 4, refused: 5 } as const;
export const ChildStep = { sent: 1, unsent: 2, cancel: 3, cancelUnsent: 4, replace: 5, replaceUnsent: 6 } as const;
export const WorkStep = { started: 1, remember: 2, tell: 3, finish: 4 } as const;

/** Codes of control records that are about no order: a trading day begins; something is kept for somebody by a key. */
export const DAY_BEGINS = 'DAY';
export const KEEPS = 'KEEP';

export const ENDINGS: readonly Ending[] = ['canceled', 'expired', 'rejected', 'doneForDay'];
export const REQUESTS: readonly ClientCancelReject['request'][] = ['cancel', 'replace'];
export const REASONS: readonly ClientCancelReject['reason'][] = [
  'other',
  'tooLate',
  'unknownOrder',
  'brokerOption',
  'alreadyPending',
  'duplicateClOrdId',
];
export const UNCERTAIN: readonly UncertainRequest[] = ['submit', 'cancel', 'replace'];
export const SOURCES: readonly VenueReport['source'][] = ['session', 'status', 'dropCopy'];
export const LIQUIDITIES: readonly VenueReport['liquidity'][] = ['', 'added', 'removed', 'other'];
export const OUTCOMES: readonly Outcome['kind'][] = ['dead', 'alive', 'traded'];
