/** A process of the exchange in the hands of its supervisor: started, asked, killed, and started again when it ends unasked. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '../../../control/core/logging.js';
import type { Timer, Timers } from '../../../control/core/world.js';
import { SimulatorConfigError } from '../errors.js';

type Line = Readonly<Record<string, unknown>>;

export interface ChildOptions {
  readonly role: string;
  /** Arguments of node: script and its own. */
  readonly args: () => readonly string[];
  readonly timers: Timers;
  readonly log: Logger;
}

const RESTART_MS = 200;
const STOP_MS = 5000;

export class SupervisedChild {
  restarts = 0;
  /** What its ready line said. */
  ready: Line = {};
  private process: ChildProcess | undefined;
  private isWanted = false;
  private isReady = false;
  private readonly answers: ((line: Line) => void)[] = [];
  private timer: Timer | undefined;
  private exited: Promise<void> = Promise.resolve();

  constructor(private readonly options: ChildOptions) {}

  get pid(): number | null {
    return this.process?.pid ?? null;
  }

  /** Resolves when it is ready; rejects when it ends before that. */
  start(): Promise<void> {
    this.isWanted = true;
    if (this.process !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => this.launch(resolve, reject));
  }

  /** SIGKILL. It stays away until `start`. */
  async kill(): Promise<void> {
    this.isWanted = false;
    this.timer?.cancel();
    this.process?.kill('SIGKILL');
    await this.exited;
  }

  /** Whatever ends from now on stays away. */
  retire(): void {
    this.isWanted = false;
    this.timer?.cancel();
  }

  async stop(): Promise<void> {
    this.retire();
    const child = this.process;
    if (child === undefined) return;
    child.kill('SIGTERM');
    const patience = this.options.timers.after(STOP_MS, () => child.kill('SIGKILL'));
    await this.exited;
    patience.cancel();
  }

  /** Sends a command; resolves with the answer, or with an error when the process ends first. */
  ask(command: object): Promise<Line> {
    return new Promise((resolve) => {
      // One that is not ready does not listen yet.
      if (!this.isReady || this.process?.stdin?.writable !== true) {
        resolve({ error: { code: 'ROLE_DOWN', message: `${this.options.role} is not running` } });
        return;
      }
      this.answers.push(resolve);
      this.process.stdin.write(`${JSON.stringify(command)}\n`);
    });
  }

  private launch(resolve: () => void, reject: (error: Error) => void): void {
    const { role, args, log, timers } = this.options;
    const child = spawn(process.execPath, [...args()], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process = child;
    this.isReady = false;
    let complaint: string | undefined;
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parse(text);
      if (this.isReady) {
        if (line['stopped'] !== true) this.answers.shift()?.(line);
        return;
      }
      if (line['ready'] !== true) {
        complaint = messageOf(line);
        return;
      }
      this.isReady = true;
      this.ready = line;
      resolve();
    });
    this.exited = new Promise((ended) => {
      child.once('error', (error) => (complaint = error.message));
      child.once('close', (code, signal) => {
        const wasReady = this.isReady;
        this.process = undefined;
        this.isReady = false;
        const how = complaint ?? `ended with ${signal ?? `status ${String(code)}`}`;
        for (const answer of this.answers.splice(0))
          answer({ error: { code: 'ROLE_DOWN', message: `${role} ${how}` } });
        ended();
        if (!wasReady) reject(new SimulatorConfigError('SIM_ROLE', `${role}: ${how}`));
        if (!this.isWanted || (!wasReady && this.restarts === 0)) return;
        log.warn('role ended', { role, how });
        this.restarts++;
        this.timer = timers.after(RESTART_MS, () => {
          if (this.isWanted)
            this.launch(
              () => undefined,
              (error) => log.error('role does not start', { role, error }),
            );
        });
      });
    });
  }
}

function parse(text: string): Line {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : { text };
  } catch {
    return { text };
  }
}

function messageOf({ error, text }: Line): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof text === 'string' ? text : 'it gave no reason';
}
