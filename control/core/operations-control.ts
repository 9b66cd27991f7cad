/** The port between people or programs that operate the gateway (HTTP, dashboard) and its feeds, sessions and alerts. Everything here is audited; roles are checked before it is called. */
import type { CardRegisters } from './card-registers.js';
import type { Denial } from './order-entry.js';
import type { Alert, HealthEvent } from './status/health.js';

export interface OperationsCommand {
  readonly reason: string;
  /** Who did it, for the audit: the name of a token or of a person. */
  readonly by: string;
}

export interface SilenceCommand extends OperationsCommand {
  readonly untilEpochMs: number;
}

export interface SessionNumbers extends OperationsCommand {
  /** What is not given stays. */
  readonly nextOut?: number;
  readonly nextIn?: number;
}

export interface OperationsControl {
  /** Makes a feed use its next source, or the named one (`nic`, `software`, `third`). undefined: done. */
  failover(feedId: string, to: string | undefined, command: OperationsCommand): Denial | undefined;
  logonSession(sessionId: string, command: OperationsCommand): Denial | undefined;
  /** Says goodbye and stays logged out until `logonSession`. */
  logoutSession(sessionId: string, command: OperationsCommand): Denial | undefined;
  /** Both sequence numbers to what is given; refused while the session is up. */
  resetSession(sessionId: string, command: SessionNumbers): Denial | undefined;
  acknowledgeAlert(alertId: string, command: OperationsCommand): Denial | undefined;
  silenceAlert(alertId: string, command: SilenceCommand): Denial | undefined;
  /** One severity higher, and told now to whoever is next, acknowledged before or not. */
  escalateAlert(alertId: string, command: OperationsCommand): Denial | undefined;
  /** The registers of the card; absent: nobody may look at them. */
  readonly card?: CardRegisters;
  alerts(): readonly Alert[];
  /** Events after a sequence number, oldest first. */
  events(after: number, atMost: number): readonly HealthEvent[];
}
