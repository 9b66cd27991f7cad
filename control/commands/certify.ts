/** `crossfeed certify VENUE`: a case list against a venue or its simulator, and the report that both sides sign. docs/certification.md. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../core/errors.js';
import { readUserFile } from '../core/world-data-directory.js';
import { realFiles } from '../core/world-files.js';
import { installationRoot, installedVersion } from '../core/world-installation.js';
import { realTradingWorld } from '../core/world-trading.js';
import { checkLine } from '../operations/checks/check-list.js';
import { parseCaseList, type CaseList } from '../operations/certify/case-list.js';
import { htmlReport, jsonReport, totalsOf, type CertificationReport } from '../operations/certify/report.js';
import { runCases } from '../operations/certify/run-cases.js';
import type { LoadedVenue } from '../venues/config/load.js';
import { openBench } from './certify/venue-bench.js';
import { readGatewayConfig, withConfigOptions } from './gateway-config.js';
import { orderText, type OrderText } from './order-text.js';
import { findVenue, isSimulated, type DeskOptions } from './venue-desk.js';

interface CertifyOptions extends DeskOptions {
  readonly cases?: string;
  readonly only?: string;
  readonly order?: OrderText;
  readonly report?: string;
  readonly json?: boolean;
}

const TITLE_WIDTH = 46;

export function certifyCommand(): Command {
  return withConfigOptions(new Command('certify'))
    .description('a scripted certification case list against a venue or its simulator, with a report to sign')
    .argument('<venue>', 'the venue, by its name in the configuration; the gateway must not run')
    .option('--cases <file>', 'the case list (default: config/certification/ by the venue’s protocol)')
    .option('--only <names>', 'these cases only, comma separated, beside logon and logout')
    .option('--order <text>', 'the order of the cases, far from the market: "buy 100 AAPL 1.00"', orderText)
    .option('--report <dir>', 'where the report goes (default: certification in the data directory)')
    .option('--allow-testnet', 'a venue that is not a simulator may be connected to')
    .option('--json', 'the report on standard output')
    .action(async (venue: string, options: CertifyOptions) => {
      process.exitCode = await certify(venue, options);
    });
}

async function certify(name: string, options: CertifyOptions): Promise<number> {
  const gateway = readGatewayConfig(options);
  const loaded = findVenue(gateway, name);
  const { file, list } = caseListFor(loaded, options);
  const cases = selected(list, options.only);
  const order = options.order ?? (list.order === undefined ? undefined : orderText(list.order));
  if (order === undefined) {
    throw new InputError('CERTIFY_ORDER', 'the cases need an order that does not trade', {
      where: file,
      expected: '--order "buy 100 AAPL 1.00", far from the market',
    });
  }
  const { clock, timers } = realTradingWorld;
  const { bench, conversation, desk } = await openBench(options, loaded, list, order);
  const beganEpochMs = clock.epochMs();
  try {
    const results = await runCases(cases, bench, {
      clock,
      timers,
      onResult: (result) => say(options, checkLine(result, TITLE_WIDTH)),
    });
    const report: CertificationReport = {
      title: list.title,
      venue: loaded.config.id,
      ...environmentOf(loaded),
      software: `crossfeed ${installedVersion()}`,
      caseList: file,
      order: `${order.side} ${order.quantity} ${order.symbol} ${order.price}`,
      beganEpochMs,
      endedEpochMs: clock.epochMs(),
      ...totalsOf(results),
      messagesDropped: conversation.dropped,
      cases: results,
    };
    const folder = resolve(options.report ?? join(gateway.dataDirectory, 'certification'));
    const files = writeReport(report, folder);
    if (options.json === true) process.stdout.write(jsonReport(report));
    const { passed, failed, skipped, notDone } = report;
    say(
      options,
      `${passed} passed, ${failed} failed, ${skipped} not applicable, ${notDone} not done\n${files.join('\n')}`,
    );
    return failed === 0 ? 0 : 1;
  } finally {
    await desk.close();
  }
}

function caseListFor({ config }: LoadedVenue, { cases }: CertifyOptions): { file: string; list: CaseList } {
  const protocol = config.orderEntry.protocol === 'fix' ? 'fix' : 'ouch';
  const file = cases ?? join(installationRoot(), 'config', 'certification', `${protocol}.yaml`);
  const list = parseCaseList(file, readUserFile(file));
  if (list.protocol === protocol) return { file, list };
  throw new InputError('CERTIFY_PROTOCOL', 'the case list is for another protocol', {
    where: file,
    found: list.protocol,
    expected: protocol,
  });
}

function selected({ cases }: CaseList, only: string | undefined): CaseList['cases'] {
  if (only === undefined) return cases;
  const wanted = new Set(only.split(',').map((name) => name.trim()));
  const found = cases.filter((each) => wanted.has(each.case) || wanted.has(each.number));
  if (found.length === 0) {
    throw new InputError('CERTIFY_ONLY', 'the list has no such case', {
      found: only,
      expected: cases.map((each) => each.case).join(', '),
    });
  }
  return cases.filter((each) => found.includes(each) || each.case === 'logon' || each.case === 'logout');
}

function environmentOf(loaded: LoadedVenue): Pick<CertificationReport, 'environment' | 'endpoints'> {
  const { orderEntry, fallback, dropCopy } = loaded.config;
  const gateways = [orderEntry, fallback, dropCopy].flatMap((session) => session?.gateways ?? []);
  const endpoints = [...new Set(gateways.map(({ host, port }) => `${host}:${port}`))];
  return { environment: isSimulated(loaded) ? 'simulator' : 'venue', endpoints };
}

/** Both files appear when they are whole. Their paths. */
function writeReport(report: CertificationReport, folder: string): string[] {
  realTradingWorld.disk.makeDirectory(folder);
  const stamp = new Date(report.beganEpochMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const stem = join(folder, `${report.venue}-${stamp}`);
  const json = jsonReport(report);
  const sum = createHash('sha256').update(json).digest('hex');
  return [
    ['json', json],
    ['html', htmlReport(report, sum)],
  ].map(([ending = '', text = '']) => {
    const path = `${stem}.${ending}`;
    const file = realFiles.openOutput(path);
    file.write(Buffer.from(text));
    file.commit();
    return path;
  });
}

function say({ json }: CertifyOptions, line: string): void {
  (json === true ? process.stderr : process.stdout).write(`${line}\n`);
}
