/** The real processes, real UDP on loopback, a real kill. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { UnitReader } from './unit-reader.js';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Receiver {
  readonly port: number;
  /** By number. */
  readonly messages: Map<number, Buffer>;
  readonly until: (count: number) => Promise<void>;
}

async function receive(address: string): Promise<Receiver> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const messages = new Map<number, Buffer>();
  socket.on('message', (block) => {
    const first = block.readUInt32LE(4);
    for (let i = 0, at = 8; i < block[2]!; i++) {
      const message = block.subarray(at, at + block[at]!);
      const before = messages.get(first + i);
      if (before !== undefined && !before.equals(message)) throw new Error(`message ${first + i} has other bytes now`);
      messages.set(first + i, message);
      at += message.length;
    }
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  cleanups.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  const until = async (count: number): Promise<void> => {
    while (messages.size < count) await once(socket, 'message');
  };
  return { port: socket.address().port, messages, until };
}

describe('the Cboe simulator', () => {
  it(
    'is a set of processes; a publisher that is killed comes back with the same numbers',
    { timeout: 240_000 },
    async () => {
      const a = await receive('127.0.24.1');
      const b = await receive('127.0.24.2');
      const directory = mkdtempSync(join(tmpdir(), 'crossfeed-cboe-test-'));
      cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
      const file = join(directory, 'cboe.yaml');
      writeFileSync(
        file,
        `symbols: 40
messagesPerSecond: 1000
haltEveryS: 5
dataDirectory: ${directory}/data
units:
  - unit: 1
    symbols: A-Z
    lines: [{ name: A, address: 127.0.24.1, port: ${a.port} }, { name: B, address: 127.0.24.2, port: ${b.port} }]
    gapLines: [{ name: G, address: 127.0.24.1, port: 9 }]
    spinPort: 0
gapRequests: { users: [{ sessionSubId: '0001', username: XFED, password: crossfeed }] }
spin: { users: [{ sessionSubId: '0001', username: XFED, password: crossfeed }] }
`,
      );
      const child = spawn(process.execPath, ['--import', 'tsx', main, '--config', file, '--stop-on-stdin-end'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      cleanups.push(() => void child.kill('SIGKILL'));
      const exit = once(child, 'exit');
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async (): Promise<Record<string, unknown>> => JSON.parse((await lines.next()).value as string);
      const tell = (command: object): boolean => child.stdin.write(`${JSON.stringify(command)}\n`);

      const ready = await next();
      expect(ready).toMatchObject({ ready: true, venue: 'cboe', symbols: 40, units: [{ unit: 1, symbols: 'A-Z' }] });
      expect(Object.keys(ready['servers'] as object)).toEqual(['gapRequests', 'spin1']);
      await a.until(2000);
      tell({ kill: 'publisher' });
      expect(await next()).toMatchObject({ done: { kill: 'publisher' } });
      tell({ start: 'publisher' });
      expect(await next()).toMatchObject({ done: { start: 'publisher' } });
      await a.until(a.messages.size + 2000);
      tell({ line: 'A', silent: true });
      expect(await next()).toEqual({ done: { line: 'A', silent: true } });
      const { size } = b.messages;
      await b.until(size + 500);
      tell({ stop: true });
      await exit;

      expect(a.messages.size).toBeLessThan(b.messages.size);
      const reader = new UnitReader();
      for (let sequence = 1; sequence <= b.messages.size; sequence++) {
        const message = b.messages.get(sequence) ?? a.messages.get(sequence);
        if (message === undefined) expect.fail(`message ${sequence} of ${b.messages.size} never came`);
        reader.take(message);
      }
      expect(reader.complaints).toEqual([]);
      expect(reader.isEnded).toBe(true);
    },
  );
});
