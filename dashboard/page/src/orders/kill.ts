/** The kill switch in two steps: what and why, then the scope's name typed once more. */
import type { KillSwitchJson, KillSwitchView } from '../../../../control/core/order-api/order-json.js';
import { count } from '../format.js';

export const KILL_SCOPES = ['firm', 'client', 'venue', 'symbol'] as const satisfies readonly KillSwitchJson['scope'][];

export interface KillDraft {
  readonly action: KillSwitchJson['action'];
  readonly scope: KillSwitchJson['scope'];
  /** '' for the firm. */
  readonly id: string;
  readonly reason: string;
}

export const NEW_KILL: KillDraft = { action: 'engage', scope: 'firm', id: '', reason: '' };

/** Why the second step cannot be taken yet; undefined when it can. */
export function draftFault({ scope, id, reason }: KillDraft): string | undefined {
  if (scope !== 'firm' && !/^[\x21-\x7e]{1,48}$/.test(id.trim())) return `Name the ${scope}.`;
  if (!/^[\x20-\x7e]{1,200}$/.test(reason.trim())) return 'Give a reason, in plain letters: it goes into the audit.';
  return undefined;
}

/** What has to be typed: `firm`, or the name of the client, venue or symbol. */
export function confirmationOf({ scope, id }: Pick<KillDraft, 'scope' | 'id'>): string {
  return scope === 'firm' ? 'firm' : id.trim();
}

export function isConfirmed(draft: KillDraft, typed: string): boolean {
  return typed.trim() === confirmationOf(draft);
}

export function commandOf({ action, scope, id, reason }: KillDraft): KillSwitchJson {
  return { scope, ...(scope === 'firm' ? {} : { id: id.trim() }), action, reason: reason.trim() };
}

/** `the firm`, `venue NASDAQ`. */
export function scopeWords(scope: string, id: string): string {
  return scope === 'firm' ? 'the firm' : `${scope} ${id}`;
}

/** What became of the orders, counted; each number with its word. */
export function outcomeWords({ canceled }: KillSwitchView): string {
  if (canceled === undefined) return 'No orders were cancelled by this.';
  const { orders, confirmed, pending, uncertain, wire = [] } = canceled;
  const counts = `${count(orders)} orders: ${count(confirmed)} confirmed cancelled, ${count(pending)} pending, ${count(uncertain)} uncertain.`;
  return [counts, ...wire.map(wireWords)].join(' ');
}

type Wire = NonNullable<NonNullable<KillSwitchView['canceled']>['wire']>[number];

/** When the last cancel for a venue leaves. */
function wireWords({ venue, orders, massCancel, withinMs }: Wire): string {
  const there = `${venue}: ${count(orders)} open there`;
  if (massCancel) return `${there}, one mass cancel sent.`;
  if (withinMs === null) return `${there}, not connected: cancelled when it is back.`;
  return withinMs === 0
    ? `${there}, cancels sent.`
    : `${there}, last cancel within ${count(withinMs)} ms (its rate limit).`;
}
