/** When, which way and on which session a message went, from what a log says before it. */

export type Direction = 'in' | 'out';

export interface Origin {
  /** As the log has it; undefined when it says nothing. */
  readonly time: string | undefined;
  readonly direction: Direction | undefined;
  readonly session: string | undefined;
}

const TIME =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?|\d{8}-\d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?/;
const SESSION = /FIXT?\.\d\.\d:[^\s,]*?->[^\s,>)\]]+/;
const IN = /\b(incoming|inbound|received|receive|recv|rcvd|rx|in|from(?:app|admin)?)\b|<--?|<<+|(?:^|\s)<(?=\s)/i;
const OUT = /\b(outgoing|outbound|sent|sending|send|tx|out|to(?:app|admin)?)\b|--?>|>>+|(?:^|\s)>(?=\s)/i;

export function readOrigin(prefix: string): Origin {
  const time = TIME.exec(prefix)?.[0];
  const session = SESSION.exec(prefix)?.[0];
  let rest = prefix;
  if (time !== undefined) rest = rest.replace(time, '');
  // The arrow of a session's name is no direction, and neither is what QuickFIX puts around its line.
  if (session !== undefined) rest = rest.replace(session, ' ');
  const isIn = IN.test(rest);
  const isOut = OUT.test(rest);
  return { time, session, direction: isIn === isOut ? undefined : isIn ? 'in' : 'out' };
}
