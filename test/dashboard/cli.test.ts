/** The command line's manners: exit statuses, and errors that can be acted on. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, projectRoot } from './demo.js';

const built = existsSync(cli);
if (!built) console.warn('nothing is compiled (npm run build): the command line is not run');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function crossfeed(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder });
}

describe.skipIf(!built)('crossfeed', () => {
  it('helps, with status 0', () => {
    const { status, stdout } = crossfeed('--help');
    expect(status).toBe(0);
    for (const command of ['up', 'replay', 'bench']) expect(stdout).toContain(command);
    expect(crossfeed('up', '--help').stdout).toContain('--engine <engine>');
  });

  it.each([[['nonsense']], [['up', '--engine', 'fpga']], [['up', '--port', '80800']], [['up', '--nonsense']], [[]]])(
    'takes %j for wrong usage: status 2',
    (args) => {
      const { status, stderr } = crossfeed(...args);
      expect(status).toBe(2);
      expect(stderr).not.toBe('');
    },
  );

  it('refuses a configuration that is not there: status 2', () => {
    const { status, stderr } = crossfeed('up', '--config', 'none.yaml');
    expect(stderr).toContain('none.yaml: cannot read the file');
    expect(status).toBe(2);
  });

  it('refuses a wrong configuration with file, line, path, found and expected: status 2', () => {
    const text = readFileSync(join(projectRoot, 'config/one-feed.yaml'), 'utf8').replace(
      'staleAfterMs: 2000',
      'staleAfterMs: soon',
    );
    const line = text.slice(0, text.indexOf('staleAfterMs:')).split('\n').length;
    writeFileSync(join(folder, 'wrong.yaml'), text);
    const { status, stderr } = crossfeed('up', '--config', 'wrong.yaml');
    expect(stderr).toBe(
      `wrong.yaml:${line}:15: staleAfterMs: found "soon", expected a whole number from 50 to 60000\n`,
    );
    expect(status).toBe(2);
  });

  it('refuses a data directory that cannot be one: status 1', () => {
    writeFileSync(join(folder, 'file'), '');
    const { status, stderr } = crossfeed('up', '--data', 'file/below', '--port', '0');
    expect(stderr).toContain('cannot create the data directory');
    expect(status).toBe(1);
  });
});
