/** What the HTTP API can ask of the gateway, done: one call a command, within one turn. */
import { CrossfeedError } from '../../core/errors.js';
import type { Instrument, SymbolMap } from '../../core/instruments.js';
import type { OrderView, PositionsView } from '../../core/order-api/order-json.js';
import type { QualityView } from '../../core/order-api/quality-json.js';
import { ORDERS_MAX, POSITIONS_MAX, type OpOf, type OrderCommand } from '../../core/order-api/protocol.js';
import type { OrderControl } from '../../core/order-control.js';
import type {
  ClientCancelReject,
  ClientHandler,
  ClientReport,
  MassCancelOutcome,
  OrderEntry,
} from '../../core/order-entry.js';
import { ExecType, OrdStatus } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import type { ClientHub } from '../hub.js';
import type { ClientWorld } from '../client-world.js';
import type { Client, Permission } from '../permissions.js';
import type { RoutingControl } from '../../core/routing-control.js';
import { CommandProblem } from './command-problem.js';
import { OperatorCommands, type OperatorParts } from './operator-commands.js';
import { isFault, isoOf, orderFromJson, replaceFromJson, viewOf, type JsonFault } from './order-from-json.js';
import type { OrderHistory } from './order-history.js';
import { need, type Principal } from './tokens.js';

export interface CommandParts {
  readonly clients: readonly Client[];
  readonly hub: (client: number) => ClientHub;
  readonly entry: OrderEntry;
  /** Absent: no limits and no kill switches. */
  readonly control?: OrderControl;
  /** Absent: nothing to steer. */
  readonly routing?: RoutingControl;
  readonly world: ClientWorld;
  readonly symbols: SymbolMap;
  readonly clock: Clock;
  /** Steps of orders; absent: none are kept. */
  readonly history?: OrderHistory;
  /** The router's decisions about an order, oldest first; absent: none are recorded. */
  readonly explain?: (orderId: number) => Promise<readonly unknown[]>;
  /** What `crossfeed quality report` says of the day; absent: no decisions are recorded. */
  readonly quality?: () => Promise<QualityView>;
  /** Feeds, sessions, alerts and the audit trail, as far as this gateway has them. */
  readonly operator?: Omit<OperatorParts, 'clock'>;
}

/** HTTP status and body. */
export interface CommandReply {
  readonly status: number;
  readonly body: unknown;
}

export class OrderCommands {
  private cancels = 0;
  private readonly operator: OperatorCommands;

  constructor(private readonly parts: CommandParts) {
    this.operator = new OperatorCommands({ clock: parts.clock, ...parts.operator });
  }

  /** Throws CommandProblem. */
  run(principal: Principal, command: OrderCommand): CommandReply {
    switch (command.op) {
      case 'submit':
        return this.submit(principal, command);
      case 'replace':
        return this.replace(principal, command);
      case 'cancel':
        return this.cancel(principal, command);
      case 'order':
        return this.order(principal, command);
      case 'orders':
        return command.ended === undefined
          ? this.orders(principal, command)
          : this.ended(principal, command.ended, command.symbol);
      case 'timeline':
        return this.timeline(principal, command);
      // Takes its time: `explain` below.
      case 'explain':
        throw new CommandProblem('EXPLAIN_UNAVAILABLE', 'Decisions are explained on the order socket only.');
      case 'quality':
        throw new CommandProblem('QUALITY_UNAVAILABLE', 'Execution quality is told on the order socket only.');
      case 'limits':
        return this.limits(principal);
      case 'positions':
        return this.positions(principal);
      case 'setLimit':
        return this.setLimit(principal, command);
      case 'killSwitch':
        return this.killSwitch(principal, command);
      case 'routing':
        need(principal, 'view');
        return { status: 200, body: this.routing.state() };
      case 'setFallback':
        return this.setFallback(principal, command);
      case 'setRule':
        return this.setRule(principal, command);
      default:
        return this.operator.run(principal, command);
    }
  }

