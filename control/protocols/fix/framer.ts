/** Cuts a byte stream into FIX messages. */

/**
 * What was wrong with bytes that are no message: `noise` bytes before a "8=FIX"; `field` the message does not begin with 8, 9 and 35;
 * `bodyLength` no "10=" where BodyLength says; `checkSum` not the sum, or not three digits; `tooLong` above the limit.
 */
export type GarbledReason = 'noise' | 'bodyLength' | 'checkSum' | 'tooLong' | 'field';

export interface FrameHandler {
  /** A whole message: 8, 9, 35 first, BodyLength and CheckSum right. False stops: the rest of the input is dropped, the framer is clear. */
  onMessage(bytes: Uint8Array, start: number, end: number): boolean;
  /** Bytes that are no message: once per stretch. False stops, as above. */
  onGarbled(reason: GarbledReason, bytes: Uint8Array, start: number, end: number): boolean;
}

export class FixFramer {
  constructor(readonly options: { maxMessageBytes: number }) {}
  push(_bytes: Uint8Array, _handler: FrameHandler): void {
    throw new Error('not yet');
  }
  readonly bufferedBytes: number = 0;
  clear(): void {
    throw new Error('not yet');
  }
}
