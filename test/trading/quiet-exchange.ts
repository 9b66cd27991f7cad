/**
 * A simulated exchange in which nobody trades but us and the street: its books are empty until a test writes them, so that what must happen to an order follows from
 * the test alone. What gateways sent to the matcher, and what the matcher did with our firm's orders, is written down: the exchange's own record.
 */
import { SeededRandom } from '../../control/core/random.js';
import { MatcherLinkEnd } from '../../sim/exchanges/core/matcher-link.js';
import type {
  EnterOrder,
  OrderCommand,
  OrderReport,
  OrderState,
  PortIdentity,
} from '../../sim/exchanges/core/orders.js';
import {
  join,
  OPEN_RULES,
  testExchange,
  type MemoryConnection,
  type TestExchange,
} from '../../sim/exchanges/core/testing.js';
import { makeInstruments, type Instrument } from '../../sim/exchanges/market/instruments.js';
import type { Exchange } from '../../sim/exchanges/core/exchange.js';
import type { ParticipantOrder } from '../../sim/exchanges/core/participant-order.js';
import type { OperatorCommand } from '../../sim/exchanges/core/operator.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualWorld } from '../support/world/world.js';

export const FIRM = 'XFED';
const STREET: PortIdentity = { port: 'STREET', firm: 'STRT' };
const NEVER = 1e-9;

/** What a gateway asked the matcher for. */
export interface Asked {
  readonly port: string;
  readonly command: OrderCommand;
}

/** A trade of our firm as the exchange keeps it, corrections had. */
export interface ExchangeTrade {
  readonly match: number;
  readonly orderId: number;
  readonly symbol: string;
  readonly buys: boolean;
  readonly quantity: number;
  price: number;
  broken: boolean;
}

export interface QuietExchangeOptions {
  /** The last one is nobody's business; the first one trades where tests say AAPL. */
  readonly instruments?: readonly Instrument[];
  /** An opening cross three seconds after the start, instead of a market that is open from the beginning. */
  readonly hasOpening?: boolean;
  /** What becomes of a session's orders when it breaks; they stay unless this is said. */
  readonly cancelOnDisconnect?: 'always' | 'never';
}

export class QuietExchange {
  readonly exchange: TestExchange;
  readonly host: VirtualHost;
  readonly asked: Asked[] = [];
  /** By the exchange's own number of the order. */
  readonly orders = new Map<string, OrderState>();
  readonly trades: ExchangeTrade[] = [];
  readonly reports: OrderReport[] = [];
  private readonly street: MatcherLinkEnd;
  private streetId = 0;
  private readonly joints = new Map<string, MemoryConnection[]>();

  private readonly all: readonly Instrument[];

  constructor(
    world: VirtualWorld,
    { instruments, hasOpening = false, cancelOnDisconnect = 'never' }: QuietExchangeOptions = {},
  ) {
    this.all = (instruments ?? shares()).map(empty);
    this.host = world.addHost('matcher');
    const process = this.host.start();
    this.exchange = testExchange({
      world: process,
      rules: { ...OPEN_RULES, otherPorts: { ratePerSecond: 0, cancelOnDisconnect, crossPortCancel: true } },
      tickMs: 5,
      market: {
        seed: 1,
        instruments: this.all,
        messagesPerSecond: NEVER,
        haltEveryS: null,
        breakerAfterS: null,
        continuous: !hasOpening,
      },
    });
    this.street = this.exchange.link('street');
    this.exchange.link('auditor').followFirm(FIRM, 0, (report) => this.note(report));
  }

  /** A gateway's link, whose commands are written down. */
  link(owner: string, name: string): MatcherLinkEnd {
    const end = new NotingLink(name, this.asked);
    const [process] = this.host.processes;
    const joint = join(process!.timers, this.exchange.matcher.hub, end);
    this.joints.set(owner, [...(this.joints.get(owner) ?? []), joint]);
    return end;
  }

  /** The owner's process was killed: its links are gone. */
  cut(owner: string): void {
    for (const joint of this.joints.get(owner) ?? []) joint.cut('killed');
    this.joints.delete(owner);
  }

  /** Ten-thousandths of the currency as the exchange has them, and whole units of quantity. */
  private priceIn(price: number): number {
    return Math.round((price * 10 ** this.all[0]!.priceScale) / 10_000);
  }

  private priceOut(price: number): number {
    return Math.round((price * 10_000) / 10 ** this.all[0]!.priceScale);
  }

  private get unit(): number {
    return 10 ** this.all[0]!.quantityScale;
  }

  /** Somebody else's order: whole units, ten-thousandths of the currency. Returns its name. */
  enter(symbol: string, side: 'buy' | 'sell', quantity: number, price: number, more: Partial<EnterOrder> = {}): string {
    const token = `S${this.streetId + 1}`;
    const name = symbol === 'AAPL' ? this.all[0]!.stock : symbol;
    const amounts = { quantity: quantity * this.unit, price: this.priceIn(price) };
    this.send({ ...PLAIN, type: 'enter', token, symbol: name, side, ...amounts, ...more });
    return token;
  }

