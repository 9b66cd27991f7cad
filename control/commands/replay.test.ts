import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CrossfeedError } from '../core/errors.js';
import { realFiles } from '../core/world-files.js';
import { replayCaptures } from '../market-data/captures/replay.js';
import { softwareReplayEngine, type ReplayEngineKind } from '../market-data/captures/replay-engine.js';
import { nicReplayEngine } from '../market-data/captures/replay-nic.js';
import type { ReplaySummary } from '../market-data/captures/summary.js';
import { replayCommand } from './replay.js';

const projectRoot = join(import.meta.dirname, '..', '..');
const shared = join(projectRoot, '..', 'shared');
const captures = join(shared, 'captures', 'itch50');
const folder = mkdtempSync(join(tmpdir(), 'crossfeed-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nic = nicReplayEngine();
const engines: [string, ReplayEngineKind][] = [['software', softwareReplayEngine]];
if ('kind' in nic) engines.push(['nic', nic.kind]);
else console.warn(`the NIC engine is not compared: ${nic.missing}`);

async function run(...args: string[]): Promise<{ out: string; warnings: string[] }> {
  let out = '';
  const warnings: string[] = [];
  const command = replayCommand({ write: (text) => (out += text), warn: (text) => warnings.push(text) }).exitOverride();
  await command.parseAsync(['--feed', 'itch50', '--engine', 'software', ...args], { from: 'user' });
  return { out, warnings };
}

async function failure(...args: string[]): Promise<CrossfeedError> {
  const error: unknown = await run(...args).catch((caught: unknown) => caught);
  if (error instanceof CrossfeedError) return error;
  throw new Error(`expected a CrossfeedError, not ${String(error)}`);
}

/** BinaryFILE of System Events, one nanosecond apart. */
function itchFile(name: string, messages: number): string {
  const bytes = new Uint8Array(14 * messages);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < messages; i++) {
    view.setUint16(14 * i, 12);
    bytes[14 * i + 2] = 0x53;
    view.setUint32(14 * i + 9, 1000 + i);
    bytes[14 * i + 13] = 0x4f;
  }
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('crossfeed replay', () => {
  it('prints the summary as one JSON object', async () => {
    const a = itchFile('two.itch', 2);
    const { out, warnings } = await run('--a', a, '--b', a, '--json', '--books');
    expect(warnings).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({
      engine: 'software',
      frames: { a: 2, b: 2 },
      messages: 2,
      byType: { S: 2 },
      duplicates: 2,
      gaps: [],
      late: 0,
      rejected: {},
      unknown: 0,
      books: {},
    });
  });

  it('prints a table for people', async () => {
    const { out } = await run('--a', itchFile('many.itch', 1234));
    expect(out).toMatch(
      /^engine +software\nframes on port 0 \(a\) +1,234\nframes on port 1 \(b\) +0\nmessages +1,234\n/,
    );
    expect(out).toMatch(/messages by type\n {2}S {2}1,234\n/);
  });

  it('puts the records in place when they are whole, and not before', async () => {
    const records = join(folder, 'records.ndjson');
    await run('--a', itchFile('three.itch', 3), '--records', records);
    const before = readFileSync(records, 'utf8');
    expect(
      before
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { sequence: string }).sequence),
    ).toEqual(['1', '2', '3']);
    const cut = join(folder, 'cut.itch');
    writeFileSync(cut, readFileSync(join(folder, 'three.itch')).subarray(0, 40));
    const error = await failure('--a', cut, '--records', records);
    expect(error.message).toBe(`${cut}: offset 28: the file ends within a message: found 12 bytes, expected 14 bytes`);
    expect(readFileSync(records, 'utf8')).toBe(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each<[string[], RegExp]>([
    [
      ['--feed', 'itch50', '--a', 'x', '--engine', 'software', '--trace', 'x.fst'],
      /--trace: the software engine has no signals: found --engine software, expected --engine nic/,
    ],
    [['--feed', 'pitch3', '--a', 'x'], /--feed: no such choice: found pitch3, expected itch50 or pitch2/],
    [['--a', 'x', '--mode', 'fast'], /--mode: no such choice: found fast, expected verified or cut-through/],
    [['--a', 'x', '--engine', 'gpu'], /--engine: no such choice: found gpu, expected nic or software/],
    [['--a', 'x', '--window-us', '-1'], /--window-us: no such window: found -1/],
    [['--a', join(folder, 'absent')], /absent: cannot be opened/],
  ])('refuses %j', async (args, message) => {
    const error = await failure(...args);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ exitStatus: 2 });
  });
});

interface TableField {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly type: string;
}
interface Table {
  readonly messages: readonly {
    readonly type: string;
    readonly length: number;
    readonly fields: readonly TableField[];
  }[];
}

/** A decoder of its own, from the protocol table alone. */
function decode(table: Table, message: Uint8Array): Record<string, unknown> | undefined {
  const layout = table.messages.find(
    ({ type, length }) => type.charCodeAt(0) === message[0] && length === message.length,
  );
  if (!layout) return undefined;
  return Object.fromEntries(
    layout.fields
      .filter(({ name }) => name !== 'messageType')
      .map(({ name, offset, length, type }) => {
        const bytes = message.subarray(offset, offset + length);
        if (type === 'alpha') return [name, Buffer.from(bytes).toString('latin1').replace(/ +$/, '')];
        const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
        return [name, length > 4 ? String(value) : Number(value)];
      }),
  );
}

/** The messages of a file, in order: of BinaryFILE, or of MoldUDP64 packets found behind 42 or 46 bytes of headers in a pcap. */
function messagesOf(bytes: Buffer, isPcap: boolean): { sequence: bigint; message: Uint8Array }[] {
  const found: { sequence: bigint; message: Uint8Array }[] = [];
  const blocks = (from: number, end: number, first: bigint): void => {
    for (let at = from, i = 0n; at + 2 <= end; i++) {
      const length = bytes.readUInt16BE(at);
      found.push({ sequence: first + i, message: bytes.subarray(at + 2, at + 2 + length) });
      at += 2 + length;
    }
  };
  if (!isPcap) {
    blocks(0, bytes.length, 1n);
    return found;
  }
  for (let at = 24; at < bytes.length;) {
    const captured = bytes.readUInt32LE(at + 8);
    const frame = at + 16;
    const ip = frame + (bytes.readUInt16BE(frame + 12) === 0x8100 ? 18 : 14);
    const udp = ip + 20;
    blocks(udp + 28, udp + bytes.readUInt16BE(udp + 4), bytes.readBigUInt64BE(udp + 18));
    at = frame + captured;
  }
  return found;
}

describe.skipIf(!existsSync(captures))('the shared captures (skipped where ../shared is absent)', () => {
  const files = existsSync(captures) ? readdirSync(captures).map((name) => join(captures, name)) : [];
  const table = existsSync(shared)
    ? (JSON.parse(readFileSync(join(shared, 'protocols', 'itch50.json'), 'utf8')) as Table)
    : { messages: [] };

  describe.each(engines)('%s', (name, engine) => {
    it.each(files)('%s: every record, field for field', async (a) => {
      const records = join(folder, `${name}.ndjson`);
      const summary = await replayCaptures({ files: realFiles, a, engine, records, books: true });
      const expected = messagesOf(readFileSync(a), a.endsWith('.pcap')).map(({ sequence, message }) => ({
        channel: 0,
        // A packet of sequence 0 has no sequence numbers; such captures hold one message a packet.
        ...(sequence === 0n ? {} : { sequence: String(sequence) }),
        type: String.fromCharCode(message[0]!),
        port: 0,
        ...decode(table, message),
        ...(sequence === 0n ? { unsequenced: true } : {}),
      }));
      const lines = readFileSync(records, 'utf8')
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '');
      const messages = lines.filter((line) => !line.includes('"gap":'));
      expect(messages).toEqual(expected.map((record) => JSON.stringify(record)));
      expect(summary).toMatchObject({ engine: name, messages: expected.length, unknown: 0 });
    });

    it('RITCH has the counts that its authors give', async () => {
      const a = files.find((file) => file.includes('ritch'))!;
      const { byType, gaps, rejected } = await replayCaptures({ files: realFiles, a, engine });
      expect(byType).toEqual({ A: 4997, P: 5000, D: 1745, E: 198, X: 45, U: 12, S: 6, F: 3, H: 3, R: 3 });
      expect({ gaps, rejected }).toEqual({ gaps: [], rejected: {} });
    });
  });

  it.skipIf(engines.length < 2)('both engines count the same, also with the capture on both lines', async () => {
    const of = async (a: string, b: string | undefined, engine: ReplayEngineKind): Promise<Partial<ReplaySummary>> => {
      const summary = await replayCaptures({ files: realFiles, a, ...(b === undefined ? {} : { b }), engine });
      const { engine: _engine, latencyNs: _ns, latencyCycles: _cycles, cycles: _all, ...rest } = summary;
      return rest;
    };
    for (const a of files) {
      for (const b of [undefined, a]) {
        expect(await of(a, b, engines[1]![1])).toEqual(await of(a, b, engines[0]![1]));
      }
    }
  });
});

