/** The engines as the comparisons drive them: in virtual time, without loss. */
import type { FeedConfig } from '../../control/core/feed.js';
import { SoftwareEngine } from '../../control/market-data/software/engine.js';
import { libraryExists, libraryPath } from '../../driver/library.js';
import { Nic } from '../../driver/nic.js';
import type { NicOptions } from '../../driver/nic.js';
import type { EngineMaker, EngineUnderTest } from './compare.js';
import { TestRandom } from './random.js';

const POLL_SLOTS = 4096;

export function softwareEngine(config: FeedConfig, slotsLog2: number): EngineUnderTest {
  const engine = new SoftwareEngine(config, { slotsLog2 });
  return {
    name: 'software',
    push: (frame) => engine.pushFrame(frame.port, frame.arrival, frame.bytes, frame.bytes.length, frame.badFcs),
    endOfInput: () => {
      engine.endOfInput();
    },
    poll: (sink) => engine.poll(sink, POLL_SLOTS),
    drained: () => engine.drained,
    counters: () => engine.counters(),
    close: () => engine.close(),
  };
}

export interface NicRun {
  /** Seed of what the host bus does and of what registers hold at first; absent: an ideal bus, and zeros. */
  readonly hostile?: number;
  /** Clocked on the calling thread, a random number of cycles at a time, instead of running free on its own. */
  readonly stepSeed?: number;
}

let devices = 0;

export function nicEngine(config: FeedConfig, slotsLog2: number, run: NicRun = {}): EngineUnderTest {
  const { hostile, stepSeed } = run;
  const options: NicOptions = {
    slotsLog2,
    lossless: true,
    ingressLog2: 20,
    ...(hostile !== undefined && { busStall: { ppm: 300_000, seed: hostile }, randomState: hostile }),
  };
  const nic = Nic.open(`sim:conformance-${process.pid}-${devices++}`, options);
  nic.configure(config);
  const steps = stepSeed === undefined ? undefined : new TestRandom(stepSeed);
  if (!steps) nic.start('virtual');
  const step = (): void => {
    if (steps) nic.step(steps.range(1, 400));
  };
  return {
    name: 'nic',
    push: (frame) => nic.pushFrame(frame.port, frame.arrival, frame.bytes, frame.bytes.length, frame.badFcs),
    endOfInput: () => {
      nic.endOfInput();
    },
    poll: (sink) => {
      step();
      return nic.poll(sink, POLL_SLOTS);
    },
    drained: () => nic.drained(),
    counters: () => nic.counters(),
    close: async () => {
      nic.close();
    },
  };
}

export interface EngineUnderTestKind {
  readonly name: string;
  readonly make: EngineMaker;
  /** Why it cannot run here. */
  readonly missing: string | undefined;
}

export const SOFTWARE: EngineUnderTestKind = { name: 'software', make: softwareEngine, missing: undefined };
export const NIC: EngineUnderTestKind = {
  name: 'nic',
  make: nicEngine,
  missing: libraryExists() ? undefined : `the NIC cannot run here: there is no ${libraryPath()}`,
};
export const ENGINES: readonly EngineUnderTestKind[] = [SOFTWARE, NIC];
