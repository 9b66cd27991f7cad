/** The report as a page of its own that prints, and that two people can sign. */
import type { ConsoleStatistics } from '../console/statistics.js';
import { STATISTICS_WORDS } from '../console/statistics-text.js';
import type { StepResult } from '../plan/run-plan.js';
import type { Measurement } from '../steps/step.js';
import { numberText } from './measurement-text.js';
import type { BringupReport } from './report.js';
import { STYLE } from './style.js';

const VERDICTS = { passed: '✓ passed', failed: '✗ FAILED', skipped: '– not done' } as const;

/** @param jsonSha256 of the JSON that goes with it, so that the two stay together */
export function htmlReport(report: BringupReport, jsonSha256: string): string {
  const { title, card, steps } = report;
  const facts: (readonly [string, string])[] = [
    ['Card', card.simulated ? 'simulated (Verilator)' : 'a card'],
    ['Serial number', card.serialNumber ?? 'not given'],
    ['Console', `${card.port}, ${card.baud} baud`],
    ['Device', card.device ?? 'console only'],
    ['Build', card.buildId ?? 'not read'],
    ['Blocks', card.blocks.map(({ name, version }) => `${name} ${version}`).join(', ') || 'not read'],
    ['Plan', report.plan ?? 'a single step'],
    ['Purpose', report.purpose ?? ''],
    ['Software', report.software],
    ['Operator', report.operator ?? 'not given'],
    ['Began', time(report.beganEpochMs)],
    ['Ended', time(report.endedEpochMs)],
    ['SHA-256 of the JSON report', jsonSha256],
  ];
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
${verdictOf(report)}
${noticeOf(report)}<table class="facts">${facts.map(factRow).join('')}</table>
<h2>Steps</h2>
<table class="steps">
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
<h2 class="apart">Measurements</h2>
<table class="measured">
<colgroup><col><col><col><col><col><col></colgroup>
<thead><tr><th>Measured</th><th class="number">Value</th><th>Unit</th><th class="number">At least</th><th class="number">At most</th><th></th></tr></thead>
${steps
  .filter(({ measurements }) => measurements.length > 0)
  .map(measurementRows)
  .join('\n')}
</table>
<h2>Serial line</h2>
<table class="facts">${Object.entries(STATISTICS_WORDS)
    .map(([name, words]) => factRow([words, numberText(report.line[name as keyof ConsoleStatistics])]))
    .join('')}</table>
</body>
</html>
`;
}

/** What a reader looks for first; where something failed, what. */
function verdictOf({ verdict, passed, failed, skipped, steps }: BringupReport): string {
  const wrong = steps.filter((step) => step.verdict === 'failed');
  const causes = wrong.map(({ title, detail }) => `<li>${escaped(title)}: ${escaped(detail)}</li>`).join('');
  return `<div class="verdict ${verdict}"><strong>${verdict === 'passed' ? '✓ Passed' : '✗ FAILED'}</strong>${passed} passed, ${failed} failed, ${skipped} not done${causes === '' ? '' : `<ul>${causes}</ul>`}</div>`;
}

function noticeOf({ card }: BringupReport): string {
  if (!card.simulated) return '';
  const fault = card.fault === undefined ? '' : ` Injected fault: ${escaped(card.fault)}.`;
  return `<p class="notice">This card is a simulation (Verilator): the report says nothing about silicon.${fault}</p>\n`;
}

function factRow([name, value]: readonly [string, string]): string {
  return `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`;
}

function stepRow({ title, verdict, detail, tookMs }: StepResult): string {
  const took = verdict === 'skipped' ? '' : `${(tookMs / 1000).toFixed(2)} s`;
  return `<tr class="${verdict}"><td>${escaped(title)}</td><td class="result">${VERDICTS[verdict]}</td><td>${escaped(detail)}</td><td class="number">${took}</td></tr>`;
}

function measurementRows({ title, measurements }: StepResult): string {
  return `<tbody>
<tr><th colspan="6" scope="rowgroup">${escaped(title)}</th></tr>
${measurements.map(measurementRow).join('\n')}
</tbody>`;
}

function measurementRow({ name, value, unit, least, most, isWithin, simulated }: Measurement): string {
  const cells = [
    `<td>${escaped(name)}${simulated ? ' <em>(simulated)</em>' : ''}</td>`,
    `<td class="number">${escaped(numberText(value))}</td>`,
    `<td>${escaped(unit)}</td>`,
    `<td class="number">${least === undefined ? '' : numberText(least)}</td>`,
    `<td class="number">${most === undefined ? '' : numberText(most)}</td>`,
    `<td class="result">${isWithin ? '' : 'outside'}</td>`,
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
