/**
 * The Verilated card, its UART on a pseudo-terminal, through the real `serialport`: the plan for a bare card passes; every kept fault makes the one right step
 * fail, with words that name the cause; transactions over a bad line are right. CROSSFEED_BRINGUP_FULL=1 does every fault with every step.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { realWorld } from '../../control/core/world-real.js';
import { parsePlan, type Plan } from '../../driver/bringup/plan/plan.js';
import { runPlan, type StepResult } from '../../driver/bringup/plan/run-plan.js';
import { openSession } from '../../driver/bringup/session.js';
import { FAULTS, type Fault } from '../../driver/bringup/sim/faults.js';
import { SimulatedBench } from '../../driver/bringup/sim/simulated-bench.js';
import { DEVICE } from '../../driver/generated/registers.js';
import { describeNic } from '../driver/rig.js';
import { CardRig } from './card-rig.js';
import { SHORT_PLAN } from './model-rig.js';
import { checkTransactions } from './transactions.js';

const BARE_CARD = 'config/bringup/bare-card.yaml';
const TRANSACTIONS = Number(process.env['CROSSFEED_CARD_TRANSACTIONS'] ?? 100);
const IS_FULL = process.env['CROSSFEED_BRINGUP_FULL'] === '1';
/** Of a card that will not answer, less is waited for. */
const ANSWER_MS: Readonly<Record<string, number>> = {
  silent: 300,
  'wrong-baud': 700,
  'line-noise': 400,
  'dropped-bytes': 400,
};

const folder = mkdtempSync(join(tmpdir(), 'crossfeed-card-'));
let closing: (() => Promise<void>) | undefined;
afterEach(async () => {
  await closing?.();
  closing = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function bringUp(plan: Plan, fault?: Fault): Promise<readonly StepResult[]> {
  const bench = SimulatedBench.open();
  const session = openSession({
    port: bench.path,
    baud: 115_200,
    world: realWorld,
    isSimulated: true,
    device: bench.device,
    openFeed: () => bench.openFeed(),
    folder,
    stem: join(folder, 'card'),
    answerMs: ANSWER_MS[fault?.name ?? ''] ?? 3000,
    foundWithinMs: 300,
    // Of the library as it was built; whether that is up to date with the sources is not looked at here.
    expectedBuildId: bench.readRegister(DEVICE.BASE + DEVICE.BUILD_ID),
  });
  closing = async () => {
    await session.close();
    bench.close();
  };
  if (fault?.before === undefined) await fault?.inject(bench);
  return runPlan(plan, {
    card: session.card,
    bench: session.bench,
    world: realWorld,
    onStart: async ({ kind }) => {
      if (fault?.before === kind.name) await fault.inject(bench);
    },
  });
}

/** The step that must fail and what it needs, and one more that must not. */
function around(fault: Fault): Plan {
  if (IS_FULL) return SHORT_PLAN;
  const wanted = new Set(['connect', 'identify', fault.failing, 'thermal']);
  for (const { kind } of SHORT_PLAN.steps.toReversed())
    if (wanted.has(kind.name)) for (const name of kind.needs) wanted.add(name);
  return { ...SHORT_PLAN, steps: SHORT_PLAN.steps.filter(({ kind }) => wanted.has(kind.name)) };
}

describeNic('bring-up of the Verilated card', () => {
  it('passes every step of the plan for a bare card', async () => {
    const results = await bringUp(parsePlan(BARE_CARD, readFileSync(BARE_CARD, 'utf8')));
    expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    // A simulated card has no JTAG.
    expect(results.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id)).toEqual(['bitstream']);
    for (const { tookMs, timeoutMs } of results) expect(tookMs).toBeLessThan(timeoutMs);
  });

  it(`does ${TRANSACTIONS} transactions right with 1 in 1,000 bytes changed or lost`, async () => {
    const rig = CardRig.open({ remembersBoot: false });
    closing = () => rig.close();
    await rig.client.open();
    rig.bench.line({ corruptPpm: 500, dropPpm: 500 });
    const { wrong } = await checkTransactions(rig.checked, TRANSACTIONS, 1);
    expect(wrong).toEqual([]);
  });

  it('goes on when the cable is pulled and put back', async () => {
    const rig = CardRig.open({ remembersBoot: true });
    closing = () => rig.close();
    await rig.client.open();
    rig.bench.unplug();
    const write = rig.client.write(DEVICE.BASE + DEVICE.SCRATCH, 7);
    rig.bench.plug();
    await write;
    expect(rig.bench.readRegister(DEVICE.BASE + DEVICE.SCRATCH)).toBe(7);
    expect(rig.client.statistics).toMatchObject({ lost: 1, found: 1, uncertainWrites: 0 });
  });

  describe('faults', () => {
    it.each(FAULTS)('$name: $says', async (fault) => {
      const results = await bringUp(around(fault), fault);
      const failed = results.filter(({ verdict }) => verdict === 'failed');
      expect(failed.map(({ id, detail }) => `${id}: ${detail}`)).toHaveLength(1);
      expect(failed[0]?.id).toBe(fault.failing);
      for (const words of fault.words) expect(failed[0]?.detail).toContain(words);
    });
  });
});
