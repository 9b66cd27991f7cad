/** A soak as one page of HTML: verdict, plots with the fault windows, service levels. Nothing is loaded from elsewhere. */
import type { Check, SoakSample, SoakSeen } from './verdict.js';

const WIDTH = 900;
const HEIGHT = 140;
const escape = (text: string): string => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

export function soakReport(seen: SoakSeen, checks: readonly Check[]): string {
  const good = checks.every((check) => check.good);
  const rows = checks.map(
    ({ name, good: own, detail }) =>
      `<tr><td>${own ? 'good' : '<b>bad</b>'}</td><td>${escape(name)}</td><td>${escape(detail)}</td></tr>`,
  );
  const hours = ((seen.endedEpochMs - seen.beganEpochMs) / 3_600_000).toFixed(2);
  const windows = seen.windows.map(
    ({ fromEpochMs, toEpochMs, faults }) =>
      `<tr><td>${new Date(fromEpochMs).toISOString()}</td><td>${((toEpochMs - fromEpochMs) / 1000).toFixed(0)} s</td><td>${escape(faults.join(', '))}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Soak</title>
<style>body{font:14px system-ui;margin:2em;max-width:${WIDTH + 40}px}td,th{padding:2px 10px 2px 0;text-align:left}svg{background:#f6f6f6;display:block}</style>
<h1>Soak: ${good ? 'good' : 'bad'}</h1>
<p>${new Date(seen.beganEpochMs).toISOString()}, ${hours} hours, ${seen.windows.length} fault windows (grey in the plots).</p>
<table>${rows.join('\n')}</table>
${plot('Memory, MB', seen, ({ memoryBytes }) => memoryBytes / 1e6)}
${plot('Descriptors', seen, ({ descriptors }) => descriptors)}
${plot('Longest turn, ms', seen, ({ turnNsMax }) => turnNsMax / 1e6)}
${plot('Book updates, thousands', seen, ({ bookUpdates }) => bookUpdates / 1000)}
${plot('Reports of venues', seen, ({ orders }) => orders)}
<h2>Fault windows</h2><table>${windows.join('\n')}</table></html>
`;
}

function plot(
  title: string,
  { samples, windows, beganEpochMs, endedEpochMs }: SoakSeen,
  of: (sample: SoakSample) => number,
): string {
  const span = Math.max(1, endedEpochMs - beganEpochMs);
  const values = samples.map(of);
  const most = Math.max(...values, 1e-9);
  const least = Math.min(...values, most);
  const x = (epochMs: number): number => ((epochMs - beganEpochMs) / span) * WIDTH;
  const y = (value: number): number => HEIGHT - 4 - ((value - least) / Math.max(most - least, 1e-9)) * (HEIGHT - 8);
  const line = samples.map((sample) => `${x(sample.atEpochMs).toFixed(1)},${y(of(sample)).toFixed(1)}`).join(' ');
  const greys = windows.map(
    ({ fromEpochMs, toEpochMs }) =>
      `<rect x="${x(fromEpochMs).toFixed(1)}" y="0" width="${Math.max(1, x(toEpochMs) - x(fromEpochMs)).toFixed(1)}" height="${HEIGHT}" fill="#ddd"/>`,
  );
  return `<h2>${escape(title)} (${least.toFixed(1)} to ${most.toFixed(1)})</h2>
<svg width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escape(title)}">${greys.join('')}<polyline points="${line}" fill="none" stroke="#06c"/></svg>`;
}
