/** The commands of docs/getting-started.md that talk to the gateway, as they stand there, against a gateway in the test's process. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from './demo.js';
import { DESK_TOKEN, startOrderDesk, type OrderDeskRig } from './order-desk.js';
import { until } from './waiting.js';

const run = promisify(execFile);
const text = readFileSync(join(projectRoot, 'docs/getting-started.md'), 'utf8');
/** Each command, the lines of a continued one together. */
const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)]
  .flatMap(([, block]) => block!.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.startsWith('curl '));

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
  expect(commands.length).toBeGreaterThanOrEqual(8);
});

it.each(commands.map((command) => [command]))('%s', async (command) => {
  const here = command.replaceAll('http://127.0.0.1:8080/', rig.url).replace('curl -sS', 'curl -sS --fail-with-body');
  const { stdout } = await run('bash', ['-c', here], { env: { ...process.env, TOKEN: DESK_TOKEN } });
  expect(stdout).not.toContain('about:blank');
  expect(stdout.length).toBeGreaterThan(10);
});
