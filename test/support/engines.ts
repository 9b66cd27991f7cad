/** The engines as the comparisons drive them: in virtual time, without loss. */
import type { FeedConfig } from '../../control/core/feed.js';
import { SoftwareEngine } from '../../control/market-data/software/engine.js';
import { Nic } from '../../driver/nic.js';
import type { NicOptions } from '../../driver/nic.js';
import type { EngineMaker, EngineUnderTest } from './compare.js';
import { deviceName, NO_LIBRARY, NOT_SIMULATED } from './device.js';
import { TestRandom } from './random.js';

const POLL_SLOTS = 4096;

/** Now and then a moment between the last arrival and the next one, to say that nothing came before it. */
function pauses(seed: number | undefined, advance: (beats: number) => void): (arrival: number) => void {
  if (seed === undefined) return () => undefined;
  const random = new TestRandom(seed);
  let last = 0;
  return (arrival) => {
    if (random.chance(0.3)) advance(last + Math.floor((arrival - last) * random.pick([0, 0.5, 1])));
    last = arrival;
  };
}

export function softwareEngine(config: FeedConfig, slotsLog2: number, pauseSeed?: number): EngineUnderTest {
  const engine = new SoftwareEngine(config, { slotsLog2 });
  const pause = pauses(pauseSeed, (beats) => {
    engine.advanceTo(beats);
  });
  return {
    name: 'software',
    push: (frame) => {
      pause(frame.arrival);
      return engine.pushFrame(frame.port, frame.arrival, frame.bytes, frame.bytes.length, frame.badFcs);
    },
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
  /** Time is told to go on between frames, too. */
  readonly pauseSeed?: number;
}

export function nicEngine(config: FeedConfig, slotsLog2: number, run: NicRun = {}): EngineUnderTest {
  const { hostile, stepSeed, pauseSeed } = run;
  const options: NicOptions = {
    slotsLog2,
    lossless: true,
    ingressLog2: 20,
    ...(hostile !== undefined && { busStall: { ppm: 300_000, seed: hostile }, randomState: hostile }),
  };
  const nic = Nic.open(deviceName('conformance'), options);
  nic.configure(config);
  const steps = stepSeed === undefined ? undefined : new TestRandom(stepSeed);
  if (!steps) nic.start('virtual');
  const step = (): void => {
    if (steps) nic.step(steps.range(1, 400));
  };
  const pause = pauses(pauseSeed, (beats) => {
    nic.advanceTo(beats);
  });
  return {
    name: 'nic',
    push: (frame) => {
      pause(frame.arrival);
      return nic.pushFrame(frame.port, frame.arrival, frame.bytes, frame.bytes.length, frame.badFcs);
    },
    endOfInput: () => {
      nic.endOfInput();
    },
    poll: (sink) => {
      step();
      return nic.poll(sink, POLL_SLOTS);
    },
    drained: () => nic.drained(),
    counters: () => nic.counters(),
    cycles: () => nic.simulated().cycles,
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

export const SOFTWARE: EngineUnderTestKind = {
  name: 'software',
  make: (config, slots) => softwareEngine(config, slots),
  missing: undefined,
};
export const NIC: EngineUnderTestKind = {
  name: 'nic',
  make: (config, slots) => nicEngine(config, slots),
  missing: NO_LIBRARY ?? NOT_SIMULATED,
};
export const ENGINES: readonly EngineUnderTestKind[] = [SOFTWARE, NIC];
