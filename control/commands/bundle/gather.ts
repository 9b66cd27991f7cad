/** What goes into a debug bundle: each part by itself, so that what cannot be had is told, and the rest is there. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CrossfeedError } from '../../core/errors.js';
import { readUserFile } from '../../core/world-data-directory.js';
import { realDisk } from '../../core/world-disk.js';
import type { HttpClient } from '../../core/world-http.js';
import { installedVersion } from '../../core/world-installation.js';
import { machineFacts } from '../../core/world-machine.js';
import { checkAll } from '../../gateway/config-check.js';
import type { LoadedConfig } from '../../gateway/config-files.js';
import { LogInspection } from '../../journal/inspection.js';
import type { LoadedVenue } from '../../venues/config/load.js';
import { configText } from '../config.js';
import { verifyJournal } from '../journal/verify.js';

const LOG_BYTES = 2 * 1024 * 1024;
const AUDIT_LINES = 500;
const ASK_WITHIN_MS = 3000;
const PAGES = [
  'healthz',
  'readyz',
  'metrics',
  'api/v1/health',
  'api/v1/feeds',
  'api/v1/nic',
  'api/v1/venues',
  'api/v1/sessions',
  'api/v1/alerts',
  'api/v1/events',
];

export interface Part {
  readonly name: string;
  readonly text: string;
}

export interface GatherOptions {
  readonly loaded: LoadedConfig;
  readonly venues: readonly LoadedVenue[];
  readonly http: HttpClient;
  /** Of the dashboard, with `/` at its end. */
  readonly url: string;
  readonly token: string | undefined;
  readonly nowEpochMs: number;
}

/** Nothing throws: a part that cannot be had says why. */
export async function gather(options: GatherOptions): Promise<readonly Part[]> {
  const { loaded, venues, nowEpochMs } = options;
  const { config } = loaded;
  const parts: Part[] = [];
  const add = (name: string, make: () => string): void => {
    parts.push({ name, text: attempt(make) });
  };
  add('versions.json', () =>
    json({ crossfeed: installedVersion(), ...machineFacts(), at: new Date(nowEpochMs).toISOString() }),
  );
  add('config.yaml', () => configText(loaded));
  add('config-check.txt', () => `${checkAll(loaded, readUserFile).join('\n') || 'fine'}\n`);
  for (const { config: venue } of venues) add(`venues/${venue.id}.yaml`, () => stringify(masked(venue, '')));
  const { limits, routing, rules } = config.orders;
  const files = { 'alerts.yaml': config.alerts, 'limits.yaml': limits, 'routing.yaml': routing, 'rules.yaml': rules };
  for (const [name, file] of Object.entries(files)) {
    // Where alerts go may itself be a secret: an address that takes messages from whoever knows it.
    if (file !== undefined) add(name, () => readUserFile(file).replace(/^(\s*(?:-\s+)?.*\burl:).*$/gm, '$1 [secret]'));
  }
  for (const log of ['gateway.log', 'gateway.1.log']) {
    const path = join(config.dataDirectory, log);
    if (realDisk.exists(path)) add(`logs/${log}`, () => tailOf(readUserFile(path), LOG_BYTES));
  }
  add('journal.txt', () => journalText(join(config.dataDirectory, 'journal')));
  add('audit.ndjson', () => auditTail(join(config.dataDirectory, 'audit')));
  for (const page of PAGES)
    parts.push({ name: `gateway/${page.replaceAll('/', '-')}`, text: await asked(options, page) });
  return parts;
}

function attempt(make: () => string): string {
  try {
    return make();
  } catch (error) {
    return `cannot be had: ${error instanceof CrossfeedError ? `${error.code} ${error.message}` : String(error)}\n`;
  }
}

async function asked({ http, url, token }: GatherOptions, page: string): Promise<string> {
  const headers: Readonly<Record<string, string>> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  try {
    const { status, body } = await http.get(`${url}${page}`, headers, ASK_WITHIN_MS);
    return status < 400 || page.endsWith('z') ? body : `status ${status}\n${body}`;
  } catch (error) {
    return `cannot be had: ${error instanceof Error ? error.message : String(error)}\n`;
  }
}

/** Names of users may be keys, and fields of a venue's own anything. */
const MASKED: ReadonlySet<string> = new Set(['username', 'value', 'rawData', 'url']);

function masked(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (typeof value !== 'object' || value === null) return MASKED.has(key) ? '[secret]' : value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, name)]));
}

/** Whole lines. */
function tailOf(text: string, bytes: number): string {
  if (text.length <= bytes) return text;
  const tail = text.slice(-bytes);
  return tail.slice(tail.indexOf('\n') + 1);
}

/** What it is made of, and whether it is what was written; nothing of what is in it. */
function journalText(directory: string): string {
  if (!realDisk.exists(directory)) return 'there is none\n';
  const inspection = new LogInspection(realDisk, directory);
  const lines: string[] = [];
  const io = { write: (text: string) => void lines.push(text.trimEnd()), warn: () => undefined, fail: () => undefined };
  const isRight = verifyJournal(inspection, undefined, io);
  const { segments, streams, recovery } = inspection;
  return [
    isRight ? 'verified' : 'DAMAGED',
    ...lines,
    ...segments.map(({ path, base, end }) => `${path}: ${base} to ${end}`),
    `streams: ${streams.filter((name) => name !== '').join(', ')}`,
    `cut: ${recovery.cut === undefined ? 'nothing' : JSON.stringify(recovery.cut)}`,
    '',
  ].join('\n');
}

function auditTail(directory: string): string {
  const newest = realDisk.list(directory).findLast((name) => name.endsWith('.ndjson'));
  if (newest === undefined) return '';
  return `${readUserFile(join(directory, newest)).trimEnd().split('\n').slice(-AUDIT_LINES).join('\n')}\n`;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;
