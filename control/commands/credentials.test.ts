/** The command as a process: what it prints, what it exits with, and that no secret gets out of it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const CANARY = 'canary-51d0ab';
const folder = mkdtempSync(join(tmpdir(), 'crossfeed-credentials-'));
const store = join(folder, 'store.json');
const keyFile = join(folder, 'key');
writeFileSync(keyFile, 'a key of some length\n', { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], input = ''): { status: number | null; text: string } {
  const cli = join(import.meta.dirname, '..', 'cli.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', cli, 'credentials', ...args, '--store', store],
    { encoding: 'utf8', input },
  );
  return { status, text: stdout + stderr };
}

describe('crossfeed credentials', () => {
  it(
    'sets, rotates, lists and deletes; secrets stay in the store, sealed, for its owner only',
    { timeout: 120_000 },
    () => {
      const key = ['--key-file', keyFile];
      const outputs = [
        run(['set', 'DERIBIT', '--from', '-', ...key], `clientId: me\nclientSecret: ${CANARY}\n`),
        run(['rotate', 'DERIBIT', '--from', '-', ...key], `clientSecret: ${CANARY}-2\n`),
        run(['list', ...key]),
        run(['list', '--json', ...key]),
      ];
      expect(outputs.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
      const [, , list, json] = outputs;
      expect(list!.text).toContain('clientId clientSecret');
      expect(JSON.parse(json!.text)).toMatchObject({ venue: 'DERIBIT', fields: ['clientId', 'clientSecret'] });
      expect(outputs.map(({ text }) => text).join('')).not.toContain(CANARY);
      expect(readFileSync(store, 'latin1')).not.toContain(CANARY);
      expect(statSync(store).mode & 0o777).toBe(0o600);
      expect(run(['delete', 'DERIBIT', ...key]).status).toBe(0);
      const gone = run(['delete', 'DERIBIT', ...key]);
      expect([gone.status, gone.text]).toEqual([1, expect.stringContaining('there is no credential of this venue')]);
    },
  );

  it('does without a key, an exposed key file, or a wrong key nothing but say so', { timeout: 120_000 }, () => {
    const exposed = join(folder, 'exposed');
    writeFileSync(exposed, 'a key of some length\n');
    chmodSync(exposed, 0o644);
    const input = `password: ${CANARY}\n`;
    expect(run(['set', 'A', '--from', '-'], input).text).toContain('there is no key');
    expect(run(['set', 'A', '--from', '-', '--key-file', exposed], input).text).toContain(
      'others can read this secret',
    );
    expect(run(['set', 'A', '--from', '-', '--key-file', keyFile], input).status).toBe(0);
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'another key of some length\n', { mode: 0o600 });
    const refused = run(['list', '--key-file', wrong]);
    expect([refused.status, refused.text.includes(CANARY)]).toEqual([1, false]);
    expect(refused.text).toContain('the key does not open the store');
  });
});
