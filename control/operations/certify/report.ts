/** The report that certification asks for: as data, and as a page that two people can sign. */
import type { CaseResult } from './run-cases.js';
import type { WireEntry } from './conversation.js';

export interface CertificationReport {
  readonly title: string;
  readonly venue: string;
  /** `simulator` when every address is this machine's, `venue` otherwise. What it was run against decides what it proves. */
  readonly environment: 'simulator' | 'venue';
  readonly endpoints: readonly string[];
  readonly software: string;
  readonly caseList: string;
  readonly order: string;
  readonly beganEpochMs: number;
  readonly endedEpochMs: number;
  readonly passed: number;
  readonly failed: number;
  /** Does not apply to this venue. */
  readonly skipped: number;
  /** Not done, because a case failed that it needs. */
  readonly notDone: number;
  /** Messages for which there was no room. */
  readonly messagesDropped: number;
  readonly cases: readonly CaseResult[];
}

type Totals = Pick<CertificationReport, 'passed' | 'failed' | 'skipped' | 'notDone'>;

export function totalsOf(cases: readonly CaseResult[]): Totals {
  const count = (verdict: CaseResult['verdict']): number => cases.filter((each) => each.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), notDone: count('notDone') };
}

export function jsonReport(report: CertificationReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const VERDICTS = { passed: 'passed', failed: 'FAILED', skipped: 'not applicable', notDone: 'not done' } as const;
const ARROWS = { sent: '→', received: '←', note: '·' } as const;

/** @param jsonSha256 of the JSON that goes with it, so that the two stay together */
export function htmlReport(report: CertificationReport, jsonSha256: string): string {
  const { title, venue, environment, cases, passed, failed, skipped, notDone } = report;
  const facts: (readonly [string, string])[] = [
    ['Venue', venue],
    ['Run against', environment === 'simulator' ? 'a simulator on the same machine' : 'the venue’s own endpoints'],
    ['Endpoints', report.endpoints.join(', ')],
    ['Software', report.software],
    ['Case list', report.caseList],
    ['Order', report.order],
    ['Began', time(report.beganEpochMs)],
    ['Ended', time(report.endedEpochMs)],
    ['Result', `${passed} passed, ${failed} failed, ${skipped} not applicable, ${notDone} not done`],
    ['SHA-256 of the JSON report', jsonSha256],
  ];
  if (report.messagesDropped > 0) facts.push(['Messages left out', String(report.messagesDropped)]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}: ${escaped(venue)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}: ${escaped(venue)}</h1>
<table class="facts">${facts.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>
<h2>Cases</h2>
<table>
<tr><th>No.</th><th>Case</th><th>Result</th><th>Found</th></tr>
${cases.map((each) => `<tr class="${each.verdict}"><td>${escaped(each.number)}</td><td>${escaped(each.title)}</td><td>${VERDICTS[each.verdict]}</td><td>${escaped(each.found)}</td></tr>`).join('\n')}
</table>
<h2>Signatures</h2>
<table class="signatures">
<tr><th>For Crossfeed</th><td></td><th>For the venue</th><td></td></tr>
<tr><th>Name</th><td></td><th>Name</th><td></td></tr>
<tr><th>Date</th><td></td><th>Date</th><td></td></tr>
</table>
${cases.map(caseSection).join('\n')}
</body>
</html>
`;
}

function caseSection(result: CaseResult): string {
  const { number, title, purpose, expected, found, verdict, beganEpochMs, tookMs, messages } = result;
  return `<section>
<h2>${escaped(number)} ${escaped(title)}</h2>
<table class="facts">
<tr><th>Purpose</th><td>${escaped(purpose)}</td></tr>
<tr><th>Expected</th><td>${escaped(expected)}</td></tr>
<tr><th>Found</th><td>${escaped(found)}</td></tr>
<tr class="${verdict}"><th>Result</th><td>${VERDICTS[verdict]}</td></tr>
<tr><th>When</th><td>${messages.length === 0 ? '' : `${time(beganEpochMs)}, ${tookMs.toFixed(1)} ms`}</td></tr>
</table>
${messages.length === 0 ? '' : `<table class="messages">\n${messages.map(messageRow).join('\n')}\n</table>`}
</section>`;
}

function messageRow({ epochMs, direction, session, name, text }: WireEntry): string {
  const body =
    direction === 'note' ? `<em>${escaped(text)}</em>` : `<b>${escaped(name)}</b> <code>${escaped(text)}</code>`;
  return `<tr><td>${time(epochMs).slice(11)}</td><td>${escaped(session)}</td><td>${ARROWS[direction]}</td><td>${body}</td></tr>`;
}

/** RFC 3339 in UTC, with milliseconds. */
function time(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function escaped(text: string): string {
  // Control characters cannot stand in HTML.
  const printable = text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '·');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #111; }
table { border-collapse: collapse; width: 100%; margin: 0.5em 0 1.5em; }
th, td { border: 1px solid #bbb; padding: 0.25em 0.5em; text-align: left; vertical-align: top; }
.facts th { width: 14em; }
.messages td { font-size: 12px; }
.messages code { overflow-wrap: anywhere; }
.failed td { background: #fdd; }
.skipped td, .notDone td { color: #666; }
.signatures td { width: 35%; height: 2.5em; }
section { break-inside: avoid-page; }
@media print { body { max-width: none; } }
`;
