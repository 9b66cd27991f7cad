/**
 * What the algorithms share: when they begin and end, what they have to remember, and how they take. They end on time: what waits at a venue is given the end where the venue
 * takes one, and is cancelled `endLeadMs` before it elsewhere.
 */
import type { Work } from '../engine/work.js';
import { BaseWorker, type Memory } from './base-worker.js';
import { limitOf } from './names.js';
import { numberOf } from './parameters.js';
import { lotOf, protectedLimit } from './placing.js';

/** When the session of an instrument ends, epoch ms; undefined: not known. */
export type SessionEnd = (instrument: number, epochMs: number) => number | undefined;

/** Marks children that take. */
export const TAKE = 1;

export abstract class AlgoWorker extends BaseWorker {
  protected readonly lot: number;
  /** The plan counts from here: time, what was done, and what everybody had traded. */
  protected originMs = 0;
  protected originCum = 0;
  protected originVolume = 0;
  protected endMs = 0;
  /** Length of a slice, where the algorithm has slices; the same after a restart. */
  protected sliceMs = 0;
  private isWatching = false;

  constructor(
    work: Work,
    private readonly sessionEnd: SessionEnd | undefined,
  ) {
    super(work);
    this.lot = lotOf(work);
    this.leadMs = numberOf(work.terms, 'endLeadMs');
  }

  protected override setDeadline(): void {
    const { work } = this;
    const { terms } = work;
    this.endMs =
      terms.algoEndEpochMs > 0 ? terms.algoEndEpochMs : (this.sessionEnd?.(work.instrument.index, work.epochMs()) ?? 0);
    if (terms.expireEpochMs > 0)
      this.endMs = this.endMs === 0 ? terms.expireEpochMs : Math.min(this.endMs, terms.expireEpochMs);
    this.deadline = this.endMs;
  }

  protected override begin(): void {
    if (this.endMs === 0) {
      this.giveUp('TYPE_ALGO_NEEDS_END', 'end (126) is missing, and the end of the session is not known');
      return;
    }
    if (this.work.terms.algoStartEpochMs >= this.endMs) this.isPast();
  }

  protected override restore(memory: Memory): void {
    if (typeof memory['origin'] === 'number') {
      this.originMs = memory['origin'];
      this.originCum = Number(memory['cum']);
      this.originVolume = Number(memory['volume']);
      this.endMs = this.deadline = Number(memory['end']);
      this.sliceMs = Number(memory['slice']);
      this.planned();
    } else {
      this.begin();
    }
  }

  /** Plans what is left anew, from now to the end, and remembers it. */
  protected planFrom(now: number): void {
    const { work } = this;
    this.originMs = now;
    this.originCum = work.cumQuantity;
    this.originVolume = work.marketVolume;
    this.planned();
    const { endMs: end, originCum: cum, originVolume: volume, sliceMs: slice } = this;
    work.remember({ origin: now, end, cum, volume, slice });
  }

  /** The plan is another one: `originMs` and what goes with it are set. */
  protected planned(): void {
    // What an algorithm derives from it.
  }

  /** False before its time has come; makes the plan when it has. */
  protected hasBegun(now: number): boolean {
    if (this.originMs > 0) return true;
    const { algoStartEpochMs: start } = this.work.terms;
    if (now >= start) this.planFrom(now);
    else this.wakeBy(start);
    return now >= start;
  }

  protected watch(on: boolean): void {
    if (on === this.isWatching) return;
    this.isWatching = on;
    this.work.watchMarket(on);
  }

  /** Open at venues: it may still trade. */
  protected openLeaves(): number {
    let leaves = 0;
    for (const child of this.work.children) if (child.isOpen) leaves += child.quantity - child.cumQuantity;
    return leaves;
  }

  protected take(quantity: number): void {
    const { work } = this;
    const wanted = Math.min(quantity, work.unsentQuantity);
    if (wanted <= 0 || !this.mayTry || !work.marketIsSound) return;
    const limit = protectedLimit(work, limitOf(work.terms));
    if (limit === 0 || work.route(wanted, limit, { takeOnly: true, tag: TAKE }) === 0) this.cameToNothing();
  }

  protected override isPast(): void {
    const { algoStartEpochMs: start } = this.work.terms;
    this.giveUp(
      'TYPE_ALGO_TIMES',
      `end (126): found ${this.endMs}, expected a time after now and after the start, ${start}`,
    );
  }

  protected override expired(): void {
    const { cumQuantity, terms } = this.work;
    this.end('expired', 'TYPE_ALGO_ENDED', `${cumQuantity} of ${terms.quantity} were done by the end, ${this.endMs}`);
  }

  /** Another quantity is another plan. */
  protected override replaced(): void {
    if (this.originMs > 0) this.planFrom(this.work.epochMs());
  }
}
