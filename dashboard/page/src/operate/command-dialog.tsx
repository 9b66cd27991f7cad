/** A command of an operator: what it is about, why, and what became of it. Two steps: the form says what will happen, the button does it. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { mayBeDone, type Answer } from '../orders/api.js';
import type { OrderDesk } from '../orders/desk.js';
import { Dialog, Refusal, useFocus } from '../orders/dialog.js';
import { State } from '../parts.js';

export interface CommandField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly isOptional?: boolean;
  /** Whole numbers only. */
  readonly isNumber?: boolean;
}

export interface OperatorCommand {
  readonly title: string;
  /** What will happen. */
  readonly what: ComponentChildren;
  /** On the button. */
  readonly verb: string;
  readonly path: string;
  readonly method?: 'post' | 'put';
  readonly fields?: readonly CommandField[];
  /** Sent beside what is typed. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  readonly isDangerous?: boolean;
}

export function CommandDialog({
  command,
  desk,
  close,
}: {
  command: OperatorCommand;
  desk: OrderDesk;
  close: () => void;
}): JSX.Element {
  const { title, what, verb, path, method = 'post', fields = [], fixed = {}, isDangerous = false } = command;
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name, value = '' }) => [name, value])),
  );
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<unknown> | undefined>();
  const first = useFocus<HTMLInputElement>();
  const faults = fields.filter(({ name, isOptional = false, isNumber = false }) => {
    const value = (values[name] ?? '').trim();
    return value === '' ? !isOptional : isNumber && !/^[1-9]\d{0,9}$/.test(value);
  });
  const isComplete = reason.trim() !== '' && faults.length === 0;
  const send = async (): Promise<void> => {
    setBusy(true);
    const given = fields.flatMap(({ name, isNumber = false }) => {
      const value = (values[name] ?? '').trim();
      return value === '' ? [] : [[name, isNumber ? Number(value) : value] as const];
    });
    setAnswer(await desk.post(path, { ...fixed, ...Object.fromEntries(given), reason: reason.trim() }, method));
    setBusy(false);
  };
  const done = answer?.ok === true;
  return (
    <Dialog id="command-dialog" title={title} busy={busy} close={close}>
      <p>{what}</p>
      <form
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete && !busy && !done) void send();
        }}
      >
        {done
          ? null
          : fields.map(({ name, label, isOptional = false }, index) => (
              <label key={name}>
                {label}
                {isOptional ? ' (may be left out)' : ''}
                <input
                  ref={index === 0 ? first : null}
                  name={name}
                  value={values[name]}
                  onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
                />
              </label>
            ))}
        {done ? null : (
          <label>
            Reason, for the audit
            <input
              ref={fields.length === 0 ? first : null}
              name="reason"
              maxLength={200}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
        )}
        {answer === undefined ? null : <Outcome answer={answer} />}
        <div class="buttons">
          {done ? null : (
            <button type="submit" class={isDangerous ? 'danger' : 'main'} disabled={!isComplete || busy}>
              {busy ? 'Asking …' : verb}
            </button>
          )}
          <button type="button" class="quiet" disabled={busy} onClick={close}>
            {done ? 'Close' : 'Leave it'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Outcome({ answer }: { answer: Answer<unknown> }): JSX.Element {
  if (answer.ok) {
    return (
      <p class="answer" role="status" id="command-outcome">
        <State tone="ok">Done.</State> What comes of it is shown where it stands.
      </p>
    );
  }
  return (
    <>
      <Refusal problem={answer.problem} />
      {mayBeDone(answer.problem) ? <p>It may have been done all the same: look before you repeat it.</p> : null}
    </>
  );
}
