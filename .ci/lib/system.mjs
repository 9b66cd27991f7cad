// What has to stand on the machine before npm can help: Node, a compiler, Verilator, a browser for the tests.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Skip } from './graph.mjs';
import { StepError, which } from './exec.mjs';
import { clearStamp, readStamp, writeStamp } from './stamps.mjs';

const nodeWanted = [20, 19];
export const verilatorWanted = [5, 6];
const retryAptMs = 3_600_000;

const atLeast = (have, wanted) => have[0] > wanted[0] || (have[0] === wanted[0] && have[1] >= wanted[1]);

/** Complaints about what set-up cannot install itself; empty when all is there. */
export function missingTools() {
  const complaints = [];
  const node = process.versions.node.split('.').map(Number);
  if (!atLeast(node, nodeWanted)) {
    complaints.push(
      `Node ${nodeWanted.join('.')} or newer is needed, this is ${process.versions.node}: https://nodejs.org/`,
    );
  }
  const packages = { 'g++': 'g++', make: 'make', python3: 'python3' };
  const missing = Object.keys(packages).filter((command) => !which(command));
  if (missing.length > 0) {
    const install = missing.map((command) => packages[command]).join(' ');
    complaints.push(`${missing.join(', ')} not found. Type:  sudo apt-get install -y ${install}`);
  }
  return complaints;
}

/** Verilator's version as text, or undefined when there is none. */
export function verilatorVersion() {
  if (!which('verilator')) return undefined;
  try {
    return /Verilator (\d+\.\d+)/.exec(execFileSync('verilator', ['--version'], { encoding: 'utf8' }))?.[1];
  } catch {
    return undefined;
  }
}

export const verilatorIsUsable = (version = verilatorVersion()) =>
  version !== undefined && atLeast(version.split('.').map(Number), verilatorWanted);

export function chromium() {
  const named = process.env.CROSSFEED_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  return which('chromium') ?? which('chromium-browser') ?? which('google-chrome');
}

/** The folder that holds QuickFIX's headers: the interop tests and the benchmark's peer rows are compiled against them. */
export function quickFixHeaders() {
  const folders = ['/usr/include/quickfix', '/usr/local/include/quickfix'];
  return folders.find((folder) => existsSync(path.join(folder, 'Session.h')));
}

function aptPrefix() {
  if (!which('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (which('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return ['sudo', '-n'];
  return undefined;
}

async function aptInstall(log, prefix, packages) {
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return log.run(command, rest);
  };
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  await apt('update').catch(() => undefined); // A mirror that fails to answer may still have left usable lists.
  await install();
}

/** What makes Verilator usable, as one line to type. */
const verilatorAdvice = () => {
  const version = verilatorVersion();
  const wanted = '5.006';
  if (version)
    return `Verilator ${wanted} or newer is needed, ${version} is installed: https://verilator.org/guide/latest/install.html`;
  return `Verilator ${wanted} or newer is needed. Type:  sudo apt-get install -y verilator`;
};

/**
 * The step that installs Debian packages. For tests Verilator is required, a browser and QuickFIX are wanted; to start, Verilator
 * is wanted and the software engine is there when it cannot be had.
 * @param {{ tests: boolean, engineWanted: boolean }} mode
 */
export function systemStep({ tests, engineWanted }) {
  const wantedByTests = () => [
    ...(chromium() === undefined ? ['chromium'] : []),
    ...(quickFixHeaders() === undefined ? ['libquickfix-dev'] : []),
  ];
  const nothingMissing = () => (!engineWanted || verilatorIsUsable()) && (!tests || wantedByTests().length === 0);
  return {
    name: 'system',
    title: tests ? 'Verilator, Chromium and QuickFIX' : 'Verilator',
    fresh: nothingMissing,
    async run(log) {
      const tried = Number(readStamp('apt-failed') ?? 0);
      const prefix = aptPrefix();
      const failures = [];
      if (prefix !== undefined && (tests || Date.now() - tried > retryAptMs)) {
        const wanted = [];
        if (engineWanted && verilatorVersion() === undefined) wanted.push('verilator');
        if (tests) wanted.push(...wantedByTests());
        for (const name of wanted) {
          await aptInstall(log, prefix, [name]).catch((error) => failures.push(`${name}: ${error.message}`));
        }
        if (failures.length > 0) writeStamp('apt-failed', String(Date.now()));
        else clearStamp('apt-failed');
      }
      if (engineWanted && !verilatorIsUsable()) {
        const advice = verilatorAdvice();
        if (tests) throw new StepError(advice);
        throw new Skip(
          [
            'WITHOUT THE NIC: no usable Verilator, so Crossfeed runs on the SOFTWARE engine.',
            advice,
            ...failures.map((line) => `(tried: ${line}; log: ${path.relative('.', log.file)})`),
          ].join('\n'),
        );
      }
      const missing = tests ? wantedByTests() : [];
      if (missing.length === 0) return undefined;
      return `tests that need it skip without ${missing.join(' and ')}. sudo apt-get install -y ${missing.join(' ')}`;
    },
  };
}
