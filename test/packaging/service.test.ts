/** The files for systemd and logrotate say what they should, as far as their own tools can tell. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './installed.js';

const unit = readFileSync(join(projectRoot, 'config/crossfeed.service'), 'utf8');
const hasTool = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasTool) console.warn('no systemd-analyze: the unit is not verified');

it.skipIf(!hasTool)('systemd takes the unit without a complaint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-unit-'));
  try {
    // What it starts is not installed here.
    const here = unit.replace(/\/opt\/crossfeed\/bin\/crossfeed|\/usr\/bin\/node/g, process.execPath);
    const file = join(folder, 'crossfeed.service');
    writeFileSync(file, here);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line.includes('crossfeed.service'))).toEqual([]);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('logrotate puts aside what the unit’s gateway writes, and tells it', () => {
  const rotate = readFileSync(join(projectRoot, 'config/crossfeed.logrotate'), 'utf8');
  const [, data = ''] = /--data (\S+)/.exec(unit) ?? [];
  expect(rotate).toContain(`${data}/gateway.log {`);
  expect(rotate).toContain('--signal=HUP crossfeed.service');
  expect(unit).toContain('ExecReload=/bin/kill -HUP $MAINPID');
});