  /** Takes what is there at a price, and leaves nothing behind. */
  take(symbol: string, side: 'buy' | 'sell', quantity: number, price: number): void {
    this.enter(symbol, side, quantity, price, { timeInForce: 'ioc' });
  }

  cancel(token: string): void {
    this.send({ type: 'cancel', token, quantity: 0 });
  }

  /** All of the street's orders go. */
  clear(): void {
    this.send({ type: 'massCancel', symbol: '', side: '', scope: 'port', requestId: 'clear' });
  }

  operate(asked: OperatorCommand): void {
    const command =
      asked.type === 'correct'
        ? { ...asked, price: this.priceIn(asked.price) }
        : 'symbol' in asked
          ? { ...asked, symbol: this.all[0]!.stock }
          : asked;
    this.street.operate(command, (error) => {
      if (error !== undefined) throw new Error(`${command.type}: ${error}`);
    });
  }

  /** Orders that our gateways entered, oldest first. */
  get entered(): EnterOrder[] {
    const { unit } = this;
    return this.asked.flatMap(({ command }) =>
      command.type !== 'enter'
        ? []
        : [
            {
              ...command,
              quantity: command.quantity / unit,
              displayQuantity: command.displayQuantity / unit,
              minQuantity: command.minQuantity / unit,
              price: this.priceOut(command.price),
              stopPrice: this.priceOut(command.stopPrice),
            },
          ],
    );
  }

  /** What of ours is alive. */
  get live(): OrderState[] {
    return [...this.orders.values()].filter(({ leaves }) => leaves > 0);
  }

  /** What of ours is in the exchange's own books, shown or not: quantity and price in dollars. */
  get resting(): string[] {
    const { matcher } = this.exchange;
    const { exchange } = matcher as unknown as { readonly exchange: Exchange };
    const lines: string[] = [];
    for (const book of exchange.market.engine.books) {
      const levels = (['B', 'S'] as const).flatMap((side) => [...book.levels(side, false), ...book.levels(side, true)]);
      for (const { head } of levels) {
        for (let order = head; order !== undefined; order = order.next) {
          const owner = order.owner as ParticipantOrder | undefined;
          if (owner?.from.firm !== FIRM) continue;
          lines.push(`${order.shares / this.unit}@${order.price / 10 ** book.instrument.priceScale}`);
        }
      }
    }
    return lines;
  }

  /** Trades that stand. */
  get standing(): ExchangeTrade[] {
    return this.trades.filter(({ broken }) => !broken);
  }

  private send(command: OrderCommand): void {
    this.street.send(STREET, ++this.streetId, command);
  }

  private note(report: OrderReport): void {
    this.reports.push(report);
    if ('order' in report && report.order !== undefined) {
      // A replaced order keeps its first name, whatever number it has now.
      this.orders.set(`${report.order.port} ${report.order.originalToken}`, report.order);
    }
    if (report.type === 'executed') {
      const { order, match } = report;
      const { orderId, symbol, side } = order;
      const amounts = { quantity: report.quantity / this.unit, price: this.priceOut(report.price) };
      this.trades.push({ match, orderId, symbol, buys: side === 'buy', ...amounts, broken: false });
    }
    if (report.type === 'broken' || report.type === 'corrected') {
      for (const trade of this.trades) {
        if (trade.match !== report.match) continue;
        if (report.type === 'broken') trade.broken = true;
        else trade.price = this.priceOut(report.price);
      }
    }
  }
}

const PLAIN: Omit<EnterOrder, 'type' | 'token' | 'symbol' | 'side' | 'quantity' | 'price'> = {
  stopPrice: 0,
  timeInForce: 'day',
  expireEpochMs: 0,
  display: 'visible',
  displayQuantity: 0,
  minQuantity: 0,
  postOnly: false,
  pegTo: '',
  pegOffset: 0,
  capacity: 'P',
  account: '',
  attribution: '',
  preventSelfTrade: '',
};

class NotingLink extends MatcherLinkEnd {
  constructor(
    name: string,
    private readonly asked: Asked[],
  ) {
    super(name);
  }

  override send(from: PortIdentity, commandId: number, command: OrderCommand): boolean {
    this.asked.push({ port: from.port, command });
    return super.send(from, commandId, command);
  }
}

function shares(): readonly Instrument[] {
  return makeInstruments({ count: 4, newListings: false }, new SeededRandom(1));
}

/** Nobody fills its book. The one thing that a market does by itself happens in its last instrument. */
function empty(instrument: Instrument, index: number, all: readonly Instrument[]): Instrument {
  const weight = index === all.length - 1 ? 1 : 1e-12;
  return { ...instrument, liquidity: { ...instrument.liquidity, weight, levels: 0, ordersPerLevel: 0 } };
}
