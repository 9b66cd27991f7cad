// npm test: builds, checks, then every test. The last line is `N passed, N failed`, with `, N skipped` when some were.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runForeground } from './lib/exec.mjs';
import { runGraph } from './lib/graph.mjs';
import { acquireLock } from './lib/lock.mjs';
import { createProgress } from './lib/progress.mjs';
import { cache, inRoot, root } from './lib/stamps.mjs';
import { testSteps } from './lib/steps.mjs';
import { chromium } from './lib/system.mjs';
import { endBuildsOnSignal, requireTools } from './setup.mjs';

const count = { passed: 0, failed: 0, skipped: 0 };

/** Adds what vitest reports; a file that could not be read, or a run that broke, counts as one failure. */
function countTests(reportFile, status) {
  const failedBefore = count.failed;
  if (existsSync(reportFile)) {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    count.passed += report.numPassedTests;
    count.failed += report.numFailedTests;
    count.skipped += report.numPendingTests + report.numTodoTests;
    for (const file of report.testResults) {
      if (file.status !== 'failed' || file.assertionResults.some((test) => test.status === 'failed')) continue;
      count.failed++;
      console.log(`  FAIL ${path.relative(root, file.name)}: ${file.message}`);
    }
  }
  if (status !== 0 && count.failed === failedBefore) count.failed++;
}

requireTools();
const progress = createProgress(process.stdout);
const stopListening = endBuildsOnSignal();
const release = await acquireLock((pid) =>
  progress.note(`  another set-up is at work here (process ${pid}); waiting for it`),
);
progress.note('Building and checking Crossfeed');
const steps = testSteps();
const outcomes = await runGraph(steps, { progress });
progress.close();
release();
stopListening();

for (const step of steps) {
  if (outcomes.get(step.name) === 'FAIL') count.failed++;
  else if (step.check) count.passed++;
}

if (outcomes.get('npm') === 'ok') {
  const reportFile = path.join(cache, 'vitest.json');
  mkdirSync(cache, { recursive: true });
  rmSync(reportFile, { force: true });
  const browser = chromium();
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const status = await runForeground(process.execPath, [vitest, ...args, ...process.argv.slice(2)], {
    env: browser ? { CROSSFEED_CHROMIUM: browser } : {},
  });
  if (status === 130 || status === 143) process.exit(status);
  countTests(reportFile, status);
} else {
  console.log('  FAIL tests: not run, the npm packages are not there');
  count.failed++;
}

const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 ? 1 : 0;
