/** The same journal on the real disk, with real syncs, two processes, and a real SIGKILL. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { realDisk } from '../core/world-disk.js';
import { realWorld } from '../core/world-real.js';
import { openJournal, type FileJournal, type JournalOptions } from './journal.js';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'crossfeed-journal-'));
  made.push(path);
  return join(path, 'deep', 'log');
}

function open(path: string, options: Partial<JournalOptions> = {}): FileJournal {
  const { clock, timers } = realWorld;
  return openJournal({ directory: path, disk: realDisk, clock, timers, segmentBytes: 65_536, ...options });
}

const WRITER = `
import { openJournal } from ${JSON.stringify(join(import.meta.dirname, 'journal.ts'))};
import { realDisk } from ${JSON.stringify(join(import.meta.dirname, '../core/world-disk.ts'))};
import { realWorld } from ${JSON.stringify(join(import.meta.dirname, '../core/world-real.ts'))};
const { clock, timers } = realWorld;
const journal = openJournal({ directory: process.argv.at(-1), disk: realDisk, clock, timers, segmentBytes: 65536 });
const stream = journal.openStream('a');
const bytes = Buffer.alloc(200, 'x');
let number = 0;
const turn = () => {
  for (let i = 0; i < 50; i++) journal.append(99, stream, ++number, bytes, 0, number % 200);
  if (!journal.commit()) throw new Error('no commit');
  process.stdout.write(number + '\\n', () => setImmediate(turn));
};
turn();
`;

function writer(path: string): string[] {
  return ['--import', 'tsx', '--input-type=module', '-e', WRITER, path];
}

describe('the journal on the real disk', () => {
  it('has private files, rotates, syncs, and finds everything again', async () => {
    const path = directory();
    const journal = open(path);
    const stream = journal.openStream('a');
    const bytes = Buffer.alloc(1000, 'y');
    const synced = new Promise<void>((resolve) => {
      journal.onSynced(() => {
        if (journal.synced === journal.committed) resolve();
      });
    });
    for (let i = 1; i <= 300; i++) journal.append(99, stream, i, bytes, 0, i);
    expect(journal.commit()).toBe(true);
    await synced;
    for (let i = 301; i <= 500; i++) {
      journal.append(99, stream, i, bytes, 0, i);
      expect(journal.commit()).toBe(true);
    }
    expect(journal.fileCount).toBeGreaterThan(1);
    journal.close();
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const name of realDisk.list(path)) expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
    const again = open(path);
    expect(again.hostRestarted).toBe(false);
    const lengths: number[] = [];
    again.scan(0, ({ kind, start, end }) => {
      if (kind === 99) lengths.push(end - start);
      return true;
    });
    expect(lengths).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    again.close();
  });

  it('keeps a second process out', () => {
    const path = directory();
    const journal = open(path);
    const second = spawnSync(process.execPath, writer(path), { encoding: 'utf8' });
    expect(second.status).not.toBe(0);
    expect(second.stderr).toContain('DATA_DIRECTORY_LOCKED');
    journal.close();
  });

  it('loses nothing that was committed when the process is killed', async () => {
    const path = directory();
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, writer(path), { stdio: ['ignore', 'pipe', 'inherit'] });
      let told = 0;
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (data: Buffer) => {
          const lines = data.toString().trim().split('\n');
          told = Math.max(told, Number(lines.at(-1)));
          if (told > 2000 + round * 777) child.kill('SIGKILL');
        });
        child.on('close', () => resolve());
      });
      const journal = open(path);
      expect(journal.recovery.damage).toEqual([]);
      expect(journal.hostRestarted).toBe(false);
      const stream = journal.openStream('a');
      let last = 0;
      journal.scan(0, ({ kind, number, start, end }) => {
        if (kind !== 99) return true;
        expect(number === last + 1 || number === 1).toBe(true);
        expect(end - start).toBe(number % 200);
        last = number;
        return true;
      });
      expect(last).toBeGreaterThanOrEqual(told);
      journal.forget(stream, journal.committed);
      journal.close();
    }
  });
});
