/** Who a session is, and what a logon is answered with. */
import type { PortIdentity } from '../core/orders.js';
import type { Desk } from './desk.js';
import type { Dialect, MessageLimit } from './dialect.js';
import type { OutField, OutMessage } from './out-message.js';

/** A session that can log on, the same at every gateway. */
export interface SessionTerms {
  /** Unique at the exchange, for logs and for the note that says who is logged on. */
  readonly id: string;
  /** Ours and theirs. */
  readonly senderCompId: string;
  readonly targetCompId: string;
  /** Whose reports, whose notes. Undefined for a session that needs no matcher (market data alone). */
  readonly port: PortIdentity | undefined;
  readonly dialect: Dialect;
  /**
   * `shared`: numbers go on from logon to logon, at either gateway. `local`: every logon begins at 1 on both sides, and what happened between
   * connections is not told.
   */
  readonly numbering: 'shared' | 'local';
  readonly limit?: MessageLimit;
  /** Messages kept for resends. */
  readonly keptMessages?: number;
  /** A client that leaves without Logout may not come back for so many heartbeat intervals. */
  readonly blockedHeartbeats?: number;
  /** What the session does not offer is refused by Reject (3), as venues without BusinessMessageReject (j) do. */
  readonly rejectsUnsupported?: boolean;
  /** A second logon is refused while the first connection stands, at the other gateway too; else the newer one takes over. */
  readonly isExclusive?: boolean;
  /** Fields that a Reject for too many messages gets, and others of the venue's own. */
  readonly rejectFields?: (reason: number) => readonly OutField[];
  /** Makes what handles the session's application messages; once a session. */
  readonly makeDesk: () => Desk;
}

export type LogonVerdict =
  | {
      readonly accepted: true;
      readonly terms: SessionTerms;
      /** Numbers begin at 1 again, both ways. */
      readonly reset: boolean;
      readonly heartbeatS: number;
      /** Of the Logon in answer, beside 98, 108 and 141. */
      readonly fields: readonly OutField[];
      readonly cancelOnDisconnect?: boolean;
      /** What all gateways shall know of this logon: the firm's stream keeps the newest by port. */
      readonly data?: string;
      /** Settings of this connection, for the desk. */
      readonly onActive?: (desk: Desk) => void;
    }
  | {
      readonly accepted: false;
      readonly reason: string;
      /** Told before the connection is closed; undefined: closed without a word, as with strangers. */
      readonly answer?: readonly OutMessage[];
      /** Whose CompIDs to answer with; the answer then takes a number of the session when those are shared. */
      readonly terms?: SessionTerms;
    };
