/** `crossfeed bench --suite fix`: the codec, the session, the store and the way over TCP, each beside what it is measured against. */
import type { BenchContext, BenchSuite } from './harness.js';

interface Part {
  run(context: BenchContext): Promise<void>;
}

/** Files of `fix/`, in the order in which they run. */
const parts = ['codec', 'quickfix', 'session', 'store', 'tcp', 'replay'];

export const suite: BenchSuite = {
  name: 'fix',
  description: 'FIX: decode, validate and encode; session, store, TCP and replay',
  async run(context) {
    for (const part of parts) {
      const module = await load(part);
      if (module === undefined) context.note(`no figures of '${part}' yet`);
      else await module.run(context);
    }
  },
};

async function load(part: string): Promise<Part | undefined> {
  try {
    return (await import(new URL(`./fix/${part}.js`, import.meta.url).href)) as Part;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && String(error).includes(`/fix/${part}.`)) {
      return undefined;
    }
    throw error;
  }
}
