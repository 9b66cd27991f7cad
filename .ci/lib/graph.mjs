// Runs steps in the order of their needs, two or more at a time, and keeps what came of each.

import os from 'node:os';
import { openLog, StepError } from './exec.mjs';

/**
 * @typedef {object} Step
 * @property {string} name unique; also the name of its log
 * @property {string} title what the screen says
 * @property {string[]} [needs] steps that must have succeeded
 * @property {string[]} [after] steps that must have ended
 * @property {boolean} [check] counts among what passed
 * @property {() => boolean} [fresh] true when there is nothing to do
 * @property {(log: ReturnType<typeof openLog>) => Promise<string | void>} run answers a word for the screen
 */

/** Thrown by a step that cannot do its work, when the rest may go on without it. */
export class Skip extends Error {}

const limit = Math.min(Math.max(os.availableParallelism(), 2), 4);
const logLines = 75;

/**
 * @param {Step[]} steps
 * @param {{ progress: ReturnType<typeof import('./progress.mjs').createProgress> }} options
 * @returns {Promise<Map<string, 'ok' | 'FAIL' | 'skip'>>}
 */
export function runGraph(steps, { progress }) {
  const outcomes = new Map();
  const waiting = [...steps];
  let busy = 0;

  const runStep = async (step) => {
    const missing = (step.needs ?? []).filter((name) => outcomes.get(name) !== 'ok');
    if (missing.length > 0) {
      const skipped = missing.every((name) => outcomes.get(name) === 'skip');
      outcomes.set(step.name, skipped ? 'skip' : 'FAIL');
      progress.end(step.title, outcomes.get(step.name), `not run: needs ${missing.join(', ')}`);
      return;
    }
    try {
      if (step.fresh?.()) {
        outcomes.set(step.name, 'ok');
        if (step.check) progress.end(step.title, 'ok', 'unchanged');
        return;
      }
    } catch (error) {
      outcomes.set(step.name, 'FAIL');
      progress.end(step.title, 'FAIL', error.message);
      return;
    }
    const log = openLog(step.name);
    progress.start(step.title);
    try {
      const word = await step.run(log);
      outcomes.set(step.name, 'ok');
      progress.end(step.title, 'ok', word ?? '');
    } catch (error) {
      if (error instanceof Skip) {
        outcomes.set(step.name, 'skip');
        progress.end(step.title, 'skip', '', error.message.split('\n'));
      } else {
        outcomes.set(step.name, 'FAIL');
        const message = error instanceof StepError ? error.message : error.stack;
        const said = log.lines(logLines);
        progress.end(step.title, 'FAIL', '', [...said, ...message.split('\n'), `(log: ${log.file})`]);
      }
    } finally {
      log.close();
    }
  };

  return new Promise((resolve, reject) => {
    const pump = () => {
      for (let i = 0; i < waiting.length && busy < limit;) {
        const step = waiting[i];
        const before = [...(step.needs ?? []), ...(step.after ?? [])];
        if (!before.every((name) => outcomes.has(name))) {
          i++;
          continue;
        }
        waiting.splice(i, 1);
        busy++;
        runStep(step).then(() => {
          busy--;
          pump();
        }, reject);
      }
      if (busy > 0) return;
      if (waiting.length > 0) reject(new Error(`steps that wait for ever: ${waiting.map((s) => s.name).join(', ')}`));
      else resolve(outcomes);
    };
    pump();
  });
}
