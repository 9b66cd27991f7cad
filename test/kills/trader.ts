/** A client that trades: orders of many kinds on three venues, cancels and replacements, and a book of its own of what it was told. */
import type { Endpoint } from '../../control/core/streams.js';
import type { Random, Timer } from '../../control/core/world.js';
import { FixClient, utcTimestamp, type ClientWorld, type FixFields } from './fix-client.js';

/** Prices are integers of this many decimals: money is exact. */
const SCALE = 10_000;
const TERMINAL = new Set(['2', '4', '8', 'C', '3']);
const AVERAGE_TOLERANCE = 1e-6;

export interface Told {
  readonly execId: string;
  readonly execType: string;
  readonly quantity: number;
  readonly price: number;
  readonly refersTo: string;
  readonly words: string;
}

export interface TraderOrder {
  readonly clOrdId: string;
  readonly symbol: string;
  readonly side: string;
  readonly kind: string;
  /** Every quantity that was asked for. */
  readonly quantities: number[];
  readonly isLinked: boolean;
  orderId: string;
  /** The name by which it goes now. */
  name: string;
  status: string;
  cum: number;
  money: number;
  readonly reports: Told[];
}

interface Request {
  readonly clOrdId: string;
  readonly type: string;
  isAnswered: boolean;
}

const money = (text: string): number => Math.round(Number(text) * SCALE);

export class Trader {
  readonly client: FixClient;
  readonly orders = new Map<string, TraderOrder>();
  readonly faults: string[] = [];
  readonly requests = new Map<string, Request>();
  /** Numbers of reports and rejects that were told, with what was in them. */
  readonly sequences = new Map<number, string>();
  /** Reports that were told again with PossResend, by the client's clock. */
  readonly resent: { readonly id: string; readonly firstMs: number; readonly againMs: number }[] = [];
  /** When a report was heard first, and under which MsgSeqNum last. */
  private readonly heard = new Map<number, { readonly atMs: number; number: number }>();
  readonly counts = { reports: 0, repeated: 0, trades: 0, rejects: 0, lists: 0, business: 0, asked: 0, compared: 0 };
  /** What it believes of the market: the middle, by symbol. */
  readonly middles = new Map<string, number>([
    ['AAPL', 228.5],
    ['MSFT', 421.3],
    ['NVDA', 131.2],
    ['AMZN', 201.7],
  ]);
  /** Of `orders` those that had not ended when it was last looked. */
  private readonly working: TraderOrder[] = [];
  private readonly byOrderId = new Map<string, TraderOrder>();
  private nextId = 1;
  private timer: Timer | undefined;

  constructor(
    private readonly options: {
      readonly world: ClientWorld;
      readonly gateway: Endpoint;
      readonly symbols: readonly string[];
    },
    private readonly random: Random,
  ) {
    this.client = new FixClient({
      world: options.world,
      ...options.gateway,
      beginString: 'FIX.4.4',
      sender: 'CLIENT1',
      target: 'CROSSFEED',
      onMessage: (message) => this.hear(message),
    });
  }

  /** Acts every few milliseconds while it is logged on. */
  trade(everyMs: number): void {
    this.timer = this.options.world.timers.every(everyMs, () => {
      if (!this.client.isLoggedOn) return;
      for (let i = this.random.below(3); i >= 0; i--) this.act();
    });
  }

  pause(): void {
    this.timer?.cancel();
  }

  /** Valid until the next look. */
  get open(): readonly TraderOrder[] {
    // What has ended does not begin again.
    let kept = 0;
    for (const order of this.working) if (!TERMINAL.has(order.status)) this.working[kept++] = order;
    this.working.length = kept;
    return this.working;
  }

  massCancel(): void {
    this.client.send('q', `11=${this.id('M')}|530=7|60=${this.client.now()}|`);
  }

  /** Asks how every order stands; the answers are compared with what was told. */
  askAll(): void {
    this.askSome(1, 0);
  }

  /** The same for one order of so many. */
  askSome(of: number, first: number): void {
    let place = first;
    for (const { clOrdId, symbol, side, orderId } of this.orders.values()) {
      if (place++ % of !== 0) continue;
      this.counts.asked++;
      const named = orderId === 'NONE' || orderId === '' ? `11=${clOrdId}|` : `37=${orderId}|11=${clOrdId}|`;
      this.client.send('H', `${named}55=${symbol}|54=${side}|`);
    }
  }

  private act(): void {
    const dice = this.random.below(100);
    const { open } = this;
    const some =
      open.length === 0 ? undefined : open[Math.max(0, open.length - 1 - this.random.below(Math.min(open.length, 12)))];
    if (dice < 24 && some !== undefined && !some.isLinked) this.replace(some);
    else if (dice < 44 && some !== undefined) this.cancel(some);
    else if (dice < 45) this.massCancel();
    else if (dice < 49) this.list();
    else this.enter();
  }

