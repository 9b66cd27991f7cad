/** `crossfeed replay`: runs captures through the feed path, and says what came out. */
import { Command } from 'commander';
import { InputError } from '../core/errors.js';
import type { ChannelConfig } from '../core/feed.js';
import { realFiles } from '../core/world-files.js';
import { replayCaptures } from '../market-data/captures/replay.js';
import { softwareReplayEngine, type ReplayEngineKind } from '../market-data/captures/replay-engine.js';
import { useTracingCard } from './tracing-card.js';
import { nicReplayEngine } from '../market-data/captures/replay-nic.js';
import type { ReplaySummary } from '../market-data/captures/summary.js';

export interface ReplayIo {
  /** To stdout. */
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
  /** To the line of stderr that is overwritten; absent when stderr is no terminal. */
  readonly progress?: (text: string) => void;
}

const processIo: ReplayIo = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(`warning: ${text}\n`),
  ...(process.stderr.isTTY ? { progress: (text: string) => void process.stderr.write(`\r\x1b[K${text}`) } : {}),
};

interface ReplayFlags {
  readonly feed: string;
  readonly a: string;
  readonly b?: string;
  readonly engine?: string;
  readonly mode: string;
  readonly windowUs: string;
  readonly records?: string;
  readonly books?: boolean;
  readonly json?: boolean;
  readonly trace?: string;
}

export function replayCommand(io: ReplayIo = processIo): Command {
  return new Command('replay')
    .description('run captures through the feed path')
    .requiredOption('--feed <feed>', 'the protocol of the captures: itch50 or pitch2')
    .requiredOption('--a <file>', 'capture of line A: pcap, pcapng or ITCH BinaryFILE')
    .option('--b <file>', 'capture of line B')
    .option('--engine <engine>', 'nic, or software; absent: nic where it can')
    .option(
      '--mode <mode>',
      'verified, or cut-through: messages count at their last byte, not at the end of their frame',
      'verified',
    )
    .option('--window-us <n>', 'how long a gap waits for the other line, microseconds', '100')
    .option('--records <file>', 'write every record as a line of JSON')
    .option('--books', 'build order books, and report their best prices')
    .option('--json', 'print the summary as one JSON object')
    .option('--trace <file>', 'write a waveform of the card, FST (builds a card that can, the first time)')
    .action((flags: ReplayFlags) => replay(flags, io));
}

