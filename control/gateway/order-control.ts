/** Kill switches and limits, as people steer them: what stands survives a restart, because the order engine keeps it in the journal. */
import type {
  KillSwitchCommand,
  KillSwitchState,
  LimitChange,
  LimitRow,
  OrderControl,
  PositionRow,
} from '../core/order-control.js';
import type { Denial, MassCancelOutcome } from '../core/order-entry.js';
import { CrossfeedError } from '../core/errors.js';
import type { Logger } from '../core/logging.js';
import type { Clock } from '../core/world.js';
import type { OrderEngine } from '../orders/engine/engine.js';
import type { CancelScope } from '../orders/engine/options.js';
import type { PreTradeRisk } from '../orders/risk/gate.js';
import type { KillEvent } from '../orders/risk/kill-switch.js';
import type { LimitEvent } from '../orders/risk/limit-book.js';
import { applyLimit, limitRows } from '../orders/risk/limit-rows.js';
import { positionRows } from '../orders/risk/position-rows.js';

/** Keys under which the engine keeps them. */
const KILL = 'kill/';
const LIMIT = 'limit/';
/** Whoever may release has been checked by then: by the role of the token. */
const RELEASES = 'administer';

export interface GatewayControlParts {
  readonly engine: OrderEngine;
  readonly risk: PreTradeRisk;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names in the order of their numbers. */
  readonly clients: readonly string[];
  readonly venues: readonly string[];
  readonly symbolOf: (symbol: string) => number | undefined;
}

export class GatewayControl implements OrderControl {
  constructor(private readonly parts: GatewayControlParts) {
    const { risk, engine } = parts;
    risk.limits.onChange((change) => engine.keep(`${LIMIT}${change.path}`, JSON.stringify(change)));
  }

  /** What stood before the restart stands again. After the engine has read the journal, before anything is sent. */
  restore(): void {
    const { engine, risk, log } = this.parts;
    for (const [key, value] of engine.kept) {
      if (key.startsWith(KILL)) risk.kill.restore(JSON.parse(value) as KillEvent);
      if (!key.startsWith(LIMIT)) continue;
      try {
        risk.limits.restore(JSON.parse(value) as LimitEvent);
      } catch (error) {
        // Its client or symbol is not configured any more.
        log.error('a limit that was changed cannot be set again', { path: key.slice(LIMIT.length), error });
      }
    }
  }

  /** What the risk side hears of: the listener of its kill switch. */
  readonly onKill = (event: KillEvent): void => {
    const { engine, log } = this.parts;
    const key = `${KILL}${event.scope}/${event.id}`;
    engine.keep(key, event.action === 'engage' ? JSON.stringify(event) : '');
    log.warn('kill switch', { ...event });
  };

  killSwitch({ scope, id, action, reason, by }: KillSwitchCommand): MassCancelOutcome | Denial | undefined {
    const { engine, risk, clock } = this.parts;
    try {
      if (action === 'release') {
        risk.kill.release(scope, id, reason, by, RELEASES, clock.epochMs());
        return undefined;
      }
      if (action === 'engage') risk.kill.engage(scope, id, reason, by, clock.epochMs());
      else {
        const denial = this.unknownScope(scope, id);
        if (denial !== undefined) return denial;
      }
    } catch (error) {
      if (error instanceof CrossfeedError) return { code: error.code, text: error.message };
      throw error;
    }
    if (action === 'cancel') this.parts.log.warn('cancel all', { scope, id, by, reason });
    const code = action === 'engage' ? 'KILL_SWITCH' : 'CANCEL_ALL';
    return engine.cancelAll(this.scopeOf(scope, id), code, `${by}: ${reason}`);
  }

  killSwitches(): readonly KillSwitchState[] {
    return this.parts.risk.kill
      .engaged()
      .map(({ scope, id, reason, who, epochMs }) => ({ scope, id, reason, by: who, sinceEpochMs: epochMs }));
  }

  limits(): readonly LimitRow[] {
    const { limits, tables } = this.parts.risk;
    return limitRows(limits, tables);
  }

  positions(): readonly PositionRow[] {
    const { limits, tables } = this.parts.risk;
    return positionRows(limits, tables);
  }

  setLimit(change: LimitChange): Denial | undefined {
    const { risk, clock, log } = this.parts;
    const denial = applyLimit(risk.limits, change, clock.epochMs());
    if (denial === undefined) log.warn('limit changed', { ...change });
    return denial;
  }

  private unknownScope(scope: KillSwitchCommand['scope'], id: string): Denial | undefined {
    const { clients, venues, symbolOf } = this.parts;
    const isKnown =
      scope === 'firm' ||
      (scope === 'client' && clients.includes(id)) ||
      (scope === 'venue' && venues.includes(id)) ||
      (scope === 'symbol' && symbolOf(id) !== undefined);
    return isKnown ? undefined : { code: 'SCOPE_UNKNOWN', text: `there is no ${scope} ${id}` };
  }

  private scopeOf(scope: KillSwitchCommand['scope'], id: string): CancelScope {
    const { clients, venues, symbolOf } = this.parts;
    if (scope === 'client') return { client: clients.indexOf(id) };
    if (scope === 'venue') return { venue: venues.indexOf(id) };
    if (scope === 'symbol') return { instrument: symbolOf(id) ?? -1 };
    return {};
  }
}
