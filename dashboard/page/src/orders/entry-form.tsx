/** Enters an order, and shows what was answered. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { words } from '../format.js';
import { Panel, State } from '../parts.js';
import { mayBeDone, type Answer } from './api.js';
import type { OrderDesk } from './desk.js';
import { Refusal } from './dialog.js';
import {
  ENTRY_SIDES,
  ENTRY_TIMES,
  ENTRY_TYPES,
  entrySentence,
  faultsOf,
  hasPrice,
  hasStopPrice,
  NEW_ENTRY,
  newClOrdId,
  orderOf,
  STRATEGIES,
  type Entry,
  type EntryFaults,
} from './entry.js';
import { Choice, Field, Suggestions } from './fields.js';
import { sentenceOf, toneOf } from './rows.js';

export function EntryForm({ desk, symbols }: { desk: OrderDesk; symbols: readonly string[] }): JSX.Element {
  const [entry, setEntry] = useState<Entry>(NEW_ENTRY);
  const [faults, setFaults] = useState<EntryFaults>({});
  const [clOrdId, setClOrdId] = useState(newClOrdId);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<OrderView> | undefined>();
  const change = (part: Partial<Entry>): void => {
    setEntry({ ...entry, ...part });
    setFaults({});
  };
  const enter = async (): Promise<void> => {
    const found = faultsOf(entry);
    setFaults(found);
    if (busy || Object.keys(found).length > 0) return;
    setBusy(true);
    setAnswer(undefined);
    const told = await desk.enter(orderOf(entry, clOrdId));
    setAnswer(told);
    // As long as nobody said what became of it the name stays: the gateway takes a name once, so that trying again enters nothing twice.
    if (told !== undefined && (told.ok || !mayBeDone(told.problem))) setClOrdId(newClOrdId());
    setBusy(false);
    void desk.pollOrders();
  };
  return (
    <Panel title="Enter an order">
      <form
        class="entry"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <Field name="Symbol" fault={faults.symbol}>
          <input
            name="symbol"
            list="entry-symbols"
            value={entry.symbol}
            onInput={(event) => change({ symbol: event.currentTarget.value })}
          />
        </Field>
        <Choice name="Side" of={ENTRY_SIDES} value={entry.side} choose={(side) => change({ side })} />
        <Field name="Quantity" fault={faults.quantity}>
          <input
            name="quantity"
            inputMode="decimal"
            class="num"
            value={entry.quantity}
            onInput={(event) => change({ quantity: event.currentTarget.value })}
          />
        </Field>
        <Choice name="Type" of={ENTRY_TYPES} value={entry.type} choose={(type) => change({ type })} />
        {hasPrice(entry) ? (
          <Field name="Price" fault={faults.price}>
            <input
              name="price"
              inputMode="decimal"
              class="num"
              value={entry.price}
              onInput={(event) => change({ price: event.currentTarget.value })}
            />
          </Field>
        ) : null}
        {hasStopPrice(entry) ? (
          <Field name="Stop price" fault={faults.stopPrice}>
            <input
              name="stopPrice"
              inputMode="decimal"
              class="num"
              value={entry.stopPrice}
              onInput={(event) => change({ stopPrice: event.currentTarget.value })}
            />
          </Field>
        ) : null}
        <Choice
          name="Time in force"
          of={ENTRY_TIMES}
          value={entry.timeInForce}
          choose={(timeInForce) => change({ timeInForce })}
        />
        <Field name="Strategy" fault={faults.strategy}>
          <input
            name="strategy"
            list="entry-strategies"
            placeholder="as configured"
            value={entry.strategy}
            onInput={(event) => change({ strategy: event.currentTarget.value })}
          />
        </Field>
        <button type="submit" class="main" disabled={busy}>
          {busy ? 'Entering …' : `Enter: ${entrySentence(entry)}`}
        </button>
        <Suggestions id="entry-symbols" of={symbols} />
        <Suggestions id="entry-strategies" of={STRATEGIES} />
      </form>
      <p class="note">
        ClOrdID <code>{clOrdId}</code>
      </p>
      {answer === undefined ? null : <Told answer={answer} />}
    </Panel>
  );
}

function Told({ answer }: { answer: Answer<OrderView> }): JSX.Element {
  if (answer.ok) return <Accepted order={answer.body} />;
  const { problem } = answer;
  return (
    <>
      <Refusal problem={problem} />
      {problem.code === 'CLORDID_DUPLICATE' && problem.order !== undefined ? <Accepted order={problem.order} /> : null}
      {mayBeDone(problem) ? (
        <p class="note">
          The order may have been entered. Entering again uses the same ClOrdID, which is taken once: no second order
          comes of it.
        </p>
      ) : null}
    </>
  );
}

function Accepted({ order }: { order: OrderView }): JSX.Element {
  return (
    <p class="answer" role="status" data-order={order.orderId}>
      <State tone={order.uncertain ? 'bad' : toneOf(order.status)}>{words(order.status)}</State> Order {order.orderId}:{' '}
      {sentenceOf(order)}, filled {order.cumQuantity}
      {order.text === undefined ? '' : ` (${order.text})`}
    </p>
  );
}
