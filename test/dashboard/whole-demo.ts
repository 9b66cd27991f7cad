/** The demo as a user starts it (config/demo.yaml, all its exchanges), in a folder of its own that is gone afterwards. Its exchanges have fixed ports: one at a time on a machine. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { until } from './waiting.js';

export interface WholeDemoOptions {
  /** The command line to start, below the installation whose configuration is taken. */
  readonly cli: string;
  /** Of the messages that the demo's exchanges usually send, for machines that have other work too; 1: as it is shipped. */
  readonly share: number;
  /** How long each thing that is waited for may take. */
  readonly patienceMs: number;
}

export class WholeDemo {
  private output = '';
  private readonly gone: Promise<unknown>;

  private constructor(
    private readonly home: string,
    private readonly gateway: ChildProcess,
    private readonly patienceMs: number,
  ) {
    for (const stream of [gateway.stdout!, gateway.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.gone = new Promise((done) => gateway.once('exit', done));
  }

  static start({ cli, share, patienceMs }: WholeDemoOptions): WholeDemo {
    // Everything that the demo writes is below one folder: its exchanges keep their data where they are started.
    const home = mkdtempSync(join(tmpdir(), 'cf-full-demo-'));
    const config = join(home, 'config');
    cpSync(join(dirname(cli), '../../config'), config, { recursive: true, dereference: true });
    if (share !== 1) slow(config, share);
    const gateway = spawn(
      process.execPath,
      [cli, 'up', '--config', join(config, 'demo.yaml'), '--port', '0', '--data', join(home, 'data')],
      { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return new WholeDemo(home, gateway, patienceMs);
  }

  get dataDirectory(): string {
    return join(this.home, 'data');
  }

  /** The end of what it has written so far. */
  get lastOutput(): string {
    return this.output.slice(-2000);
  }

  /** Where the page is, once the gateway says so. Rejects when it ends instead. */
  async url(): Promise<string> {
    const { gateway } = this;
    const url = await until(
      'the line "ready: URL"',
      () => (gateway.exitCode === null ? /^ready: (\S+)$/m.exec(this.output)?.[1] : 'none'),
      this.patienceMs,
    );
    if (gateway.exitCode !== null) throw new Error(`the gateway ended with ${gateway.exitCode}`);
    return url;
  }

  token(): Promise<string> {
    return until('the token', () => /token: (\S+)/.exec(this.output)?.[1], this.patienceMs);
  }

  /** A call of the API with the demo's token. */
  async api(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
    const headers = { authorization: `Bearer ${await this.token()}`, 'content-type': 'application/json' };
    const response = await fetch(new URL(`api/v1/${path}`, await this.url()), { ...init, headers });
    return { status: response.status, body: await response.json() };
  }

  /** Until `/readyz` says so and every venue takes orders. */
  async ready(): Promise<void> {
    const url = await this.url();
    await until('/readyz 200', async () => (await fetch(new URL('readyz', url))).status === 200, this.patienceMs);
    await until(
      'every venue to take orders',
      async () => {
        const { body } = await this.api('health');
        const { components } = body as { components: { kind: string; state: string }[] };
        return components.filter(({ kind }) => kind === 'venue').every(({ state }) => state === 'up');
      },
      this.patienceMs,
    );
  }

  /** A process that the gateway started, by a part of its command line. */
  child(part: string): number | undefined {
    const { pid } = this.gateway;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return children.map(Number).find((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(part));
  }

  async stop(): Promise<void> {
    this.gateway.kill('SIGTERM');
    await this.gone;
    rmSync(this.home, { recursive: true, force: true });
  }
}

function slow(config: string, share: number): void {
  const change = (name: string, what: RegExp, to: (found: string) => string): void => {
    const file = join(config, name);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(what, (_, key: string, value: string) => `${key}: ${to(value)}`),
    );
  };
  for (const name of readdirSync(config).filter((each) => each.startsWith('demo-') && each.endsWith('.yaml')))
    change(name, /^(messagesPerSecond): (\d+)/m, (rate) => String(Math.ceil(Number(rate) * share)));
  // A process that waits for its turn behind others is late by far more than a line that is at fault.
  change('demo.yaml', /^(lagMaxMs): (\d+)/m, () => '2000');
  change('demo.yaml', /^(staleAfterMs): (\d+)/m, () => '6000');
}
