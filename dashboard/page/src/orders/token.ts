/**
 * As whom this page asks: with a bearer token, kept in the tab's session storage and in memory, nowhere else; or with the session of somebody who logged in, whose cookie
 * scripts cannot read, and whose CSRF token proves that our page asks.
 */
const KEY = 'crossfeed.token';

/** Of `Storage`, what is used of it. */
export type TokenStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export type Access = { readonly token: string } | { readonly csrf: string };

export class TokenBox {
  private held: Access | undefined;

  constructor(private readonly store: TokenStore) {
    const kept = store.getItem(KEY);
    this.held = kept !== null && looksRight(kept) ? { token: kept } : undefined;
  }

  get access(): Access | undefined {
    return this.held;
  }

  get isSession(): boolean {
    return this.held !== undefined && 'csrf' in this.held;
  }

  /** False for something that no token looks like; then nothing has changed. */
  set(typed: string): boolean {
    const token = typed.trim().replace(/^token:\s*/i, '');
    if (!looksRight(token)) return false;
    this.held = { token };
    this.store.setItem(KEY, token);
    return true;
  }

  setSession(csrf: string): void {
    this.store.removeItem(KEY);
    this.held = { csrf };
  }

  forget(): void {
    this.held = undefined;
    this.store.removeItem(KEY);
  }
}

/** What may stand in the header; the gateway gives out none shorter. */
function looksRight(token: string): boolean {
  return /^[\x21-\x7e]{20,512}$/.test(token);
}
