/** What is wrong with a client's message: one object, filled in again and again. */
import { fieldName } from './tags.js';

/** OrdRejReason (103). */
export const OrdRejReason = {
  brokerOption: 0,
  unknownSymbol: 1,
  exchangeClosed: 2,
  exceedsLimit: 3,
  tooLate: 4,
  unknownOrder: 5,
  duplicateOrder: 6,
  staleOrder: 8,
  unsupported: 11,
  incorrectQuantity: 13,
  other: 99,
} as const;

/** BusinessRejectReason (380). */
export const BusinessRejectReason = {
  other: 0,
  unknownId: 1,
  unsupportedMessage: 3,
  notAvailable: 4,
  fieldMissing: 5,
  notAuthorized: 6,
} as const;

export class Fault {
  /** The field that is to blame; 0: none alone. */
  tag = 0;
  /** OrdRejReason. */
  reason: number = OrdRejReason.other;
  /** A field that has to be there is not: a Business Message Reject says so. */
  isMissing = false;
  text = '';

  /** Always false, so that readers can return it. */
  set(tag: number, found: string, expected: string, reason: number = OrdRejReason.other): false {
    this.tag = tag;
    this.reason = reason;
    this.isMissing = false;
    this.text = `${fieldName(tag)}: found ${found}, expected ${expected}`;
    return false;
  }

  missing(tag: number, expected: string): false {
    this.set(tag, 'nothing', expected);
    this.isMissing = true;
    return false;
  }
}
