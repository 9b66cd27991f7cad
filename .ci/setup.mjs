// From a fresh checkout to something that runs. `node .ci/setup.mjs` does it alone; start.mjs and crossfeed.mjs do it first.

import { existsSync } from 'node:fs';
import { killRunning } from './lib/exec.mjs';
import { runGraph } from './lib/graph.mjs';
import { acquireLock } from './lib/lock.mjs';
import { createProgress } from './lib/progress.mjs';
import { inRoot } from './lib/stamps.mjs';
import { allFresh, startSteps } from './lib/steps.mjs';
import { missingTools } from './lib/system.mjs';

export const cli = inRoot('dist', 'control', 'cli.js');

/** Ends builds when we are told to end. Answers the function that stops listening. */
export function endBuildsOnSignal() {
  const handlers = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ].map(([signal, status]) => {
    const handler = () => {
      killRunning();
      process.exit(status);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** Stops with status 1 when a tool that set-up cannot install is missing. */
export function requireTools() {
  const complaints = missingTools();
  if (complaints.length === 0) return;
  for (const line of complaints) console.error(`crossfeed: ${line}`);
  process.exit(1);
}

/**
 * @param {{ engineWanted?: boolean, out?: NodeJS.WriteStream }} [options]
 * @returns {Promise<boolean>} true when all that is needed stands
 */
export async function setUp({ engineWanted = true, out = process.stdout } = {}) {
  requireTools();
  const steps = startSteps({ engineWanted });
  if (allFresh(steps)) return true;
  const progress = createProgress(out);
  const stopListening = endBuildsOnSignal();
  const release = await acquireLock((pid) =>
    progress.note(`  another set-up is at work here (process ${pid}); waiting for it`),
  );
  try {
    if (allFresh(steps)) return true;
    const first = !existsSync(cli);
    progress.note(first ? 'Setting up Crossfeed; the first time takes some minutes' : 'Building what changed');
    const outcomes = await runGraph(steps, { progress });
    return ![...outcomes.values()].includes('FAIL');
  } finally {
    progress.close();
    stopListening();
    release();
  }
}

/** Everything built, or an exit with status 1. */
export async function setUpOrExit(options) {
  if (await setUp(options)) return;
  console.error('crossfeed: set-up failed; the lines above say why');
  process.exit(1);
}

/** `--engine software` needs neither Verilator nor the library it makes. */
export const wantsEngine = (args) => !/--engine[ =]software\b/.test(args.join(' '));

if (process.argv[1] === import.meta.filename) {
  await setUpOrExit({ engineWanted: wantsEngine(process.argv.slice(2)) });
  console.log('Crossfeed is built. npm start runs it.');
}
