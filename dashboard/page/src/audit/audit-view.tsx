/** Who did what, when and from where, done or refused, and whether the chain of hashes over it holds. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditEntry, AuditView as Trail } from '../../../../control/core/order-api/operations-json.js';
import { count } from '../format.js';
import { NeedsToken } from '../operate/needs-token.js';
import { useAnswer } from '../operate/use-answer.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel, State } from '../parts.js';

const COUNT = 500;
const PERIOD_MS = 3000;

export function AuditView({ desk, askToken }: { desk: OrderDesk; askToken: () => void }): JSX.Element {
  const [filter, setFilter] = useState('');
  const { value, problem } = useAnswer<Trail>(desk, `audit?count=${COUNT}`, PERIOD_MS);
  const wanted = filter.trim().toLowerCase();
  const found = (value?.entries ?? []).filter((entry) => textOf(entry).includes(wanted));
  return (
    <main class="view audit-view">
      <Panel
        title="Audit"
        aside={value === undefined ? '' : <Chain trail={value} />}
        class={problem === undefined ? '' : 'past'}
      >
        {!desk.hasToken ? (
          <NeedsToken what="The audit trail is" askToken={askToken} />
        ) : (
          <>
            <div class="filters" role="search" aria-label="Audit">
              <label>
                Contains{' '}
                <input
                  type="search"
                  name="filter-audit"
                  value={filter}
                  onInput={(event) => setFilter(event.currentTarget.value)}
                />
              </label>
            </div>
            {problem === undefined ? null : <Refusal problem={problem} />}
            {value === undefined && problem === undefined ? <p class="empty">Being asked for …</p> : null}
            {value !== undefined && found.length === 0 ? (
              <p class="empty">{value.count === 0 ? 'Nobody has done anything yet.' : 'None has that in it.'}</p>
            ) : null}
            {found.length === 0 ? null : <Table entries={found} />}
          </>
        )}
      </Panel>
    </main>
  );
}

function Chain({ trail: { chain, count: entries } }: { trail: Trail }): JSX.Element {
  return chain.state === 'verified' ? (
    <span data-chain="verified" title={`The newest hash: ${chain.newest}`}>
      <State tone="ok">hash chain verified</State> {count(entries)} entries · {chain.newest.slice(0, 12)}…
    </span>
  ) : (
    <span data-chain="broken">
      <State tone="bad">hash chain broken at entry {chain.brokenAt}</State>
    </span>
  );
}

function Table({ entries }: { entries: readonly AuditEntry[] }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Audit, to be scrolled">
      <table class="audit">
        <thead>
          <tr>
            <th scope="col" class="num">
              Number
            </th>
            <th scope="col">UTC</th>
            <th scope="col">Who</th>
            <th scope="col">From</th>
            <th scope="col">What</th>
            <th scope="col">Of</th>
            <th scope="col">Detail</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ number, at, by, from, op, subject, detail, outcome, hash }) => (
            <tr key={number} data-audit={number} title={hash}>
              <td class="num">{count(number)}</td>
              <td class="tabular">{at.replace('T', ' ').slice(0, 23)}</td>
              <td>{by === '' ? <span class="muted">nobody known</span> : by}</td>
              <td>{from}</td>
              <td>{op}</td>
              <td>{subject}</td>
              <td class="wrap">{detail}</td>
              <td>
                <State tone={/^done\b/.test(outcome) ? 'ok' : 'warn'}>{outcome}</State>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function textOf({ by, from, op, subject, detail, outcome }: AuditEntry): string {
  return `${by} ${from} ${op} ${subject} ${detail} ${outcome}`.toLowerCase();
}
