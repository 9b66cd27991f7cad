/**
 * `npm audit` over the packages that the gateway runs with and those it is built with: exit status 0 when nothing is known against them, or only what is explained here; 1 when
 * something is; 77 when the registry answers no audits, which proves nothing.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SKIPPED = 77;
/** By the advisory's id: why it does not matter here. */
const EXPLAINED: Readonly<Record<string, string>> = {};

interface Advisory {
  readonly source: number;
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly range: string;
}

interface Report {
  /** An entry that is a string names another package of the report, by which this one is concerned. */
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (Advisory | string)[] }>>;
  readonly statusCode?: number;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> };
const count = Object.keys(packages).length - 1;
const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], { encoding: 'utf8', timeout: 120_000 });
const report = parse(stdout);
if (report?.vulnerabilities === undefined) {
  const why = report?.statusCode === undefined ? 'no answer' : `HTTP status ${report.statusCode}`;
  console.log(`skipped: the package registry answers no audits here (${why}); nothing is known of ${count} packages`);
  process.exitCode = SKIPPED;
} else {
  const found = new Map<number, Advisory>();
  for (const { via } of Object.values(report.vulnerabilities))
    for (const advisory of via) if (typeof advisory !== 'string') found.set(advisory.source, advisory);
  const open = [...found.values()].filter(({ source }) => EXPLAINED[String(source)] === undefined);
  for (const { source, name, range, severity, title } of open)
    console.log(`${source}: ${name} ${range}, ${severity}: ${title}`);
  console.log(
    `${count} packages: ${found.size} advisories, ${found.size - open.length} of them explained, ${open.length} open`,
  );
  process.exitCode = open.length === 0 ? 0 : 1;
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
