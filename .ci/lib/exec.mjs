// Child processes: run with the output in a log, or in the foreground with signals passed on.

import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cache, root } from './stamps.mjs';

export class StepError extends Error {}

/** The path of a command, without starting a process for it. */
export function which(command) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

const running = new Set();

/** Ends the process groups of every logged command still running. */
export function killRunning(signal = 'SIGTERM') {
  for (const child of running) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Already gone.
    }
  }
}

/** A step's log file, and how its commands are run. */
export function openLog(name) {
  const file = path.join(cache, 'log', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, 'w');
  return {
    file,
    async run(command, args, { env = {} } = {}) {
      const child = spawn(command, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', descriptor, descriptor],
        detached: true, // Its own group: a signal to us must not tear a build in the middle of a write.
      });
      running.add(child);
      try {
        await new Promise((resolve, reject) => {
          child.on('error', (error) => reject(new StepError(`${command}: ${error.message}`)));
          child.on('exit', (code, signal) => {
            if (code === 0) resolve();
            else reject(new StepError(`${path.basename(command)} ended with ${signal ?? `status ${code}`}`));
          });
        });
      } finally {
        running.delete(child);
      }
    },
    /** What the commands said; of a long log the beginning and the end. */
    lines(most) {
      const text = readFileSync(file, 'utf8').trimEnd();
      const all = text === '' ? [] : text.split('\n');
      if (all.length <= most) return all;
      const head = Math.floor(most / 3);
      return [...all.slice(0, head), `... ${all.length - most} lines left out`, ...all.slice(head - most)];
    },
    close: () => closeSync(descriptor),
  };
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const repeatMs = 500;

/**
 * Runs a command in the foreground and answers its exit status. The child has a session of its own and hears each signal
 * from us: a terminal's Ctrl-C reaches us twice (from the terminal, and passed on by npm), and the child must hear it once.
 */
export function runForeground(command, args, { env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      detached: true,
    });
    const last = new Map();
    const handlers = forwarded.map((signal) => {
      const handler = () => {
        const now = Date.now();
        if (now - (last.get(signal) ?? -Infinity) < repeatMs) return;
        last.set(signal, now);
        child.kill(signal);
      };
      process.on(signal, handler);
      return [signal, handler];
    });
    const end = (status) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      resolve(status);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      end(127);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + os.constants.signals[signal]));
  });
}
