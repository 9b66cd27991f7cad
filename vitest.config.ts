import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['node_modules/**', 'dist/**', '.cache/**', '**/build/**', 'artifacts/**'],
    // ffi-napi brings a process down when a worker thread that loaded it ends: DESIGN, decision 2.
    pool: 'forks',
    // Tests that count allocations call gc().
    execArgv: ['--expose-gc'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['.ci/vitest-setup.mjs'],
  },
});