describe('PITCH 2', () => {
  const pitch = join(shared, 'captures', 'pitch2', 'mcastpitch_realtime_useq.pcap');
  const options = join(shared, 'captures', 'unknown');
  const lines = (path: string): Record<string, unknown>[] =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it.skipIf(!existsSync(pitch))('the capture: its messages, and its gap (needs the shared captures)', async () => {
    const records = join(folder, 'pitch.ndjson');
    const { out, warnings } = await run('--feed', 'pitch2', '--a', pitch, '--records', records, '--json');
    expect(JSON.parse(out)).toMatchObject({
      engine: 'software',
      frames: { a: 739, b: 0 },
      messages: 40,
      heartbeats: 720,
      unknown: 0,
      byType: {
        '0x20': 19,
        '0x21': 4,
        '0x22': 3,
        '0x23': 3,
        '0x26': 2,
        '0x27': 1,
        '0x28': 1,
        '0x29': 4,
        '0x2A': 2,
        '0x2B': 1,
      },
      gaps: [{ channel: 0, first: '1', last: '2' }],
      rejected: {},
    });
    expect(warnings.join()).toContain('UDP checksums were left to the sender');
    expect(lines(records).slice(0, 3)).toEqual([
      { channel: 0, gap: ['1', '2'] },
      { channel: 0, sequence: '3', type: '0x20', port: 0, length: 6, time: 76051 },
      {
        channel: 0,
        sequence: '4',
        type: '0x22',
        port: 0,
        length: 26,
        timeOffset: 544822000,
        orderId: '245620911467925505',
        side: 'B',
        quantity: 100,
        symbol: 'A',
        price: 2000,
        addFlags: 1,
      },
    ]);
  });

  it.skipIf(!existsSync(pitch))('finds that gap at frame 94 (needs the shared captures)', async () => {
    const whole = readFileSync(pitch);
    const ends = [24];
    while (ends.at(-1)! < whole.length) ends.push(ends.at(-1)! + 16 + whole.readUInt32LE(ends.at(-1)! + 8));
    for (const [frames, gaps] of [
      [93, 0],
      [94, 1],
    ] as const) {
      const path = join(folder, `pitch-${frames}.pcap`);
      writeFileSync(path, whole.subarray(0, ends[frames]));
      const { out } = await run('--feed', 'pitch2', '--a', path, '--json', '--window-us', '0');
      expect((JSON.parse(out) as ReplaySummary).gaps).toHaveLength(gaps);
    }
  });

  it.skipIf(!existsSync(options))('steps through options captures (needs the shared captures)', async () => {
    for (const name of readdirSync(options).filter((file) => file.endsWith('.pcap'))) {
      const { out } = await run('--feed', 'pitch2', '--a', join(options, name), '--json');
      const { rejected, truncated } = JSON.parse(out) as ReplaySummary;
      expect({ name, rejected, truncated }).toEqual({ name, rejected: {}, truncated: 0 });
    }
  });

  it.skipIf(!existsSync(pitch) || 'missing' in nic)(
    'the card writes the same, in both modes (needs the shared captures)',
    async () => {
      for (const mode of ['verified', 'cut-through']) {
        const [software, card] = ['software', 'nic'].map((engine) => join(folder, `pitch-${engine}.ndjson`));
        await run('--feed', 'pitch2', '--a', pitch, '--b', pitch, '--mode', mode, '--records', software!);
        await run(
          '--feed',
          'pitch2',
          '--a',
          pitch,
          '--b',
          pitch,
          '--mode',
          mode,
          '--records',
          card!,
          '--engine',
          'nic',
        );
        expect(readFileSync(card!, 'utf8')).toBe(readFileSync(software!, 'utf8'));
      }
    },
  );
});
