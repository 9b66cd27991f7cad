/** An engine over a journal in the virtual world, and what has to be done to start it again after a crash. */
import { sessionId } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal, type JournalOptions } from '../../../control/journal/journal.js';
import type { VirtualProcess } from '../../support/world/process.js';
import { Side } from './pair.js';

export function journalledSide(
  process: VirtualProcess,
  options: Partial<JournalOptions> = {},
): { side: Side; journal: FileJournal } {
  const { clock, timers, disk } = process;
  const made = process.run(() => {
    const journal = openJournal({ directory: '/data/journal', disk, clock, timers, ...options });
    const stores = new JournalSessionStores({ journal, clock, timers });
    const side = new Side(process, {
      journal,
      openStore: (config) => stores.open(sessionId(config)),
      closeStore: (id) => stores.close(id),
    });
    return { side, journal };
  });
  if (made === undefined) throw new Error('the process is gone');
  return made;
}
