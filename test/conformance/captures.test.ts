import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { replayCommand } from '../../control/commands/replay.js';
import { readCaptures } from '../support/capture-frames.js';
import { ENGINES, NIC, SOFTWARE } from '../support/engines.js';
import { Oracle } from '../support/oracle.js';
import type { OracleEvent } from '../support/oracle-channel.js';
import { eventLine } from '../support/table-lines.js';
import type { MessageTable } from '../support/table-lines.js';

// A slow or crowded machine is no failure.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const shared = join(projectRoot, '..', 'shared');
const folder = join(shared, 'captures', 'itch50');
const tableFile = join(shared, 'protocols', 'itch50.json');
const absent = existsSync(folder) && existsSync(tableFile) ? undefined : `no captures in ${folder}`;

const RITCH = 'ritch_ex20101224.binaryfile.itch';
const RITCH_TYPES = { A: 4997, P: 5000, D: 1745, E: 198, X: 45, U: 12, S: 6, F: 3, H: 3, R: 3 };

const scratch = mkdtempSync(join(tmpdir(), 'crossfeed-captures-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

async function replay(
  engine: string,
  paths: readonly string[],
): Promise<{ records: string; summary: { engine: string } }> {
  const file = join(scratch, `${engine}.ndjson`);
  let printed = '';
  const command = replayCommand({
    write: (text) => {
      printed += text;
    },
    warn: () => undefined,
  });
  const inputs = paths.flatMap((path, i) => [i === 0 ? '--a' : '--b', path]);
  const rest = ['--engine', engine, '--records', file, '--json'];
  await command.parseAsync(['--feed', 'itch50', ...inputs, ...rest], { from: 'user' });
  return { records: readFileSync(file, 'latin1'), summary: JSON.parse(printed) as { engine: string } };
}

const captures = absent
  ? ['(none)']
  : readdirSync(folder)
      .filter((name) => /\.(pcap|itch)$/.test(name))
      .sort();
/** Each alone, and one with itself on the other line. */
const runs = [
  ...captures.map((name) => [name]),
  ...captures.filter((name) => /Multiple|itch$/.test(name)).map((name) => [name, name]),
];

describe.each(runs.map((names) => ({ names, title: names.join(' and ') })))('$title', ({ names }) => {
  const expected: Record<string, unknown>[] = [];

  it.for(ENGINES)('$name writes the records that the message table gives', async ({ name, missing }, { skip }) => {
    if (absent) skip(absent);
    if (missing) skip(missing);
    const paths = names.map((one) => join(folder, one));
    if (expected.length === 0) {
      const table = JSON.parse(readFileSync(tableFile, 'utf8')) as MessageTable;
      const { frames, config } = readCaptures(paths);
      const oracle = new Oracle(config, (event: OracleEvent) => expected.push(eventLine(table, event)));
      for (const frame of frames) oracle.push(frame);
      oracle.endOfInput();
    }
    if (names.length === 1 && names[0] === RITCH) expect(countTypes(expected)).toEqual(RITCH_TYPES);
    const { records, summary } = await replay(name, paths);
    expect(summary.engine).toBe(name);
    const lines = records
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as Record<string, unknown>);
    expect(lines.length).toBe(expected.length);
    const wrong = lines.findIndex((line, i) => JSON.stringify(sorted(line)) !== JSON.stringify(sorted(expected[i]!)));
    expect(lines[wrong], `line ${wrong + 1}`).toEqual(expected[wrong]);
  });

  it('both engines write the same bytes', async ({ skip }) => {
    if (absent) skip(absent);
    if (NIC.missing) skip(NIC.missing);
    const paths = names.map((one) => join(folder, one));
    const a = await replay(SOFTWARE.name, paths);
    const b = await replay(NIC.name, paths);
    expect(b.records === a.records).toBe(true);
  });
});

function countTypes(lines: readonly Record<string, unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of lines) counts[String(type)] = (counts[String(type)] ?? 0) + 1;
  return counts;
}

function sorted(line: Record<string, unknown>): [string, unknown][] {
  return Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1));
}
