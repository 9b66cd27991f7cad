/** The report as a page of its own that prints, and that two people can sign. */
import type { StepResult } from '../plan/run-plan.js';
import type { Measurement } from '../steps/step.js';
import { numberText } from './measurement-text.js';
import type { BringupReport } from './report.js';

const VERDICTS = { passed: '✓ passed', failed: '✗ FAILED', skipped: '– not done' } as const;

/** @param jsonSha256 of the JSON that goes with it, so that the two stay together */
export function htmlReport(report: BringupReport, jsonSha256: string): string {
  const { title, card, steps, verdict, passed, failed, skipped } = report;
  const facts: (readonly [string, string])[] = [
    [
      'Verdict',
      `${verdict === 'passed' ? 'passed' : 'FAILED'}: ${passed} passed, ${failed} failed, ${skipped} not done`,
    ],
    ['Card', card.simulated ? 'simulated (Verilator): says nothing about silicon' : 'a card'],
    ['Serial number', card.serialNumber ?? 'not given'],
    ['Console', `${card.port}, ${card.baud} baud`],
    ['Device', card.device ?? 'console only'],
    ['Build', card.buildId ?? 'not read'],
    ['Blocks', card.blocks.map(({ name, version }) => `${name} ${version}`).join(', ')],
    ['Plan', report.plan ?? 'a single step'],
    ['Purpose', report.purpose ?? ''],
    ['Software', report.software],
    ['Operator', report.operator ?? 'not given'],
    ['Began', time(report.beganEpochMs)],
    ['Ended', time(report.endedEpochMs)],
    ['SHA-256 of the JSON report', jsonSha256],
  ];
  if (card.fault !== undefined) facts.splice(2, 0, ['Injected fault', card.fault]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}: ${escaped(card.serialNumber ?? card.port)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Bring-up report: ${escaped(title)}</h1>
<table class="facts">${facts.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>
<h2>Steps</h2>
<table>
<thead><tr><th>Step</th><th>Result</th><th>Found</th><th class="number">Took</th></tr></thead>
<tbody>
${steps.map(stepRow).join('\n')}
</tbody>
</table>
<h2>Signatures</h2>
<table class="signatures">
<tr><th scope="row">Tested by</th><td></td><th scope="row">Accepted by</th><td></td></tr>
<tr><th scope="row">Name</th><td></td><th scope="row">Name</th><td></td></tr>
<tr><th scope="row">Date</th><td></td><th scope="row">Date</th><td></td></tr>
</table>
<h2>Measurements</h2>
${steps
  .filter(({ measurements }) => measurements.length > 0)
  .map(measurementTable)
  .join('\n')}
<h2>Serial line</h2>
<table class="facts">${Object.entries<number>({ ...report.line })
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(numberText(value))}</td></tr>`)
    .join('')}</table>
</body>
</html>
`;
}

function stepRow({ title, verdict, detail, tookMs }: StepResult): string {
  const took = verdict === 'skipped' ? '' : `${(tookMs / 1000).toFixed(2)} s`;
  return `<tr class="${verdict}"><td>${escaped(title)}</td><td class="result">${VERDICTS[verdict]}</td><td>${escaped(detail)}</td><td class="number">${took}</td></tr>`;
}

function measurementTable({ title, measurements }: StepResult): string {
  return `<section>
<h3>${escaped(title)}</h3>
<table>
<thead><tr><th>Measured</th><th class="number">Value</th><th>Unit</th><th class="number">At least</th><th class="number">At most</th><th></th></tr></thead>
<tbody>
${measurements.map(measurementRow).join('\n')}
</tbody>
</table>
</section>`;
}

function measurementRow({ name, value, unit, least, most, isWithin, simulated }: Measurement): string {
  const cells = [
    `<td>${escaped(name)}${simulated ? ' <em>(simulated)</em>' : ''}</td>`,
    `<td class="number">${escaped(numberText(value))}</td>`,
    `<td>${escaped(unit)}</td>`,
    `<td class="number">${least === undefined ? '' : numberText(least)}</td>`,
    `<td class="number">${most === undefined ? '' : numberText(most)}</td>`,
    `<td>${isWithin ? '' : 'outside'}</td>`,
  ];
  return `<tr class="${isWithin ? 'passed' : 'failed'}">${cells.join('')}</tr>`;
}

/** RFC 3339 in UTC, to the second. */
function time(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

function escaped(text: string): string {
  // Control characters cannot stand in HTML.
  const printable = text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '·');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #111; background: #fff; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 1.5em; } h3 { font-size: 1em; margin: 1em 0 0.25em; }
table { border-collapse: collapse; width: 100%; margin: 0.5em 0 1em; }
th, td { border: 1px solid #bbb; padding: 0.25em 0.5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #eee; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.result { white-space: nowrap; }
.facts th { width: 14em; font-weight: 600; }
.failed td { background: #fdd; }
.skipped td { color: #555; }
.signatures td { width: 35%; height: 2.5em; }
section, tr { break-inside: avoid-page; }
@media print { body { max-width: none; margin: 0; } }
`;
