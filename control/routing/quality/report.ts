/** Execution quality for a terminal, for programs, and as a page with plots that needs nothing else. */
import { HORIZONS_MS } from './recorder.js';
import type { Difference } from './statistics.js';
import type { Quality, QualitySummary } from './summary.js';

/** Figures of one row; null where nothing was filled. */
export interface QualityRow {
  readonly name: string;
  readonly orders: number;
  readonly fills: number;
  readonly requested: number;
  readonly filled: number;
  readonly fillRate: number | null;
  readonly quotedSpreadBps: number | null;
  readonly effectiveSpreadBps: number | null;
  readonly improvementBps: number | null;
  /** Parts of what was filled: at a better price, and beyond what was displayed. */
  readonly improvedShare: number | null;
  readonly beyondDisplayedShare: number | null;
  readonly slippageBps: number | null;
  readonly realisedSpreadBps: Readonly<Record<string, number | null>>;
}

export function rowOf(quality: Quality): QualityRow {
  const { name, orders, fills, requested, filled } = quality;
  const per = (sum: number): number | null => (filled === 0 ? null : sum / filled);
  return {
    name,
    orders,
    fills,
    requested,
    filled,
    fillRate: requested === 0 ? null : filled / requested,
    quotedSpreadBps: per(quality.quoted),
    effectiveSpreadBps: per(quality.effective),
    improvementBps: per(quality.improvement),
    improvedShare: per(quality.improved),
    beyondDisplayedShare: per(quality.beyondDisplayed),
    slippageBps: per(quality.slippage),
    realisedSpreadBps: Object.fromEntries(
      HORIZONS_MS.map((ms, n) => {
        const quantity = quality.realisedQuantity[n]!;
        return [horizon(ms), quantity === 0 ? null : quality.realised[n]! / quantity];
      }),
    ),
  };
}

/** @param withOrders each order too: many */
export function reportJson(summary: QualitySummary, withOrders = true): string {
  const { all, clients, venues, strategies, orders, comparison, unknown } = summary;
  const rows = (list: readonly Quality[]): QualityRow[] => list.map(rowOf);
  return `${JSON.stringify({
    all: rowOf(all),
    clients: rows(clients),
    venues: rows(venues),
    strategies: rows(strategies),
    ...(withOrders ? { orders: rows(orders) } : {}),
    comparison: comparison ?? null,
    fillsWithoutDecision: unknown,
  })}\n`;
}

const HEAD = [
  '',
  'orders',
  'fill rate',
  'quoted',
  'effective',
  'improvement',
  'improved',
  'beyond',
  'slippage',
  ...HORIZONS_MS.map(horizon),
];

export function reportTable(summary: QualitySummary): string {
  const { all, clients, venues, strategies, comparison } = summary;
  const sections: [string, readonly Quality[]][] = [
    ['all', [all]],
    ['clients', clients],
    ['strategies', strategies],
    ['venues, best first (slices that took)', venues],
  ];
  const lines = sections.flatMap(([title, list]) => {
    const rows = [HEAD, ...list.map((quality) => cells(rowOf(quality)))];
    const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    const text = rows.map((row) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  '),
    );
    return [title, ...text, ''];
  });
  lines.push('basis points of the middle, weighted by quantity; the last columns are realised spreads after that time');
  if (comparison !== undefined) lines.push('', ...comparisonLines(comparison));
  return `${lines.join('\n')}\n`;
}

function comparisonLines({
  smartOrders,
  controlOrders,
  fillRate,
  slippageBps,
  improvementBps,
}: NonNullable<QualitySummary['comparison']>): string[] {
  const show = ({ mean, low, high }: Difference, factor = 1): string =>
    `${(mean * factor).toFixed(3)} (95 %: ${(low * factor).toFixed(3)} to ${(high * factor).toFixed(3)})`;
  return [
    `smart less simple, ${smartOrders} and ${controlOrders} orders, means over orders, intervals by Welch's t:`,
    `  fill rate, points   ${show(fillRate, 100)}`,
    `  slippage, bps       ${show(slippageBps)}`,
    `  improvement, bps    ${show(improvementBps)}`,
  ];
}

