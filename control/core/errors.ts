/**
 * The base of every error that Crossfeed raises on purpose. An error has a stable `code` that programs
 * may match, and says where it happened, what was found and what was expected, so that the message alone is enough to act on.
 */

export interface ErrorDetail {
  /** File and offset or line, register, session, option: whatever leads to the spot. */
  readonly where?: string | undefined;
  readonly found?: string | number | bigint | boolean | undefined;
  readonly expected?: string | number | bigint | boolean | undefined;
  readonly cause?: unknown;
}

export class CrossfeedError extends Error {
  readonly where: string | undefined;
  readonly found: ErrorDetail['found'];
  readonly expected: ErrorDetail['expected'];
  /** What a command that fails with this error exits with: 1 a check failed, 2 wrong usage or unreadable input. */
  readonly exitStatus: 1 | 2 = 1;

  /** @param code stable, upper case with underscores, for example `RING_CLOSED` */
  constructor(
    readonly code: string,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(compose(message, detail), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.where = detail.where;
    this.found = detail.found;
    this.expected = detail.expected;
  }
}

/** Wrong usage, or an input that cannot be read. */
export class InputError extends CrossfeedError {
  override readonly exitStatus = 2;
}

/** The outside world refused: a socket, a file, a wrong argument to a seeded generator. */
export class WorldError extends CrossfeedError {}

function compose(message: string, { where, found, expected }: ErrorDetail): string {
  const facts: string[] = [];
  if (found !== undefined) facts.push(`found ${String(found)}`);
  if (expected !== undefined) facts.push(`expected ${String(expected)}`);
  const text = facts.length === 0 ? message : `${message}: ${facts.join(', ')}`;
  return where === undefined ? text : `${where}: ${text}`;
}
