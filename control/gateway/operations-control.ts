/** What operators do with feeds, sessions and alerts: each act is in the timeline with who did it and why. */
import type { CardRegisters } from '../core/card-registers.js';
import { CrossfeedError } from '../core/errors.js';
import type { Logger } from '../core/logging.js';
import type {
  OperationsCommand,
  OperationsControl,
  SessionNumbers,
  SilenceCommand,
} from '../core/operations-control.js';
import type { Denial } from '../core/order-entry.js';
import type { Alert, HealthEvent } from '../core/status/health.js';
import type { VenueSessionStatus } from '../core/venue.js';
import type { Alerts } from '../operations/alerts/alerts.js';
import type { EventLog } from '../resilience/event-log.js';
import type { ConfiguredVenue } from '../venues/venue/configured-venue.js';
import type { MarketData } from './market-data.js';
import type { Trading } from './trading.js';

export interface OperationsParts {
  readonly marketData: Pick<MarketData, 'failover'>;
  readonly trading?: Pick<Trading, 'set' | 'setNumbers'>;
  /** Absent where no rules are configured. */
  readonly alerts?: Alerts;
  readonly events: EventLog;
  readonly log: Logger;
  readonly card?: CardRegisters;
}

const NO_ALERTS: Denial = { code: 'NO_ALERTS', text: 'this gateway has no alert rules' };

export class GatewayOperations implements OperationsControl {
  readonly card?: CardRegisters;

  constructor(private readonly parts: OperationsParts) {
    if (parts.card !== undefined) this.card = parts.card;
  }

  failover(feedId: string, to: string | undefined, command: OperationsCommand): Denial | undefined {
    const denial = this.parts.marketData.failover(feedId, to);
    return this.told(denial, 'failover', `feed ${feedId} to ${to ?? 'its next source'}`, command, `feed/${feedId}`);
  }

  logonSession(id: string, command: OperationsCommand): Denial | undefined {
    return this.told(this.operate(id, 'logon', command), 'session', `session ${id} logs on`, command, `session/${id}`);
  }

  logoutSession(id: string, command: OperationsCommand): Denial | undefined {
    return this.told(
      this.operate(id, 'logout', command),
      'session',
      `session ${id} logs out`,
      command,
      `session/${id}`,
    );
  }

  resetSession(id: string, command: SessionNumbers): Denial | undefined {
    const { nextOut, nextIn } = command;
    const text = `session ${id}: next numbers ${nextOut ?? 'as before'} out, ${nextIn ?? 'as before'} in`;
    return this.told(this.reset(id, nextOut, nextIn), 'session', text, command, `session/${id}`);
  }

  acknowledgeAlert(id: string, command: OperationsCommand): Denial | undefined {
    const { alerts } = this.parts;
    const denial = alerts === undefined ? NO_ALERTS : alerts.engine.acknowledge(id, command.by);
    alerts?.keep();
    return this.told(denial, 'alert', `alert ${id} acknowledged`, command);
  }

  silenceAlert(id: string, command: SilenceCommand): Denial | undefined {
    const { alerts } = this.parts;
    const denial = alerts === undefined ? NO_ALERTS : alerts.engine.silence(id, command.untilEpochMs);
    alerts?.keep();
    const until = new Date(command.untilEpochMs).toISOString();
    return this.told(denial, 'alert', `alert ${id} silenced until ${until}`, command);
  }

  escalateAlert(id: string, command: OperationsCommand): Denial | undefined {
    const { alerts } = this.parts;
    const denial = alerts === undefined ? NO_ALERTS : alerts.engine.escalate(id);
    alerts?.keep();
    return this.told(denial, 'alert', `alert ${id} escalated`, command);
  }

  alerts(): readonly Alert[] {
    return this.parts.alerts?.alerts() ?? [];
  }

  events(after: number, atMost: number): readonly HealthEvent[] {
    return this.parts.events.after(after, atMost);
  }

  private operate(id: string, to: 'logon' | 'logout', { reason, by }: OperationsCommand): Denial | undefined {
    const found = this.find(id);
    if (found === undefined) return unknownSession(id);
    const { log } = this.parts;
    found.venue
      .operateSession(id, to, `${by}: ${reason}`)
      ?.catch((error: unknown) => log.error('session', { id, to, error }));
    return undefined;
  }

  private reset(id: string, nextOut: number | undefined, nextIn: number | undefined): Denial | undefined {
    const { trading } = this.parts;
    const found = this.find(id);
    if (found === undefined || trading === undefined) return unknownSession(id);
    const { state, protocol } = found.session;
    if (!protocol.startsWith('FIX'))
      return { code: 'SESSION_NOT_FIX', text: `the numbers of ${protocol} are the venue's` };
    if (state !== 'disconnected' && state !== 'failed') {
      return { code: 'SESSION_UP', text: `the session is ${state}; log it out first` };
    }
    try {
      trading.setNumbers(id, nextOut, nextIn);
      return undefined;
    } catch (error) {
      if (error instanceof CrossfeedError) return { code: error.code, text: error.message };
      throw error;
    }
  }

  private find(id: string): { readonly venue: ConfiguredVenue; readonly session: VenueSessionStatus } | undefined {
    for (const venue of this.parts.trading?.set.venues ?? []) {
      const session = venue.sessions().find((each) => each.id === id);
      if (session !== undefined) return { venue, session };
    }
    return undefined;
  }

  private told(
    denial: Denial | undefined,
    kind: string,
    text: string,
    { by, reason }: OperationsCommand,
    component?: string,
  ): Denial | undefined {
    const what = denial === undefined ? `${text} (${reason})` : `${text} (${reason}): refused, ${denial.text}`;
    this.parts.events.add(kind, what, { by, ...(component === undefined ? {} : { component }) });
    return denial;
  }
}

const unknownSession = (id: string): Denial => ({
  code: 'UNKNOWN_SESSION',
  text: `there is no session ${id} of a venue`,
});
