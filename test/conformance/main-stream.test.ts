import { beforeAll, describe, expect, it, vi } from 'vitest';
import { differences } from '../support/check.js';
import type { Expectation } from '../support/check.js';
import { ENGINES } from '../support/engines.js';
import { Ledger } from '../support/ledger.js';
import { Oracle } from '../support/oracle.js';
import type { OracleEvent } from '../support/oracle-channel.js';
import { mainPlan } from '../support/plans.js';
import { SlotWriter } from '../support/slots.js';
import { StreamGenerator } from '../support/streams.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const MESSAGES = 1_000_000;
const SEED = 20_240_601;
const SLOTS_LOG2 = 16;

describe(`${MESSAGES} messages, each line with 1 % loss, 1 % duplicates and reordering of its own`, () => {
  const plan = mainPlan(SEED, MESSAGES);
  const gaps: OracleEvent[] = [];
  let expected: Expectation;
  const writer = new SlotWriter(SLOTS_LOG2);
  const ledger = new Ledger(MESSAGES);

  beforeAll(() => {
    const oracle = new Oracle(plan.config, (event) => {
      if (event.kind === 'gap') gaps.push(event);
      writer.write(event);
    });
    for (const frame of new StreamGenerator(plan).frames()) {
      oracle.push(frame);
      ledger.add(frame);
    }
    oracle.endOfInput();
    expected = { by: 'oracle', log: writer.log, counters: oracle.counters() };
  });

  it('a message with a copy in time goes up once and in order, any other is in one gap, later copies are late', () => {
    expect(ledger.audit(expected.log, gaps)).toEqual([]);
    const { late, all } = ledger.count(gaps);
    const channel = expected.counters.channels[0]!;
    const sum = (counter: 'delivered' | 'duplicates' | 'late'): number =>
      channel.lines.reduce((total, line) => total + line[counter], 0);
    expect(channel.delivered + channel.gapMessages).toBe(MESSAGES);
    expect(sum('late')).toBe(late);
    expect(sum('delivered') + sum('duplicates') + sum('late')).toBe(all);
    // The stream is what it claims to be.
    expect(channel.gaps).toBeGreaterThan(20);
    expect(late).toBeGreaterThan(20);
  });

  it.for(ENGINES)('$name delivers these very records and counts', async ({ make, missing }, { skip }) => {
    if (missing) skip(missing);
    const found = await differences(make, plan.config, new StreamGenerator(plan).frames(), SLOTS_LOG2, expected);
    expect(found, `mainPlan(${SEED}, ${MESSAGES})`).toBeUndefined();
  });
});
