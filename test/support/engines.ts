/** The engines as the comparisons drive them: in virtual time, without loss. */
import type { FeedConfig } from '../../control/core/feed.js';
import { SoftwareEngine } from '../../control/market-data/software/engine.js';
import type { EngineMaker, EngineUnderTest } from './compare.js';

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

/** Every engine that can run here; `missing` says why one cannot. */
export const ENGINES: readonly {
  readonly name: string;
  readonly make: EngineMaker;
  readonly missing: string | undefined;
}[] = [{ name: 'software', make: softwareEngine, missing: undefined }];
