/** Order entry of a venue that refuses by Reject (3) and has no BusinessMessageReject (j). */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Outcome } from '../fix/desk.js';
import { OrderDesk } from '../fix/order-desk.js';

const CONDITIONALLY_MISSING = '5';

export class CryptoDesk extends OrderDesk {
  override take(message: FixMessage, type: string): Outcome {
    return asReject(super.take(message, type));
  }
}

/** Turns a j into a Reject for the session to send. */
export function asReject(outcome: Outcome): Outcome {
  const [first] = outcome.messages ?? [];
  if (first?.type !== 'j') return outcome;
  const field = (tag: number): string => first.fields.find(([found]) => found === tag)?.[1] ?? '';
  return { reject: { reason: field(380) === CONDITIONALLY_MISSING ? 1 : 5, text: field(58) } };
}
