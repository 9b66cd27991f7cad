/** Asks who is there: a token, or a name with its password. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal } from './dialog.js';
import type { RefusedWith } from './api.js';

export function TokenDialog({ desk, close }: { desk: OrderDesk; close: (taken: boolean) => void }): JSX.Element {
  return (
    <Dialog id="token-dialog" title="Who is there?" close={() => close(false)}>
      {desk.tokenProblem === undefined ? null : <Refusal problem={desk.tokenProblem} />}
      <TokenForm desk={desk} close={close} />
      <h2 class="or">Or log in</h2>
      <LoginForm desk={desk} close={close} />
    </Dialog>
  );
}

interface FormProps {
  readonly desk: OrderDesk;
  readonly close: (taken: boolean) => void;
}

function TokenForm({ desk, close }: FormProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const [isOdd, setOdd] = useState(false);
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (desk.useToken(typed)) close(true);
        else setOdd(true);
      }}
    >
      <p>
        Whoever acts needs a token or a login. The demo prints a token when it starts: <code>token: …</code> above the
        line <code>ready: …</code>. Elsewhere it is in the file that <code>clients.tokens</code> of the configuration
        names.
      </p>
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
  );
}

function LoginForm({ desk, close }: FormProps): JSX.Element {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RefusedWith | undefined>();
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.logIn(name.trim(), password);
    setBusy(false);
    setPassword('');
    if (answer.ok) close(true);
    else setProblem(answer.problem);
  };
  return (
    <form
      id="login"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && name !== '' && password !== '') void send();
      }}
    >
      <label>
        Name
        <input
          name="name"
          autocomplete="username"
          spellcheck={false}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          name="password"
          autocomplete="current-password"
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </label>
      {problem === undefined ? null : <Refusal problem={problem} />}
      <div class="buttons">
        <button type="submit" class="main" disabled={busy}>
          {busy ? 'Asking …' : 'Log in'}
        </button>
      </div>
    </form>
  );
}
