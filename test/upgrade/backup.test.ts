/** A backup made while a journal is being written holds everything that was committed; a restore takes it whole, or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp, MANIFEST } from '../../control/commands/backup/back-up.js';
import { restore } from '../../control/commands/backup/restore.js';
import { AuditTrail } from '../../control/clients/http/audit-trail.js';
import { silentLogger } from '../../control/core/logging.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { JournalSessionStores } from '../../control/fix/store/journal-stores.js';
import type { SessionStore } from '../../control/fix/store/session-store.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';

const { disk, clock, timers } = realTradingWorld;
const said: string[] = [];
const say = (line: string): void => void said.push(line);
let folder: string;
let data: string;
let journal: FileJournal;
let store: SessionStore;

const open = (directory: string): readonly [FileJournal, SessionStore] => {
  const log = openJournal({ disk, clock, timers, directory: join(directory, 'journal'), segmentBytes: 16_384 });
  return [log, new JournalSessionStores({ journal: log, clock, timers }).open('FIX.4.4:US->VENUE')];
};

function sendTo(target: SessionStore, log: FileJournal, count: number): void {
  for (let i = 0; i < count; i++) {
    const bytes = Buffer.from(`message ${target.nextOutgoing} ${'x'.repeat(500)}`);
    target.saveOutgoing(bytes, 0, bytes.length);
    log.commit();
  }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-backup-'));
  data = join(folder, 'data');
  mkdirSync(data);
  [journal, store] = open(data);
  sendTo(store, journal, 100);
  const trail = new AuditTrail({ disk, directory: join(data, 'audit'), clock, log: silentLogger });
  for (const by of ['ada', 'bob']) {
    trail.append({ by, from: '127.0.0.1', op: 'killSwitch', subject: 'firm', detail: '', outcome: 'done' });
  }
  trail.close();
  mkdirSync(join(data, 'day'));
  writeFileSync(join(data, 'day', 'positions.csv'), 'client,symbol\n');
  writeFileSync(join(data, 'lock'), '1 1\n');
});
afterAll(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([['folder'], ['copy.tar.gz']])('a backup into %s', (name) => {
  it('is made while the journal is open, and restored with everything that was committed', async () => {
    const target = join(folder, name);
    const next = store.nextOutgoing;
    const { files, journalEnd } = backUp(data, target, clock.epochMs());
    expect(journalEnd).toBeLessThanOrEqual(journal.written);
    expect(files.filter(({ name: file }) => file.startsWith('journal/')).length).toBeGreaterThan(2);
    // What comes afterwards is not in it, and nothing of it is half in it.
    sendTo(store, journal, 10);
    const restored = join(folder, `${name}-restored`);
    await restore(target, restored, say);
    expect(readdirSync(restored).sort()).toEqual(['audit', 'day', 'journal']);
    expect(said.join('\n')).toContain('audit trail: 2 entries');
    const [again, copy] = open(restored);
    // Other numbers may have been used since: it goes on above its mark, and what it has it keeps.
    expect(again.hostRestarted).toBe(true);
    expect(copy.nextOutgoing).toBeGreaterThanOrEqual(next);
    expect(copy.holds(next - 1)).toBe(true);
    expect(copy.holds(next)).toBe(false);
    sendTo(copy, again, 3);
    again.close();
  });
});

describe('a restore', () => {
  it('refuses a folder that holds something, and leaves it alone', async () => {
    const target = join(folder, 'again.tar.gz');
    backUp(data, target, clock.epochMs());
    await expect(restore(target, data, say)).rejects.toMatchObject({ code: 'ARCHIVE_EXISTS' });
    expect(existsSync(join(data, 'journal'))).toBe(true);
    expect(() => backUp(data, target, clock.epochMs())).toThrow('is there already');
  });

  it.each([
    ['a byte of the journal', 'journal', 'BACKUP_DAMAGED'],
    ['a line of the audit trail', 'audit', 'BACKUP_DAMAGED'],
    ['a newer format', MANIFEST, 'BACKUP_VERSION'],
  ])('refuses another %s, and leaves nothing behind', async (_what, part, code) => {
    const source = join(folder, `damaged-${part}`);
    backUp(data, source, clock.epochMs());
    const file = part === MANIFEST ? join(source, part) : join(source, part, readdirSync(join(source, part))[0]!);
    const bytes = readFileSync(file);
    if (part === MANIFEST) writeFileSync(file, bytes.toString().replace('"format": 1', '"format": 9'));
    else writeFileSync(file, bytes.fill(bytes[200]! ^ 1, 200, 201));
    const target = join(folder, `nothing-${part}`);
    await expect(restore(source, target, say)).rejects.toMatchObject({ code });
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.restored'))).toEqual([]);
  });

  it('refuses an archive whose end is missing', async () => {
    const source = join(folder, 'whole.tar.gz');
    backUp(data, source, clock.epochMs());
    const short = join(folder, 'short.tar.gz');
    writeFileSync(short, readFileSync(source).subarray(0, -400));
    await expect(restore(short, join(folder, 'none'), say)).rejects.toMatchObject({ code: 'TAR_DAMAGED' });
  });
});
