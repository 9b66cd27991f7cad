/** A log that an older version has written goes on with its numbers; one of a newer version is refused, and not taken for damage. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyJournal } from '../../control/commands/journal/verify.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import type { SessionStore, StoredMessage } from '../../control/fix/store/session-store.js';
import { JournalError } from '../../control/journal/errors.js';
import { LogInspection } from '../../control/journal/inspection.js';
import { openJournal } from '../../control/journal/journal.js';
import { Desk } from '../orders/desk.js';

/** Written by that version itself. */
const old = JSON.parse(readFileSync(join(import.meta.dirname, 'journal-version-1.json'), 'utf8')) as {
  readonly session: { readonly nextOutgoing: number; readonly nextIncoming: number; readonly createdEpochMs: number };
  readonly lastOrder: number;
  /** Payloads of the records that hold the chain's hashes. */
  readonly audits: readonly string[];
  readonly files: Readonly<Record<string, string>>;
};

/** A desk whose journal is what those files hold. */
function deskOver(files: Readonly<Record<string, string>>): Desk {
  const desk = new Desk();
  desk.host.kill();
  const { disk } = desk.host.start();
  for (const name of disk.list('/journal')) disk.remove(`/journal/${name}`);
  for (const [name, base64] of Object.entries(files)) {
    const bytes = Buffer.from(base64, 'base64');
    const file = disk.open(`/journal/${name}`, 'create');
    file.write(bytes, 0, bytes.length, 0);
    file.sync();
    file.close();
  }
  disk.syncDirectory('/journal');
  desk.host.kill();
  return desk;
}

function storeOf({ journal, process: { clock, timers } }: Desk): SessionStore {
  return new JournalSessionStores({ journal, clock, timers }).open('FIX.4.4:US->VENUE');
}

function verified(desk: Desk, hash?: string): readonly [boolean, string] {
  const told: string[] = [];
  const io = { write: (text: string) => void told.push(text), warn: () => undefined, fail: () => undefined };
  const isRight = verifyJournal(new LogInspection(desk.process.disk, '/journal'), hash, io);
  return [isRight, told.join('')];
}

describe('an upgrade', () => {
  it('keeps sequence numbers, messages, orders and the chain of hashes', () => {
    const desk = deskOver(old.files);
    desk.start();
    expect(Buffer.from(Object.values(old.files)[0]!, 'base64').toString('latin1', 0, 15)).toBe('crossfeed log 1');
    const store = storeOf(desk);
    expect(store.createdEpochMs).toBe(old.session.createdEpochMs);
    expect(store.nextIncoming).toBe(old.session.nextIncoming);
    const into: StoredMessage = { bytes: new Uint8Array(0), start: 0, end: 0 };
    expect(store.load(7, into)).toBe(true);
    expect(Buffer.from(into.bytes.subarray(into.start, into.end)).toString()).toBe('message 7');
    // Orders of the old version are open, and the newest hash of its chain is one of this chain.
    expect([...desk.engine.openOrders()].map(({ clOrdId }) => clOrdId)).toEqual(['FIRST']);
    const hash = Buffer.from(old.audits.at(-1)!, 'hex').toString('hex', 0, 32);
    expect(verified(desk, hash)).toEqual([true, expect.any(String)]);
  });

  it('goes on in its own version, and both are read by the next start', () => {
    const desk = deskOver(old.files);
    desk.start();
    let next = 0;
    desk.process.run(() => {
      const store = storeOf(desk);
      next = store.nextOutgoing;
      store.saveOutgoing(Buffer.from('new'), 0, 3);
      desk.journal.commit();
    });
    const number = desk.send({ clOrdId: 'NEW' });
    expect(number).toBeGreaterThan(old.lastOrder);
    desk.world.advance(20);
    desk.host.kill();
    desk.start();
    expect(desk.journal.fileCount).toBeGreaterThanOrEqual(2);
    expect(storeOf(desk).nextOutgoing).toBe(next + 1);
    expect(storeOf(desk).nextIncoming).toBe(old.session.nextIncoming);
    expect([...desk.engine.openOrders()].map(({ clOrdId }) => clOrdId)).toEqual(['FIRST', 'NEW']);
    expect(verified(desk)[0]).toBe(true);
  });
});

describe('a downgrade', () => {
  it('is refused in words, and changes nothing', () => {
    const [name, base64] = Object.entries(old.files)[0]!;
    const bytes = Buffer.from(base64, 'base64');
    bytes.write('crossfeed log 3\n', 0, 'latin1');
    const desk = deskOver({ [name]: bytes.toString('base64') });
    const { disk, clock, timers } = desk.host.start();
    const before = disk.list('/journal');
    const open = (): unknown => openJournal({ disk, clock, timers, directory: '/journal' });
    expect(open).toThrow(JournalError);
    expect(open).toThrow(
      `/journal/${name}: a newer version of Crossfeed has written the log: this one would lose what it cannot read: found format 3, expected format 2 or older`,
    );
    expect(disk.list('/journal')).toEqual(before);
  });
});
