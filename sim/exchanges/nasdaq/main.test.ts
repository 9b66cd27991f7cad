/** The real process, real UDP on loopback, real signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { BookOracle } from './book-oracle.js';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

interface Receiver {
  readonly port: number;
  readonly packets: Buffer[];
  /** Resolves when a packet with this message count has come. */
  readonly until: (wanted: (packets: readonly Buffer[]) => boolean) => Promise<void>;
}

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function receive(address: string): Promise<Receiver> {
  const socket: Socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const packets: Buffer[] = [];
  socket.on('message', (bytes) => packets.push(bytes));
  socket.bind(0, address);
  await once(socket, 'listening');
  cleanups.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  const until = async (wanted: (packets: readonly Buffer[]) => boolean): Promise<void> => {
    while (!wanted(packets)) await once(socket, 'message');
  };
  return { port: socket.address().port, packets, until };
}

interface Simulator {
  readonly process: ChildProcess;
  readonly next: () => Promise<Record<string, unknown>>;
  readonly tell: (command: object) => void;
  readonly exit: Promise<number | null>;
}

function launch(...args: string[]): Simulator {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  cleanups.push(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    next: async () => JSON.parse((await lines.next()).value as string),
    tell: (command) => child.stdin.write(`${JSON.stringify(command)}\n`),
    exit: once(child, 'exit').then(([code]) => code as number | null),
  };
}

const countOf = (packet: Buffer): number => packet.readUInt16BE(18);
const hasEnded = (packets: readonly Buffer[]): boolean => packets.some((packet) => countOf(packet) === 0xffff);

describe('the simulator process', () => {
  it('waits for its start, publishes on both lines, obeys, and ends cleanly at SIGTERM', async () => {
    const a = await receive('127.0.5.1');
    const b = await receive('127.0.5.2');
    const directory = mkdtempSync(join(tmpdir(), 'crossfeed-sim-'));
    cleanups.push(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'exchange.yaml');
    writeFileSync(
      file,
      `seed: 99
symbols: 120
waitForStart: true
lines:
  - { name: A, address: 127.0.5.1, port: ${a.port} }
  - { name: B, address: 127.0.5.2, port: ${b.port} }
`,
    );
    const simulator = launch('--config', file, '--session', 'PROC1');
    expect(await simulator.next()).toMatchObject({ ready: true, venue: 'nasdaq', session: 'PROC1', symbols: 120 });
    await a.until((packets) => packets.length > 0);
    expect(countOf(a.packets[0]!)).toBe(0);

    simulator.tell({ start: true });
    expect(await simulator.next()).toEqual({ done: { start: true } });
    await b.until((packets) => packets.reduce((sum, packet) => sum + countOf(packet), 0) > 5000);
    simulator.tell({ line: 'A', silent: true });
    expect(await simulator.next()).toEqual({ done: { line: 'A', silent: true } });

    simulator.process.kill('SIGTERM');
    const last = (await simulator.next()) as { stopped: boolean; counters: { nextSequence: number } };
    expect(last.stopped).toBe(true);
    expect(await simulator.exit).toBe(0);
    await b.until(hasEnded);
    expect(hasEnded(a.packets)).toBe(false);

    // What came over real sockets is a whole day, in order. (Loopback loses nothing with a buffer this large.)
    const oracle = new BookOracle();
    let next = 1n;
    for (const packet of b.packets) {
      expect(packet.subarray(0, 10).toString('latin1')).toBe('PROC1     ');
      expect(packet.readBigUInt64BE(10)).toBe(next);
      const count = countOf(packet);
      if (count === 0xffff) continue;
      next += BigInt(count);
      for (let at = 20, i = 0; i < count; i++) {
        const length = packet.readUInt16BE(at);
        oracle.take(packet, at + 2, length);
        at += 2 + length;
      }
    }
    expect(Number(next)).toBe(last.counters.nextSequence);
    expect(oracle.complaints).toEqual([]);
    expect(oracle.books.size).toBe(120);
  });

  it('ends with its standard input when asked to', async () => {
    const a = await receive('127.0.5.3');
    const simulator = launch('--stop-on-stdin-end', '--symbols', '20', '--line', `A=127.0.5.3:${a.port}`);
    expect(await simulator.next()).toMatchObject({ ready: true });
    simulator.process.stdin!.end();
    expect(await simulator.next()).toMatchObject({ stopped: true });
    expect(await simulator.exit).toBe(0);
    await a.until(hasEnded);
  });

  it('says what is wrong and exits with status 2', async () => {
    const bad = launch('--line', 'A=192.0.2.1:26400');
    expect(await bad.next()).toMatchObject({ error: { code: 'SIM_CONFIG' } });
    expect(await bad.exit).toBe(2);
    const missing = launch('--config', '/nonexistent/exchange.yaml');
    expect(await missing.next()).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
    expect(await missing.exit).toBe(2);
    const flag = launch('--what');
    expect(await flag.exit).toBe(2);
  });
});
