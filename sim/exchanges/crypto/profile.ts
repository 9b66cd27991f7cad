/** What a crypto profile is made of: rules for each of its endpoints. */
import type { Timers } from '../../../control/core/world.js';
import type { MatcherLink } from '../core/links.js';
import type { PortRules } from '../core/rules.js';
import type { FeedBooks } from '../fix/feed-books.js';
import type { FixEndpoint, FixGateway } from '../fix/gateway.js';
import type { Listings } from '../fix/listings.js';
import type { Account } from './accounts.js';
import type { ProfileName } from './listings.js';

export type EndpointPurpose = 'orders' | 'dropCopy' | 'marketData';

export interface ProfileContext {
  readonly gateway: FixGateway;
  readonly link: MatcherLink;
  readonly books: FeedBooks;
  readonly listings: Listings;
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly accounts: readonly Account[];
  readonly options: ProfileOptions;
}

/** Where the venues' own pages disagree, or where a demo wants it otherwise. */
export interface ProfileOptions {
  /** How late a drop copy is, ms. */
  readonly dropCopyDelayMs: number;
  /** Coinbase: numbers go on when a client does not ask for a reset. */
  readonly resume: boolean;
  /** Coinbase: ClOrdID must be a UUID. */
  readonly uuidClOrdId: boolean;
  /** How often what changed in a book is sent, ms. */
  readonly marketDataIntervalMs: number;
}

export type EndpointRules = Pick<FixEndpoint, 'dialect' | 'check' | 'maxConnections' | 'connectLimit'>;

export interface CryptoProfile {
  readonly name: ProfileName;
  /** What the matcher must know: what becomes of orders when a client leaves. */
  readonly cancelOnDisconnect: PortRules['cancelOnDisconnect'];
  /** Endpoints by purpose; where purposes share one, it is that of the orders. */
  endpoints(context: ProfileContext): Partial<Record<EndpointPurpose, EndpointRules>>;
  /** A time of the week when the venue says Logout to everybody; the text, or undefined. @param epochMs a whole minute */
  readonly logoutAt?: (epochMs: number) => string | undefined;
  /** News (B) before maintenance, every so often, ms; undefined: just the Logout. */
  readonly newsEveryMs?: number;
}

/** The firm whose orders an account's keys share. */
export function firmOf(account: Account): string {
  return account.firm ?? account.key;
}
