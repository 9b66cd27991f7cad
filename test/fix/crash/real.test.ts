/**
 * SIGKILL at random instants of a real process that trades with a real counterparty over loopback TCP, its log on a real disk: nothing
 * that was committed is lost, nothing comes twice, no number is used twice. `CROSSFEED_CRASH_KILLS=200` kills that often.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { judgeDirection } from '../convergence/checks.js';
import { SideLedger } from '../convergence/ledger.js';
import { WireWatch } from '../convergence/wire.js';
import { hasBegun, ledgerOf, numbersOf, RUN, sizeOf } from './record.js';
import { Trader } from './trader.js';

const kills = Number(process.env['CROSSFEED_CRASH_KILLS'] ?? 12);
/** Of so many kills one comes while the process still starts. */
const EARLY_ONE_IN = 6;
const LIFE_MS_MAX = 250;
const PATIENCE_MS = 60_000;

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-crash-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The counterparty: in this process, which is never killed. */
class Bank {
  readonly ledger = new SideLedger('bank', 0);
  readonly frames: Uint8Array[] = [];
  readonly trader: Trader;
  #nextId = 1;
  #event = 0;

  constructor() {
    this.trader = new Trader(realTradingWorld, {
      directory: join(folder, 'bank'),
      role: 'acceptor',
      observer: { onMessageIn: (_id, bytes, start, end) => void this.frames.push(bytes.slice(start, end)) },
      noteSending: (number) => {
        const id = this.#nextId++;
        this.ledger.noteSent({ id, number, run: RUN, nowNs: 0, event: this.#event++ });
        return id;
      },
      noteDelivered: (id, number, possDup) =>
        this.ledger.noteDelivered({ id, number, possDup, nowNs: 0, event: this.#event++ }),
      noteCommitted: () => undefined,
      noteTold: (first, last, why, fate) => this.ledger.noteTold(RUN, first, last, { why, fate, event: this.#event++ }),
    });
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waitedMs = 0; !isSo(); waitedMs += 10) {
    if (waitedMs > PATIENCE_MS) throw new Error(`still waiting for ${what}`);
    await sleep(10);
  }
}

it(
  `a trading process is killed ${kills} times, and nothing is lost or doubled`,
  async () => {
    const bank = new Bank();
    const listener = await bank.trader.engine.listen({ host: '127.0.0.1', port: 0 });
    bank.trader.trade();
    const record = join(folder, 'record');
    const start = (life: number): ChildProcess => {
      const script = join(import.meta.dirname, 'trader.process.ts');
      const args = ['--import', 'tsx', script, join(folder, 'desk'), String(listener.port), record, String(life)];
      return spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'] });
    };
    for (let life = 1; life <= kills; life++) {
      const from = sizeOf(record);
      const started = (child = start(life));
      const died = new Promise((resolve) => started.once('exit', (_code, signal) => resolve(signal)));
      if (randomInt(EARLY_ONE_IN) > 0) await until(() => hasBegun(record, life, from), 'the process');
      await sleep(randomInt(LIFE_MS_MAX));
      started.kill('SIGKILL');
      expect(await died, 'it was killed, and did not end before').toBe('SIGKILL');
    }
    const from = sizeOf(record);
    child = start(kills + 1);
    await until(() => hasBegun(record, kills + 1, from), 'the process');
    await sleep(LIFE_MS_MAX);
    child.stdin?.write('stop\n');
    bank.trader.stop();
    const { store } = bank.trader.session;
    await until(() => {
      const numbers = numbersOf(record);
      if (numbers?.isActive !== true || bank.trader.session.state !== 'Active') return false;
      return numbers.nextOutgoing === store.nextIncoming && numbers.nextIncoming === store.nextOutgoing;
    }, 'both to agree');

    const desk = ledgerOf(record);
    const wire = new WireWatch(desk, { runOf: () => RUN, eventOf: () => 0 });
    for (const frame of bank.frames) wire.onSent(bank, frame);
    expect([...judgeDirection(desk, bank.ledger), ...judgeDirection(bank.ledger, desk), ...wire.faults]).toEqual([]);
    expect(desk.sent.length).toBeGreaterThan(kills);
    expect(bank.ledger.delivered.length).toBeGreaterThan(kills);
    await listener.close();
    child.kill('SIGKILL');
    await bank.trader.engine.close();
    bank.trader.journal.close();
  },
  PATIENCE_MS + kills * 10_000,
);
