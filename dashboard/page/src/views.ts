/** Which view the page shows: the part of its address behind the `#`, so that going back and bookmarks work. Digits switch too. */
import { useEffect, useState } from 'preact/hooks';

/** In the order of their digits. */
export const VIEWS = [
  ['overview', 'Overview'],
  ['feeds', 'Feeds & NIC'],
  ['sessions', 'Sessions'],
  ['markets', 'Markets'],
  ['orders', 'Orders'],
  ['risk', 'Risk'],
  ['alerts', 'Alerts'],
  ['audit', 'Audit'],
] as const;
export type View = (typeof VIEWS)[number][0];

export function viewOf(hash: string): View {
  const name = hash.slice(1).split('/')[0];
  return VIEWS.find(([view]) => view === name)?.[0] ?? 'overview';
}

/** What stands behind the view's name: the symbol, session or order that is looked at, and what is looked for in it; '' nothing. */
export function subjectsOf(hash: string): readonly [subject: string, find: string] {
  const [subject = '', find = ''] = hash.split('/').slice(1).map(decoded);
  return [subject, find];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** @param subject what is looked at, and what is looked for in it: `SESSION`, or `[SESSION, 'K7F']` */
export function addressOf(view: View, subject: string | readonly string[] = ''): string {
  const parts = typeof subject === 'string' ? [subject] : subject;
  return `#${[view, ...parts.filter((part) => part !== '').map(encodeURIComponent)].join('/')}`;
}

export function useView(): { readonly view: View; readonly subject: string; readonly find: string } {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const onHash = (): void => setHash(location.hash);
    addEventListener('hashchange', onHash);
    addEventListener('keydown', onDigit);
    return () => {
      removeEventListener('hashchange', onHash);
      removeEventListener('keydown', onDigit);
    };
  }, []);
  const [subject, find] = subjectsOf(hash);
  return { view: viewOf(hash), subject, find };
}

/** Not while somebody types, and not under a dialog. */
function onDigit(event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
  if (target instanceof Element && target.closest('input, select, textarea') !== null) return;
  const view = /^[1-9]$/.test(key) ? VIEWS[Number(key) - 1]?.[0] : undefined;
  if (view !== undefined) location.hash = addressOf(view);
}
