/** A FIX message as it was on the wire, for tests to look into. Data fields with SOH are not for this. */
export interface WireMessage {
  readonly type: string;
  readonly msgSeqNum: number;
  readonly possDup: boolean;
  /** All of it. */
  readonly raw: string;
  /** Values by tag; the first one where a tag repeats. */
  readonly fields: ReadonlyMap<number, string>;
}

export function wireMessage(raw: string): WireMessage {
  const fields = new Map<number, string>();
  for (const field of raw.split('\x01')) {
    const equals = field.indexOf('=');
    if (equals < 0) continue;
    const tag = Number(field.slice(0, equals));
    if (!fields.has(tag)) fields.set(tag, field.slice(equals + 1));
  }
  return {
    type: fields.get(35) ?? '',
    msgSeqNum: Number(fields.get(34)),
    possDup: fields.get(43) === 'Y',
    raw,
    fields,
  };
}
