/** The cases by the names that case lists call them by. */
import type { CertificationBench } from './bench.js';
import * as orders from './order-cases.js';
import * as sessions from './session-cases.js';

/** How a case is done. `run` resolves with what was found, rejects with what is wrong, or with NotApplicable. */
export interface Procedure {
  /** Heartbeat intervals that it may take beside an ordinary answer's time. */
  readonly heartbeats?: number;
  /** Logs on or out itself. All others need a session that is up. */
  readonly changes?: 'logon' | 'logout';
  run(bench: CertificationBench, signal: AbortSignal): Promise<string>;
}

export const procedures = {
  'logon-refused': sessions.logonRefused,
  logon: sessions.logon,
  heartbeat: sessions.heartbeat,
  'test-request-answered': sessions.testRequestAnswered,
  'test-request-sent': sessions.testRequestSent,
  'silent-venue': sessions.silentVenue,
  'order-accepted': orders.orderAccepted,
  'order-rejected': orders.orderRejected,
  'order-status': orders.orderStatus,
  cancel: orders.cancel,
  'cancel-too-late': orders.cancelTooLate,
  replace: orders.replace,
  'replace-too-late': orders.replaceTooLate,
  'immediate-or-cancel': orders.immediateOrCancel,
  fill: orders.fill,
  'partial-fill': orders.partialFill,
  'mass-cancel': orders.massCancel,
  recovery: sessions.recovery,
  'cancel-on-disconnect': sessions.cancelOnDisconnect,
  'drop-copy': sessions.dropCopyMatch,
  logout: sessions.logout,
} as const satisfies Readonly<Record<string, Procedure>>;

export type ProcedureName = keyof typeof procedures;
