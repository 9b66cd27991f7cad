/** Where the sessions of a run keep what they must remember. */
import { sessionId } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import { openJournal } from '../../../control/journal/journal.js';
import type { OpenStores } from './peer.js';

/** The real thing: stores over a journal on the host's disk. */
export const journalStores: OpenStores = ({ disk, clock, timers }, { policy, segmentBytes }) => {
  const journal = openJournal({ directory: '/data/journal', disk, clock, timers, policy, segmentBytes });
  const stores = new JournalSessionStores({ journal, clock, timers });
  return { journal, openStore: (config) => stores.open(sessionId(config)) };
};

/** Stores that no crash can touch, for trying out everything but the journal; `opened` may spoil them at every start. */
export function memoryStores(opened?: (store: MemorySessionStore, isNew: boolean) => void): OpenStores {
  const stores = new Map<string, MemorySessionStore>();
  return (process) => ({
    openStore: () => {
      const { name } = process.host;
      const found = stores.get(name);
      const store = found ?? new MemorySessionStore(process.clock);
      stores.set(name, store);
      opened?.(store, found === undefined);
      return store;
    },
  });
}
