/** Which view the page shows: the part of its address behind the `#`, so that going back and bookmarks work. */
import { useEffect, useState } from 'preact/hooks';

export type View = 'overview' | 'orders';

export function viewOf(hash: string): View {
  return hash === '#orders' ? 'orders' : 'overview';
}

export function useView(): View {
  const [view, setView] = useState(() => viewOf(location.hash));
  useEffect(() => {
    const onHash = (): void => setView(viewOf(location.hash));
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  return view;
}
