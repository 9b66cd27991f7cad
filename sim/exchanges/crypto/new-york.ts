/** Time of the week in New York, as the calendars of US venues have it. */

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `Sat 13:00`. */
export function newYorkTime(epochMs: number): string {
  const found = new Map(parts.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  return `${found.get('weekday') ?? ''} ${found.get('hour') ?? ''}:${found.get('minute') ?? ''}`;
}
