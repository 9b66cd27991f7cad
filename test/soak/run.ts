/**
 * The stability run: `crossfeed up` as a process of its own with its simulated exchanges, at a steady load, while a schedule of faults kills and stops its processes. What it uses and does is recorded every
 * second; at the end there is a verdict and a report.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, WorldError } from '../../control/core/errors.js';
import { SeededRandom } from '../../control/core/random.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { compiled } from '../../control/core/world-installation.js';
import { FaultWindows } from '../../control/resilience/service-levels/fault-windows.js';
import { MachineWatch } from './machine.js';
import { soakReport } from './report.js';
import { SessionSeconds } from './session-seconds.js';
import { StatusTap } from './status-tap.js';
import { verdictOf, type Check, type SoakSample, type SoakSeen } from './verdict.js';

export interface SoakOptions {
  readonly hours: number;
  readonly config?: string;
  readonly engine?: string;
  /** Data directory and report go here. */
  readonly folder: string;
  /** 0: no faults. */
  readonly faultEveryS: number;
  readonly seed: number;
  readonly progress?: (text: string) => void;
}

export interface SoakResult {
  readonly good: boolean;
  readonly checks: readonly Check[];
  readonly seen: Omit<SoakSeen, 'samples'>;
  readonly report: string;
}

/** Orders over all venues: so many that hardly a second passes without one for each. */
const ORDERS_PER_SECOND = 60;
const READY_LOOK_MS = 200;
const START_MS = 180_000;
/** After the start until everything is up, and after a fault until everything is up again. */
const SETTLE_MS = 30_000;
const STOPPED_MS = 1500;
const SILENT_MS = 2000;
const SAMPLES_MAX = 50_000;
const OBJECTIVE = 0.9999;
const SECOND_MS = 1000;
/** Of a venue's totals: what only the venue can have said. */
const ANSWERS = ['accepted', 'rejected', 'canceled', 'replaced', 'trades', 'amended'] as const;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { hours, folder, progress } = options;
  if (!(hours > 0)) throw new InputError('SOAK_HOURS', 'a soak takes some time', { found: hours, expected: 'above 0' });
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const child = start(options, data);
  const run = new Run(options, child, new StatusTap(join(data, 'gateway.sock')));
  try {
    await run.ready();
    progress?.('ready; settling');
    await sleep(SETTLE_MS);
    const seen = await run.record(hours * 3_600_000);
    const checks = verdictOf(seen);
    const report = join(folder, 'soak.html');
    writeFileSync(report, soakReport(seen, checks));
    const { samples, ...rest } = seen;
    writeFileSync(join(folder, 'soak.json'), JSON.stringify({ checks, ...rest, samples }));
    return { good: checks.every(({ good }) => good), checks, seen: rest, report };
  } finally {
    await run.stop();
  }
}

