/** `crossfeed certify` against simulated exchanges on real sockets: OUCH, FIX 4.4 and a crypto profile, at the same time. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certifyCommand } from '../../control/commands/certify.js';
import type { CertificationReport } from '../../control/operations/certify/report.js';
import { startExchange, type Kind, type RunningExchange } from './exchanges.js';

const lists = resolve(import.meta.dirname, '../../config/certification');
const running: RunningExchange[] = [];
const reports = {} as Record<Kind, { report: CertificationReport; json: string; html: string; exit: unknown }>;

async function certify(kind: Kind, order: string, leaveOut: readonly string[]): Promise<void> {
  const exchange = await startExchange(kind);
  running.push(exchange);
  const { venue, config, folder } = exchange;
  const text = readFileSync(join(lists, kind === 'ouch' ? 'ouch.yaml' : 'fix.yaml'), 'utf8');
  // The shortest interval that the venue takes; what needs several of a long one is left out.
  const quick = kind === 'fix' ? text.replace('protocol: fix', 'protocol: fix\nheartBtIntS: 1') : text;
  const cases = join(folder, 'cases.yaml');
  writeFileSync(cases, quick);
  const names = [...text.matchAll(/- case: (\S+)/g)]
    .map((match) => match[1]!)
    .filter((name) => !leaveOut.includes(name));
  const report = join(folder, 'report');
  const args = ['--config', config, '--cases', cases, '--only', names.join(','), '--order', order, '--report', report];
  await certifyCommand()
    .exitOverride()
    .parseAsync([venue, ...args], { from: 'user' });
  const exit = process.exitCode;
  process.exitCode = undefined;
  const read = (ending: string): string =>
    readFileSync(
      join(
        report,
        readdirSync(report).find((name) => name.endsWith(ending))!,
      ),
      'utf8',
    );
  const json = read('.json');
  reports[kind] = { report: JSON.parse(json) as CertificationReport, json, html: read('.html'), exit };
}

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await Promise.all([
    certify('ouch', 'buy 100 AAPL 1.00', ['silent-venue']),
    certify('fix', 'buy 100 AAPL 1.00', []),
    certify('crypto', 'buy 0.1 BTCUSDT 1000.00', [
      'heartbeat',
      'test-request-answered',
      'test-request-sent',
      'recovery',
      'cancel-on-disconnect',
    ]),
  ]);
  vi.restoreAllMocks();
}, 120_000);

afterAll(async () => {
  for (const each of running) await each.close();
});

const outcome = (kind: Kind): Record<string, string> =>
  Object.fromEntries(
    reports[kind].report.cases.map((each) => [
      each.case,
      each.verdict === 'passed' ? 'passed' : `${each.verdict}: ${each.found}`,
    ]),
  );
const messages = (kind: Kind, name: string): string[] =>
  reports[kind].report.cases
    .find((each) => each.case === name)!
    .messages.map(({ direction, name: message, text }) => `${direction} ${message === '' ? text : message}`);

describe('crossfeed certify', () => {
  it('passes every case over FIX 4.4', () => {
    expect(Object.values(outcome('fix')).filter((verdict) => verdict !== 'passed')).toEqual([]);
    expect(reports.fix.report).toMatchObject({
      venue: 'FIXEX',
      environment: 'simulator',
      passed: 20,
      failed: 0,
      notDone: 0,
    });
    expect(reports.fix.exit).toBe(0);
  });

  it('passes every case over OUCH 5.0', () => {
    expect(Object.values(outcome('ouch')).filter((verdict) => verdict !== 'passed')).toEqual([]);
    expect(reports.ouch.report).toMatchObject({ venue: 'NASDAQ', passed: 18, failed: 0 });
  });

  it('passes what a crypto venue offers, and says what it does not', () => {
    const all = outcome('crypto');
    expect(
      Object.values(all).filter((verdict) => verdict.startsWith('failed') || verdict.startsWith('notDone')),
    ).toEqual([]);
    expect(Object.keys(all).filter((name) => all[name]!.startsWith('skipped'))).toEqual([
      'order-status',
      'replace',
      'replace-too-late',
      'mass-cancel',
    ]);
  });

  it('shows what was said, in order, and no secret', () => {
    expect(messages('fix', 'test-request-answered')).toEqual(
      expect.arrayContaining(['note what we send is kept back', 'received TestRequest (1)', 'sent Heartbeat (0)']),
    );
    expect(messages('fix', 'recovery')).toEqual(
      expect.arrayContaining(['note the connection is cut', 'sent ResendRequest (2)']),
    );
    expect(messages('ouch', 'recovery')).toContain('sent Login Request (L)');
    const login = reports.fix.report.cases.find((each) => each.case === 'logon')!;
    expect(login.messages.find(({ name }) => name === 'Logon (A)')!.text).toContain('|554=***|');
    for (const { json, html } of Object.values(reports)) {
      expect(json).not.toContain('crossfeed"');
      expect(json).not.toMatch(/554=(?!\*\*\*)|password=(?!\*\*\*)/);
      expect(html).not.toMatch(/554=(?!\*\*\*)|password=(?!\*\*\*)/);
    }
  });

  it('writes a page to sign that names its data', () => {
    const { html, json } = reports.ouch;
    expect(html).toContain(createHash('sha256').update(json).digest('hex'));
    expect(html).toContain('a simulator on the same machine');
    expect(html).toContain('Signatures');
    expect(html.match(/<section>/g)).toHaveLength(reports.ouch.report.cases.length);
  });

  it('tells a case that fails, and what cannot be done after it', async () => {
    const exchange = await startExchange('fix', { venueMore: 'capabilities: { cancelOnDisconnect: never }' });
    running.push(exchange);
    const { config, folder, venue } = exchange;
    const report = join(folder, 'report');
    const run = async (...only: string[]): Promise<CertificationReport> => {
      const args = [
        '--config',
        config,
        '--report',
        report,
        '--order',
        'buy 100 AAPL 1.00',
        '--json',
        '--only',
        ...only,
      ];
      const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      await certifyCommand()
        .exitOverride()
        .parseAsync([venue, ...args], { from: 'user' });
      const text = String(out.mock.lastCall![0]);
      vi.restoreAllMocks();
      expect(process.exitCode).toBe(1);
      process.exitCode = undefined;
      return JSON.parse(text) as CertificationReport;
    };
    const disconnect = await run('cancel-on-disconnect');
    expect(disconnect.cases.map(({ verdict, found }) => [verdict, found])).toEqual([
      ['passed', expect.any(String)],
      ['failed', 'the order was cancelled, and should have stayed'],
      ['passed', expect.any(String)],
    ]);
    writeFileSync(join(folder, 'password.txt'), 'another one\n');
    const refused = await run('cancel');
    expect(refused.cases.map(({ verdict }) => verdict)).toEqual(['failed', 'notDone', 'notDone']);
    expect(refused.cases[0]!.found).toContain('logon refused');
  });

  it('needs an order, a known case and the opt-in of a real venue', async () => {
    const { config, folder } = running.find(({ venue }) => venue === 'NASDAQ')!;
    const command = (...args: string[]) => certifyCommand().exitOverride().parseAsync(args, { from: 'user' });
    await expect(command('NASDAQ', '--config', config)).rejects.toMatchObject({ code: 'CERTIFY_ORDER', exitStatus: 2 });
    const order = ['--order', 'buy 1 AAPL 1.00'];
    await expect(command('NASDAQ', '--config', config, ...order, '--only', 'x')).rejects.toMatchObject({
      code: 'CERTIFY_ONLY',
      exitStatus: 2,
    });
    await expect(command('NOWHERE', '--config', config, ...order)).rejects.toMatchObject({ exitStatus: 2 });
    const real = join(folder, 'real.yaml');
    const venue = resolve(lists, '../testnet/binance-spot-testnet.yaml');
    writeFileSync(real, readFileSync(config, 'utf8').replace('venue.yaml', venue));
    await expect(command('BINANCE', '--config', real, ...order)).rejects.toMatchObject({
      code: 'VENUE_OPT_IN',
      exitStatus: 2,
    });
  });
});
