/** What a session reports for logs, metrics and alerts, and its counters. */
import type { GarbledReason } from '../../protocols/fix/framer.js';
import type { NumbersReason } from '../store/session-store.js';
import type { FixSession } from './session.js';

/** The states that are reported; docs/fix-session.md has the table of the internal ones behind them. */
export type ReportedState =
  'Disconnected' | 'Connecting' | 'LogonSent' | 'Active' | 'LogoutSent' | 'ConnectionLost' | 'Recovering';

export type SessionEvent =
  | { readonly type: 'state'; readonly from: ReportedState; readonly to: ReportedState; readonly reason: string }
  | { readonly type: 'logonRefused'; readonly by: 'us' | 'counterparty'; readonly text: string }
  | { readonly type: 'gapDetected'; readonly first: number; readonly last: number }
  | {
      readonly type: 'resendRequested';
      readonly by: 'us' | 'counterparty';
      readonly first: number;
      readonly last: number;
    }
  | {
      readonly type: 'resendDone';
      readonly by: 'us' | 'counterparty';
      readonly messages: number;
      readonly gapFilled: number;
    }
  | { readonly type: 'resendStalled'; readonly first: number; readonly last: number; readonly attempt: number }
  | { readonly type: 'resendLoop'; readonly first: number; readonly times: number }
  | {
      readonly type: 'rejected';
      readonly by: 'us' | 'counterparty';
      readonly msgSeqNum: number;
      readonly reason: number;
      readonly text: string;
    }
  | { readonly type: 'garbled'; readonly reason: GarbledReason | 'msgSeqNum' }
  | {
      readonly type: 'numbers';
      readonly reason: NumbersReason;
      readonly nextOutgoing: number;
      readonly nextIncoming: number;
    }
  | { readonly type: 'possDupIgnored'; readonly msgSeqNum: number }
  | { readonly type: 'heldOverflow'; readonly msgSeqNum: number }
  | { readonly type: 'testRequestSent'; readonly testReqId: string }
  | { readonly type: 'heartbeatRoundTrip'; readonly ms: number }
  | { readonly type: 'applicationError'; readonly msgSeqNum: number; readonly text: string }
  | { readonly type: 'protocolError'; readonly text: string };

export interface SessionEvents {
  onEvent(session: FixSession, event: SessionEvent): void;
}

/** Since the session object was made. Messages count each frame, resends included. */
export interface SessionCounters {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  gapsDetected: number;
  resendRequestsSent: number;
  resendRequestsReceived: number;
  messagesResent: number;
  numbersGapFilled: number;
  rejectsSent: number;
  rejectsReceived: number;
  garbled: number;
  possDupsIgnored: number;
  heldOverflows: number;
  logons: number;
  connectionsLost: number;
}

export function zeroCounters(): SessionCounters {
  return {
    messagesIn: 0,
    messagesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    gapsDetected: 0,
    resendRequestsSent: 0,
    resendRequestsReceived: 0,
    messagesResent: 0,
    numbersGapFilled: 0,
    rejectsSent: 0,
    rejectsReceived: 0,
    garbled: 0,
    possDupsIgnored: 0,
    heldOverflows: 0,
    logons: 0,
    connectionsLost: 0,
  };
}