  private submit(principal: Principal, { order: json }: OpOf<'submit'>): CommandReply {
    need(principal, 'trade');
    const { client } = principal;
    if (client === undefined)
      throw new CommandProblem('TOKEN_HAS_NO_CLIENT', 'Orders are entered with the token of a client.');
    allow(client, 'enter');
    const { world, entry, hub } = this.parts;
    const order = orderFromJson(client.number, json, world);
    if (isFault(order)) throw invalid(order);
    if (entry.knows(client.number, order.clOrdId)) throw this.duplicate(client, order.clOrdId);
    const outcome = new Outcome();
    hub(client.number).during(outcome, () => entry.submit(order));
    const view = this.viewOf(outcome, client);
    if (view === undefined) throw new CommandProblem('ORDER_REJECTED', 'Nothing was said about the order.');
    if (outcome.report?.ordStatus !== OrdStatus.rejected) return { status: 201, body: view };
    const { reasonCode, text } = outcome.report;
    throw new CommandProblem('ORDER_REJECTED', text, {
      ...(reasonCode === '' ? {} : { code: reasonCode }),
      order: view,
    });
  }

  private duplicate(client: Client, clOrdId: string): CommandProblem {
    const outcome = new Outcome();
    const isThere = this.parts.entry.status(client.number, 0, clOrdId, outcome);
    const order = isThere ? this.viewOf(outcome, client) : undefined;
    const detail = `ClOrdID ${clOrdId} has been used today.`;
    return new CommandProblem('CLORDID_DUPLICATE', detail, order === undefined ? {} : { order });
  }

  private replace(principal: Principal, { orderId, replace }: OpOf<'replace'>): CommandReply {
    need(principal, 'trade');
    const { client, instrument } = this.find(principal, orderId);
    allow(client, 'replace');
    const { entry, hub } = this.parts;
    const request = replaceFromJson(client.number, orderId, replace, instrument);
    if (isFault(request)) throw invalid(request);
    if (entry.knows(client.number, request.clOrdId)) throw this.duplicate(client, request.clOrdId);
    const outcome = new Outcome();
    hub(client.number).during(outcome, () => entry.replace(request));
    return this.requested(outcome, client, orderId, ExecType.replaced);
  }

  private cancel(principal: Principal, { orderId }: OpOf<'cancel'>): CommandReply {
    need(principal, 'trade');
    const { client } = this.find(principal, orderId);
    allow(client, 'cancel');
    const { entry, hub, clock } = this.parts;
    const clOrdId = `HTTP-${Math.floor(clock.epochMs())}-${++this.cancels}`;
    const outcome = new Outcome();
    hub(client.number).during(outcome, () =>
      entry.cancel({ client: client.number, clOrdId, origClOrdId: '', orderId }),
    );
    return this.requested(outcome, client, orderId, ExecType.canceled);
  }

  /** 200: it is done; 202: it was asked for, and venues have to answer. */
  private requested(outcome: Outcome, client: Client, orderId: number, done: number): CommandReply {
    const { reject, report } = outcome;
    if (reject !== undefined) {
      throw new CommandProblem('REQUEST_REJECTED', reject.text || reject.reason, { reason: reject.reason });
    }
    if (report === undefined) this.parts.entry.status(client.number, orderId, '', outcome);
    const status = outcome.report?.execType === done ? 200 : 202;
    return { status, body: this.viewOf(outcome, client) };
  }

  private order(principal: Principal, { orderId }: OpOf<'order'>): CommandReply {
    need(principal, 'view');
    return { status: 200, body: this.find(principal, orderId).view };
  }

  private orders(principal: Principal, { symbol }: OpOf<'orders'>): CommandReply {
    need(principal, 'view');
    const { entry, symbols } = this.parts;
    const instrument = symbol === undefined ? -1 : symbols.bySymbol(symbol)?.index;
    if (instrument === undefined)
      throw new CommandProblem('SYMBOL_UNKNOWN', `No symbol ${symbol ?? ''} is traded here.`);
    const orders: OrderView[] = [];
    let truncated = false;
    for (const client of this.visible(principal)) {
      entry.massStatus(client.number, instrument, {
        onReport: (report) => {
          if (orders.length < ORDERS_MAX)
            orders.push(this.view(report, client, symbols.instruments[report.instrument]));
          else truncated = true;
        },
        onCancelReject: () => undefined,
      });
    }
    return { status: 200, body: { orders, truncated } };
  }

