/** Asks for the token, once a tab. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal } from './dialog.js';

export function TokenDialog({ desk, close }: { desk: OrderDesk; close: (taken: boolean) => void }): JSX.Element {
  const [typed, setTyped] = useState('');
  const [isOdd, setOdd] = useState(false);
  return (
    <Dialog id="token-dialog" title="Token" close={() => close(false)}>
      {desk.tokenProblem === undefined ? null : <Refusal problem={desk.tokenProblem} />}
      <p>
        Orders and kill switches need a token. The demo prints one when it starts: <code>token: …</code> below the line{' '}
        <code>ready: …</code>. Elsewhere it is in the file that <code>clients.tokens</code> of the configuration names.
      </p>
      <form
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (desk.useToken(typed)) close(true);
          else setOdd(true);
        }}
      >
        <label>
          Token
          <input
            type="password"
            id="token"
            autocomplete="off"
            spellcheck={false}
            autofocus
            value={typed}
            aria-invalid={isOdd}
            aria-describedby="token-note"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setOdd(false);
            }}
          />
        </label>
        <p class="note" id="token-note">
          {isOdd
            ? 'That is no token: at least 20 characters, without spaces.'
            : 'It stays in this tab, until the tab is closed or the token is forgotten here.'}
        </p>
        <div class="buttons">
          <button type="submit" class="main">
            Use it
          </button>
          <button type="button" class="quiet" onClick={() => close(false)}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  );
}