async function replay(flags: ReplayFlags, io: ReplayIo): Promise<void> {
  const protocol = parseFeed(flags.feed);
  const mode = parseMode(flags.mode);
  if (flags.trace !== undefined) traceTheCard(flags.trace, flags.engine, io);
  const engine = chooseEngine(flags.engine, io);
  const windowNs = parseWindow(flags.windowUs);
  let shown = -1;
  const summary = await replayCaptures({
    files: realFiles,
    protocol,
    a: flags.a,
    ...(flags.b === undefined ? {} : { b: flags.b }),
    engine,
    windowNs,
    mode,
    ...(flags.records === undefined ? {} : { records: flags.records }),
    books: flags.books === true,
    warn: (message) => io.warn(message),
    onProgress: (step, bytesRead, size) => {
      const percent = size === 0 ? 100 : Math.floor((100 * bytesRead) / size);
      if (io.progress === undefined || percent === shown) return;
      shown = percent;
      io.progress(`${step} ${percent} %`);
    },
  });
  io.progress?.('');
  if (flags.trace !== undefined)
    io.warn(`the waveform is in ${flags.trace}: gtkwave ${flags.trace}, or surfer ${flags.trace}`);
  io.write(flags.json === true ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
}

type Protocol = ChannelConfig['protocol'];

function parseFeed(text: string): Protocol {
  checkChoice('--feed', text, ['itch50', 'pitch2']);
  return text as Protocol;
}

function parseMode(text: string): ChannelConfig['mode'] {
  checkChoice('--mode', text, ['verified', 'cut-through']);
  return text as ChannelConfig['mode'];
}

function traceTheCard(file: string, engine: string | undefined, io: ReplayIo): void {
  if (engine === 'software') {
    throw new InputError('REPLAY_OPTION', 'the software engine has no signals', {
      where: 'replay --trace',
      found: '--engine software',
      expected: '--engine nic',
    });
  }
  io.progress?.('building the card that writes waveforms');
  useTracingCard(file);
}

/** What was asked for, or without a wish the NIC. */
function chooseEngine(wanted: string | undefined, io: ReplayIo): ReplayEngineKind {
  checkChoice('--engine', wanted ?? 'nic', ['nic', 'software']);
  return wanted === 'software' ? softwareReplayEngine : openNic(io);
}

/** The card's replay engine, or the software one with a warning where the card's driver is not there. */
function openNic(io: ReplayIo): ReplayEngineKind {
  const nic = nicReplayEngine();
  if ('kind' in nic) return nic.kind;
  io.warn(`the software engine takes the place of the NIC: ${nic.missing}`);
  return softwareReplayEngine;
}

function checkChoice(option: string, found: string, known: readonly string[]): void {
  if (known.includes(found)) return;
  throw new InputError('REPLAY_OPTION', 'no such choice', {
    where: `replay ${option}`,
    found,
    expected: known.join(' or '),
  });
}

function parseWindow(text: string): number {
  const ns = /^\d+(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : NaN;
  if (ns >= 0 && ns <= 60e9) return ns;
  throw new InputError('REPLAY_OPTION', 'no such window', {
    where: 'replay --window-us',
    found: text,
    expected: '0 to 60000000 microseconds',
  });
}

/** The summary for people: names on the left, numbers aligned on the right. */
export function formatSummary(summary: ReplaySummary): string {
  const { byType, rejected, gaps, books, latencyNs, latencyCycles, cycles } = summary;
  const sections: string[] = [
    table([
      ['engine', summary.engine],
      ['frames on port 0 (a)', count(summary.frames.a)],
      ['frames on port 1 (b)', count(summary.frames.b)],
      ['messages', count(summary.messages)],
      ['duplicates', count(summary.duplicates)],
      ['late', count(summary.late)],
      ['unknown', count(summary.unknown)],
      ['gaps', count(gaps.length)],
      ['messages in gaps', count(summary.gapMessages)],
      ['truncated packets', count(summary.truncated)],
      ['heartbeats', count(summary.heartbeats)],
      ['unsequenced packets', count(summary.unsequenced)],
    ]),
    titled(
      'messages by type',
      Object.entries(byType).map(([type, n]) => [type, count(n)]),
    ),
    titled(
      'rejected frames',
      Object.entries(rejected).map(([reason, n]) => [reason, count(n)]),
    ),
    titled(
      'gaps',
      gaps.slice(0, GAPS_SHOWN).map(({ channel, first, last }) => [`channel ${channel}`, first, last]),
    ),
  ];
  if (gaps.length > GAPS_SHOWN)
    sections.push(`… and ${count(gaps.length - GAPS_SHOWN)} more gaps (--json lists all)\n`);
  if (latencyNs && latencyCycles && cycles !== undefined) {
    sections.push(
      titled(`last beat to record, of ${count(cycles)} simulated cycles`, [
        ['', 'p50', 'p99', 'max'],
        ['cycles', ...[latencyCycles.p50, latencyCycles.p99, latencyCycles.max].map(count)],
        ['ns of simulated time', ...[latencyNs.p50, latencyNs.p99, latencyNs.max].map((ns) => ns.toFixed(1))],
      ]),
    );
  }
  if (books) {
    const rows = Object.entries(books).map(([symbol, { bid, ask }]) => [
      symbol,
      bid ? count(bid[1]) : '',
      bid ? price(bid[0]) : '',
      ask ? price(ask[0]) : '',
      ask ? count(ask[1]) : '',
    ]);
    sections.push(titled('books', rows.length === 0 ? [] : [['', 'shares', 'bid', 'ask', 'shares'], ...rows]));
  }
  return sections.filter((section) => section !== '').join('\n');
}

const GAPS_SHOWN = 20;

function titled(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}\n${table(rows, '  ')}`;
}

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
      return `${indent}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Ten-thousandths as a decimal number. */
function price(value: number): string {
  return `${Math.floor(value / 10000)}.${String(value % 10000).padStart(4, '0')}`;
}
