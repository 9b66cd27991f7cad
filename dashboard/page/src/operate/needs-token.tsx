/** In place of what is shown to those only who say who they are. */
import type { JSX } from 'preact';

export function NeedsToken({ what, askToken }: { what: string; askToken: () => void }): JSX.Element {
  return (
    <div class="empty" data-needs-token>
      <p>{what} shown to those who are logged in, or have a token.</p>
      <button type="button" class="main" onClick={askToken}>
        Log in …
      </button>
    </div>
  );
}
