/**
 * The health model: every component with its state, why, since when, and what it needs. It only computes: observers tell it what they see, `settle` says what
 * follows. `/readyz`, metrics, the page and alerts read it; nothing on the way of an order waits for it.
 */
import type { Component, HealthReason, HealthState } from '../../core/status/health.js';
import type { Clock } from '../../core/world.js';
import { ResilienceError } from '../errors.js';
import type { EventLog } from '../event-log.js';
import { isFit, isWorse, Part, type ComponentSpec, type Need } from './part.js';

const COMPONENTS_MAX = 2000;
const NO_REASONS: readonly HealthReason[] = [];

export class HealthModel {
  private readonly parts = new Map<string, Part>();
  /** Whatever is needed comes before who needs it; undefined: to be found. */
  private order: readonly Part[] | undefined;

  constructor(
    private readonly clock: Clock,
    /** Hears of every change of state. */
    private readonly events: Pick<EventLog, 'add'>,
  ) {}

  /** Adds a component. Throws ResilienceError for an id that is taken. */
  declare(spec: ComponentSpec): void {
    if (this.parts.has(spec.id)) throw new ResilienceError('HEALTH_COMPONENT', `${spec.id} is declared twice`);
    if (this.parts.size >= COMPONENTS_MAX) {
      throw new ResilienceError('HEALTH_COMPONENT', `more than ${COMPONENTS_MAX} components`);
    }
    this.parts.set(spec.id, new Part(spec, this.clock.epochMs()));
    this.order = undefined;
  }

  has(id: string): boolean {
    return this.parts.has(id);
  }

  remove(id: string): void {
    this.parts.delete(id);
    this.order = undefined;
  }

  /** What a component needs from now on. Throws ResilienceError for one that nobody declared. */
  setNeeds(id: string, needs: readonly Need[]): void {
    const part = this.parts.get(id);
    if (part === undefined) throw new ResilienceError('HEALTH_UNKNOWN', `nobody declared ${id}`);
    part.needs = needs;
    this.order = undefined;
  }

  /** What somebody sees of a component itself, without what it inherits. Throws ResilienceError for one that nobody declared. */
  observe(id: string, state: HealthState, reasons: readonly HealthReason[] = NO_REASONS): void {
    const part = this.parts.get(id);
    if (part === undefined) throw new ResilienceError('HEALTH_UNKNOWN', `nobody declared ${id}`);
    part.observe(state, reasons, this.nowMs());
  }

  /** State of a component as of the last `settle`. */
  stateOf(id: string): HealthState {
    return this.parts.get(id)?.state ?? 'unknown';
  }

  /** Works out what follows from what was observed. Throws ResilienceError where components need each other in a circle. */
  settle(): void {
    const nowMs = this.nowMs();
    this.order ??= this.sorted();
    for (const part of this.order) {
      part.settle(nowMs);
      this.infer(part);
    }
  }

  /** In the order of their declaration. */
  components(): Component[] {
    return [...this.parts.values()].map((part) => ({
      id: part.spec.id,
      kind: part.spec.kind,
      label: part.spec.label,
      state: part.state,
      reasons: [...part.reasons],
      sinceEpochMs: part.sinceEpochMs,
      dependsOn: part.dependsOn,
      essential: part.spec.essential ?? false,
    }));
  }

  /** The worst of the essential components. */
  get state(): HealthState {
    let worst: HealthState = 'up';
    for (const { spec, state } of this.parts.values()) {
      if (spec.essential === true && isWorse(state, worst)) worst = state;
    }
    return worst;
  }

  private infer(part: Part): void {
    let state = part.own;
    const inherited: HealthReason[] = [];
    // Who is switched off needs nobody.
    if (state !== 'off') {
      for (const need of part.needs) {
        const found = this.through(need, inherited);
        if (isWorse(found, state)) state = found;
      }
    }
    part.reasons = state === 'up' ? NO_REASONS : [...part.ownReasons, ...inherited];
    if (state === part.state) return;
    const before = part.state;
    part.state = state;
    part.sinceEpochMs = this.clock.epochMs();
    // The way from nothing to work is no news.
    if (before === 'unknown' && !isWorse(state, 'starting')) return;
    const why = part.reasons.map(({ text }) => text).join('; ');
    this.events.add('state', `${part.spec.label}: ${before} → ${state}${why === '' ? '' : ` (${why})`}`, {
      component: part.spec.id,
    });
  }

  /** What a need leaves of who has it. */
  private through({ of, ids }: Need, reasons: HealthReason[]): HealthState {
    let worst: HealthState = 'up';
    let best: HealthState | undefined;
    let fit = 0;
    for (const id of ids) {
      const { state, spec } = this.parts.get(id)!;
      if (state === 'off') continue;
      if (isFit(state)) {
        fit++;
        continue;
      }
      reasons.push({ code: 'NEEDS', text: `${spec.label} is ${state}` });
      if (isWorse(state, worst)) worst = state;
      if (best === undefined || isWorse(best, state)) best = state;
    }
    if (best === undefined) return 'up';
    if (of === 'all') return worst;
    if (of === 'any' && fit === 0) return best;
    return isWorse(worst, 'starting') ? 'degraded' : 'up';
  }

  private sorted(): Part[] {
    const done = new Set<Part>();
    const open = new Set<Part>();
    const visit = (part: Part): void => {
      if (done.has(part)) return;
      if (open.has(part)) throw new ResilienceError('HEALTH_COMPONENT', `${part.spec.id} needs itself`);
      open.add(part);
      for (const id of part.dependsOn) {
        const needed = this.parts.get(id);
        if (needed === undefined) {
          throw new ResilienceError('HEALTH_COMPONENT', `${part.spec.id} needs ${id}, which nobody declared`);
        }
        visit(needed);
      }
      open.delete(part);
      done.add(part);
    };
    for (const part of this.parts.values()) visit(part);
    return [...done];
  }

  private nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }
}
