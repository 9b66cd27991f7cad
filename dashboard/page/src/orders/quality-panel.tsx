/** Execution quality as `crossfeed quality report` has it: how much was filled, and at what cost against the market; venues ranked, the best first. */
import type { JSX } from 'preact';
import type { QualityRowView, QualityView } from '../../../../control/core/order-api/quality-json.js';
import { count, NONE, signed } from '../format.js';
import { useAnswer } from '../operate/use-answer.js';
import { Panel } from '../parts.js';
import type { OrderDesk } from './desk.js';
import { Refusal } from './dialog.js';

/** The gateway makes a report as seldom. */
const PERIOD_MS = 10_000;

interface Column {
  readonly title: string;
  readonly what: string;
  readonly cell: (row: QualityRowView) => string;
}

const bps = (value: number | null): string => (value === null ? NONE : signed(value, 2));
const part = (value: number | null): string => (value === null ? NONE : `${(value * 100).toFixed(1)} %`);

const COLUMNS: readonly Column[] = [
  {
    title: 'Orders',
    what: 'Whole orders; for a venue the slices that took there',
    cell: ({ orders }) => count(orders),
  },
  {
    title: 'Fill rate',
    what: 'Filled, of what was asked for',
    // Of the first minutes no fill is recorded yet: that is not a rate of zero.
    cell: ({ fills, fillRate }) => (fills === 0 ? NONE : part(fillRate)),
  },
  {
    title: 'Quoted spread',
    what: 'Best offer less best bid when it was decided, basis points',
    cell: ({ quotedSpreadBps }) => bps(quotedSpreadBps),
  },
  {
    title: 'Effective spread',
    what: 'Twice the distance of the price from the middle of the market, basis points',
    cell: ({ effectiveSpreadBps }) => bps(effectiveSpreadBps),
  },
  {
    title: 'Improvement',
    what: 'Better than the best price of the other side, basis points',
    cell: ({ improvementBps }) => bps(improvementBps),
  },
  {
    title: 'Improved',
    what: 'Of what was filled, at a better price than was shown',
    cell: ({ improvedShare }) => part(improvedShare),
  },
  {
    title: 'Slippage',
    what: 'Against the middle of the market when the order arrived, basis points; more is worse',
    cell: ({ slippageBps }) => bps(slippageBps),
  },
  {
    title: 'Realised, 1 s',
    what: 'Twice the distance from the middle a second later, basis points',
    cell: ({ realisedSpreadBps }) => bps(realisedSpreadBps['1 s'] ?? null),
  },
];

export function QualityPanel({ desk }: { desk: OrderDesk }): JSX.Element {
  const { value, problem } = useAnswer<QualityView>(desk, 'quality', PERIOD_MS);
  const isEmpty = value !== undefined && (value.all ?? value.clients[0]) === undefined;
  return (
    <Panel
      title="Execution quality"
      class={`quality${problem === undefined ? '' : ' past'}`}
      aside="of recorded orders, basis points of the middle"
    >
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined && problem === undefined ? <p class="empty">Recorded decisions are being read …</p> : null}
      {isEmpty ? <p class="empty">No order has been routed yet.</p> : null}
      {value === undefined || isEmpty ? null : <Table view={value} />}
      {value === undefined || isEmpty ? null : (
        <p class="note">A fill is in it five minutes later, when the market that followed it is known.</p>
      )}
    </Panel>
  );
}

function Table({ view }: { view: QualityView }): JSX.Element {
  const { all, clients, venues, strategies, comparison, fillsWithoutDecision } = view;
  const groups: readonly {
    readonly title: string;
    readonly rows: readonly QualityRowView[];
    readonly isRanked?: boolean;
  }[] = [
    { title: 'All', rows: all === null ? [] : [all] },
    { title: 'Venues, the best first', rows: venues, isRanked: true },
    { title: 'Strategies', rows: strategies },
    { title: 'Clients', rows: clients },
  ];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Execution quality, to be scrolled">
      <table class="quality">
        <thead>
          <tr>
            <th scope="col">Of</th>
            {COLUMNS.map(({ title, what }) => (
              <th key={title} scope="col" class="num" title={what}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        {groups
          .filter(({ rows }) => rows.length > 0)
          .map(({ title, rows, isRanked = false }) => (
            <tbody key={title}>
              <tr class="group">
                <th scope="rowgroup" colSpan={COLUMNS.length + 1}>
                  {title}
                </th>
              </tr>
              {rows.map((row, rank) => (
                <tr key={row.name} data-quality={`${title.split(',')[0]} ${row.name}`}>
                  <th scope="row">
                    {isRanked ? `${rank + 1}. ` : ''}
                    {row.name}
                  </th>
                  {COLUMNS.map((column) => (
                    <td key={column.title} class="num">
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
      </table>
      {comparison === null ? null : (
        <p class="note">
          Smart routing less simple routing, {count(comparison.smartOrders)} and {count(comparison.controlOrders)}{' '}
          orders: fill rate {intervalOf(comparison.fillRate, 100)} points, slippage {intervalOf(comparison.slippageBps)}{' '}
          bps, improvement {intervalOf(comparison.improvementBps)} bps (95 %).
        </p>
      )}
      {fillsWithoutDecision === 0 ? null : (
        <p class="note">{count(fillsWithoutDecision)} fills are not in it: their decision is not recorded any more.</p>
      )}
    </div>
  );
}

type Difference = NonNullable<QualityView['comparison']>['fillRate'];

function intervalOf({ mean, low, high }: Difference, factor = 1): string {
  const show = (value: number | null): string => (value === null ? NONE : signed(value * factor, 2));
  return `${show(mean)} (${show(low)} to ${show(high)})`;
}
