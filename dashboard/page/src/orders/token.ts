/** The bearer token of this tab: in the tab's session storage and in memory, nowhere else. */
const KEY = 'crossfeed.token';

/** Of `Storage`, what is used of it. */
export type TokenStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class TokenBox {
  private held: string | undefined;

  constructor(private readonly store: TokenStore) {
    const kept = store.getItem(KEY);
    this.held = kept !== null && looksRight(kept) ? kept : undefined;
  }

  get token(): string | undefined {
    return this.held;
  }

  /** False for something that no token looks like; then nothing has changed. */
  set(typed: string): boolean {
    const token = typed.trim().replace(/^token:\s*/i, '');
    if (!looksRight(token)) return false;
    this.held = token;
    this.store.setItem(KEY, token);
    return true;
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
