/** The kill switch: what is engaged, and two steps to engage or release one. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KillSwitchView } from '../../../../control/core/order-api/order-json.js';
import { age, clockTime, count } from '../format.js';
import { State } from '../parts.js';
import { mayBeDone, type Answer } from './api.js';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal, useFocus } from './dialog.js';
import { Suggestions } from './entry-form.js';
import {
  commandOf,
  confirmationOf,
  draftFault,
  isConfirmed,
  KILL_SCOPES,
  NEW_KILL,
  outcomeWords,
  scopeWords,
  type KillDraft,
} from './kill.js';

/** Names to choose from. */
export type KillNames = Readonly<Record<'client' | 'venue' | 'symbol', readonly string[]>>;

interface KillDialogProps {
  readonly desk: OrderDesk;
  readonly names: KillNames;
  readonly close: () => void;
}

type Step = 'choose' | 'confirm' | 'busy' | 'done';

export function KillDialog({ desk, names, close }: KillDialogProps): JSX.Element {
  const [draft, setDraft] = useState<KillDraft>(NEW_KILL);
  const [step, setStep] = useState<Step>('choose');
  const [answer, setAnswer] = useState<Answer<KillSwitchView> | undefined>();
  const move = async (): Promise<void> => {
    setStep('busy');
    setAnswer(await desk.moveKillSwitch(commandOf(draft)));
    setStep('done');
    void desk.pollOrders();
  };
  const again = (): void => {
    setDraft(NEW_KILL);
    setAnswer(undefined);
    setStep('choose');
  };
  return (
    <Dialog id="kill-dialog" title="Kill switch" busy={step === 'busy'} close={close}>
      {step === 'choose' ? (
        <>
          <Engaged
            desk={desk}
            release={(scope, id) => {
              const known = KILL_SCOPES.find((each) => each === scope);
              if (known !== undefined) setDraft({ action: 'release', scope: known, id, reason: '' });
            }}
          />
          <Choose
            key={`${draft.action} ${draft.action === 'release' ? draft.scope + draft.id : ''}`}
            draft={draft}
            names={names}
            change={setDraft}
            next={() => setStep('confirm')}
            close={close}
          />
        </>
      ) : step === 'done' ? (
        <Done answer={answer} draft={draft} again={again} close={close} />
      ) : (
        <Confirm draft={draft} busy={step === 'busy'} move={() => void move()} back={() => setStep('choose')} />
      )}
    </Dialog>
  );
}

function Engaged({ desk, release }: { desk: OrderDesk; release: (scope: string, id: string) => void }): JSX.Element {
  const { value, problem } = desk.limits;
  const freshness = desk.switchesAre;
  const switches = value?.killSwitches ?? [];
  return (
    <>
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined ? (
        <p>{freshness === 'loading' ? 'Which are engaged is being asked for …' : 'Which are engaged is not known.'}</p>
      ) : (
        <p>
          {freshness === 'live' ? '' : `As it was ${age(desk.ageMs(desk.limits))} ago: `}
          {switches.length === 0 ? 'None is engaged.' : `${count(switches.length)} engaged:`}
        </p>
      )}
      {switches.length === 0 ? null : (
        <ul class="engaged">
          {switches.map(({ scope, id, reason, by, since }) => (
            <li key={`${scope} ${id}`} data-switch={`${scope} ${id}`}>
              <State tone="bad">{scopeWords(scope, id)}</State>{' '}
              <span class="muted">
                since {clockTime(Date.parse(since))} UTC by {by}: {reason}
              </span>
              <button
                type="button"
                class="quiet"
                aria-label={`Release ${scopeWords(scope, id)}`}
                onClick={() => release(scope, id)}
              >
                Release …
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface ChooseProps {
  readonly draft: KillDraft;
  readonly names: KillNames;
  readonly change: (draft: KillDraft) => void;
  readonly next: () => void;
  readonly close: () => void;
}

function Choose({ draft, names, change, next, close }: ChooseProps): JSX.Element {
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
          <legend>Step 1 of 2: stop everything of …</legend>
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

function Confirm({ draft, busy, move, back }: ConfirmProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const field = useFocus<HTMLInputElement>();
  const isRelease = draft.action === 'release';
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
          {busy ? 'Asking …' : isRelease ? `Release ${scope}` : `Stop ${scope}`}
        </button>
        <button type="button" class="quiet" disabled={busy} onClick={back}>
          Back
        </button>
      </div>
    </form>
  );
}

interface DoneProps {
  readonly answer: Answer<KillSwitchView> | undefined;
  readonly draft: KillDraft;
  readonly again: () => void;
  readonly close: () => void;
}

function Done({ answer, draft, again, close }: DoneProps): JSX.Element {
  const scope = scopeWords(draft.scope, draft.id.trim());
  const last = useFocus<HTMLButtonElement>();
  return (
    <>
      {answer === undefined ? (
        <p role="alert">The token was changed meanwhile: what became of it is not known.</p>
      ) : answer.ok ? (
        <KillOutcome view={answer.body} scope={scope} />
      ) : (
        <>
          <Refusal problem={answer.problem} />
          <p>
            {mayBeDone(answer.problem)
              ? 'It may have been done: look at what is engaged. Doing it again does no harm.'
              : 'Nothing was changed.'}
          </p>
        </>
      )}
      <div class="buttons">
        <button type="button" class="quiet" onClick={again}>
          What is engaged
        </button>
        <button type="button" class="main" ref={last} onClick={close}>
          Close
        </button>
      </div>
    </>
  );
}

function KillOutcome({ view, scope }: { view: KillSwitchView; scope: string }): JSX.Element {
  const { action, canceled } = view;
  const isWhole = canceled === undefined || canceled.orders === canceled.confirmed;
  return (
    <div role="status" id="kill-outcome">
      <p>
        <State tone={action === 'release' ? 'ok' : isWhole ? 'ok' : 'warn'}>
          {action === 'release' ? 'Released' : 'Engaged'}
        </State>{' '}
        {scope}. {outcomeWords(view)}
      </p>
      {isWhole ? null : (
        <p class="muted">
          Counted when the switch was moved. Pending orders may trade until their venues answer; the view of orders
          shows each of them.
        </p>
      )}
    </div>
  );
}
