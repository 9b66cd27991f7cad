/** What the page knows of orders and kill switches, how well, and as whom it asks. Components subscribe; `poll` is called while somebody looks. */
import type {
  KillSwitchJson,
  KillSwitchView,
  LimitsView,
  OrderJson,
  OrdersView,
  OrderView,
  ReplaceJson,
} from '../../../../control/core/order-api/order-json.js';
import type { SessionView, Who } from '../../../../control/core/order-api/operations-json.js';
import { isTokenUnknown, type Answer, type OrderApi, type RefusedWith } from './api.js';
import { EndedOrders } from './ended.js';
import type { Access, TokenBox } from './token.js';

/** `stale`: what is shown was so once. `refused`: the token may not see it. */
export type Freshness = 'noToken' | 'loading' | 'live' | 'stale' | 'refused';

export interface Known<T> {
  readonly value: T | undefined;
  /** Of the clock given; undefined: never. */
  readonly at: number | undefined;
  /** Of the last attempt. */
  readonly problem: RefusedWith | undefined;
}

/** How long an answer counts as of now. */
export const FRESH_MS = 5000;
/** Kill switches are asked for less often. */
export const SWITCHES_FRESH_MS = 10_000;

/** Of the orders that ended while nobody looked, before the page was opened or between two lists of the open ones, so many are shown. */
const RECENT = 100;
/** They are asked for with the first list, and again with each so-many-th. */
const RECENT_EACH = 5;

const NOTHING = { value: undefined, at: undefined, problem: undefined };

interface OpenOrders {
  readonly orders: readonly OrderView[];
  readonly truncated: boolean;
}