  private enter(): void {
    const symbol = this.pick(this.options.symbols);
    const middle = this.middles.get(symbol) ?? 100;
    const isBuy = this.random.below(2) === 0;
    const away = (bps: number): string => (middle * (1 + ((isBuy ? -1 : 1) * bps) / 10_000)).toFixed(2);
    const quantity = this.pick([1, 10, 50, 100, 100, 200, 300, 500]);
    const kind = this.pick([
      'rest',
      'rest',
      'rest',
      'near',
      'near',
      'take',
      'ioc',
      'fok',
      'market',
      'iceberg',
      'peg',
      'stop',
      'stopLimit',
      'twap',
      'postOnly',
      'gtc',
      'hidden',
    ]);
    const shape: Readonly<Record<string, string>> = {
      rest: `40=2|44=${away(30 + this.random.below(60))}|59=0|`,
      near: `40=2|44=${away(this.random.below(4) - 1)}|59=0|`,
      take: `40=2|44=${away(-50)}|59=0|`,
      ioc: `40=2|44=${away(-20)}|59=3|`,
      fok: `40=2|44=${away(-20)}|59=4|`,
      market: '40=1|59=0|848=patienceMs=500|',
      iceberg: `40=2|44=${away(20)}|59=0|111=${Math.max(1, Math.floor(quantity / 5))}|`,
      peg: `40=P|18=${this.pick(['R', 'M'])}|59=0|`,
      stop: `40=3|99=${away(-20)}|59=0|`,
      stopLimit: `40=4|99=${away(-20)}|44=${away(-40)}|59=0|`,
      twap: `40=2|44=${away(-20)}|59=0|847=1000|848=slices=4|126=${this.later(2000)}|`,
      postOnly: `40=2|44=${away(40)}|59=0|18=6|`,
      gtc: `40=2|44=${away(50)}|59=1|`,
      hidden: `40=2|44=${away(30)}|59=0|111=0|`,
    };
    this.order(symbol, isBuy, quantity, kind, shape[kind]!, false);
  }

  private order(
    symbol: string,
    isBuy: boolean,
    quantity: number,
    kind: string,
    shape: string,
    isLinked: boolean,
  ): void {
    const clOrdId = this.id('O');
    const side = isBuy ? '1' : '2';
    this.note(clOrdId, symbol, side, kind, quantity, isLinked);
    this.client.send('D', `11=${clOrdId}|55=${symbol}|54=${side}|60=${this.client.now()}|38=${quantity}|${shape}`);
  }

  private note(clOrdId: string, symbol: string, side: string, kind: string, quantity: number, isLinked: boolean): void {
    const order = { clOrdId, symbol, side, kind, quantities: [quantity], isLinked, orderId: '', name: clOrdId };
    const whole: TraderOrder = { ...order, status: 'A', cum: 0, money: 0, reports: [] };
    this.orders.set(clOrdId, whole);
    this.working.push(whole);
  }

  /** Two orders of which one ends the other. */
  private list(): void {
    const symbol = this.pick(this.options.symbols);
    const middle = this.middles.get(symbol) ?? 100;
    const legs = [1.01, 1.02].map((times) => {
      const clOrdId = this.id('O');
      this.note(clOrdId, symbol, '2', 'oco', 100, true);
      return { clOrdId, price: (middle * times).toFixed(2) };
    });
    const listId = this.id('L');
    const entries = legs.map(
      ({ clOrdId, price }, i) => `11=${clOrdId}|67=${i + 1}|55=${symbol}|54=2|38=100|40=2|44=${price}|`,
    );
    this.ask(listId, 'E', `66=${listId}|414=2|394=3|69=oco|68=2|73=2|${entries.join('')}`);
  }

  private cancel(order: TraderOrder): void {
    const id = this.id('C');
    this.ask(
      id,
      'F',
      `11=${id}|41=${order.name}|${order.orderId === '' ? '' : `37=${order.orderId}|`}55=${order.symbol}|54=${order.side}|60=${this.client.now()}|`,
    );
  }

  private replace(order: TraderOrder): void {
    if (order.kind === 'market' || order.kind === 'ioc' || order.kind === 'fok' || order.orderId === '') return;
    const id = this.id('R');
    const quantity = this.pick([50, 100, 150, 250, 400]);
    const limit = /near|rest|gtc|iceberg|take|postOnly/.test(order.kind);
    const middle = this.middles.get(order.symbol) ?? 100;
    const price = limit
      ? `40=2|44=${(middle * (1 + ((order.side === '1' ? -1 : 1) * (20 + this.random.below(40))) / 10_000)).toFixed(2)}|`
      : '';
    if (!limit) {
      this.cancel(order);
      return;
    }
    order.quantities.push(quantity);
    this.ask(
      id,
      'G',
      `11=${id}|41=${order.name}|37=${order.orderId}|55=${order.symbol}|54=${order.side}|60=${this.client.now()}|38=${quantity}|${price}`,
    );
  }

  private ask(clOrdId: string, type: string, body: string): void {
    this.requests.set(clOrdId, { clOrdId, type, isAnswered: false });
    this.client.send(type, body);
  }

