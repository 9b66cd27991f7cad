/** All steps, by name and in the order in which a card is brought up. */
import { bitstream } from './bitstream.js';
import { capture } from './capture.js';
import { clock } from './clock.js';
import { connect } from './connect.js';
import { counters } from './counters.js';
import { feed } from './feed.js';
import { identify } from './identify.js';
import { line } from './line.js';
import { link } from './link.js';
import { loopback } from './loopback.js';
import { prbs } from './prbs.js';
import { registers } from './registers.js';
import { selftest } from './selftest.js';
import { soak } from './soak.js';
import type { StepKind } from './step.js';
import { thermal } from './thermal.js';

export const STEPS: readonly StepKind[] = [
  bitstream,
  connect,
  line,
  identify,
  registers,
  selftest,
  link,
  loopback,
  counters,
  prbs,
  capture,
  clock,
  thermal,
  feed,
  soak,
];
