/** TransactTime (60) and other UTCTimestamps of a message's body, as text. */
export type TransactPrecision = 'milliseconds' | 'microseconds';

export function transactTime(epochMs: number, precision: TransactPrecision = 'milliseconds'): string {
  const text = new Date(epochMs).toISOString().replaceAll('-', '').replace('T', '-').replace('Z', '');
  return precision === 'milliseconds' ? text : `${text}000`;
}
