import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realDisk } from '../../core/world-disk.js';
import { realWorld } from '../../core/world-real.js';
import { JournalSessionStores } from '../../fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../journal/journal.js';
import { storeCommand } from './store.js';

const SOH = '\x01';
const message = (number: number, more = ''): Uint8Array =>
  Buffer.from(`8=FIX.4.4|34=${number}|${more}`.replaceAll('|', SOH), 'latin1');

let top: string;
let directory: string;
let journal: FileJournal;

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'crossfeed-store-'));
  directory = join(top, 'log');
  const { clock, timers } = realWorld;
  journal = openJournal({ directory, disk: realDisk, clock, timers, segmentBytes: 2048 });
  const stores = new JournalSessionStores({ journal, clock, timers });
  const [desk, bank] = [stores.open('FIX.4.4:A->DESK'), stores.open('FIX.4.4:A->BANK')];
  for (let number = 1; number <= 30; number++) {
    const bytes = message(number, number === 1 ? '554=hunter2|' : `58=${'x'.repeat(100)}|`);
    desk.saveOutgoing(bytes, 0, number % 10 === 0 ? 0 : bytes.length);
    if (number <= 3) bank.saveIncoming(bytes, 0, bytes.length);
    journal.commit();
  }
});

afterAll(() => {
  journal.close();
  rmSync(top, { recursive: true, force: true });
});

interface Outcome {
  readonly text: string;
  readonly status: number;
}

async function store(...args: string[]): Promise<Outcome> {
  let text = '';
  let status = 0;
  const command = storeCommand({
    write: (more) => (text += more),
    warn: (more) => (text += `warning: ${more}\n`),
    fail: (code) => (status = code),
  });
  await command.parseAsync(args, { from: 'user' });
  return { text, status };
}

describe('crossfeed fix store, while a gateway writes', () => {
  it('inspect tells the sessions and their numbers', async () => {
    const { text } = await store('inspect', directory);
    expect(text).toMatch(/FIX\.4\.4:A->DESK +31 +1 +\d+ +27 +30 +0 /);
    expect(text).toMatch(/FIX\.4\.4:A->BANK +1 +4 +\d+ +0 +0 +3 /);
    const { sessions, damaged } = JSON.parse((await store('inspect', directory, '--json')).text);
    expect(damaged).toEqual([]);
    expect(sessions[1]).toMatchObject({ session: 'FIX.4.4:A->DESK', nextOutgoing: 31, stored: 27 });
  });

  it('verify finds it whole', async () => {
    const { text, status } = await store('verify', directory);
    expect(text).toMatch(/^\d+ files, \d+ records, 2 sessions: whole\n$/);
    expect(status).toBe(0);
  });

  it('export gives the messages, in lines, as JSON, or as they are', async () => {
    const lines = (await store('export', directory)).text.trimEnd().split('\n');
    expect(lines).toHaveLength(30);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z FIX\.4\.4:A->DESK out 1 8=FIX\.4\.4\|34=1\|554=\*\*\*\|$/);
    const some = ['--session', 'FIX.4.4:A->DESK', '--from', '19', '--to', '21', '--direction', 'out'];
    const json = (await store('export', directory, '--json', ...some)).text.trimEnd().split('\n');
    expect(json.map((line) => JSON.parse(line).number)).toEqual([19, 21]);
    const raw = (await store('export', directory, '--raw', '--to', '1')).text;
    expect(raw).toBe(`${Buffer.from(message(1, '554=hunter2|')).toString('latin1')}\n`.repeat(2));
  });

  it('verify says where a flipped bit is, and fails', async () => {
    const copy = join(top, 'copy');
    realDisk.makeDirectory(copy);
    const names = readdirSync(directory).filter((name) => name.endsWith('.journal'));
    for (const name of names) writeFileSync(join(copy, name), readFileSync(join(directory, name)));
    const [first] = names;
    const bytes = readFileSync(join(copy, first!));
    bytes[900]! ^= 4;
    writeFileSync(join(copy, first!), bytes);
    const { text, status } = await store('verify', copy);
    expect(text).toContain(join(copy, first!));
    expect(text).toMatch(/record damaged at offset \d+/);
    expect(status).toBe(1);
    expect((await store('inspect', copy)).text).toContain('damaged:');
  });

  it('refuses a directory that has no journal', async () => {
    await expect(store('verify', join(top, 'nothing'))).rejects.toMatchObject({
      code: 'FIX_STORE_ABSENT',
      exitStatus: 2,
    });
  });
});
