/**
 * The card that RTL-facing tests run on: `CROSSFEED_DEVICE`, a simulated one (`sim:`) where nothing is said. With
 * `CROSSFEED_DEVICE=pcie:0000:03:00.0` a lab runs the same tests on silicon, one file at a time because there is one card:
 *
 *     CROSSFEED_DEVICE=pcie:0000:03:00.0 npx vitest run test/driver test/conformance --no-file-parallelism
 *
 * What only a simulation can do (virtual time, frames through the ingress ring, UDP sockets behind its ports) is skipped there.
 */
import { describe, it } from 'vitest';
import { libraryExists, libraryPath } from '../../driver/library.js';

const configured = process.env['CROSSFEED_DEVICE'] ?? 'sim:';

/** The real card; undefined: tests simulate theirs. */
export const REAL_DEVICE = configured.startsWith('sim:') ? undefined : configured;

/** Why tests that simulate cannot run on this device; undefined: they can. */
export const NOT_SIMULATED =
  REAL_DEVICE === undefined ? undefined : `only a simulated card can do this, and CROSSFEED_DEVICE is ${REAL_DEVICE}`;

/** Why no test with a card can run here; undefined: they can. */
export const NO_LIBRARY = libraryExists() ? undefined : `there is no ${libraryPath()}, which takes Verilator`;

let devices = 0;

/** What to open: the card, or a simulated one of its own. */
export function deviceName(label: string): string {
  if (REAL_DEVICE !== undefined) return REAL_DEVICE;
  devices += 1;
  return `sim:${label}-${process.pid}-${devices}`;
}

/** How time runs where it does not matter to the test: a real card knows only its own. */
export const ANY_TIME = REAL_DEVICE === undefined ? 'virtual' : 'wall';

function describeUnless(reason: string | undefined, name: string, tests: () => void): void {
  if (reason === undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: ${reason})`, tests);
}

/** A group of tests with a card; skipped, with the reason in its name, where the driver library was not built. */
export function describeNic(name: string, tests: () => void): void {
  describeUnless(NO_LIBRARY, name, tests);
}

/** The same for tests that only a simulated card can pass. */
export function describeSimulated(name: string, tests: () => void): void {
  describeUnless(NO_LIBRARY ?? NOT_SIMULATED, name, tests);
}

/** A test of a `describeNic` group that only a simulated card can pass. */
export function itSimulated(name: string, test: () => void | Promise<void>): void {
  if (NOT_SIMULATED === undefined) it(name, test);
  else it.skip(`${name} (skipped: ${NOT_SIMULATED})`, test);
}
