/** An answer of the API that is asked for again and again while it is looked at, with how well it is known. */
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../../control/core/status/schema.js';
import type { OrderDesk } from '../orders/desk.js';
import { keepPolling } from '../orders/polling.js';

export interface Asked<T> {
  readonly value: T | undefined;
  /** Of the last attempt; what is there is of the past then. */
  readonly problem: Problem | undefined;
}

/** @param path '' asks for nothing */
export function useAnswer<T>(desk: OrderDesk, path: string, periodMs: number): Asked<T> {
  const [asked, setAsked] = useState<Asked<T> & { readonly path: string }>({
    path,
    value: undefined,
    problem: undefined,
  });
  const { hasToken } = desk;
  useEffect(() => {
    if (path === '' || !hasToken) return undefined;
    let ended = false;
    const stop = keepPolling(
      async () => {
        const answer = await desk.get<T>(path);
        if (ended || answer === undefined) return;
        setAsked((before) => {
          const kept = before.path === path ? before.value : undefined;
          return answer.ok
            ? { path, value: answer.body, problem: undefined }
            : { path, value: kept, problem: answer.problem };
        });
      },
      { periodMs, isLookedAt: () => !document.hidden },
    );
    return () => {
      ended = true;
      stop();
    };
  }, [desk, path, periodMs, hasToken]);
  return asked.path === path ? asked : { value: undefined, problem: undefined };
}
