/** As whom the page asks, and the way to be somebody else. */
import type { JSX } from 'preact';
import type { OrderDesk } from '../orders/desk.js';

export function WhoButton({ desk, open }: { desk: OrderDesk; open: () => void }): JSX.Element {
  const { who, hasToken } = desk;
  if (!hasToken) {
    return (
      <button type="button" class="quiet" id="log-in" onClick={open}>
        Log in …
      </button>
    );
  }
  return (
    <div class="chip" id="who" title={who === undefined ? '' : `may ${who.roles.join(', ')}`}>
      <span>{who?.name ?? 'token'}</span>
      <button type="button" class="quiet" aria-label="Log out" onClick={() => void desk.logOut()}>
        Log out
      </button>
    </div>
  );
}
