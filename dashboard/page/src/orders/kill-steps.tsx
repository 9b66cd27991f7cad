/** The two steps of the kill switch: what and why, then the scope's name. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useFocus } from './dialog.js';
import { Suggestions } from './fields.js';
import { confirmationOf, draftFault, isConfirmed, KILL_SCOPES, scopeWords, type KillDraft } from './kill.js';

/** Names to choose from. */
export type KillNames = Readonly<Record<'client' | 'venue' | 'symbol', readonly string[]>>;

const ACTIONS = [
  ['engage', 'stop: take nothing new, and cancel what is open'],
  ['cancel', 'only cancel what is open'],
] as const;

interface ChooseProps {
  readonly draft: KillDraft;
  readonly names: KillNames;
  readonly change: (draft: KillDraft) => void;
  readonly next: () => void;
  readonly close: () => void;
}

export function Choose({ draft, names, change, next, close }: ChooseProps): JSX.Element {
  const [isAsked, setAsked] = useState(false);
  const first = useFocus<HTMLInputElement>();
  const fault = draftFault(draft);
  const { action, scope, id, reason } = draft;
  const isRelease = action === 'release';
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (fault === undefined) next();
      }}
    >
      {isRelease ? (
        <p>
          Step 1 of 2: release <strong>{scopeWords(scope, id)}</strong>.
        </p>
      ) : (
        <fieldset>
          <legend>Step 1 of 2: what, and of whom</legend>
          {ACTIONS.map(([each, words]) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name="action"
                value={each}
                checked={action === each}
                onChange={() => change({ ...draft, action: each })}
              />{' '}
              {words}
            </label>
          ))}
          <hr />
          {KILL_SCOPES.map((each) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name="scope"
                value={each}
                checked={scope === each}
                onChange={() => change({ ...draft, scope: each, id: '' })}
              />{' '}
              {each === 'firm' ? 'the firm' : `one ${each}`}
            </label>
          ))}
          {scope === 'firm' ? null : (
            <label>
              Name of the {scope}
              <input
                name="kill-id"
                list="kill-names"
                value={id}
                onInput={(event) => change({ ...draft, id: event.currentTarget.value })}
              />
              <Suggestions id="kill-names" of={names[scope]} />
            </label>
          )}
        </fieldset>
      )}
      <label>
        Reason
        <input
          name="kill-reason"
          maxLength={200}
          ref={isRelease ? first : null}
          value={reason}
          onInput={(event) => change({ ...draft, reason: event.currentTarget.value })}
        />
      </label>
      {isAsked && fault !== undefined ? (
        <p class="fault" role="alert">
          {fault}
        </p>
      ) : null}
      <div class="buttons">
        <button type="submit" class="danger">
          Next …
        </button>
        <button type="button" class="quiet" onClick={close}>
          Close
        </button>
      </div>
    </form>
  );
}

interface ConfirmProps {
  readonly draft: KillDraft;
  readonly busy: boolean;
  readonly move: () => void;
  readonly back: () => void;
}

export function Confirm({ draft, busy, move, back }: ConfirmProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const field = useFocus<HTMLInputElement>();
  const { action } = draft;
  const isRelease = action === 'release';
  const scope = scopeWords(draft.scope, draft.id.trim());
  const isSame = isConfirmed(draft, typed);
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSame && !busy) move();
      }}
    >
      <p>
        Step 2 of 2:{' '}
        {isRelease
          ? `orders of ${scope} are taken again.`
          : action === 'cancel'
            ? `what is open of ${scope} is cancelled; new orders are taken as before.`
            : `nothing new of ${scope} is taken, and what is open is cancelled.`}{' '}
        Reason: {draft.reason.trim()}
      </p>
      <label>
        Type <code>{confirmationOf(draft)}</code> to confirm
        <input
          name="kill-confirm"
          ref={field}
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="danger" disabled={!isSame || busy}>
          {busy
            ? 'Asking …'
            : isRelease
              ? `Release ${scope}`
              : action === 'cancel'
                ? `Cancel all of ${scope}`
                : `Stop ${scope}`}
        </button>
        <button type="button" class="quiet" disabled={busy} onClick={back}>
          Back
        </button>
      </div>
    </form>
  );
}