export class OrderDesk {
  open: Known<OpenOrders> = NOTHING;
  limits: Known<LimitsView> = NOTHING;
  ended = new EndedOrders();
  /** As whom the page asks, as the gateway knows them. */
  who: Who | undefined;
  /** Nothing is shown without a login. */
  loginRequired = false;
  /** Why the last token was put away. */
  tokenProblem: RefusedWith | undefined;
  /** Grows with every change. */
  version = 0;
  /** Entered here, and in no list of the open orders yet: one that trades at once never is in one. */
  private readonly entered = new Set<number>();
  private lists = 0;
  private generation = 0;
  private polling: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly api: OrderApi,
    private readonly tokens: TokenBox,
    private readonly nowMs: () => number,
  ) {}

  /** Whether there is anybody as whom to ask. */
  get hasToken(): boolean {
    return this.tokens.access !== undefined;
  }

  /** Somebody is logged in, and not only a token given. */
  get isSession(): boolean {
    return this.tokens.isSession;
  }

  get ordersAre(): Freshness {
    return this.freshness(this.open, FRESH_MS);
  }

  get switchesAre(): Freshness {
    return this.freshness(this.limits, SWITCHES_FRESH_MS);
  }

  ageMs({ at }: Known<unknown>): number | null {
    return at === undefined ? null : this.nowMs() - at;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** False for something that no token looks like. */
  useToken(typed: string): boolean {
    if (!this.tokens.set(typed)) return false;
    this.forgetAll();
    void this.findWho();
    return true;
  }

  /** Looks whether somebody is logged in from before. Call once. */
  async findSession(): Promise<void> {
    const answer = await this.api.get<SessionView>(undefined, 'session');
    if (!answer.ok) return;
    this.loginRequired = answer.body.loginRequired;
    if (answer.body.csrf !== null && !this.hasToken) this.tokens.setSession(answer.body.csrf);
    await this.findWho();
    this.changed();
  }

  /** Name and password; the session's cookie is out of our reach. */
  async logIn(name: string, password: string): Promise<Answer<SessionView>> {
    const answer = await this.api.post<SessionView>(undefined, 'session', { name, password });
    if (answer.ok && answer.body.csrf !== null) {
      this.tokens.setSession(answer.body.csrf);
      this.forgetAll();
      this.who = answer.body.who ?? undefined;
      this.changed();
    }
    return answer;
  }

  async logOut(): Promise<void> {
    if (this.isSession) await this.ask((access) => this.api.delete(access, 'session'));
    this.forgetToken();
  }

  /** Anything else that the API has. Undefined: as whom one asks was changed meanwhile, or there is nobody. */
  get<T>(path: string): Promise<Answer<T> | undefined> {
    return this.ask((access) => this.api.get<T>(access, path));
  }

  /** A command. */
  async post<T>(path: string, body: unknown, method: 'post' | 'put' = 'post'): Promise<Answer<T> | undefined> {
    const answer = await this.ask((access) => this.api[method]<T>(access, path, body));
    this.changed();
    return answer;
  }

  private async findWho(): Promise<void> {
    const answer = await this.get<Who>('who');
    if (answer?.ok === true) this.who = answer.body;
    this.changed();
  }

  forgetToken(): void {
    this.tokens.forget();
    this.forgetAll();
  }

  /** Open orders, and the last state of those that have ended since. One at a time, so that no answer overtakes another: a second call waits for the first. */
  pollOrders(): Promise<void> {
    this.polling ??= this.pollOnce().finally(() => (this.polling = undefined));
    return this.polling;
  }

  async pollSwitches(): Promise<void> {
    const answer = await this.get<LimitsView>('limits');
    if (answer === undefined) return;
    this.limits = this.known(this.limits, answer);
    this.changed();
  }

  /** Undefined: the token was changed meanwhile, or there is none. */
  async enter(order: OrderJson): Promise<Answer<OrderView> | undefined> {
    const answer = await this.ask((access) => this.api.post<OrderView>(access, 'orders', order));
    if (answer?.ok === false && answer.problem.order?.status === 'rejected') this.ended.add(answer.problem.order);
    if (answer?.ok === true) this.entered.add(answer.body.orderId);
    this.changed();
    return answer;
  }

  async replace(orderId: number, terms: ReplaceJson): Promise<Answer<OrderView> | undefined> {
    const path = `orders/${orderId}/replace`;
    const answer = await this.ask((access) => this.api.post<OrderView>(access, path, terms));
    this.changed();
    return answer;
  }

  async cancel(orderId: number): Promise<Answer<OrderView> | undefined> {
    const answer = await this.ask((access) => this.api.delete<OrderView>(access, `orders/${orderId}`));
    this.changed();
    return answer;
  }

  async moveKillSwitch(command: KillSwitchJson): Promise<Answer<KillSwitchView> | undefined> {
    const answer = await this.ask((access) => this.api.post<KillSwitchView>(access, 'kill-switch', command));
    this.changed();
    if (answer?.ok === true) void this.pollSwitches();
    return answer;
  }

  /** Called now and then, so that what gets old is drawn so. */
  tick(): void {
    if (this.hasToken) this.changed();
  }

  private async pollOnce(): Promise<void> {
    const before = this.open.value;
    // A list that is asked for from now on has them, or they have ended.
    const entered = [...this.entered];
    const answer = await this.get<OrdersView>('orders');
    if (answer === undefined) return;
    this.open = this.known(this.open, answer);
    if (answer.ok && before !== undefined && !before.truncated && !answer.body.truncated) {
      this.ended.compare([...before.orders, ...entered.map((orderId) => ({ orderId }))], answer.body.orders);
    }
    if (answer.ok) for (const orderId of entered) this.entered.delete(orderId);
    this.changed();
    if (!answer.ok) return;
    if (this.lists++ % RECENT_EACH === 0) await this.askForRecent();
    await this.askForEnded();
  }

  /** Those that no list of the open ones had: another client’s that came and went between two, and what ended before this page looked. */
  private async askForRecent(): Promise<void> {
    const answer = await this.get<OrdersView>(`orders?ended=${RECENT}`);
    if (answer?.ok !== true) return;
    for (const order of [...answer.body.orders].reverse()) if (!this.ended.has(order.orderId)) this.ended.add(order);
    this.changed();
  }

  private async askForEnded(): Promise<void> {
    const { ended } = this;
    const orderIds = ended.toAsk();
    if (orderIds.length === 0) return;
    for (const orderId of orderIds) {
      const answer = await this.get<OrderView>(`orders/${orderId}`);
      if (answer === undefined) return;
      if (answer.ok) ended.told(orderId, answer.body);
      else if (answer.problem.code === 'ORDER_UNKNOWN') ended.told(orderId, undefined);
      // Anything else passes: it is asked for again with the next list.
      else break;
    }
    this.changed();
  }

  /** Undefined without a token, and when the answer is for a token that is no longer the one in use. */
  private async ask<T>(call: (access: Access) => Promise<Answer<T>>): Promise<Answer<T> | undefined> {
    const { access } = this.tokens;
    if (access === undefined) return undefined;
    const { generation } = this;
    const answer = await call(access);
    if (generation !== this.generation) return undefined;
    if (!answer.ok && isTokenUnknown(answer.problem)) {
      this.forgetToken();
      this.tokenProblem = answer.problem;
      this.changed();
    }
    return answer;
  }

  private known<T>(last: Known<T>, answer: Answer<T>): Known<T> {
    if (answer.ok) return { value: answer.body, at: this.nowMs(), problem: undefined };
    return { ...last, problem: answer.problem };
  }

  private freshness({ at, problem }: Known<unknown>, freshMs: number): Freshness {
    if (!this.hasToken) return 'noToken';
    if (problem?.status === 403) return 'refused';
    if (at === undefined) return problem === undefined ? 'loading' : 'stale';
    return problem === undefined && this.nowMs() - at <= freshMs ? 'live' : 'stale';
  }

  /** What one token showed is not for the next. */
  private forgetAll(): void {
    this.generation++;
    this.open = NOTHING;
    this.limits = NOTHING;
    this.ended = new EndedOrders();
    this.entered.clear();
    this.lists = 0;
    this.who = undefined;
    this.tokenProblem = undefined;
    this.changed();
  }

  private changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
