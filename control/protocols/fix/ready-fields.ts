/** Fields that stand in all messages of a session, CompIDs above all: checked and put at hand once, and copied into each message. */
import { FixEncodeError } from './errors.js';
import { keepReady } from './kernel/encoder-room.js';

const SOH = 1;

export class ReadyFields {
  /** A copy: what is given may change. */
  readonly bytes: Uint8Array;
  /** Where in the kernel's memory they are too, 0 for nowhere. */
  readonly at: number;

  /**
   * @param bytes whole fields, each with its SOH
   * @throws FixEncodeError when they do not end with SOH
   */
  constructor(bytes: Uint8Array) {
    const { length } = bytes;
    if (length === 0 || bytes[length - 1] !== SOH) {
      throw new FixEncodeError('FIX_VALUE', 0, 'ready-made fields must end with SOH');
    }
    this.bytes = bytes.slice();
    this.at = keepReady(bytes);
  }
}
