/** What survives a restart of our side: the journal in a folder on the real disk. */
import { realTradingWorld } from '../../../control/core/world-trading.js';
import type { Journal } from '../../../control/core/journal.js';
import { sessionId, type SessionConfig } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import type { SessionStore } from '../../../control/fix/store/session-store.js';
import { openJournal } from '../../../control/journal/journal.js';

export interface OurStorage {
  readonly journal: Journal;
  readonly openStore: (config: SessionConfig) => SessionStore;
}

/** Small enough that a test gets to see more than one file. */
const segmentBytes = 256 * 1024;

export function openOurStorage(directory: string): OurStorage {
  const { disk, clock, timers } = realTradingWorld;
  const journal = openJournal({ directory, disk, clock, timers, segmentBytes });
  const stores = new JournalSessionStores({ journal, clock, timers });
  return { journal, openStore: (config) => stores.open(sessionId(config)) };
}
