/** The FIX stores share the journal with others: what they clear out of old files is theirs alone. */
import { expect, it } from 'vitest';
import { JournalKind } from '../../../control/core/journal.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal } from '../../../control/journal/journal.js';
import { VirtualWorld } from '../../support/world/world.js';

const LIVES = 12;

it('leaves streams of others alone when files are cleared, however often the gateway was started', () => {
  const world = new VirtualWorld({ seed: 1 });
  const host = world.addHost('host');
  let told = 0;
  for (let life = 1; life <= LIVES; life++) {
    const process = host.start();
    const { disk, clock, timers } = process;
    process.run(() => {
      const journal = openJournal({ directory: '/log', disk, clock, timers, compactAboveFiles: 2 });
      const stream = journal.openStream('orders');
      const stores = new JournalSessionStores({ journal, clock, timers });
      stores.open('FIX.4.4:A->B').saveOutgoing(Buffer.from('message'), 0, 7);
      const kinds: number[] = [];
      journal.scan(0, (entry) => {
        if (entry.stream === stream) kinds.push(entry.kind);
        return true;
      });
      // One of each life before.
      expect(kinds).toEqual(Array.from({ length: life - 1 }, () => JournalKind.orderNew));
      told = kinds.length;
      journal.append(JournalKind.orderNew, stream, life, Buffer.from('order'), 0, 5);
      journal.commit();
    });
    world.advance(2000);
    host.kill();
  }
  expect(told).toBe(LIVES - 1);
});
