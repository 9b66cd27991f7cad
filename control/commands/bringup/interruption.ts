/** Ctrl-C at the bench: what is being done is given up in order, so that a card is left at rest. A second one ends at once. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `signal` aborts with the first of these signals; `release` gives them their usual effect back. */
export function interruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const release = (): void => SIGNALS.forEach((name) => process.off(name, stop));
  const stop = (): void => {
    release();
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, release };
}