function start({ config, engine }: SoakOptions, data: string): ChildProcess {
  const args = ['up', '--port', '0', '--data', data, '--demo-orders', String(ORDERS_PER_SECOND)];
  if (config !== undefined) args.push('--config', config);
  if (engine !== undefined) args.push('--engine', engine);
  return spawn(process.execPath, [compiled('control/cli.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

class Run {
  private readonly windows = new FaultWindows();
  private machine: MachineWatch | undefined;
  private readonly sessions = new Map<string, SessionSeconds>();
  private readonly wasActive = new Map<string, boolean>();
  private meteredMs = 0;
  private readonly reports = new Map<string, number>();
  private readonly sent = new Map<string, number>();
  private readonly samples: SoakSample[] = [];
  private readonly random: SeededRandom;
  private silentSeconds = 0;
  private output = '';
  private nextFaultMs: number;
  private lastFault = '';

  constructor(
    private readonly options: SoakOptions,
    private readonly child: ChildProcess,
    private readonly tap: StatusTap,
  ) {
    this.random = new SeededRandom(options.seed);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output = (this.output + text).slice(-10_000)));
    this.nextFaultMs = Infinity;
  }

  async ready(): Promise<void> {
    const end = Date.now() + START_MS;
    while (Date.now() < end) {
      await sleep(READY_LOOK_MS);
      if (this.child.exitCode !== null) throw new WorldError('SOAK_START', `the gateway ended: ${this.output}`);
      if (/^ready: /m.test(this.output) && this.tap.latest !== undefined) return;
    }
    throw new WorldError('SOAK_START', `the gateway was not ready in time: ${this.output}`);
  }

  async record(forMs: number): Promise<SoakSeen> {
    const beganEpochMs = Date.now();
    const { faultEveryS, progress } = this.options;
    this.machine = new MachineWatch(this.windows, this.child.pid ?? 0);
    const everyS = Math.max(1, Math.ceil(forMs / 1000 / SAMPLES_MAX));
    if (faultEveryS > 0) this.nextFaultMs = beganEpochMs + faultEveryS * 1000;
    for (let second = 1; second * 1000 <= forMs; second++) {
      await sleep(Math.max(0, beganEpochMs + second * 1000 - Date.now()));
      if (this.child.exitCode !== null) throw new WorldError('SOAK_ENDED', `the gateway ended: ${this.output}`);
      const status = this.heard();
      this.meter(status);
      if (status !== undefined && second % everyS === 0) this.samples.push(this.sampleOf(status));
      // The last part is left alone, so that the end shows a system that has come back.
      if (Date.now() >= this.nextFaultMs && forMs - second * 1000 > 2 * SETTLE_MS && status !== undefined) {
        await this.fault(status);
        this.nextFaultMs = Date.now() + faultEveryS * 1000;
      }
      if (second % 30 === 0)
        progress?.(`${second} of ${Math.round(forMs / 1000)} s; last fault: ${this.lastFault || 'none'}`);
    }
    return this.seen(beganEpochMs);
  }

  async stop(): Promise<void> {
    this.tap.close();
    this.machine?.close();
    if (this.child.exitCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await exited;
    clearTimeout(patience);
  }

  private heard(): GatewayStatus | undefined {
    if (Date.now() - this.tap.latestEpochMs <= SILENT_MS) return this.tap.latest;
    // A status that did not come because nobody could run is not the gateway's silence.
    if (!this.windows.covers(Date.now() - SILENT_MS)) this.silentSeconds++;
    return undefined;
  }

  /** A session is up in a second when it was active and an order of it was answered; down when it was not active, or was sent an order and answered nothing. */
  private meter(status: GatewayStatus | undefined): void {
    const now = Date.now();
    // Seconds that passed while this process could not run are looked at together: as one.
    if (now - this.meteredMs < SECOND_MS / 2) return;
    this.meteredMs = now;
    for (const { id, state, totals } of status?.trading?.venues ?? []) {
      const reports = ANSWERS.reduce((sum, name) => sum + (totals[name] ?? 0), 0);
      const isAcknowledged = reports > (this.reports.get(id) ?? Infinity);
      this.reports.set(id, reports);
      const sent = totals['sent'] ?? 0;
      const isAsked = sent > (this.sent.get(id) ?? Infinity);
      this.sent.set(id, sent);
      const seconds = this.sessions.get(id);
      const isActive = state === 'active' && this.wasActive.get(id) === true;
      // The first look only says where the counters stand.
      if (seconds === undefined) this.sessions.set(id, new SessionSeconds(OBJECTIVE, this.windows));
      else seconds.note(now - SECOND_MS, { isActive, isAcknowledged, isAsked });
      this.wasActive.set(id, state === 'active');
    }
    // Without a word of the gateway nothing is up.
    if (status === undefined) {
      for (const seconds of this.sessions.values())
        seconds.note(now - SECOND_MS, { isActive: false, isAcknowledged: false, isAsked: false });
    }
  }

  private sampleOf(status: GatewayStatus): SoakSample {
    const { gateway, books } = status;
    return {
      atEpochMs: Date.now(),
      memoryBytes: gateway.memoryBytes,
      descriptors: descriptorsOf(gateway.pid),
      turnNsMax: gateway.turnNsMax,
      bookUpdates: books.updates,
      orders: [...this.reports.values()].reduce((sum, count) => sum + count, 0),
    };
  }

  /** One process is killed, or stopped for a while. */
  private async fault({ processes }: GatewayStatus): Promise<void> {
    const running = processes.filter(({ pid, state }) => pid !== null && state === 'running');
    const target = running[this.random.below(running.length)];
    if (target === undefined || target.pid === null) return;
    const isKill = this.random.below(2) === 0;
    this.lastFault = `${isKill ? 'kill' : 'stop'} ${target.name}`;
    const began = Date.now();
    this.windows.add(this.lastFault, began, began + (isKill ? 0 : STOPPED_MS), SETTLE_MS);
    signal(target.pid, isKill ? 'SIGKILL' : 'SIGSTOP');
    if (!isKill) {
      await sleep(STOPPED_MS);
      signal(target.pid, 'SIGCONT');
    }
  }

  private seen(beganEpochMs: number): SoakSeen {
    const last = this.tap.latest;
    return {
      beganEpochMs,
      endedEpochMs: Date.now(),
      samples: this.samples,
      sessions: Object.fromEntries([...this.sessions].map(([id, seconds]) => [id, seconds.summary()])),
      windows: this.windows.windows(),
      orderFaults: Object.values(last?.trading?.faults ?? {}).reduce((sum, count) => sum + count, 0),
      journalState: last?.trading?.journal.state ?? 'none',
      notReady: last?.readiness.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`) ?? [
        'never heard',
      ],
      silentSeconds: this.silentSeconds,
      machine: this.machine?.summary() ?? { looks: 0, overloaded: 0, slowdownMax: 1, others: 0 },
    };
  }
}

function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** To a process of the gateway's that leads a group. */
function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself.
  }
}
