/** What happened, for the timeline: state changes, steps of failovers, what people did. Bounded: the oldest are let go, and counted. */
import type { HealthEvent } from '../core/status/health.js';
import type { Clock } from '../core/world.js';

export interface EventDetail {
  readonly component?: string;
  /** Who did it; absent: the system by itself. */
  readonly by?: string;
}

const KEPT = 1000;

export class EventLog {
  /** Events that were let go. */
  dropped = 0;
  private last = 0;
  private readonly kept: HealthEvent[] = [];
  private readonly listeners: ((event: HealthEvent) => void)[] = [];

  constructor(
    private readonly clock: Pick<Clock, 'epochMs'>,
    private readonly most = KEPT,
  ) {}

  /** Of the newest event; 0: none yet. */
  get sequence(): number {
    return this.last;
  }

  add(kind: string, text: string, { component, by }: EventDetail = {}): HealthEvent {
    const event: HealthEvent = {
      sequence: ++this.last,
      epochMs: this.clock.epochMs(),
      kind,
      component: component ?? null,
      text,
      by: by ?? null,
    };
    this.kept.push(event);
    if (this.kept.length > this.most) {
      this.kept.shift();
      this.dropped++;
    }
    for (const listener of this.listeners) listener(event);
    return event;
  }

  /** Those after a sequence number, oldest first. */
  after(sequence: number, atMost: number): readonly HealthEvent[] {
    const from = this.kept.findIndex((event) => event.sequence > sequence);
    return from < 0 ? [] : this.kept.slice(from, from + atMost);
  }

  /** The newest, oldest first. */
  newest(atMost: number): HealthEvent[] {
    return this.kept.slice(-atMost);
  }

  listen(listener: (event: HealthEvent) => void): void {
    this.listeners.push(listener);
  }
}
