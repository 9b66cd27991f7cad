/** Asking again and again while somebody looks: never two at a time, and never for more than a part of the time. */
export interface PollingOptions {
  readonly periodMs: number;
  /** False: nobody looks, nothing is asked for. */
  readonly isLookedAt: () => boolean;
}

/** A pause is at least so many times as long as the answer took, up to a limit. */
const REST = 3;
const REST_MS_MAX = 3000;

/** Returns what ends it. */
export function keepPolling(poll: () => Promise<void>, { periodMs, isLookedAt }: PollingOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const turn = async (): Promise<void> => {
    const began = performance.now();
    if (isLookedAt()) await poll();
    if (ended) return;
    const took = performance.now() - began;
    timer = setTimeout(() => void turn(), Math.max(periodMs - took, Math.min(took * REST, REST_MS_MAX)));
  };
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
