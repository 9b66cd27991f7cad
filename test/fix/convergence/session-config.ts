/** How the two sessions of a run are set up. */
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import { sessionDefaults, type SessionConfig } from '../../../control/fix/session/config.js';
import type { SideName } from './ledger.js';
import type { Plan } from './plan.js';

export const PORT = 9880;

export function configOf(plan: Plan, side: SideName): SessionConfig {
  const { beginString } = plan;
  return {
    ...sessionDefaults,
    beginString,
    role: side === 'desk' ? 'initiator' : 'acceptor',
    senderCompId: side.toUpperCase(),
    targetCompId: side === 'desk' ? 'BANK' : 'DESK',
    heartBtIntS: plan.heartBtIntS,
    logonTimeoutMs: 3000,
    resendTimeoutMs: 3000,
    resendChunk: plan.resendChunk,
    maxHeldMessages: plan.maxHeldMessages,
    nextExpectedMsgSeqNum: plan.nextExpectedMsgSeqNum,
    lastMsgSeqNumProcessed: plan.lastMsgSeqNumProcessed,
    resetOnLogon: plan.resetOnLogon,
    resetOnLogout: plan.resetOnLogout,
    resetOnDisconnect: plan.resetOnDisconnect,
    resendMaxAgeMs: plan.resendMaxAgeMs === undefined ? {} : { D: plan.resendMaxAgeMs },
    ...(beginString === 'FIXT.1.1' ? { defaultApplVerId: '9' } : {}),
  };
}

/** The desk connects to the bank. */
export function endpointsOf(side: SideName): Pick<SessionSpec, 'initiator'> {
  if (side === 'bank') return {};
  return {
    initiator: {
      endpoints: [{ host: 'bank', port: PORT }],
      connectTimeoutMs: 1000,
      backoffMinMs: 100,
      backoffMaxMs: 2000,
      stableMs: 1000,
    },
  };
}
