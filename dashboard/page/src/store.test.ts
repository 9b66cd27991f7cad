/** What the page keeps of the seconds that it is told. */
import { describe, expect, it } from 'vitest';
import { HISTORY_SECONDS } from '../../../control/core/status/page.js';
import { Store } from './store.js';

const told = (number: number, ...columns: readonly (readonly number[])[]) => ({
  number,
  rates: {},
  latencies: { turn: columns },
});

describe('the page’s store', () => {
  it('shows latencies that come, though nothing else moves', () => {
    const store = new Store();
    let drawn = 0;
    store.subscribe(() => (drawn += 1));
    store.setHistory({ number: 0, rates: {}, latencies: {} });
    store.addSecond(told(1, [3, 7]));
    expect(store.latencies).toEqual({ turn: [[3, 7]] });
    expect(drawn).toBe(2);
  });

  it('leaves seconds empty that it was not told, and keeps so many', () => {
    const store = new Store();
    store.setHistory(told(2, [1, 1], [2, 2]));
    store.addSecond(told(5, [5, 5]));
    expect(store.latencies['turn']).toEqual([[1, 1], [2, 2], [], [], [5, 5]]);
    store.addSecond({ number: 6, rates: {}, latencies: {} });
    expect(store.latencies['turn']).toEqual([[1, 1], [2, 2], [], [], [5, 5], []]);
    store.addSecond(told(1e9, [9, 9]));
    const { turn } = store.latencies;
    expect(turn).toHaveLength(HISTORY_SECONDS);
    expect(turn?.slice(-2)).toEqual([[], [9, 9]]);
  });
});
