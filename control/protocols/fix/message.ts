/** A FIX message as an index over its bytes. */

export const ParseFault = {
  none: 0,
  /** A field without '='. */
  noEquals: 1,
  /** A tag that is no integer, or not below 2^31. */
  badTag: 2,
  emptyTag: 3,
  /** The last byte is no SOH. */
  noSoh: 4,
  tooManyFields: 5,
  /** A data field that does not end where its length field says. */
  dataLength: 6,
} as const;

export interface FixMessageOptions {
  /** Most fields a message may have; above, `parse` answers `tooManyFields`. Default 16,384. Room is taken as it is needed. */
  readonly maxFields?: number;
  /** Length field → data field, beyond the pairs of the standard dictionaries. */
  readonly lengthTags?: ReadonlyMap<number, number>;
}

export class FixMessage {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  msgType = 0;
  fieldCount = 0;
  constructor(readonly options: FixMessageOptions = {}) {}
  parse(_bytes: Uint8Array, _start: number, _end: number): number {
    throw new Error('not yet');
  }
  tagAt(_i: number): number {
    throw new Error('not yet');
  }
  valueStartAt(_i: number): number {
    throw new Error('not yet');
  }
  valueEndAt(_i: number): number {
    throw new Error('not yet');
  }
  find(_tag: number): number {
    throw new Error('not yet');
  }
  findNext(_tag: number, _after: number): number {
    throw new Error('not yet');
  }
  has(tag: number): boolean {
    return this.find(tag) >= 0;
  }
  string(_tag: number): string | undefined {
    throw new Error('not yet');
  }
  int(_tag: number): number {
    throw new Error('not yet');
  }
  char(_tag: number): number {
    throw new Error('not yet');
  }
  flag(_tag: number): boolean {
    throw new Error('not yet');
  }
  decimal(_tag: number, _scale: number): number {
    throw new Error('not yet');
  }
  utcMs(_tag: number): number {
    throw new Error('not yet');
  }
  equals(_tag: number, _ascii: Uint8Array): boolean {
    throw new Error('not yet');
  }
}
