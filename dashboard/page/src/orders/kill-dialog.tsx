/** The kill switch: what is engaged, and two steps to engage or release one. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KillSwitchView } from '../../../../control/core/order-api/order-json.js';
import { age, clockTime, count } from '../format.js';
import { State } from '../parts.js';
import { mayBeDone, type Answer } from './api.js';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal, useFocus } from './dialog.js';
import { commandOf, KILL_SCOPES, NEW_KILL, outcomeWords, scopeWords, type KillDraft } from './kill.js';
import { Choose, Confirm, type KillNames } from './kill-steps.js';

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
    <Dialog id="kill-dialog" title="Kill switch, cancel all" busy={step === 'busy'} close={close}>
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
          {action === 'release' ? 'Released' : action === 'cancel' ? 'Cancelled all of' : 'Engaged'}
        </State>{' '}
        {scope}. {outcomeWords(view)}
      </p>
      {isWhole ? null : (
        <p class="muted">
          Counted when it was asked for. Pending orders may trade until their venues answer; the view of orders shows
          each of them.
        </p>
      )}
    </div>
  );
}
