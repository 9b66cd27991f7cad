/** The steps of `crossfeed doctor` that trade, against simulated exchanges on real sockets. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { doctorCommand } from '../../control/commands/doctor.js';
import type { CheckResult } from '../../control/operations/checks/check-list.js';
import { startExchange, type Kind, type RunningExchange } from './exchanges.js';

const running: RunningExchange[] = [];
const found = {} as Record<Kind, readonly CheckResult[]>;

async function doctor(kind: Kind, order: string): Promise<void> {
  const exchange = await startExchange(kind);
  running.push(exchange);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const args = [exchange.venue, '--config', exchange.config, '--order', order, '--json'];
  await doctorCommand().exitOverride().parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  process.exitCode = undefined;
  found[kind] = lines.map((line) => JSON.parse(line) as CheckResult);
}

beforeAll(async () => {
  // One after the other: they write to one standard output.
  await doctor('fix', 'buy 100 AAPL 1.00');
  await doctor('ouch', 'buy 100 AAPL 1.00');
  await doctor('crypto', 'buy 0.01 BTCUSDT 1000.00');
}, 60_000);

afterAll(async () => {
  for (const each of running) await each.close();
});

const TRADING = ['logon', 'one order', 'its cancel', 'drop copy says the same', 'logout'];

describe.each(['fix', 'ouch', 'crypto'] as const)('crossfeed doctor, %s', (kind) => {
  it('logs on, enters an order, cancels it, hears of both by drop copy, and logs out; each step timed', () => {
    const results = found[kind].filter(({ name }) => TRADING.includes(name));
    expect(
      results.map(({ name, verdict, detail }) => (verdict === 'passed' ? name : `${name} ${verdict}: ${detail}`)),
    ).toEqual(TRADING);
    expect(results.every(({ tookMs }) => tookMs >= 0)).toBe(true);
    const detail = (name: string): string => results.find((each) => each.name === name)!.detail;
    expect(detail('its cancel')).toBe('cancelled, nothing traded');
    expect(detail('drop copy says the same')).toBe('order and cancel were seen');
    // The day of OUCH's times is the simulator's own.
    const clock = found[kind].find(({ name }) => name === 'clock skew')!;
    expect(clock.verdict).toBe(kind === 'ouch' ? 'skipped' : 'passed');
    expect(detail('logout')).toContain('disconnected');
  });
});
