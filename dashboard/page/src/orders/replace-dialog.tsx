/** New quantity or prices for one order; the answer of the risk side, and of the venue, is shown in the same place. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { words } from '../format.js';
import { State } from '../parts.js';
import { mayBeDone, type Answer } from './api.js';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal, useFocus } from './dialog.js';
import { newClOrdId } from './entry.js';
import { Field } from './fields.js';
import { fieldsOf, replaceOf, termFaults, termsOf, type TermFaults, type Terms } from './replace.js';
import { sentenceOf } from './rows.js';

const NAMES: Readonly<Record<keyof Terms, string>> = {
  quantity: 'New total quantity',
  price: 'New price',
  stopPrice: 'New stop price',
};

export interface ReplaceDialogProps {
  readonly desk: OrderDesk;
  readonly order: OrderView;
  readonly close: () => void;
}

export function ReplaceDialog({ desk, order, close }: ReplaceDialogProps): JSX.Element {
  const [terms, setTerms] = useState<Terms>(() => termsOf(order));
  const [faults, setFaults] = useState<TermFaults>({});
  const [clOrdId, setClOrdId] = useState(newClOrdId);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<OrderView> | undefined>();
  const first = useFocus<HTMLInputElement>();
  const done = answer?.ok === true;
  const send = async (): Promise<void> => {
    const found = termFaults(order, terms);
    setFaults(found);
    if (busy || done || Object.keys(found).length > 0) return;
    setBusy(true);
    const told = await desk.replace(order.orderId, replaceOf(order, terms, clOrdId));
    setAnswer(told);
    // A name is taken once: it stays as long as nobody said what became of it.
    if (told?.ok === false && !mayBeDone(told.problem)) setClOrdId(newClOrdId());
    setBusy(false);
    void desk.pollOrders();
  };
  return (
    <Dialog id="replace-dialog" title={`Replace order ${order.orderId}?`} busy={busy} close={close}>
      <p>
        {sentenceOf(order)} · {order.client} · {order.clOrdId} · filled {order.cumQuantity}
      </p>
      <form
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {done
          ? null
          : fieldsOf(order).map((field) => (
              <Field key={field} name={NAMES[field]} fault={faults[field]}>
                <input
                  name={`new-${field}`}
                  inputMode="decimal"
                  class="num"
                  ref={field === 'quantity' ? first : null}
                  value={terms[field]}
                  onInput={(event) => {
                    setTerms({ ...terms, [field]: event.currentTarget.value });
                    setFaults({});
                  }}
                />
              </Field>
            ))}
        {answer === undefined ? (
          <p class="note">
            Limits are checked anew for the whole order. A venue may take it out of its queue and put it back at the
            end.
          </p>
        ) : (
          <Outcome answer={answer} />
        )}
        <div class="buttons">
          {done ? null : (
            <button type="submit" class="main" disabled={busy}>
              {busy ? 'Asking …' : answer === undefined ? 'Replace the order' : 'Try again'}
            </button>
          )}
          <button type="button" class="quiet" disabled={busy} onClick={close}>
            {answer === undefined ? 'Leave it' : 'Close'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Outcome({ answer }: { answer: Answer<OrderView> }): JSX.Element {
  if (!answer.ok) {
    return (
      <>
        <Refusal problem={answer.problem} />
        <p>
          {mayBeDone(answer.problem)
            ? 'It may have been asked for all the same: trying again uses the same name, which is taken once.'
            : 'The order stands as it was.'}
        </p>
      </>
    );
  }
  const { status, body } = answer;
  const isDone = status === 200;
  return (
    <p class="answer" role="status" id="replace-outcome">
      <State tone={body.uncertain ? 'bad' : isDone ? 'ok' : 'warn'}>{words(body.status)}</State>{' '}
      {isDone
        ? `Replaced: ${sentenceOf(body)}.`
        : 'Its limits are kept, and it was asked for; a venue has to answer. Until then the order trades on its old terms.'}
    </p>
  );
}
