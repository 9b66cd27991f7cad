/** The processes of the test: exchanges that stay, a gateway that is started and killed. All of them end with this one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT, type Installation, type VenueName } from './installation.js';

type Line = Readonly<Record<string, unknown>>;

const ENTRIES = {
  gateway: 'test/kills/gateway.process.ts',
  NASDAQ: 'sim/exchanges/nasdaq/main.ts',
  CBOE: 'sim/exchanges/cboe/main.ts',
  FIXEX: 'sim/exchanges/fixex/main.ts',
} as const;

export type Scripts = Readonly<Record<keyof typeof ENTRIES, string>>;

/** Each program in one piece, because processes that are killed have to come back quickly. Below the project, so that its files are found from there. */
export async function bundle(folder: string): Promise<Scripts> {
  await build({
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(PROJECT, path)])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    external: ['@2060.io/*', 'ffi-napi', 'ref-napi'],
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  const of = (name: keyof typeof ENTRIES): string => join(folder, `${name}.mjs`);
  return { gateway: of('gateway'), NASDAQ: of('NASDAQ'), CBOE: of('CBOE'), FIXEX: of('FIXEX') };
}

export class ExchangeProcess {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(name: VenueName, scripts: Scripts, installation: Installation) {
    const args = [scripts[name], '--config', installation.exchanges[name], '--stop-on-stdin-end'];
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdin?.on('error', () => undefined);
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  /** Resolves when all its processes are there. */
  async ready(): Promise<void> {
    const line = await this.next();
    if (line['ready'] !== true) throw new Error(`the exchange does not start: ${JSON.stringify(line)}`);
  }

  /** The day begins some seconds after the processes. */
  async open(): Promise<void> {
    const openNs = 34_201e9;
    for (;;) {
      const { counters } = (await this.ask({ counters: true })) as { counters: { matcher: { timeNs?: number } } };
      if ((counters.matcher.timeNs ?? 0) > openNs) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  ask(command: object): Promise<Line> {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    return this.next();
  }

  async end(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode !== null) return;
    this.child.stdin?.end();
    await exited;
  }

  private async next(): Promise<Line> {
    const line = await this.lines.next();
    if (line.done === true) throw new Error('an exchange has ended');
    return JSON.parse(line.value) as Line;
  }
}

export class GatewayProcess {
  /** What it said on standard output and standard error. */
  output = '';
  readonly startedMs = performance.now();
  readyMs: number | undefined;
  private readonly child: ChildProcess;
  private readonly exited: Promise<string>;
  private onReady: () => void = () => undefined;
  private readonly becameReady = new Promise<void>((resolve) => (this.onReady = resolve));

  /** @param command program arguments of node */
  constructor(command: readonly string[]) {
    this.child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin?.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-20_000);
        if (this.readyMs !== undefined || !/^ready/m.test(this.output)) return;
        this.readyMs = performance.now() - this.startedMs;
        this.onReady();
      });
    }
    this.exited = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve(signal ?? `status ${code}`)),
    );
  }

  /** Resolves with true when clients may connect, with false when that takes too long; rejects when it ends by itself. */
  async ready(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const ended = this.exited.then((how): boolean => {
      throw new Error(`the gateway ended with ${how}: ${this.output}`);
    });
    ended.catch(() => undefined);
    try {
      return await Promise.race([this.becameReady.then(() => true), late, ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** SIGKILL. Rejects when it had ended before. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    const how = await this.exited;
    if (how !== 'SIGKILL') throw new Error(`the gateway was to be killed, and had ended with ${how}: ${this.output}`);
  }

  /** Ends it whatever it does. */
  drop(): void {
    this.child.kill('SIGKILL');
  }

  /** Its counters, in its words. */
  ask(): void {
    this.child.stdin?.write('?\n');
  }
}
