/** Cancels one order, after a question; what became of it is shown in the same place. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { words } from '../format.js';
import { State } from '../parts.js';
import { mayBeDone, type Answer } from './api.js';
import type { OrderDesk } from './desk.js';
import { Dialog, Refusal } from './dialog.js';
import { sentenceOf } from './rows.js';

export interface CancelDialogProps {
  readonly desk: OrderDesk;
  readonly order: OrderView;
  readonly close: () => void;
}

export function CancelDialog({ desk, order, close }: CancelDialogProps): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<OrderView> | undefined>();
  const cancel = async (): Promise<void> => {
    setBusy(true);
    setAnswer(await desk.cancel(order.orderId));
    setBusy(false);
    void desk.pollOrders();
  };
  const done = answer?.ok === true;
  return (
    <Dialog id="cancel-dialog" title={`Cancel order ${order.orderId}?`} busy={busy} close={close}>
      <p>
        {sentenceOf(order)} · {order.client} · {order.clOrdId} · filled {order.cumQuantity}
      </p>
      {answer === undefined ? null : <Outcome answer={answer} />}
      <div class="buttons">
        {done ? null : (
          <button type="button" class="danger" disabled={busy} onClick={() => void cancel()}>
            {busy ? 'Asking …' : answer === undefined ? 'Cancel the order' : 'Try again'}
          </button>
        )}
        <button type="button" class="quiet" autofocus disabled={busy} onClick={close}>
          {answer === undefined ? 'Keep it' : 'Close'}
        </button>
      </div>
    </Dialog>
  );
}

function Outcome({ answer }: { answer: Answer<OrderView> }): JSX.Element {
  if (!answer.ok) {
    return (
      <>
        <Refusal problem={answer.problem} />
        {mayBeDone(answer.problem) ? <p>It may have been asked for all the same: look at the order’s status.</p> : null}
      </>
    );
  }
  const { status, body } = answer;
  const isDone = status === 200;
  return (
    <p class="answer" role="status">
      <State tone={body.uncertain ? 'bad' : isDone ? 'ok' : 'warn'}>{words(body.status)}</State>{' '}
      {isDone
        ? 'The order is cancelled.'
        : 'Asked for; a venue has to answer. The order may still trade until it does.'}
      {body.uncertain ? ' Its fate is uncertain at some venue.' : ''}
    </p>
  );
}
