import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDirectory, readUserFile } from './world-data-directory.js';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'crossfeed-data-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('lockDataDirectory', () => {
  it('makes the directory for this user alone', () => {
    const data = lockDataDirectory(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    data.release();
  });

  it('admits one holder, and the next one after it', () => {
    const data = lockDataDirectory(folder);
    expect(() => lockDataDirectory(folder)).toThrow(
      `another gateway (process ${process.pid}) is using this data directory`,
    );
    data.release();
    lockDataDirectory(folder).release();
  });

  it('takes over from a holder that was killed, and from a process number used again', () => {
    lockDataDirectory(folder).release();
    for (const leftover of ['4194305 77\n', `${process.pid} 1\n`, 'no lock at all\n']) {
      writeFileSync(join(folder, 'lock'), leftover);
      const data = lockDataDirectory(folder);
      expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
      data.release();
    }
  });

  it('leaves the lock of somebody else alone', () => {
    const data = lockDataDirectory(folder);
    writeFileSync(join(folder, 'lock'), 'another\n');
    data.release();
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe('another\n');
  });

  it('goes on in another file when the log was put aside, and when it has grown', () => {
    const data = lockDataDirectory(folder);
    const log = data.openLog('gateway');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    log.write('one\n');
    renameSync(join(folder, 'gateway.log'), join(folder, 'aside'));
    log.write('two\n');
    log.reopen();
    log.write('three\n');
    expect([read('aside'), read('gateway.log')]).toEqual(['one\ntwo\n', 'three\n']);
    const large = 'x'.repeat(8 * 1024 * 1024);
    for (let i = 0; i < 4; i++) log.write(`${i}${large}\n`);
    log.close();
    data.release();
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
    expect(logs.sort()).toEqual(['gateway.1.log', 'gateway.2.log', 'gateway.log']);
    expect(read('gateway.1.log').startsWith('2')).toBe(true);
  });

  it('keeps a log, and says so after it is closed without failing', () => {
    const data = lockDataDirectory(folder);
    const log = data.openLog('gateway');
    log.write('one\n');
    log.close();
    log.write('two\n');
    expect(readFileSync(join(folder, 'gateway.log'), 'utf8')).toBe('one\n');
    data.release();
  });
});

describe('readUserFile', () => {
  it('names the file it cannot read', () => {
    expect(() => readUserFile(join(folder, 'none.yaml'))).toThrow(/none\.yaml: cannot read the file \(ENOENT/);
  });
});
