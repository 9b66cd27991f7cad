/** The smallest gateway as a user starts it, with a data directory, addresses and a port of its own, so that several can run at once. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationRoot } from '../../control/core/world-installation.js';
import { until } from './waiting.js';

export const projectRoot = installationRoot();
export const cli = join(projectRoot, 'dist/control/cli.js');
const simulator = join(projectRoot, 'dist/sim/exchanges/nasdaq/main.js');

export type Engine = 'nic' | 'software';

const library = join(projectRoot, 'driver/build/libcrossfeed.so');
export const built = existsSync(cli);
/** Those that can run here. */
export const engines: readonly Engine[] = existsSync(library) ? ['nic', 'software'] : ['software'];
if (!built) console.warn('nothing is compiled (npm run build): the demo is not run');
if (!engines.includes('nic'))
  console.warn('no driver library (npm run build): the demo runs on the software engine only');

let started = 0;

export interface DemoOptions {
  readonly engine: Engine;
  /** The gateway starts the exchange, as in the demo; otherwise the test does, and can talk to it. */
  readonly ownExchange?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export class Demo {
  private constructor(
    /** What was printed so far. */
    readonly output: () => string,
    readonly folder: string,
    readonly url: string,
    readonly process: ChildProcess,
    readonly exited: Promise<number | null>,
    readonly exchange: ChildProcess | undefined,
  ) {}

  static async start({ engine, ownExchange = false, environment = {} }: DemoOptions): Promise<Demo> {
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-demo-'));
    writeConfiguration(folder, ownExchange);
    const args = [
      'up',
      '--config',
      join(folder, 'demo.yaml'),
      '--engine',
      engine,
      '--port',
      '0',
      '--data',
      join(folder, 'data'),
    ];
    const child = spawn(process.execPath, [cli, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    try {
      const url = await until('the line "ready: URL"', () => {
        if (child.exitCode !== null) throw new Error(`crossfeed up ended with ${child.exitCode}: ${output}`);
        return /^ready: (\S+)$/m.exec(output)?.[1];
      });
      const exchange = ownExchange ? startExchange(folder) : undefined;
      return new Demo(() => output, folder, url, child, exited, exchange);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  async get(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const response = await fetch(new URL(path, this.url));
    return { status: response.status, body: await response.text() };
  }

  /** A line for the exchange that the test started. */
  tell(command: object): void {
    this.exchange?.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** Every process that has to do with this demo, by its command line. */
  processes(): { readonly pid: number; readonly command: string }[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
          return command.includes(this.folder) ? [{ pid: Number(name), command }] : [];
        } catch {
          return [];
        }
      });
  }

  log(): string {
    return readFileSync(join(this.folder, 'data/gateway.log'), 'utf8');
  }

  /** Ends it whatever state it is in, and removes its folder. */
  async dispose(): Promise<void> {
    this.exchange?.kill('SIGKILL');
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      await this.exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function startExchange(folder: string): ChildProcess {
  return spawn(process.execPath, [simulator, '--config', join(folder, 'one-feed-nasdaq.yaml'), '--stop-on-stdin-end'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

/** The configuration's own files, with other addresses. */
function writeConfiguration(folder: string, ownExchange: boolean): void {
  started += 1;
  const network = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
  const change = (text: string): string =>
    text.replaceAll('127.0.1.1', `${network}.${started * 2}`).replaceAll('127.0.1.2', `${network}.${started * 2 + 1}`);
  const read = (name: string): string => change(readFileSync(join(projectRoot, 'config', name), 'utf8'));
  const gateway = read('one-feed.yaml');
  const device = gateway.replace('sim:nic0', `sim:test-${process.pid}-${started}`);
  writeFileSync(
    join(folder, 'demo.yaml'),
    ownExchange ? device.replace(/^simulators:[^]*$/m, 'simulators: []\n') : device,
  );
  writeFileSync(join(folder, 'one-feed-nasdaq.yaml'), read('one-feed-nasdaq.yaml'));
}
