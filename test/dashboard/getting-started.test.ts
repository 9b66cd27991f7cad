/** The commands of docs/getting-started.md that talk to the gateway, as they stand there, against a gateway in the test's process. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { configCommand } from '../../control/commands/config.js';
import { doctorCommand } from '../../control/commands/doctor.js';
import { projectRoot } from './demo.js';
import { DESK_TOKEN, startOrderDesk, type OrderDeskRig } from './order-desk.js';
import { until } from './waiting.js';

const run = promisify(execFile);
const text = readFileSync(join(projectRoot, 'docs/getting-started.md'), 'utf8');
/** Each command, the lines of a continued one together. */
const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)]
  .flatMap(([, block]) => block!.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line !== '');
const asked = commands.filter((line) => line.startsWith('curl '));
const OURS = 'npm run -s crossfeed -- ';
const ours = commands.flatMap((line) => (line.startsWith(OURS) ? [line.slice(OURS.length).split(' ')] : []));

let folder: string;
let rig: OrderDeskRig;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-started-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  rig = await startOrderDesk(folder);
  await until('the gateway is heard', async () => (await fetch(`${rig.url}readyz`)).status === 200);
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

it('has commands for each step', () => {
  expect(asked.length).toBeGreaterThanOrEqual(8);
  expect(ours).toEqual([
    ['config', 'check'],
    ['doctor', 'EDGEX'],
  ]);
  // Nothing stands there that is not run, but for the token.
  expect(commands.length - asked.length - ours.length).toBe(1);
});

it.each(asked.map((command) => [command]))('%s', async (command) => {
  const here = command.replaceAll('http://127.0.0.1:8080/', rig.url).replace('curl -sS', 'curl -sS --fail-with-body');
  const { stdout } = await run('bash', ['-c', here], { env: { ...process.env, TOKEN: DESK_TOKEN } });
  expect(stdout).not.toContain('about:blank');
  expect(stdout.length).toBeGreaterThan(10);
});

it('takes the venue that the page writes', async () => {
  const [, venue] = /^```yaml\n([^]*?)^```$/m.exec(text)!;
  const config = join(folder, 'config');
  cpSync(join(projectRoot, 'config'), config, { recursive: true });
  writeFileSync(join(config, 'venues/edgex.yaml'), venue!);
  const demo = join(config, 'demo.yaml');
  const before = readFileSync(demo, 'utf8');
  const after = before.replace('  - file: venues/demo-deribit.yaml\n', '$&  - file: venues/edgex.yaml\n');
  expect(after).not.toBe(before);
  writeFileSync(demo, after);
  const kinds: Readonly<Record<string, () => Command>> = { config: configCommand, doctor: doctorCommand };
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((words) => said.push(String(words)) > 0);
  try {
    for (const [name = '', ...args] of ours) {
      const command = [...args, '--config', demo, '--data', join(folder, 'data')];
      await kinds[name]!().exitOverride().parseAsync(command, { from: 'user' });
    }
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
  expect(said.join('')).toContain('fine, for demo');
  expect(said.join('')).toMatch(/configuration .*edgex\.yaml/);
});
