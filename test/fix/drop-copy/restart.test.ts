/** A drop copy session over the real journal and the virtual disk: what it knew survives kills and power cuts. */
import { describe, expect, it } from 'vitest';
import type { Timer } from '../../../control/core/world.js';
import { JournalKind } from '../../../control/core/journal.js';
import { SeededRandom } from '../../../control/core/random.js';
import { DropCopyReceiver } from '../../../control/fix/drop-copy/receiver.js';
import { parseExact } from '../../../control/fix/drop-copy/exact.js';
import { OwnRecord, report } from '../../../control/fix/drop-copy/testing.js';
import { openJournal } from '../../../control/journal/journal.js';
import { VirtualDisk } from '../../support/world/disk.js';

const T0 = Date.UTC(2026, 10, 23, 10);
const never: Timer = { cancel: () => undefined };

/** One life of a program: everything but the disk and the time begins anew. */
function life(disk: VirtualDisk, time: { ms: number }) {
  const due: { at: number; run: () => void }[] = [];
  const timers = {
    after(delayMs: number, run: () => void): Timer {
      const entry = { at: time.ms + delayMs, run };
      due.push(entry);
      return { cancel: () => void due.splice(due.indexOf(entry), 1) };
    },
    every: () => never,
    onTurn: () => never,
    soon: (run: () => void) => run(),
  };
  const clock = { monotonicNs: () => time.ms * 1e6, epochMs: () => T0 + time.ms };
  const journal = openJournal({ directory: '/data', disk: disk.mount(timers), clock, timers, policy: 'sync' });
  const own = new OwnRecord();
  const news: string[] = [];
  const receiver = new DropCopyReceiver({
    world: { clock, timers },
    own,
    listener: {
      onBreak: ({ execId, kind }) => void news.push(`+ ${execId} ${kind}`),
      onCleared: ({ execId, kind }) => void news.push(`- ${execId} ${kind}`),
    },
    options: { lateMs: 1000, graceMs: 1000 },
    journal: { journal, name: 'VENUE', sessionStream: 'session' },
    sinceEpochMs: T0,
  });
  const stream = journal.openStream('session');
  const fill = (execId: string, quantity: string) =>
    own.put({
      execId,
      orderId: 'O1',
      clOrdId: 'C1',
      side: '1',
      quantity: parseExact(quantity)!,
      price: parseExact('5')!,
      busted: false,
      epochMs: T0 + time.ms,
    });
  /** What a session does with a copy: its own record, the application's, and one commit. */
  const take = (n: number, execId: string, quantity: string, commit = true) => {
    const message = report(`37=O1|11=C1|54=1|17=${execId}|150=F|32=${quantity}|31=5|`);
    journal.append(JournalKind.fixIn, stream, n, message.bytes, message.start, message.end);
    receiver.onMessage(undefined as never, message);
    if (commit) journal.commit();
  };
  const pass = (ms: number) => {
    time.ms += ms;
    for (const entry of [...due]) {
      if (entry.at <= time.ms && due.includes(entry)) {
        due.splice(due.indexOf(entry), 1);
        entry.run();
      }
    }
  };
  return { journal, receiver, own, news, fill, take, pass };
}

describe('drop copy across a restart', () => {
  it('has the same breaks again, since the same time', () => {
    const disk = new VirtualDisk(new SeededRandom(1));
    const time = { ms: 0 };
    const first = life(disk, time);
    first.fill('E1', '10');
    first.fill('E3', '10');
    first.take(1, 'E1', '10');
    first.take(2, 'E2', '20');
    first.take(3, 'E3', '30');
    first.pass(1500);
    first.take(4, 'E4', '5');
    expect(first.news).toEqual(['+ E2 missingHere', '+ E3 quantity']);
    disk.kill();

    const second = life(disk, time);
    second.fill('E1', '10');
    second.fill('E3', '10');
    second.receiver.restore();
    expect(second.news.sort()).toEqual(['+ E2 missingHere', '+ E3 quantity']);
    expect(second.receiver.reconciler.breaks.map(({ sinceEpochMs }) => sinceEpochMs)).toEqual([T0, T0]);
    second.news.length = 0;
    // What was within its grace time goes on waiting, from where it was.
    second.pass(999);
    expect(second.news).toEqual([]);
    second.pass(1);
    expect(second.news).toEqual(['+ E4 missingHere']);
    second.fill('E2', '20');
    second.fill('E4', '5');
    expect(second.news.slice(1)).toEqual(['- E2 missingHere', '- E4 missingHere']);
  });

  it('misses no copy that the session took, wherever a power cut falls', () => {
    for (let crash = 0; crash < 12; crash++) {
      const disk = new VirtualDisk(new SeededRandom(crash));
      const time = { ms: 0 };
      let taken = 0;
      try {
        const { take, journal } = life(disk, time);
        disk.crashAt(disk.operations + crash, 'during', 'powerCut');
        for (let n = 1; n <= 8; n++) take(n, `E${n}`, '1');
        journal.close();
      } catch {
        // The power cut.
      }
      const after = life(disk, time);
      const stream = after.journal.openStream('session');
      after.journal.scan(0, (entry) => {
        if (entry.kind === JournalKind.fixIn && entry.stream === stream) taken = entry.number;
        return true;
      });
      after.receiver.restore();
      after.pass(1000);
      const known = after.news.map((each) => each.split(' ')[1]).sort();
      expect(known).toEqual(Array.from({ length: taken }, (_, i) => `E${i + 1}`));
    }
  });

  it('forgets the day before', () => {
    const disk = new VirtualDisk(new SeededRandom(1));
    const time = { ms: 0 };
    const first = life(disk, time);
    first.take(1, 'E1', '10');
    first.pass(86_400_000);
    first.receiver.startDay(T0 + time.ms);
    expect(first.receiver.reconciler.breaks).toEqual([]);
    disk.kill();
    const second = life(disk, time);
    second.receiver.startDay(T0 + time.ms);
    second.receiver.restore();
    second.pass(5000);
    expect(second.news).toEqual([]);
  });
});
