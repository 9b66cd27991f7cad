/** What each venue shows of an instrument, what does not count and why, and the best of all: who has it is marked. */
import type { JSX } from 'preact';
import type { ConsolidatedStatus } from '../../../../control/core/status/schema.js';
import { NONE, price, spread, words } from '../format.js';
import { State, type Tone } from '../parts.js';

const CONDITION: Readonly<Record<ConsolidatedStatus['condition'], Tone>> = {
  normal: 'ok',
  oneSided: 'idle',
  empty: 'idle',
  locked: 'warn',
  crossed: 'warn',
};
const sizes = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

export function ByVenue({ market, live }: { market: ConsolidatedStatus; live: boolean }): JSX.Element {
  const { condition, venues, bids, asks } = market;
  const best = { bid: bids[0]?.price ?? 0, ask: asks[0]?.price ?? 0 };
  return (
    <table class="by-venue" data-condition={condition}>
      <caption>
        All venues: <State tone={live ? CONDITION[condition] : 'idle'}>{words(condition)}</State> · spread{' '}
        {spread(best.bid, best.ask) || NONE}
      </caption>
      <thead>
        <tr>
          <th scope="col">Venue</th>
          <th scope="col" class="num">
            Size
          </th>
          <th scope="col" class="num">
            Bid
          </th>
          <th scope="col" class="num">
            Ask
          </th>
          <th scope="col" class="num">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {venues.map(({ venue, bid, bidSize, ask, askSize, excluded }) => {
          const counts = excluded.length === 0;
          return (
            <tr
              key={venue}
              data-venue={venue}
              class={counts ? '' : 'excluded'}
              title={counts ? '' : `does not count: ${excluded.map(words).join(', ')}`}
            >
              <th scope="row">
                {venue}
                {counts ? null : <span class="muted"> {words(excluded[0] ?? '')}</span>}
              </th>
              <td class="num">{bidSize === 0 ? '' : sizes.format(bidSize)}</td>
              <td class="num bid">{quote(bid, counts && bid === best.bid)}</td>
              <td class="num ask">{quote(ask, counts && ask === best.ask)}</td>
              <td class="num">{askSize === 0 ? '' : sizes.format(askSize)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function quote(value: number, isBest: boolean): JSX.Element {
  if (value === 0) return <>{NONE}</>;
  return isBest ? (
    <strong>
      <span aria-label="best">★</span> {price(value)}
    </strong>
  ) : (
    <>{price(value)}</>
  );
}
