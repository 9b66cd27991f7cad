/** The processes that the gateway looks after, as processes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import { realWorld } from '../../control/core/world-real.js';
import { Child, type ChildOptions } from '../../control/gateway/child.js';
import { until } from './waiting.js';

let folder: string;
let child: Child | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-child-'));
});
afterEach(async () => {
  await child?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function make(script: string, options: Partial<ChildOptions> = {}): Child {
  const file = join(folder, 'child.mjs');
  writeFileSync(file, script);
  child = new Child({ name: 'child', args: [file], world: realWorld, log: silentLogger, restart: true, ...options });
  return child;
}

const READY = 'console.log(JSON.stringify({ ready: true, pid: process.pid }));';
const STAY = 'setInterval(() => undefined, 1000); process.stdin.on("end", () => process.exit(0)).resume();';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('Child', () => {
  it('is running once it says so, and stops when told', async () => {
    const lines: unknown[] = [];
    const running = make(READY + STAY, { onReady: (line) => lines.push(line) });
    await running.start();
    const { pid, state } = running.status;
    expect(state).toBe('running');
    expect(lines).toEqual([{ ready: true, pid }]);
    await running.stop();
    expect(running.status).toMatchObject({ state: 'stopped', pid: null });
    expect(alive(pid!)).toBe(false);
  });

  it('is started again when it dies', async () => {
    const running = make(READY + STAY);
    await running.start();
    const { pid } = running.status;
    process.kill(pid!, 'SIGKILL');
    await until('another process', () => running.status.state === 'running' && running.status.pid !== pid);
    expect(running.status.restarts).toBe(1);
  });

  it('passes on why its first start failed, and does not try again', async () => {
    const failing = make(
      'console.log(JSON.stringify({ error: { code: "PORT", message: "the port is in use" } })); process.exitCode = 1;',
    );
    await expect(failing.start()).rejects.toMatchObject({ code: 'PORT', message: 'the port is in use' });
    expect(failing.status.state).toBe('failed');
  });

  it('gives the last words of one that broke', async () => {
    const failing = make('process.stderr.write("first\\nlast words\\n"); process.exit(3);');
    await expect(failing.start()).rejects.toThrow('child ended with status 3: last words');
  });

  it('gives up on one that never says that it is ready', async () => {
    const silent = make(STAY, { readyWithinMs: 200 });
    await expect(silent.start()).rejects.toMatchObject({ code: 'PROCESS_SILENT' });
  });

  it('kills one that does not want to stop', async () => {
    const stubborn = make(`process.on("SIGTERM", () => undefined); ${READY} ${STAY}`, { stopWithinMs: 200 });
    await stubborn.start();
    const { pid } = stubborn.status;
    await stubborn.stop();
    expect(alive(pid!)).toBe(false);
  });

  it('talks to its standard input', async () => {
    const file = join(folder, 'heard');
    const listening = make(
      `import { writeFileSync } from 'node:fs'; process.stdin.on('data', (text) => writeFileSync(${JSON.stringify(file)}, text)); ${READY}`,
    );
    await listening.start();
    listening.write('{"line":"A"}');
    const { existsSync } = await import('node:fs');
    await until('the line to arrive', () => existsSync(file));
  });
});
