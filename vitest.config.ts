import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest, mostly by waiting for real processes: they begin first, so that none of them is the only one left at the end. */
const LONG = [
  'test/dashboard/demo',
  'test/bringup/card',
  'test/kills/kills',
  'test/resilience',
  'test/chaos/seeds',
  'test/fix/store/crash',
  'test/exchanges-fix/binance-tls',
  'test/conformance/main-stream',
  'test/fix/interop/liveness',
  'test/fix/crash/real',
  'test/fix/acceptance/server',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.includes(name));
      return at < 0 ? LONG.length : at;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['node_modules/**', 'dist/**', '.cache/**', '**/build/**', 'artifacts/**'],
    // ffi-napi brings a process down when a worker thread that loaded it ends: DESIGN, decision 2.
    pool: 'forks',
    // One more than there are cores: the longest files wait for real processes most of the time. Vitest by itself leaves a core free, which on two means one
    // file at a time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFirst },
    // Tests that count allocations call gc().
    execArgv: ['--expose-gc'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['.ci/vitest-setup.mjs'],
  },
});