  private hear(message: FixFields): void {
    const { type } = message;
    for (const tag of [11, 66, 379]) {
      const request = this.requests.get(message.get(tag));
      if (request !== undefined) request.isAnswered = true;
    }
    if (type === '8') this.report(message);
    else if (type === '9') {
      this.counts.rejects++;
      const order = this.byOrderId.get(message.get(37));
      const isNew = message.get(198) === '' || this.sequence(message, message.get(198));
      if (order !== undefined && isNew) order.status = message.get(39);
    } else if (type === 'N') this.counts.lists++;
    else if (type === 'j') {
      this.counts.business++;
      this.faults.push(`refused: ${message.get(58)} (${message.get(372)} ${message.get(379)})`);
    }
  }

  /** True when it is new. */
  private sequence(message: FixFields, id: string): boolean {
    const number = Number(id.slice(1));
    const content = contentOf(message);
    const before = this.sequences.get(number);
    const nowMs = this.options.world.clock.monotonicNs() / 1e6;
    if (before === undefined) {
      this.sequences.set(number, content);
      this.heard.set(number, { atMs: nowMs, number: message.number(34) });
      return true;
    }
    this.counts.repeated++;
    const heard = this.heard.get(number)!;
    if (heard.number !== message.number(34)) {
      // PossDup says that a message is sent again, not that what is in it was told before.
      if (message.get(97) === 'Y') this.resent.push({ id, firstMs: heard.atMs, againMs: nowMs });
      else this.faults.push(`${id} was told as ${heard.number}, and as ${message.get(34)} without PossResend`);
      heard.number = message.number(34);
    }
    if (!message.isRepeated) this.faults.push(`${id} was told twice, the second time without PossDup and PossResend`);
    if (before !== content) this.faults.push(`${id} was told with other contents: ${before} then ${content}`);
    return false;
  }

  private report(message: FixFields): void {
    const execId = message.get(17);
    if (message.get(150) === 'I') {
      this.compare(message);
      return;
    }
    this.counts.reports++;
    const isOurs = /^E\d+$/.test(execId);
    if (isOurs && !this.sequence(message, execId)) return;
    const order = this.find(message);
    if (order === undefined) {
      this.faults.push(`a report of no order of ours: ${contentOf(message)}`);
      return;
    }
    if (order.orderId === '') {
      order.orderId = message.get(37);
      if (isOurs) this.byOrderId.set(order.orderId, order);
    }
    if (message.get(150) === '5') order.name = message.get(11);
    this.apply(order, message, execId);
  }

  private find(message: FixFields): TraderOrder | undefined {
    const known = this.byOrderId.get(message.get(37)) ?? this.orders.get(message.get(11));
    if (known?.orderId !== '' && known?.orderId !== message.get(37) && message.get(150) !== '8') {
      this.faults.push(`${message.get(11)} was entered twice: OrderID ${known?.orderId} and ${message.get(37)}`);
    }
    return known;
  }

  private apply(order: TraderOrder, message: FixFields, execId: string): void {
    const execType = message.get(150);
    const quantity = message.number(32) || 0;
    const price = money(message.get(31) || '0');
    order.reports.push({ execId, execType, quantity, price, refersTo: message.get(19), words: message.get(58) });
    if (execType === 'F') {
      this.counts.trades++;
      order.cum += quantity;
      order.money += quantity * price;
    } else if (execType === 'H' || execType === 'G') {
      this.faults.push(`${order.clOrdId}: a trade was taken back, and nobody asked for it`);
    }
    order.status = message.get(39);
    if (message.number(14) !== order.cum) {
      this.faults.push(`${order.clOrdId}: CumQty ${message.get(14)} in ${execId}, and ${order.cum} was told`);
    }
    const average = Math.abs(message.number(6) * order.cum - order.money / SCALE);
    if (average > AVERAGE_TOLERANCE * Math.max(1, order.cum)) {
      this.faults.push(
        `${order.clOrdId}: AvgPx ${message.get(6)} of ${order.cum} in ${execId}, and ${order.money} was paid`,
      );
    }
  }

  /** How the gateway says that an order stands. */
  private compare(message: FixFields): void {
    this.counts.compared++;
    const order = this.byOrderId.get(message.get(37));
    if (order === undefined) return;
    if (order.status !== message.get(39) || order.cum !== message.number(14)) {
      this.faults.push(
        `${order.clOrdId}: status ${message.get(39)} of ${message.get(14)}, and ${order.status} of ${order.cum} was told`,
      );
    }
  }

  private later(ms: number): string {
    return utcTimestamp(this.options.world.clock.epochMs() + ms);
  }

  private id(letter: string): string {
    return `${letter}${this.nextId++}`;
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.random.below(values.length)]!;
  }
}

/** What a report says, without what differs from one telling to the next. */
function contentOf(message: FixFields): string {
  const ofSession = new Set([8, 9, 34, 43, 52, 97, 122, 10]);
  return message.all
    .filter(([tag]) => !ofSession.has(tag))
    .map(([tag, value]) => `${tag}=${value}`)
    .join('|');
}
