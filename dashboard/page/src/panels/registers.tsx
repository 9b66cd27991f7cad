/** The registers of the card while somebody looks: blocks as the card's headers tell them, values by name, fields decoded, what changed marked. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { BlocksView, RegistersView, RegisterView } from '../../../../control/core/order-api/registers-json.js';
import { count } from '../format.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import { NeedsToken } from '../operate/needs-token.js';
import { useAnswer } from '../operate/use-answer.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel } from '../parts.js';

const BLOCKS_PERIOD_MS = 60_000;
/** The gateway reads no faster, whoever asks. */
const PERIOD_MS = 1000;

export interface RegistersProps {
  readonly desk: OrderDesk;
  readonly askToken: () => void;
  readonly open: (command: OperatorCommand) => void;
}

export function Registers({ desk, askToken, open }: RegistersProps): JSX.Element {
  const [isWanted, want] = useState(false);
  const [chosen, choose] = useState({ block: 'device', index: 0 });
  const { value, problem } = useAnswer<BlocksView>(desk, isWanted ? 'nic/blocks' : '', BLOCKS_PERIOD_MS);
  const block = value?.blocks.find(({ name }) => name === chosen.block);
  return (
    <Panel
      title="Registers"
      aside={
        <button type="button" class="quiet" aria-expanded={isWanted} onClick={() => want(!isWanted)}>
          {isWanted ? 'Read no more' : 'Read the card …'}
        </button>
      }
    >
      {!isWanted ? <p class="empty">Nobody reads them now: reading takes the card’s and the gateway’s time.</p> : null}
      {isWanted && !desk.hasToken ? <NeedsToken what="Registers are" askToken={askToken} /> : null}
      {problem === undefined ? null : <Refusal problem={problem} />}
      {isWanted && value !== undefined ? (
        <>
          <div class="filters">
            <label>
              Block{' '}
              <select
                name="register-block"
                value={chosen.block}
                onChange={(event) => choose({ block: event.currentTarget.value, index: 0 })}
              >
                {value.blocks.map(({ name, version }) => (
                  <option key={name} value={name}>
                    {name} {version}
                  </option>
                ))}
              </select>
            </label>
            {block === undefined || block.count === 1 ? null : (
              <label>
                Number{' '}
                <select
                  name="register-index"
                  value={String(chosen.index)}
                  onChange={(event) => choose({ ...chosen, index: Number(event.currentTarget.value) })}
                >
                  {Array.from({ length: block.count }, (_, index) => (
                    <option key={index} value={String(index)}>
                      {index}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <span class="muted">{block?.doc}</span>
          </div>
          <Block key={`${chosen.block}/${chosen.index}`} {...chosen} desk={desk} open={open} />
        </>
      ) : null}
    </Panel>
  );
}

interface BlockProps {
  readonly block: string;
  readonly index: number;
  readonly desk: OrderDesk;
  readonly open: RegistersProps['open'];
}

function Block({ block, index, desk, open }: BlockProps): JSX.Element {
  const { value, problem } = useAnswer<RegistersView>(desk, `nic/blocks/${block}/${index}`, PERIOD_MS);
  const changed = useChanges(value);
  const mayWrite = desk.who?.roles.includes('administer') === true;
  if (value === undefined)
    return problem === undefined ? <p class="empty">Being read …</p> : <Refusal problem={problem} />;
  return (
    <div class={problem === undefined ? '' : 'past'}>
      {problem === undefined ? null : <Refusal problem={problem} />}
      <div class="scroll" tabIndex={0} role="region" aria-label="Registers, to be scrolled">
        <table class="registers">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Register</th>
              <th scope="col" class="num">
                Value
              </th>
              <th scope="col">Fields, or decimal</th>
              {mayWrite ? (
                <th scope="col">
                  <span class="hidden-label">Set</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {value.registers.map((register) => {
              const { name, address, access, doc } = register;
              const isChanged = changed.has(name);
              return (
                <tr key={name} data-register={name} data-changed={isChanged} class={isChanged ? 'changed' : ''}>
                  <td class="tabular muted">{hex(BigInt(address), 5)}</td>
                  <th scope="row" title={doc}>
                    {name} {access === 'rw' ? <span class="muted">rw</span> : null}
                  </th>
                  <td class="num">
                    {isChanged ? <span aria-label="changed">● </span> : null}
                    <code>{hex(BigInt(register.value), register.bits / 4)}</code>
                  </td>
                  <td class="wrap">{meaningOf(register)}</td>
                  {mayWrite ? (
                    <td>
                      {access === 'rw' ? (
                        <button
                          type="button"
                          class="quiet"
                          aria-label={`Set ${name}`}
                          onClick={() => open(write(block, index, register))}
                        >
                          Set …
                        </button>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="note">
        Read at {value.at.slice(11, 23)} UTC in {count(value.tookUs)} µs · ● has changed since the reading before ·{' '}
        {mayWrite ? 'what can be written has a button' : 'writing needs the role administer'}
      </p>
    </div>
  );
}

/** Names of registers whose value is another one than in the reading before. */
function useChanges(view: RegistersView | undefined): ReadonlySet<string> {
  const seen = useRef<{ view: RegistersView | undefined; changed: ReadonlySet<string> }>({
    view: undefined,
    changed: new Set(),
  });
  const { current } = seen;
  if (view !== undefined && current.view?.at !== view.at) {
    const before = new Map(current.view?.registers.map(({ name, value }) => [name, value]));
    const changed = view.registers.filter(({ name, value }) => before.has(name) && before.get(name) !== value);
    seen.current = { view, changed: new Set(changed.map(({ name }) => name)) };
  }
  return seen.current.changed;
}

function meaningOf({ fields, value }: RegisterView): string {
  if (fields.length === 0) return value.replace(/\B(?=(\d{3})+$)/g, ',');
  return fields.map(({ name, value: bits }) => `${name} ${bits}`).join(' · ');
}

function hex(value: bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function write(block: string, index: number, { name, value, doc }: RegisterView): OperatorCommand {
  return {
    title: `Set ${block}[${index}].${name}?`,
    what: `${doc}. The card takes it at once, and what the driver configured is gone until the card is configured again: wrong values stop feeds.`,
    verb: 'Write the register',
    path: `nic/blocks/${block}/${index}/${name}`,
    method: 'put',
    isDangerous: true,
    fields: [{ name: 'value', label: 'Value, 32 bits, decimal or with 0x', value: hex(BigInt(value), 8) }],
  };
}
