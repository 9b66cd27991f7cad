/** Ports of crypto sessions: who trades, over which of the account's sessions. */
import type { PortIdentity } from '../core/orders.js';
import { firmOf } from './profile.js';
import type { Account } from './accounts.js';

export function portOf(account: Account, purpose: string, sender: string): PortIdentity {
  return { port: `${purpose}:${account.key}:${sender}`, firm: firmOf(account) };
}
