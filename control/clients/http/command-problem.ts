/** Why a command was refused, as an RFC 9457 problem document with a stable code. */
import type { Problem } from '../../core/status/schema.js';

const PROBLEMS = {
  TOKEN_UNKNOWN: [401, 'Who asks is not known'],
  ROLE_MISSING: [403, 'The token may not do this'],
  TOKEN_HAS_NO_CLIENT: [403, 'The token belongs to no client'],
  PERMISSION_MISSING: [403, 'The client may not do this'],
  RATE_LIMITED: [429, 'Too many requests'],
  ORDER_UNKNOWN: [404, 'No such order'],
  SYMBOL_UNKNOWN: [422, 'No such symbol'],
  ORDER_INVALID: [422, 'The order makes no sense'],
  ORDER_REJECTED: [422, 'The order was refused'],
  CLORDID_DUPLICATE: [409, 'The ClOrdID has been used'],
  REQUEST_REJECTED: [409, 'The order stands as it was'],
  LIMIT_REJECTED: [422, 'The limit was not changed'],
  RULE_REJECTED: [422, 'The rule was not changed'],
  KILL_SWITCH_REJECTED: [422, 'The kill switch was not moved'],
  EXPLAIN_UNAVAILABLE: [503, 'The order cannot be explained now'],
  QUALITY_UNAVAILABLE: [503, 'Execution quality is not known now'],
  FAILOVER_REJECTED: [409, 'The feed stays where it is'],
  SESSION_REJECTED: [409, 'The session stays as it is'],
  SESSION_UNKNOWN: [404, 'No such session'],
  ALERT_REJECTED: [409, 'The alert stays as it is'],
  NO_CARD: [404, 'No card is in use'],
  REGISTERS_REFUSED: [409, 'The registers stay as they are'],
  LOGIN_REFUSED: [401, 'Name or password are not known'],
  LOGIN_LOCKED: [429, 'Too many wrong passwords'],
  OPERATIONS_UNAVAILABLE: [503, 'Feeds, sessions and alerts cannot be operated'],
  CONTROL_UNAVAILABLE: [503, 'Limits and kill switches are not there'],
  INTERNAL: [500, 'Something went wrong here'],
  JOURNAL_NOT_OPEN: [503, 'Nothing can be written down now'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type CommandProblemCode = keyof typeof PROBLEMS;

export class CommandProblem extends Error {
  constructor(
    readonly code: CommandProblemCode,
    detail: string,
    /** Further members of the document. A `code` among them takes the place of ours: that of a denial. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'CommandProblem';
  }

  get document(): Problem {
    const [status, title] = PROBLEMS[this.code];
    return { type: 'about:blank', title, status, code: this.code, detail: this.message, ...this.members };
  }
}
