/** A simulated exchange as its real processes, with a folder of its own, for tests that kill them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Answer = Readonly<Record<string, unknown>>;

/** Longer than any honest answer takes on a busy machine. */
const PATIENCE_MS = 90_000;

export class ExchangeProcess {
  private constructor(
    readonly folder: string,
    readonly ready: Answer,
    private readonly write: (line: string) => void,
    private readonly next: () => Promise<Answer>,
    private readonly end: () => Promise<void>,
  ) {}

  /** @param yaml makes the configuration, given the folder */
  static async start(main: string, yaml: (folder: string) => string): Promise<ExchangeProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-exchange-'));
    const file = join(folder, 'exchange.yaml');
    writeFileSync(file, yaml(folder));
    const args = ['--import', 'tsx', main, '--config', file, '--stop-on-stdin-end'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Answer> => {
      const line = await lines.next();
      if (line.done === true) throw new Error('the exchange has ended');
      return JSON.parse(line.value) as Answer;
    };
    const end = async (): Promise<void> => {
      // Its children end with its standard input.
      child.stdin.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    };
    const ready = await next();
    if (ready['ready'] !== true) throw new Error(`the exchange does not start: ${JSON.stringify(ready)}`);
    return new ExchangeProcess(folder, ready, (line) => void child.stdin.write(`${line}\n`), next, end);
  }

  ask(command: object): Promise<Answer> {
    this.write(JSON.stringify(command));
    return this.next();
  }

  /** The day begins some seconds after the processes. */
  async untilOpen(): Promise<void> {
    const openNs = 34_201e9;
    for (;;) {
      const { counters } = (await this.ask({ counters: true })) as { counters: { matcher: { timeNs?: number } } };
      if ((counters.matcher.timeNs ?? 0) > openNs) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  close(): Promise<void> {
    return this.end();
  }
}

/** A loopback address of this process's own. */
export function ownAddress(last: number): string {
  return `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.${last}`;
}

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