  private ended(principal: Principal, atMost: number, symbol: string | undefined): CommandReply {
    need(principal, 'view');
    const visible = new Set(this.visible(principal).map(({ number }) => number));
    const orderIds = this.parts.history?.ended((client) => visible.has(client), atMost) ?? [];
    const orders = orderIds.flatMap((orderId) => {
      const view = this.seen(principal, orderId)?.view;
      return view === undefined || (symbol !== undefined && view.symbol !== symbol) ? [] : [view];
    });
    return { status: 200, body: { orders, truncated: orderIds.length >= atMost } };
  }

  private timeline(principal: Principal, { orderId }: OpOf<'timeline'>): CommandReply {
    need(principal, 'view');
    const { view: order, instrument } = this.find(principal, orderId);
    return { status: 200, body: { order, entries: this.parts.history?.timeline({ orderId, instrument }) ?? [] } };
  }

  /** Rejects with CommandProblem. */
  async explain(principal: Principal, { orderId }: OpOf<'explain'>): Promise<CommandReply> {
    need(principal, 'view');
    this.find(principal, orderId);
    const { explain } = this.parts;
    if (explain === undefined) throw new CommandProblem('EXPLAIN_UNAVAILABLE', 'This gateway records no decisions.');
    try {
      return { status: 200, body: { decisions: await explain(orderId) } };
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      throw new CommandProblem('EXPLAIN_UNAVAILABLE', error.message, { code: error.code });
    }
  }

  /** Of all clients for those who belong to none, or operate; others see the row of their own. Rejects with CommandProblem. */
  async quality(principal: Principal): Promise<CommandReply> {
    need(principal, 'view');
    const { quality } = this.parts;
    if (quality === undefined) throw new CommandProblem('QUALITY_UNAVAILABLE', 'This gateway records no decisions.');
    try {
      const view = await quality();
      const { client, roles } = principal;
      if (client === undefined || roles.has('operate')) return { status: 200, body: view };
      const own = view.clients.filter(({ name }) => name === client.id);
      const rest = { all: null, venues: [], strategies: [], comparison: null, fillsWithoutDecision: 0 };
      return { status: 200, body: { ...rest, clients: own } satisfies QualityView };
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      throw new CommandProblem('QUALITY_UNAVAILABLE', error.message, { code: error.code });
    }
  }

  private limits(principal: Principal): CommandReply {
    need(principal, 'view');
    const control = this.control();
    const killSwitches = control
      .killSwitches()
      .map(({ sinceEpochMs, ...rest }) => ({ ...rest, since: isoOf(sinceEpochMs) }));
    return { status: 200, body: { limits: control.limits(), killSwitches } };
  }

  /** Of all clients and the firm for those who belong to none, or operate; others see their own. */
  private positions(principal: Principal): CommandReply {
    need(principal, 'view');
    const { client, roles } = principal;
    const rows = this.control()
      .positions()
      .filter((row) => client === undefined || roles.has('operate') || row.client === client.id);
    const body: PositionsView = { positions: rows.slice(0, POSITIONS_MAX), truncated: rows.length > POSITIONS_MAX };
    return { status: 200, body };
  }

  private setLimit(principal: Principal, { scope, id, name, change }: OpOf<'setLimit'>): CommandReply {
    need(principal, 'administer');
    const { value, reason } = change;
    const denial = this.control().setLimit({ scope, id, name, value, reason, by: principal.name });
    if (denial !== undefined) throw new CommandProblem('LIMIT_REJECTED', denial.text, { code: denial.code });
    const row = this.control()
      .limits()
      .find((each) => each.scope === scope && each.id === id && each.name === name);
    return { status: 200, body: row ?? { scope, id, name, value, unit: '' } };
  }

  private setFallback(principal: Principal, { fallback: { on, reason } }: OpOf<'setFallback'>): CommandReply {
    need(principal, 'operate');
    this.routing.setFallback(on, { reason, by: principal.name });
    return { status: 200, body: this.routing.state() };
  }

  private setRule(principal: Principal, { market, rule, change: { on, reason } }: OpOf<'setRule'>): CommandReply {
    need(principal, 'administer');
    const denial = this.routing.setRule(market, rule, on, { reason, by: principal.name });
    if (denial !== undefined) throw new CommandProblem('RULE_REJECTED', denial.text, { code: denial.code });
    return { status: 200, body: this.routing.state() };
  }

