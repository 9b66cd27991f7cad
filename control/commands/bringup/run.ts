/** Does a plan with every card at once, and writes a report of each. */
import type { Plan } from '../../../driver/bringup/plan/plan.js';
import { runPlan, type StepResult } from '../../../driver/bringup/plan/run-plan.js';
import { hex } from '../../../driver/bringup/card/card.js';
import { jsonReport, totalsOf, type BringupReport } from '../../../driver/bringup/report/report.js';
import { writeReport } from '../../../driver/bringup/report/write-report.js';
import { installedVersion } from '../../core/world-installation.js';
import { realWorld } from '../../core/world-real.js';
import { interruption } from './interruption.js';
import { measurementLines, stepLine, terminal, type ProgressIo } from './progress.js';
import { openTargets, type BringupFlags, type Target } from './targets.js';

/** @param file of the plan; undefined: a single step. Resolves with whether every card passed. */
export async function runOnAll(plan: Plan, file: string | undefined, flags: BringupFlags): Promise<boolean> {
  const targets = openTargets(flags);
  const io = terminal(flags.json === true);
  const { signal, release } = interruption();
  try {
    const hands: Hands = { io, cards: targets.length, interrupted: signal };
    const reports = await Promise.all(targets.map((target) => runOne(plan, file, flags, target, hands)));
    if (flags.json === true)
      process.stdout.write(
        reports.length === 1 ? jsonReport(reports[0]!) : `${JSON.stringify(reports, undefined, 2)}\n`,
      );
    return reports.every(({ verdict }) => verdict === 'passed');
  } finally {
    release();
    for (const target of targets) await target.close();
  }
}

/** What all cards have in common. */
interface Hands {
  readonly io: ProgressIo;
  readonly cards: number;
  readonly interrupted: AbortSignal;
}

async function runOne(
  plan: Plan,
  file: string | undefined,
  flags: BringupFlags,
  target: Target,
  { io, cards, interrupted }: Hands,
): Promise<BringupReport> {
  const { session, fault, bench } = target;
  const prefix = cards > 1 ? `[${target.name}] ` : '';
  const beganEpochMs = realWorld.clock.epochMs();
  if (fault !== undefined && bench !== undefined && fault.before === undefined) await fault.inject(bench);
  const titleWidth = Math.max(...plan.steps.map(({ title }) => title.length));
  const steps = await runPlan(plan, {
    card: session.card,
    bench: session.bench,
    world: realWorld,
    interrupted,
    onStart: async (step) => {
      if (cards === 1) io.transient?.(`… ${step.title}`);
      if (bench !== undefined && fault?.before === step.kind.name) await fault.inject(bench);
    },
    onTell: (words) => io.write(`${prefix}→ ${words}\n`),
    onResult: (result) => {
      if (cards === 1) io.transient?.('');
      io.write(`${stepLine(result, { prefix, titleWidth, coloured: io.coloured })}\n`);
    },
  });
  const report = reportOf(plan, file, flags, target, beganEpochMs, steps);
  const { verdict, passed, failed, skipped } = report;
  // Whoever asks for one step wants to see what it measured; of a plan that is in the report.
  if (file === undefined)
    for (const line of measurementLines(steps.at(-1)?.measurements ?? [])) io.write(`${prefix}${line}\n`);
  const simulated = report.card.simulated ? ' (a simulated card)' : '';
  io.write(`${prefix}${verdict}: ${passed} passed, ${failed} failed, ${skipped} not done${simulated}\n`);
  if (file !== undefined || flags.report !== undefined) {
    for (const path of writeReport(report, target.stem)) io.write(`${prefix}${path}\n`);
  }
  return report;
}

function reportOf(
  plan: Plan,
  file: string | undefined,
  flags: BringupFlags,
  target: Target,
  beganEpochMs: number,
  steps: readonly StepResult[],
): BringupReport {
  const { card, bench } = target.session;
  const { identity, found, client } = card;
  return {
    title: plan.title,
    purpose: plan.purpose,
    plan: file,
    software: `crossfeed ${installedVersion()}`,
    operator: flags.operator,
    card: {
      port: bench.port,
      baud: bench.baud,
      device: bench.device,
      serialNumber: target.serialNumber,
      // A simulation on a line that was named by --port says so itself, in its registers.
      simulated: target.isSimulated || steps.some(({ measurements }) => measurements.some((each) => each.simulated)),
      fault: target.fault?.name,
      buildId: identity === undefined ? undefined : hex(identity.buildId),
      blocks: found.map(({ name, version, address }) => ({
        name,
        version: `${version >>> 8}.${version & 0xff}`,
        address: `0x${address.toString(16)}`,
      })),
    },
    beganEpochMs,
    endedEpochMs: realWorld.clock.epochMs(),
    ...totalsOf(steps),
    steps,
    line: client.statistics,
  };
}
