/** The Nasdaq simulator as its processes, killed for real while a client trades. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { put16 } from '../../control/protocols/big-endian.js';
import { putMessage } from '../../control/protocols/layout.js';
import { ouch50Client } from '../../control/protocols/ouch50/messages.js';
import { SeededRandom } from '../../control/core/random.js';
import { roleWorld } from '../../sim/exchanges/core/role.js';
import { OuchTestClient } from '../../sim/exchanges/nasdaq/ouch/testing.js';

const source = fileURLToPath(new URL('../../sim/exchanges/nasdaq/main.ts', import.meta.url));
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

type Answer = Readonly<Record<string, unknown>>;

async function until(what: string, isSo: () => boolean, ms = 150_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Processes whose command line has this text, the one of the test itself not counted. */
function processesWith(text: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)) found.push(pid);
    } catch {
      // It has just ended.
    }
  }
  return found;
}

async function startExchange() {
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-nasdaq-'));
  // The processes may still be writing as they end.
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const address = `127.${60 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.9`;
  const gateway = (port: number): string => `{ address: ${address}, ouch50Port: ${port}, ouch42Port: ${port + 1} }`;
  const file = join(folder, 'nasdaq.yaml');
  writeFileSync(
    file,
    `seed: 7
symbols: 20
messagesPerSecond: 500
haltEveryS: 100000
dataDirectory: ${folder}/data
bus: { address: ${address} }
lines:
  - { name: A, address: ${address}, port: 26400 }
orderEntry:
  users:
    - { username: ALPHA1, password: secret, version: '5.0', firm: ALPH, cancelOnDisconnect: false }
  primary: ${gateway(7100)}
  backup: ${gateway(7200)}
`,
  );
  // In one piece, because every process that is killed has to come back, on a machine that may be busy.
  const main = join(folder, 'nasdaq.mjs');
  await build({
    entryPoints: [source],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const args = [main, '--config', file, '--stop-on-stdin-end'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  cleanups.push(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => JSON.parse((await lines.next()).value as string) as Answer;
  const ask = (command: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return next();
  };
  const exit = new Promise((resolve) => child.once('exit', resolve));
  return { address, folder, child, ask, next, exit };
}

function enter(userRefNum: number): Uint8Array {
  const out = new Uint8Array(47);
  const fixed = putMessage(out, 0, ouch50Client.EnterOrder, {
    userRefNum,
    side: userRefNum % 2 === 0 ? 'B' : 'S',
    quantity: 10,
    symbol: 'MSFT',
    // Half of them trade at once.
    price: 4_213_000 + 10_000 * ((userRefNum * 7) % 5) - 20_000,
    timeInForce: '0',
    display: 'Y',
    capacity: 'P',
    iso: 'N',
    crossType: 'N',
    clOrdId: `C${userRefNum}`,
  });
  put16(out, fixed, 0);
  return out;
}

const accountQuery = Uint8Array.of(0x51);

describe('the Nasdaq simulator', () => {
  it('loses no report and gives none twice, whichever of its processes is killed while somebody trades', async () => {
    const { address, ask, next, exit } = await startExchange();
    const ready = await next();
    expect(ready).toMatchObject({ ready: true, venue: 'nasdaq', symbols: 20 });
    const random = new SeededRandom(5);
    const client = new OuchTestClient(roleWorld, '5.0', 'alpha1', 'secret');
    const pids = async (): Promise<Record<string, { pid: number; restarts: number }>> =>
      ((await ask({ counters: true }))['counters'] ?? {}) as Record<string, { pid: number; restarts: number }>;
    let number = 0;
    /** Logs in wherever it can, until an account query has been answered: then everything that was told before is there. */
    const login = async (): Promise<void> => {
      const answers = (): number => client.names().filter((name) => name === 'AccountQueryResponse').length;
      const before = answers();
      for (let tries = 0; answers() === before; tries++) {
        if (!client.isActive) {
          const closed = client.news.length;
          client.connect(address, tries % 2 === 0 ? 7100 : 7200);
          await until('login', () => client.isActive || client.news.length > closed);
        }
        if (!client.isActive) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          continue;
        }
        client.sendMessage(accountQuery);
        await until('answer', () => answers() > before || !client.isActive);
      }
      const last = client.told.findLast(({ name }) => name === 'AccountQueryResponse');
      if (last !== undefined) number = Math.max(number, Number(last['nextUserRefNum']) - 1);
    };
    await login();
    for (const victim of ['matcher', 'gateway-a', 'publisher', 'matcher', 'gateway-b']) {
      const { pid, restarts } = (await pids())[victim]!;
      const before = client.told.length;
      const shots = 20 + random.below(30);
      for (let i = 0; i < shots; i++) {
        client.sendMessage(enter(++number));
        if (i === shots - 3) process.kill(pid, 'SIGKILL');
        await new Promise((resolve) => setImmediate(resolve));
      }
      // With its gateway the client has lost what it had not been answered.
      await until(`${victim} is back`, () => client.told.length > before || !client.isActive);
      for (let came = restarts; came === restarts;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        came = (await pids())[victim]?.restarts ?? restarts;
      }
      await login();
    }
    await login();
    // The same day told by the other gateway, from the beginning.
    const told = client.raw.length;
    const witness = new OuchTestClient(roleWorld, '5.0', 'alpha1', 'secret');
    // The gateway may have come back a moment ago.
    while (!witness.isActive) {
      const closed = witness.news.length;
      witness.connect(address, 7200);
      await until('the witness logs in', () => witness.isActive || witness.news.length > closed);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until('the witness has it all', () => witness.raw.length >= told);
    // Its resting orders may have traded meanwhile.
    expect(witness.raw.slice(0, told)).toEqual(client.raw.slice(0, told));
    const accepted = client.told.filter(({ name }) => name === 'OrderAccepted').map((one) => Number(one['userRefNum']));
    expect(accepted.length).toBeGreaterThan(60);
    expect(accepted).toEqual([...new Set(accepted)].sort((a, b) => a - b));
    // Where the client has traded with itself, a match is told to both of its orders.
    const matches = client.told
      .filter(({ name }) => name === 'OrderExecuted')
      .map((one) => `${String(one['matchNumber'])} ${String(one['userRefNum'])}`);
    expect(matches.length).toBeGreaterThan(10);
    expect(new Set(matches).size).toBe(matches.length);
    expect(await ask({ stop: true })).toMatchObject({ done: { stop: true } });
    expect(await next()).toMatchObject({ stopped: true });
    expect(await exit).toBe(0);
  }, 600_000);

  it.skipIf(process.platform !== 'linux')(
    'leaves no process behind when its supervisor is killed, whether it was ready or not',
    async () => {
      for (const roles of [1, 3]) {
        const { child, folder, exit } = await startExchange();
        await until('roles are being started', () => processesWith(folder).length > roles);
        child.kill('SIGKILL');
        await exit;
        await until('all have ended', () => processesWith(folder).length === 0);
      }
    },
    600_000,
  );
});