  private get routing(): RoutingControl {
    const { routing } = this.parts;
    if (routing === undefined) throw new CommandProblem('CONTROL_UNAVAILABLE', 'This gateway has no router to steer.');
    return routing;
  }

  private killSwitch(principal: Principal, { killSwitch }: OpOf<'killSwitch'>): CommandReply {
    const { scope, id = '', action, reason } = killSwitch;
    if (action === 'release') need(principal, 'administer');
    else if (!principal.roles.has('administer') && !principal.roles.has('operate')) {
      need(principal, 'trade');
      if (scope !== 'client' || id !== principal.client?.id) {
        throw new CommandProblem(
          'ROLE_MISSING',
          'Without the role operate or administer a token stops its own client only.',
        );
      }
    }
    const outcome = this.control().killSwitch({ scope, id, action, reason, by: principal.name });
    if (outcome !== undefined && 'code' in outcome) {
      throw new CommandProblem('KILL_SWITCH_REJECTED', outcome.text, { code: outcome.code });
    }
    return {
      status: 200,
      body: { scope, id, action, ...(outcome === undefined ? {} : { canceled: countsOf(outcome) }) },
    };
  }

  private control(): OrderControl {
    const { control } = this.parts;
    if (control === undefined)
      throw new CommandProblem('CONTROL_UNAVAILABLE', 'This gateway has no limits and kill switches.');
    return control;
  }

  /** Whose orders it may see. */
  private visible({ client }: Principal): readonly Client[] {
    return client === undefined ? this.parts.clients : [client];
  }

  private find(principal: Principal, orderId: number): { client: Client; view: OrderView; instrument: Instrument } {
    const found = this.seen(principal, orderId);
    if (found !== undefined) return found;
    throw new CommandProblem('ORDER_UNKNOWN', `There is no order ${orderId} that this token may see.`);
  }

  private seen(
    principal: Principal,
    orderId: number,
  ): { client: Client; view: OrderView; instrument: Instrument } | undefined {
    const { entry, symbols } = this.parts;
    for (const client of this.visible(principal)) {
      const outcome = new Outcome();
      if (!entry.status(client.number, orderId, '', outcome) || outcome.report === undefined) continue;
      const instrument = symbols.instruments[outcome.report.instrument];
      if (instrument === undefined) break;
      return { client, view: this.view(outcome.report, client, instrument), instrument };
    }
    return undefined;
  }

  private viewOf({ report }: Outcome, client: Client): OrderView | undefined {
    return report && this.view(report, client, this.parts.symbols.instruments[report.instrument]);
  }

  /** A report that answers a question is of now: what is told is when something happened to the order last. */
  private view(report: Readonly<ClientReport>, client: Client, instrument: Instrument | undefined): OrderView {
    const view = viewOf(report, client.id, instrument);
    const changedEpochMs = this.parts.history?.changedEpochMs(report.orderId);
    return changedEpochMs === undefined ? view : { ...view, transactTime: isoOf(changedEpochMs) };
  }
}

/** What is told while a command runs: the last word counts. */
class Outcome implements ClientHandler {
  report: ClientReport | undefined;
  reject: ClientCancelReject | undefined;

  onReport(report: Readonly<ClientReport>): void {
    this.report = { ...report };
  }

  onCancelReject(reject: Readonly<ClientCancelReject>): void {
    this.reject = { ...reject };
  }
}

function allow({ id, permissions }: Client, permission: Permission): void {
  if (!permissions.has(permission))
    throw new CommandProblem('PERMISSION_MISSING', `${id} has no permission '${permission}'.`);
}

function invalid({ path, found, expected, isSymbol }: JsonFault): CommandProblem {
  const detail = `${path}: found ${found}, expected ${expected}`;
  return new CommandProblem(isSymbol === true ? 'SYMBOL_UNKNOWN' : 'ORDER_INVALID', detail, { field: path });
}

/** The outcome goes on counting: what is told is as of now. */
function countsOf({ orders, confirmed, pending, uncertain, wire = [] }: MassCancelOutcome): MassCancelOutcome {
  return { orders, confirmed, pending, uncertain, ...(wire.length === 0 ? {} : { wire }) };
}
