/** Writes FIX messages into one buffer. */
export type TimePrecision = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

export interface FixEncoderOptions {
  readonly beginString: string;
  /** Longest message, from "8=" to the last SOH. Default 65,536. */
  readonly maxMessageBytes?: number;
}

export class FixEncoder {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  constructor(readonly options: FixEncoderOptions) {}
  begin(_msgType: string): void {
    throw new Error('not yet');
  }
  raw(_bytes: Uint8Array): void {
    throw new Error('not yet');
  }
  string(_tag: number, _value: string): void {
    throw new Error('not yet');
  }
  int(_tag: number, _value: number): void {
    throw new Error('not yet');
  }
  char(_tag: number, _code: number): void {
    throw new Error('not yet');
  }
  flag(_tag: number, _value: boolean): void {
    throw new Error('not yet');
  }
  decimal(_tag: number, _value: number, _scale: number): void {
    throw new Error('not yet');
  }
  utcTimestamp(_tag: number, _epochMs: number, _precision: TimePrecision): void {
    throw new Error('not yet');
  }
  data(_lengthTag: number, _tag: number, _bytes: Uint8Array): void {
    throw new Error('not yet');
  }
  field(_tag: number, _from: Uint8Array, _start: number, _end: number): void {
    throw new Error('not yet');
  }
  finish(): void {
    throw new Error('not yet');
  }
  get length(): number {
    throw new Error('not yet');
  }
}
