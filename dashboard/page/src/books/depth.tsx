/** One book with its depth, asked for over the HTTP API while it is on screen. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BookDepth } from '../../../../control/core/status/schema.js';
import { count, price, spread } from '../format.js';
import { ByVenue } from './by-venue.js';

const PERIOD_MS = 500;
const LEVELS = 10;

interface Answer {
  readonly symbol: string;
  readonly book: BookDepth | undefined;
  readonly failed: string | undefined;
}

export function Depth({ symbol, live, close }: { symbol: string; live: boolean; close: () => void }): JSX.Element {
  const [answer, setAnswer] = useState<Answer>({ symbol: '', book: undefined, failed: undefined });
  useEffect(() => {
    const abort = new AbortController();
    let busy = false;
    const ask = async (): Promise<void> => {
      if (busy || document.hidden || !live) return;
      busy = true;
      setAnswer(await fetchBook(symbol, abort.signal));
      busy = false;
    };
    void ask();
    const timer = setInterval(() => void ask(), PERIOD_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [symbol, live]);

  const { book, failed } = answer.symbol === symbol ? answer : { book: undefined, failed: undefined };
  const bid = book?.bids[0]?.price ?? 0;
  const ask = book?.asks[0]?.price ?? 0;
  const most = Math.max(
    1,
    ...(book?.bids ?? []).map(({ shares }) => shares),
    ...(book?.asks ?? []).map(({ shares }) => shares),
  );
  return (
    <aside class="depth" aria-label={`Depth of ${symbol}`}>
      <header>
        <h3>{symbol}</h3>
        <span class="muted">{book === undefined ? '' : `locate ${book.stockLocate} · ${book.state}`}</span>
        <button type="button" class="quiet" aria-label="Close the depth view" onClick={close}>
          ✕
        </button>
      </header>
      {failed === undefined ? null : <p class="empty">{failed}</p>}
      {book === undefined ? null : (
        <>
          {book.consolidated === undefined ? null : <ByVenue market={book.consolidated} live={live} />}
          <table class="asks">
            <caption>Offers</caption>
            <tbody>
              {rows(book.asks)
                .reverse()
                .map((level, index) => (
                  <Level key={index} level={level} most={most} side="ask" />
                ))}
            </tbody>
          </table>
          <p class="middle">
            <span class="muted">spread</span> {spread(bid, ask) || '–'}
            <span class="muted">last</span> {book.last === null ? '–' : price(book.last.price)}
          </p>
          <table class="bids">
            <caption>Bids</caption>
            <tbody>
              {rows(book.bids).map((level, index) => (
                <Level key={index} level={level} most={most} side="bid" />
              ))}
            </tbody>
          </table>
        </>
      )}
    </aside>
  );
}

type LevelOrNone = BookDepth['bids'][number] | undefined;

/** Always as many, so that nothing jumps. */
function rows(levels: BookDepth['bids']): LevelOrNone[] {
  return Array.from({ length: LEVELS }, (_, index) => levels[index]);
}

function Level({ level, most, side }: { level: LevelOrNone; most: number; side: 'bid' | 'ask' }): JSX.Element {
  return (
    <tr class={side}>
      <td class="num orders">{level === undefined ? '' : count(level.orders)}</td>
      <td class="num">{level === undefined ? '' : count(level.shares)}</td>
      <td class="num price">{level === undefined ? '\u00a0' : price(level.price)}</td>
      <td class="bar">
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect width={level === undefined ? 0 : (level.shares / most) * 100} height="10" />
        </svg>
      </td>
    </tr>
  );
}

async function fetchBook(symbol: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`/api/v1/books/${encodeURIComponent(symbol)}`, { signal });
    const body: unknown = await response.json();
    if (response.ok) return { symbol, book: body as BookDepth, failed: undefined };
    const detail =
      typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : response.statusText;
    return { symbol, book: undefined, failed: detail };
  } catch {
    return { symbol, book: undefined, failed: 'The dashboard did not answer.' };
  }
}
