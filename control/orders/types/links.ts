/**
 * Whether an order fits into its group. What a group does while it lives is the engine's (control/orders/engine/groups.ts); docs/order-types.md says it in words.
 */
import type { ClientOrder } from '../../core/order-entry.js';
import { deny, type TypeDenial } from './denials.js';
import { isBuy, isImmediate } from './names.js';

export const LEGS_MAX = 8;
/** An entry, and two exits. */
const BRACKET_LEGS = 3;

/**
 * Undefined when it does. Orders of a group come one by one, and each is checked against those before it: the first of an OTO or a bracket is the entry.
 *
 * @param before orders of the same client with the same link name, in the order in which they came
 */
export function legFault(before: readonly Readonly<ClientOrder>[], leg: Readonly<ClientOrder>): TypeDenial | undefined {
  const [entry] = before;
  if (entry === undefined) return undefined;
  const kind = leg.linkKind;
  if (entry.linkKind !== kind)
    return legsFault(kind, `kind of link (7103): found ${kind}, expected that of the group, ${entry.linkKind}`);
  const most = kind === 'bracket' ? BRACKET_LEGS : LEGS_MAX;
  if (before.length >= most) return legsFault(kind, `found one more leg, expected at most ${most}`);
  return kind === 'bracket' ? exitFault(entry, leg) : undefined;
}

function exitFault(entry: Readonly<ClientOrder>, exit: Readonly<ClientOrder>): TypeDenial | undefined {
  if (exit.instrument !== entry.instrument)
    return legsFault('bracket', 'symbol (55): found another one, expected that of the entry');
  if (isBuy(exit.side) === isBuy(entry.side))
    return legsFault('bracket', 'side (54): found that of the entry, expected the other one');
  if (exit.quantity !== entry.quantity)
    return legsFault('bracket', `quantity (38): found ${exit.quantity}, expected that of the entry, ${entry.quantity}`);
  if (isImmediate(exit)) return legsFault('bracket', 'time in force (59): expected one that can wait');
  return undefined;
}

function legsFault(kind: string, text: string): TypeDenial {
  return deny('TYPE_LINK_LEGS', `${kind}: ${text}`);
}
