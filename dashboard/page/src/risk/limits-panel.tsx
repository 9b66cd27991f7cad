/** Limits as they stand and what is used of them, the nearest first; who may changes one. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { age, count, NONE } from '../format.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import { aligned, columnPlaces } from '../orders/decimals.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel } from '../parts.js';
import { ShareBar } from './share-bar.js';
import { ownerWords, usedRows, type LimitRow } from './use.js';

const PLACES = 4;
const NUMBER = /^\d+(\.\d+)?$/;

export function LimitsPanel({
  desk,
  open,
}: {
  desk: OrderDesk;
  open: (command: OperatorCommand) => void;
}): JSX.Element {
  const [filter, setFilter] = useState('');
  const [isAll, setAll] = useState(false);
  const { value, problem } = desk.limits;
  const limits = value?.limits ?? [];
  const used = usedRows(limits);
  const all: readonly (LimitRow & { readonly share?: number })[] = isAll
    ? [...used, ...limits.filter((row) => row.used === undefined)]
    : used;
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter(({ scope, id, name }) => `${scope} ${id} ${name}`.toLowerCase().includes(wanted));
  const isLive = desk.switchesAre === 'live';
  return (
    <Panel
      title="Limits"
      class={`limits${isLive || value === undefined ? '' : ' past'}`}
      aside={
        value === undefined
          ? ''
          : isLive
            ? `${count(limits.length)} set`
            : `as they were ${age(desk.ageMs(desk.limits))} ago`
      }
    >
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined ? (
        problem === undefined ? (
          <p class="empty">Being asked for …</p>
        ) : null
      ) : (
        <>
          <div class="filters" role="search" aria-label="Limits">
            <label>
              Contains{' '}
              <input
                type="search"
                name="filter-limits"
                value={filter}
                onInput={(event) => setFilter(event.currentTarget.value)}
              />
            </label>
            <label>
              <input
                type="checkbox"
                name="all-limits"
                checked={isAll}
                onChange={(event) => setAll(event.currentTarget.checked)}
              />{' '}
              also those that nothing uses up
            </label>
          </div>
          {shown.length === 0 ? (
            <p class="empty">{all.length === 0 ? 'There are no limits, so nothing passes.' : 'None has that in it.'}</p>
          ) : (
            <Table rows={shown} change={(row) => open(changeOf(row))} />
          )}
        </>
      )}
    </Panel>
  );
}

function Table({
  rows,
  change,
}: {
  rows: readonly (LimitRow & { readonly share?: number })[];
  change: (row: LimitRow) => void;
}): JSX.Element {
  const places = columnPlaces(
    rows.flatMap(({ value, used }) => [value ?? '0', used ?? '0'].filter((text) => NUMBER.test(text))),
    PLACES,
  );
  const amount = (text: string): string => (NUMBER.test(text) ? aligned(text, places) : text.replace(/,/g, ', '));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Limits, to be scrolled">
      <table class="limits">
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">Limit</th>
            <th scope="col">In use</th>
            <th scope="col" class="num">
              Used
            </th>
            <th scope="col" class="num">
              At most
            </th>
            <th scope="col">Unit</th>
            <th scope="col">
              <span class="hidden-label">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { scope, id, name, value, unit, used, share } = row;
            const owner = ownerWords(scope, id);
            return (
              <tr key={`${owner} ${name}`} data-limit={`${owner} ${name}`}>
                <td>{owner}</td>
                <th scope="row">{name}</th>
                <td>{share === undefined ? NONE : <ShareBar share={share} />}</td>
                <td class="num">{used === undefined ? NONE : amount(used)}</td>
                <td class={value !== null && NUMBER.test(value) ? 'num' : 'num wrap'} title={value ?? undefined}>
                  {value === null ? 'not set' : value === '' ? 'none' : amount(value)}
                </td>
                <td class="muted">{unit}</td>
                <td>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`Change ${name} of ${owner}`}
                    onClick={() => change(row)}
                  >
                    Change …
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function changeOf({ scope, id, name, value, unit, used }: LimitRow): OperatorCommand {
  const owner = ownerWords(scope, id);
  const path = ['limits', scope, ...(id === '' ? [] : [id]), name].map(encodeURIComponent).join('/');
  const inUse = used === undefined ? '' : ` ${used} of it ${used === '1' ? 'is' : 'are'} used.`;
  return {
    title: `Change ${name} of ${owner}?`,
    what: `It is ${value ?? 'not set'}${unit === '' ? '' : ` (${unit})`}.${inUse} What is set holds from the next order on, and after a restart; what is open already stays.`,
    verb: 'Change',
    path,
    method: 'put',
    fields: [{ name: 'value', label: 'New value', value: value ?? '' }],
    isDangerous: true,
  };
}
