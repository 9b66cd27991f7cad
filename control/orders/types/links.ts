/**
 * Whether the legs of a linked group fit together. What a group does while it lives is the engine's (control/orders/engine/groups.ts); docs/order-types.md says it in
 * words. Legs stand in the order in which they were entered.
 */
import type { ClientOrder, LinkKind } from '../../core/order-entry.js';
import { deny, type TypeDenial } from './denials.js';
import { isBuy, isImmediate } from './names.js';

export const LEGS_MAX = 8;

/** Undefined when they do. The legs of a `bracket` are entry, profit and loss: the first enters, the others leave, in either order. */
export function groupFault(
  kind: Exclude<LinkKind, ''>,
  legs: readonly Readonly<ClientOrder>[],
): TypeDenial | undefined {
  const [first] = legs;
  if (first === undefined || legs.length < 2 || legs.length > LEGS_MAX)
    return legsFault(kind, `found ${legs.length} legs, expected 2 to ${LEGS_MAX}`);
  if (legs.some((leg) => leg.client !== first.client)) return legsFault(kind, 'legs of several clients');
  if (legs.some((leg) => leg.linkKind !== kind))
    return legsFault(kind, `kind of link (7103): found ${legs.map((leg) => leg.linkKind).join(', ')}`);
  if (kind === 'bracket') return bracketFault(first, legs.slice(1));
  if (kind === 'oco') {
    const waits = legs.find(isImmediate);
    return waits === undefined ? undefined : legsFault(kind, `${waits.clOrdId} cannot wait`);
  }
  return undefined;
}

function bracketFault(entry: Readonly<ClientOrder>, exits: readonly Readonly<ClientOrder>[]): TypeDenial | undefined {
  if (exits.length !== 2) return legsFault('bracket', `found ${exits.length + 1} legs, expected 3`);
  for (const exit of exits) {
    if (exit.instrument !== entry.instrument)
      return legsFault('bracket', `${exit.clOrdId} is of another instrument than the entry`);
    if (isBuy(exit.side) === isBuy(entry.side))
      return legsFault('bracket', `side (54) of ${exit.clOrdId}: expected the other side of the entry`);
    if (exit.quantity !== entry.quantity)
      return legsFault(
        'bracket',
        `quantity (38) of ${exit.clOrdId}: found ${exit.quantity}, expected that of the entry, ${entry.quantity}`,
      );
    if (isImmediate(exit)) return legsFault('bracket', `${exit.clOrdId} cannot wait`);
  }
  return undefined;
}

function legsFault(kind: string, text: string): TypeDenial {
  return deny('TYPE_LINK_LEGS', `${kind}: ${text}`);
}
