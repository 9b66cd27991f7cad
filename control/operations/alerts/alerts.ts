/** The alerts of a gateway: rules over its status, told to people, kept over restarts. */
import type { Disk } from '../../core/disk.js';
import type { Logger } from '../../core/logging.js';
import type { Notifier, Receiver } from '../../core/notifications.js';
import type { Alert } from '../../core/status/health.js';
import type { GatewayStatus } from '../../core/status/schema.js';
import type { Clock } from '../../core/world.js';
import { AlertEngine, type Standing } from './alert-engine.js';
import { Dispatcher, type DispatchCounters } from './dispatcher.js';
import type { AlertSettings } from './schema.js';
import { readAlertState, writeAlertState } from './state-file.js';

export interface AlertsOptions {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: Logger;
  readonly settings: AlertSettings;
  /** With secrets read. */
  readonly receivers: readonly Receiver[];
  readonly notifier: Notifier;
  /** Where they survive. */
  readonly file: string;
  /** For the timeline. */
  readonly event: (kind: string, text: string, component: string | undefined) => void;
}

export class Alerts {
  readonly engine: AlertEngine;
  private readonly dispatcher: Dispatcher;
  private isDirty = false;
  /** Times that the file could not be written. */
  private unwritten = 0;

  /** Throws AlertError where the file of before is damaged. */
  constructor(private readonly options: AlertsOptions) {
    const { clock, disk, log, settings, receivers, notifier, file, event } = options;
    const tell = (what: string, alert: Readonly<Standing>): void =>
      event('alert', `${alert.severity} ${what}: ${alert.summary}`, alert.component ?? undefined);
    this.dispatcher = new Dispatcher({
      ...{ clock, log, notifier, receivers, settings },
      escalated: (id, step) => this.engine.escalated(id, step),
    });
    this.engine = new AlertEngine(settings.rules, clock, {
      onFiring: (alert) => {
        tell('fires', alert);
        this.dispatcher.firing(alert);
      },
      onResolved: (alert) => {
        tell('resolved', alert);
        this.dispatcher.resolved(alert);
      },
      onTaken: (alert) => this.dispatcher.taken(alert),
      onEscalated: (alert) => this.dispatcher.escalateNow(alert),
      onChange: () => (this.isDirty = true),
    });
    const before = readAlertState(disk, file);
    if (before === undefined) return;
    this.engine.restore(before);
    for (const alert of this.engine.save().alerts) this.dispatcher.follow(alert);
  }

  get counters(): DispatchCounters & { readonly unwritten: number } {
    return { ...this.dispatcher.counters, unwritten: this.unwritten };
  }

  /** With each sample of the status. */
  evaluate(status: GatewayStatus): void {
    this.engine.evaluate(status, status.health?.components ?? []);
    this.dispatcher.advance();
    this.keep();
  }

  alerts(): readonly Alert[] {
    return this.engine.alerts();
  }

  /** Writes down what has changed. A disk that refuses stops nothing: it is tried again with the next sample. */
  keep(): void {
    if (!this.isDirty) return;
    const { disk, file, log } = this.options;
    try {
      writeAlertState(disk, file, this.engine.save());
      this.isDirty = false;
    } catch (error) {
      if (this.unwritten++ === 0) log.warn('alerts cannot be written down', { error });
    }
  }
}
