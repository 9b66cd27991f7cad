/** One component of the health model: what is observed of it, what of that is believed (hysteresis), and since when. */
import type { ComponentKind, HealthReason, HealthState } from '../../core/status/health.js';

/**
 * Components that a component needs. `all`: it can do no more than the worst of them. `any`: one that works is enough, and it is degraded while another does not.
 * `wanted`: it is degraded without one of them.
 * A component that is degraded works, so nobody inherits that.
 */
export interface Need {
  readonly of: 'all' | 'any' | 'wanted';
  readonly ids: readonly string[];
}

export interface ComponentSpec {
  /** Unique and stable over restarts. */
  readonly id: string;
  readonly kind: ComponentKind;
  readonly label: string;
  readonly needs?: readonly Need[];
  /** Not ready without it. */
  readonly essential?: boolean;
  /** A worse observation counts when it has stood for so long, ms; default 0. */
  readonly worseAfterMs?: number;
  /** A better one when it has stood for so long, ms; default 1000. Four times that while the component flaps. */
  readonly betterAfterMs?: number;
}

const BETTER_AFTER_MS = 1000;
/** So many times worse within this time is flapping. */
const FLAPS = 3;
const FLAP_WINDOW_MS = 60_000;
const FLAP_FACTOR = 4;

/** How bad a state is, for comparison: what is off or has not begun is no fault. */
const BADNESS: Record<HealthState, number> = {
  up: 0,
  off: 0,
  starting: 1,
  unknown: 1,
  degraded: 2,
  stale: 3,
  down: 4,
};

export const isWorse = (a: HealthState, b: HealthState): boolean => BADNESS[a] > BADNESS[b];
/** It does what it is for. */
export const isFit = (state: HealthState): boolean => state === 'up' || state === 'degraded';

const EMPTY: readonly HealthReason[] = [];

export class Part {
  /** With what is inherited; by the model. */
  state: HealthState = 'unknown';
  reasons: readonly HealthReason[] = EMPTY;
  sinceEpochMs: number;
  /** What is believed of the component itself. */
  own: HealthState = 'unknown';
  ownReasons: readonly HealthReason[] = EMPTY;
  private observed: HealthState = 'unknown';
  private observedReasons: readonly HealthReason[] = EMPTY;
  private observedSinceMs = 0;
  private readonly worsenings: number[] = [];

  needs: readonly Need[];

  constructor(
    readonly spec: ComponentSpec,
    epochMs: number,
  ) {
    this.sinceEpochMs = epochMs;
    this.needs = spec.needs ?? [];
  }

  /** Ids of what it needs. */
  get dependsOn(): string[] {
    return this.needs.flatMap(({ ids }) => [...ids]);
  }

  observe(state: HealthState, reasons: readonly HealthReason[], nowMs: number): void {
    if (state !== this.observed) {
      this.observed = state;
      this.observedSinceMs = nowMs;
    }
    this.observedReasons = reasons;
  }

  /** Lets an observation count once it has stood for long enough. */
  settle(nowMs: number): void {
    const { observed, own, spec } = this;
    if (observed === own) {
      this.ownReasons = this.observedReasons;
      return;
    }
    const stoodMs = nowMs - this.observedSinceMs;
    if (isWorse(observed, own)) {
      if (stoodMs < (spec.worseAfterMs ?? 0)) return;
      if (BADNESS[observed] >= BADNESS.degraded) this.worsened(nowMs);
    } else if (BADNESS[own] >= BADNESS.degraded && observed !== 'off') {
      const isFlapping = this.isFlapping(nowMs);
      if (stoodMs < (spec.betterAfterMs ?? BETTER_AFTER_MS) * (isFlapping ? FLAP_FACTOR : 1)) {
        if (isFlapping) this.ownReasons = [...this.ownReasons.filter(({ code }) => code !== FLAPPING.code), FLAPPING];
        return;
      }
    }
    this.own = observed;
    this.ownReasons = this.observedReasons;
  }

  private worsened(nowMs: number): void {
    const { worsenings } = this;
    worsenings.push(nowMs);
    if (worsenings.length > FLAPS) worsenings.shift();
  }

  private isFlapping(nowMs: number): boolean {
    const { worsenings } = this;
    return worsenings.length === FLAPS && nowMs - worsenings[0]! < FLAP_WINDOW_MS;
  }
}

const FLAPPING: HealthReason = { code: 'FLAPPING', text: `it failed ${FLAPS} times within a minute` };