/** One page: tables, fill rates as bars, realised spreads as lines. */
export function reportHtml(summary: QualitySummary): string {
  const { all, clients, venues, strategies, comparison } = summary;
  const table = (title: string, list: readonly Quality[]): string =>
    `<h2>${escape(title)}</h2><table><tr>${HEAD.map((cell) => `<th>${escape(cell)}</th>`).join('')}</tr>${list
      .map(
        (quality) =>
          `<tr>${cells(rowOf(quality))
            .map((cell) => `<td>${escape(cell)}</td>`)
            .join('')}</tr>`,
      )
      .join('')}</table>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Execution quality</title>
<style>body{font:14px system-ui,sans-serif;margin:2em;color:#222}table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}svg{max-width:100%}pre{background:#f5f5f5;padding:1em}</style>
<h1>Execution quality</h1>${table('All', [all])}${table('Clients', clients)}${table('Strategies', strategies)}${table('Venues, best first', venues)}
<h2>Fill rate by venue</h2>${bars(venues)}<h2>Realised spread after a fill, basis points</h2>${lines([all, ...strategies])}
${comparison === undefined ? '' : `<h2>Comparison</h2><pre>${escape(comparisonLines(comparison).join('\n'))}</pre>`}</html>\n`;
}

function bars(list: readonly Quality[]): string {
  const body = list.map((quality, n) => {
    const rate = rowOf(quality).fillRate ?? 0;
    const y = 8 + n * 24;
    return `<text x="0" y="${y + 12}">${escape(quality.name)}</text><rect x="140" y="${y}" width="${(rate * 400).toFixed(1)}" height="16" fill="#37c"/><text x="${(150 + rate * 400).toFixed(1)}" y="${y + 12}">${(rate * 100).toFixed(1)} %</text>`;
  });
  return `<svg width="640" height="${16 + list.length * 24}">${body.join('')}</svg>`;
}

const COLOURS = ['#222', '#37c', '#c33', '#393', '#a3a', '#c80', '#088', '#777'];

function lines(list: readonly Quality[]): string {
  const rows = list.map(rowOf);
  const values = rows.flatMap((row) => Object.values(row.realisedSpreadBps).filter((value) => value !== null));
  const low = Math.min(0, ...values);
  const high = Math.max(0.001, ...values);
  const x = (n: number): number => 60 + n * 80;
  const y = (value: number): number => 220 - ((value - low) / (high - low)) * 200;
  const axis = HORIZONS_MS.map((ms, n) => `<text x="${x(n) - 12}" y="240">${horizon(ms)}</text>`).join('');
  const marks = [low, 0, high].map(
    (value) =>
      `<text x="0" y="${y(value) + 4}">${value.toFixed(2)}</text><line x1="50" x2="560" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>`,
  );
  const paths = rows.map((row, n) => {
    const points = Object.values(row.realisedSpreadBps).flatMap((value, at) =>
      value === null ? [] : [`${x(at)},${y(value).toFixed(1)}`],
    );
    const colour = COLOURS[n % COLOURS.length]!;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/><text x="570" y="${20 + n * 18}" fill="${colour}">${escape(row.name)}</text>`;
  });
  return `<svg width="760" height="${Math.max(250, 30 + rows.length * 18)}">${axis}${marks.join('')}${paths.join('')}</svg>`;
}

function cells(row: QualityRow): string[] {
  const bps = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const share = (value: number | null): string => (value === null ? '-' : `${(value * 100).toFixed(1)} %`);
  return [
    row.name,
    String(row.orders),
    share(row.fillRate),
    bps(row.quotedSpreadBps),
    bps(row.effectiveSpreadBps),
    bps(row.improvementBps),
    share(row.improvedShare),
    share(row.beyondDisplayedShare),
    bps(row.slippageBps),
    ...Object.values(row.realisedSpreadBps).map(bps),
  ];
}

function horizon(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
