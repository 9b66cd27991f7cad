/**
 * How loaded the machine is, and by whom: what a soak misses in a second in which somebody else had the processors is no fault of the system under test. A loop whose time is known is run four times
 * a second; where it takes much longer than it can, and processes that are none of ours use the processors (or the hypervisor takes them), the second is the machine's. A system that overloads its machine by itself
 * is not excused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { FaultWindows } from '../../control/resilience/service-levels/fault-windows.js';

/** One look: how much longer the loop took than its best, how late the timer was, and what part of the machine others had since the look before. */
export interface MachineLook {
  readonly slowdown: number;
  readonly lateMs: number;
  /** 0 to 1, with what the hypervisor took; undefined: it is not known here. */
  readonly others: number | undefined;
}

export interface MachineSeen {
  readonly looks: number;
  readonly overloaded: number;
  readonly slowdownMax: number;
  /** Mean part of the machine that others had. */
  readonly others: number;
}

export const OVERLOADED = 'machine overloaded by others';
const EVERY_MS = 250;
const SLOWDOWN = 4;
const LATE_MS = 300;
/** From this part on others can be what is in the way. */
const OTHERS = 0.15;
/** What waited for a processor is worked off. */
const AFTERMATH_MS = 3000;
/** About 3 ms on a machine of today. */
const TURNS = 3_000_000;

export function isOverload({ slowdown, lateMs, others }: MachineLook): boolean {
  return (slowdown >= SLOWDOWN || lateMs >= LATE_MS) && (others === undefined || others >= OTHERS);
}

export class MachineWatch {
  private readonly timer: NodeJS.Timeout;
  private best = Infinity;
  private dueMs = Date.now() + EVERY_MS;
  private times: Times | undefined;
  private readonly seen = { looks: 0, overloaded: 0, slowdownMax: 1, others: 0 };

  /** @param pid the process whose descendants are the system under test */
  constructor(
    private readonly windows: FaultWindows,
    private readonly pid: number,
  ) {
    this.times = timesOf(pid);
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  summary(): MachineSeen {
    const { looks, others } = this.seen;
    return { ...this.seen, others: looks === 0 ? 0 : others / looks };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const lateMs = Date.now() - this.dueMs;
    const took = loopMs();
    this.best = Math.min(this.best, took);
    const before = this.times;
    this.times = timesOf(this.pid);
    const others = before === undefined || this.times === undefined ? undefined : othersOf(before, this.times);
    const { seen } = this;
    const slowdown = took / this.best;
    seen.looks++;
    seen.slowdownMax = Math.max(seen.slowdownMax, slowdown);
    seen.others += others ?? 0;
    const now = Date.now();
    if (isOverload({ slowdown, lateMs, others })) {
      seen.overloaded++;
      this.windows.add(OVERLOADED, Math.min(now, this.dueMs) - EVERY_MS, now, AFTERMATH_MS);
    }
    this.dueMs = now + EVERY_MS;
  }
}

function loopMs(): number {
  const began = process.hrtime.bigint();
  let value = 1;
  for (let i = 0; i < TURNS; i++) value = (Math.imul(value, 31) + i) | 0;
  // Read, so that the loop is not left out.
  return Number(process.hrtime.bigint() - began) / 1e6 + (value === 0 ? Number.MIN_VALUE : 0);
}

/** In ticks of the kernel. */
interface Times {
  readonly all: number;
  readonly busy: number;
  readonly ours: number;
}

function othersOf(before: Times, now: Times): number | undefined {
  const all = now.all - before.all;
  // A process that ended takes its time along.
  const ours = Math.max(0, now.ours - before.ours);
  return all <= 0 ? undefined : Math.max(0, now.busy - before.busy - ours) / all;
}

/** Undefined where the kernel does not tell. */
function timesOf(pid: number): Times | undefined {
  try {
    const [, ...fields] = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]!.trim().split(/\s+/);
    // user, nice, system, idle, iowait, irq, softirq, steal
    const ticks = fields.slice(0, 8).map(Number);
    const all = ticks.reduce((sum, each) => sum + each, 0);
    return { all, busy: all - ticks[3]! - ticks[4]!, ours: ticksOf(new Set([pid, process.pid])) };
  } catch {
    return undefined;
  }
}

/** Processor time of some processes and everything below them, ended and waited-for children included. */
function ticksOf(roots: ReadonlySet<number>): number {
  const parents = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The name of a program may hold anything: what follows its last parenthesis is in order.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
      parents.set(Number(name), { parent: Number(fields[1]), ticks });
    } catch {
      // It has ended meanwhile.
    }
  }
  let sum = 0;
  for (const [pid, { ticks }] of parents) {
    let at: number | undefined = pid;
    while (at !== undefined && at !== 0 && !roots.has(at)) at = parents.get(at)?.parent;
    if (at !== undefined && roots.has(at)) sum += ticks;
  }
  return sum;
}
