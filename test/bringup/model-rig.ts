/** A plan against the model of a card, over a pseudo-terminal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realWorld } from '../../control/core/world-real.js';
import { parsePlan, type Plan } from '../../driver/bringup/plan/plan.js';
import { runPlan, type RunOptions, type StepResult } from '../../driver/bringup/plan/run-plan.js';
import { openSession, type Session } from '../../driver/bringup/session.js';
import { damagedFeed } from '../../driver/bringup/sim/damaged-feed.js';
import { CardModel, MODEL_BUILD_ID } from './card-model.js';
import { ConsoleModel } from './console-model.js';
import { FaultyLine } from './line-faults.js';
import { softwareFeed } from './software-feed.js';
import { Pty } from './pty.js';

export class ModelRig {
  readonly card = new CardModel();
  readonly up = new FaultyLine(1);
  readonly down = new FaultyLine(2);
  deaf = false;
  damages = false;
  readonly model = new ConsoleModel(this.card, (text) => this.pty.write(this.down.carry(Buffer.from(text, 'latin1'))));
  pty!: Pty;
  session!: Session;
  readonly folder = mkdtempSync(join(tmpdir(), 'crossfeed-bringup-'));

  static async open(): Promise<ModelRig> {
    const rig = new ModelRig();
    rig.pty = await Pty.open((bytes) => {
      if (!rig.deaf) rig.model.take(rig.up.carry(bytes));
    });
    rig.session = openSession({
      port: rig.pty.path,
      baud: 115200,
      world: realWorld,
      isSimulated: true,
      openFeed: () => (rig.damages ? damagedFeed(softwareFeed()) : softwareFeed()),
      folder: rig.folder,
      stem: join(rig.folder, 'card'),
      answerMs: 300,
      foundWithinMs: 300,
      expectedBuildId: MODEL_BUILD_ID,
    });
    return rig;
  }

  run(
    plan: Plan,
    hooks: Pick<RunOptions, 'onStart' | 'onResult' | 'interrupted'> = {},
  ): Promise<readonly StepResult[]> {
    const { card, bench } = this.session;
    return runPlan(plan, { card, bench, world: realWorld, ...hooks });
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.pty.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every step, as short as it can be. */
export const SHORT_PLAN = parsePlan(
  'short',
  `
title: Short
steps:
  - step: bitstream
  - step: connect
  - { step: line, transactions: 25, retriesPercentMost: 12 }
  - step: identify
  - step: registers
  - step: selftest
  - step: link
  - { step: loopback, frames: 2, frameBytes: 64 }
  - { step: counters, frames: 2, frameBytes: 64 }
  - { step: prbs, simulatedBits: 20000, simulatedRateMost: 0.001, frameBytes: 1024 }
  - { step: capture, frames: 1, frameBytes: 64 }
  - { step: clock, intervals: 1 }
  - step: thermal
  - { step: feed, messages: 60 }
  - { step: soak, simulatedRounds: 1, simulatedFramesARound: 2 }
`,
);
