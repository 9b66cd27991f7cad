/**
 * A process that the gateway starts and looks after: a simulated exchange, the dashboard. Its first line on standard output is JSON
 * and says that it is ready, or why it cannot be. When it ends unasked it is started again, later each time.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { CrossfeedError } from '../core/errors.js';
import type { Logger } from '../core/logging.js';
import type { ProcessStatus } from '../core/status/schema.js';
import type { Timer, World } from '../core/world.js';

export interface ChildOptions {
  readonly name: string;
  /** The script, and its arguments; a function when they may differ from start to start. */
  readonly args: readonly string[] | (() => readonly string[]);
  readonly world: World;
  readonly log: Logger;
  readonly readyWithinMs?: number;
  /** How long it may take to stop before it is killed. */
  readonly stopWithinMs?: number;
  readonly restart: boolean;
  /** Each time it is ready, with what its line said. */
  readonly onReady?: (line: Readonly<Record<string, unknown>>) => void;
}

const BACK_OFF_MS = [100, 250, 500, 1000, 2000, 5000] as const;
/** One that ran this long starts over with the shortest wait. */
const HEALTHY_MS = 30_000;
const LONGEST_LINE = 64 * 1024;

export class Child {
  private process: ChildProcess | undefined;
  private state: ProcessStatus['state'] = 'stopped';
  private restarts = 0;
  private failures = 0;
  private startedNs = 0;
  private stopping = false;
  private timer: Timer | undefined;
  private exited: Promise<void> = Promise.resolve();

  constructor(private readonly options: ChildOptions) {}

  get status(): ProcessStatus {
    const { state, restarts } = this;
    return { name: this.options.name, state, pid: this.process?.pid ?? null, restarts };
  }

  /** Starts it; resolves when it is ready, rejects when its first start fails. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => this.launch(resolve, reject));
  }

  /** A line for its standard input. */
  write(line: string): void {
    if (this.process?.stdin?.writable === true) this.process.stdin.write(`${line}\n`);
  }

  /** Asks it to end, and kills it when it does not. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.timer?.cancel();
    const child = this.process;
    if (child !== undefined) {
      const { world, name, log, stopWithinMs = 2000 } = this.options;
      child.kill('SIGTERM');
      const patience = world.timers.after(stopWithinMs, () => {
        log.warn('process did not stop in time; killed', { process: name });
        killGroup(child);
      });
      await this.exited;
      patience.cancel();
    }
    this.state = 'stopped';
  }

  private launch(ready: () => void, failed: (error: Error) => void): void {
    const { name, args, world, log, readyWithinMs = 15_000 } = this.options;
    this.state = 'starting';
    this.startedNs = world.clock.monotonicNs();
    const child = spawn(process.execPath, [...(typeof args === 'function' ? args() : args)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A terminal's Ctrl-C is for us; in which order our children end is our business. They see our death on their standard input.
      detached: true,
    });
    this.process = child;
    let said = false;
    let complaint: Error | undefined;
    let lastWords = '';
    const limit = world.timers.after(readyWithinMs, () => {
      complaint = new CrossfeedError('PROCESS_SILENT', `${name} did not become ready within ${readyWithinMs} ms`);
      killGroup(child);
    });
    this.exited = new Promise((resolve) => {
      child.once('error', (cause) => {
        complaint = new CrossfeedError('PROCESS_START', `cannot start ${name} (${cause.message})`, { cause });
        if (child.pid === undefined) child.emit('close', null, null);
      });
      // `close` comes after the last output, `exit` may come before it.
      child.once('close', (code: number | null, signal: string | null) => {
        limit.cancel();
        this.process = undefined;
        resolve();
        const how = signal ?? `status ${String(code)}`;
        const error =
          complaint ?? new CrossfeedError('PROCESS_ENDED', `${name} ended with ${how}${lastWords && `: ${lastWords}`}`);
        this.ended(error, how, said, ready, failed);
      });
    });
    child.stdin.on('error', () => undefined);
    eachLine(child.stderr, (line) => {
      lastWords = line;
      log.info('process says', { process: name, line });
    });
    eachLine(child.stdout, (line) => {
      if (said) {
        log.info('process says', { process: name, line });
        return;
      }
      const first = parseLine(line);
      const error = errorIn(first);
      if (error !== undefined) {
        complaint = error;
        return;
      }
      said = true;
      limit.cancel();
      this.state = 'running';
      log.info('process ready', { process: name, pid: child.pid, ...first });
      this.options.onReady?.(first);
      ready();
    });
  }

  private ended(error: Error, how: string, wasReady: boolean, ready: () => void, failed: (error: Error) => void): void {
    const { name, log, world, restart } = this.options;
    if (this.stopping) {
      this.state = 'stopped';
      failed(error);
      return;
    }
    log.error('process ended', { process: name, how, error });
    // The first start has somebody who waits for it; later ones have only us.
    if (!wasReady && this.restarts === 0) {
      this.state = 'failed';
      failed(error);
      return;
    }
    if (!restart) {
      this.state = 'failed';
      return;
    }
    if (world.clock.monotonicNs() - this.startedNs > HEALTHY_MS * 1e6) this.failures = 0;
    const delay = BACK_OFF_MS[Math.min(this.failures, BACK_OFF_MS.length - 1)]!;
    this.failures += 1;
    this.state = 'waiting';
    this.timer = world.timers.after(delay, () => {
      this.restarts += 1;
      this.launch(ready, failed);
    });
  }
}

/** With the processes that it started: it leads a group, and cannot take them with it when it is killed. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended meanwhile.
  }
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) if (line !== '') take(line);
  });
}

function parseLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : { line };
  } catch {
    return { line };
  }
}

function errorIn({ error }: Record<string, unknown>): CrossfeedError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'PROCESS_FAILED';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : 'it gave no reason';
  return new CrossfeedError(code, message);
}
