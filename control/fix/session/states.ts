/** The states of a session: one object each. A handler returns the state that comes next. docs/fix-session.md has the table. */
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { SessionCore } from './core.js';
import type { ReportedState } from './events.js';

export type StateName =
  /** No connection, and none was lost. */
  | 'disconnected'
  /** No connection: the last one broke while logged on. */
  | 'connectionLost'
  /** An initiator waits for TCP. */
  | 'connecting'
  /** An acceptor has a connection and waits for its Logon. */
  | 'logonAwaited'
  | 'logonSent'
  /** Logged on again after a loss, or with a gap from the Logon: messages are still missing. */
  | 'recovering'
  | 'active'
  | 'logoutSent'
  /** Everything is said: the connection is about to end. */
  | 'closing';

export interface State {
  readonly reported: ReportedState;
  readonly isLoggedOn: boolean;
  onMessage(core: SessionCore, message: FixMessage): StateName;
  onTime(core: SessionCore, nowMs: number): StateName;
  /** Monotonic milliseconds of the next time to call `onTime`. */
  deadlineMs(core: SessionCore): number;
}

/** States in which nothing that arrives, and no time that passes, changes anything. */
function quiet(name: StateName, reported: ReportedState): State {
  return {
    reported,
    isLoggedOn: false,
    onMessage: () => name,
    onTime: () => name,
    deadlineMs: () => Infinity,
  };
}

function untilDeadline(name: StateName, what: string) {
  return {
    onTime(core: SessionCore, nowMs: number): StateName {
      return nowMs >= core.stateDeadlineMs ? core.close('now', `${what} timed out`) : name;
    },
    deadlineMs: (core: SessionCore): number => core.stateDeadlineMs,
  };
}

const logonAwaited: State = {
  reported: 'Connecting',
  isLoggedOn: false,
  onMessage(core, message) {
    if (message.msgType === MsgType.Logon) return core.logons.accept(message);
    return core.breach('the first message is no Logon');
  },
  ...untilDeadline('logonAwaited', 'logon'),
};

const logonSent: State = {
  reported: 'LogonSent',
  isLoggedOn: false,
  onMessage(core, message) {
    switch (message.msgType) {
      case MsgType.Logon:
        return core.logons.complete(message);
      case MsgType.Logout:
      case MsgType.Reject:
        return core.logons.refused(message);
      default:
        return core.logons.interrupted(message);
    }
  },
  ...untilDeadline('logonSent', 'logon'),
};

function loggedOn(name: 'active' | 'recovering', reported: ReportedState): State {
  return {
    reported,
    isLoggedOn: true,
    onMessage: (core, message) => core.inbound.receive(message, name),
    onTime: (core, nowMs) => core.inbound.onTime(nowMs, name),
    deadlineMs: (core) => Math.min(core.liveness.deadlineMs, core.gap.deadlineMs),
  };
}

const logoutSent: State = {
  reported: 'LogoutSent',
  isLoggedOn: false,
  onMessage: (core, message) => core.inbound.receive(message, 'logoutSent'),
  ...untilDeadline('logoutSent', 'logout'),
};

export const states: Readonly<Record<StateName, State>> = {
  disconnected: quiet('disconnected', 'Disconnected'),
  connectionLost: quiet('connectionLost', 'ConnectionLost'),
  connecting: quiet('connecting', 'Connecting'),
  logonAwaited,
  logonSent,
  recovering: loggedOn('recovering', 'Recovering'),
  active: loggedOn('active', 'Active'),
  logoutSent,
  closing: quiet('closing', 'LogoutSent'),
};
