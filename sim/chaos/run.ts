/**
 * One run of the seeded simulation: a client trades through the gateway on three exchanges while things go wrong; then everything is put right, and everybody must tell the
 * same story. The same seed gives the same run, byte for byte.
 */
import { SeededRandom } from '../../control/core/random.js';
import type { DurabilityPolicy } from '../../control/core/journal.js';
import { JournalStory, judge } from '../../test/kills/judge.js';
import { Trader, type TraderOrder } from '../../test/kills/trader.js';
import { VirtualWorld } from '../../test/support/world/world.js';
import { calmLink } from '../../test/support/world/link.js';
import { differingBooks, doubtfulBooks, type BookChannel } from './checks/books.js';
import { retoldFaults } from './checks/retold.js';
import { riskFaults } from './checks/risk.js';
import { NumbersCheck } from './checks/numbers.js';
import { faultPlan, type Fault } from './faults.js';
import { ChaosExchange, EXCHANGE_PARTS } from './scene/exchange.js';
import { ChaosGateway, CLIENT_PORT, JOURNAL } from './scene/gateway.js';
import { GATEWAY, VENUES } from './scene/venues.js';

/** Tuesday, ten in the morning in New York. */
const EPOCH_MS = Date.parse('2026-06-02T14:00:00Z');
const CLIENT = '127.0.31.1';
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA'];
/** The clock knows nothing shorter: sums of times that are closer are the same time. */
const NANOSECOND_MS = 1e-6;
const SLICE_MS = 20;
/** Of an event loop that looks for market data. */
const TURN_US = 500;
/** A journal that found no room tries again within a second. */
const ROOM_MS = 2000;
/** A start that is refused has been by then. */
const REFUSED_MS = 20;
/** How long the client may need to log on for the first time, and everything to come to rest when nothing goes wrong any more. */
const OPEN_MS = 10_000;
const REST_MS = 60_000;
const REST_STEP_MS = 300;
/** As the trader makes them, they last two seconds at most. */
const ENDING_KINDS: ReadonlySet<string> = new Set(['market', 'ioc', 'fok', 'twap']);
const PENDING_CANCEL = '6';
const ENDINGS_MS = 8000;
/** A garbled message that nothing follows is missed when the next heartbeat comes with a number too high, after 30 s, and is then sent again. */
const GARBLED_MS = 32_000;
const ENDINGS_STEP_MS = 100;
const ASKED_OF = 4;
/** Of so many seeds one has feeds that can recover by pictures only. */
const PICTURES_EVERY = 3;
const ANSWERED_MS = 5000;
const LATE_EVERY = 8;
const LATE_MS = 5000;
const CATCH_UP_MS = 120;
const CATCH_UP_STEP_MS = 2;
const DOUBT_MS = 10_000;
const DOUBT_STEP_MS = 20;
const IN_DOUBT = 'is in doubt';

/** The gateway's feeds have no servers of single messages in this seed: whatever is missing takes a picture. */
export function hasPicturesOnly(seed: number): boolean {
  return seed % PICTURES_EVERY === 0;
}

export interface ChaosOptions {
  /** How long is traded. */
  readonly ms?: number;
  /** Instead of those of the seed. */
  readonly faults?: readonly Fault[];
  /** Mean time between the client's actions. */
  readonly everyMs?: number;
  /** How long everything may take to come to rest. */
  readonly restMs?: number;
  /** Of an event loop that looks for market data; longer for runs of many minutes. */
  readonly turnUs?: number;
  /** What each exchange's market does of itself, messages a second. */
  readonly marketRate?: number;
}

export interface ChaosResult {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** What must not be: empty, where all is well. */
  readonly violations: readonly string[];
  readonly orders: number;
  readonly trades: number;
  /** Of the gateway, the first one counted. */
  readonly starts: number;
  /** Simulated. */
  readonly ms: number;
  /** Two runs that were the same have the same. */
  readonly fingerprint: number;
}

export async function runChaos(seed: number, options: ChaosOptions = {}): Promise<ChaosResult> {
  return new ChaosRun(seed, options).play();
}

interface Due {
  readonly atMs: number;
  readonly act: () => void | Promise<void>;
}

class ChaosRun {
  private readonly world: VirtualWorld;
  private readonly exchanges: readonly ChaosExchange[];
  private readonly gateway: ChaosGateway;
  private readonly trader: Trader;
  private readonly numbers = new NumbersCheck();
  private readonly faults: readonly Fault[];
  private readonly agenda: Due[] = [];
  private readonly ms: number;
  private beganMs = 0;

  constructor(
    private readonly seed: number,
    private readonly options: ChaosOptions,
  ) {
    const random = new SeededRandom(seed);
    this.ms = options.ms ?? 2000;
    this.faults = options.faults ?? faultPlan(random, { ms: this.ms, venues: VENUES.length });
    this.world = new VirtualWorld({ seed, epochMs: EPOCH_MS, timerErrorMs: 1, turnUs: options.turnUs ?? TURN_US });
    this.world.tap = this.numbers.tap;
    this.gateway = new ChaosGateway(this.world, this.durability, hasPicturesOnly(seed));
    this.exchanges = VENUES.map((venue) => new ChaosExchange(this.world, venue, seed, options.marketRate));
    const client = this.world.addHost('client', { addresses: [CLIENT] }).start();
    const gateway = { host: GATEWAY, port: CLIENT_PORT };
    this.trader = new Trader({ world: client, gateway, symbols: SYMBOLS }, new SeededRandom(seed + 1));
  }

  /** With `sync` a power cut loses nothing; a killed process does not with any. */
  private get durability(): DurabilityPolicy {
    const losesPower = this.faults.some(
      ({ kind }) => kind === 'powerCut' || kind === 'dieWriting' || kind === 'syncFails',
    );
    return losesPower ? 'sync' : 'group';
  }

  async play(): Promise<ChaosResult> {
    const { world, gateway, trader, exchanges } = this;
    const violations: string[] = [];
    for (const exchange of exchanges) await exchange.open();
    gateway.start();
    trader.client.start();
    if (!(await world.runUntil(() => trader.client.isLoggedOn, OPEN_MS)))
      violations.push('the client could not log on');
    this.beganMs = this.nowMs;
    trader.trade(this.options.everyMs ?? 4);
    for (const fault of this.faults) this.at(fault.atMs, () => this.begin(fault));
    await this.until(this.ms);
    trader.pause();
    violations.push(...(await this.repair()), ...(await this.rest()));
    violations.push(...(await this.books()), ...this.risk());
    const all = violations.concat(this.testimony());
    return {
      seed: this.seed,
      faults: this.faults,
      violations: all,
      orders: trader.orders.size,
      trades: trader.counts.trades,
      starts: gateway.starts,
      ms: Math.round(this.nowMs),
      fingerprint: world.fingerprint,
    };
  }

  private get nowMs(): number {
    return this.world.nowNs / 1e6;
  }

  /** @param atMs since trading began */
  private at(atMs: number, act: Due['act']): void {
    const index = this.agenda.findIndex((due) => due.atMs > atMs);
    this.agenda.splice(index < 0 ? this.agenda.length : index, 0, { atMs, act });
  }

  private async until(ms: number): Promise<void> {
    for (;;) {
      const passed = this.nowMs - this.beganMs;
      const [next] = this.agenda;
      if (next !== undefined && next.atMs - passed < NANOSECOND_MS) {
        this.agenda.shift();
        await next.act();
      } else if (ms - passed < NANOSECOND_MS) return;
      else await this.world.run(Math.min(SLICE_MS, ms - passed, (next?.atMs ?? Infinity) - passed));
    }
  }

  private begin(fault: Fault): void | Promise<void> {
    const { world, gateway, trader } = this;
    const { disk } = gateway.host;
    const after = (forMs: number, act: Due['act']): void => this.at(this.nowMs - this.beganMs + forMs, act);
    const restart = (forMs: number): void => after(forMs, () => this.startGateway());
    switch (fault.kind) {
      case 'killPart': {
        const exchange = this.exchanges[fault.venue]!;
        if (!exchange.isUp(fault.part)) return;
        exchange.kill(fault.part);
        after(fault.forMs, () => this.startPart(exchange, fault.part));
        return;
      }
      case 'partition': {
        const link = this.linkTo(fault);
        link.partition();
        after(fault.forMs, () => link.heal());
        return;
      }
      case 'cut':
        this.linkTo(fault).cut();
        return;
      case 'corrupt':
        this.linkTo(fault).corruptNext();
        return;
      case 'cutAfter':
        this.linkTo(fault).cutAfter(fault.bytes);
        return;
      case 'impair': {
        const link = this.linkTo(fault);
        const chance = fault.percent / 100;
        link.set({
          datagramLoss: chance,
          datagramDuplication: chance / 2,
          datagramDelay: chance,
          jitterMs: 3,
          splitChance: chance,
        });
        after(fault.forMs, () => void link.set(calmLink));
        return;
      }
      case 'loseLines': {
        const link = this.linkTo(fault);
        link.set({ datagramLoss: 1 });
        after(fault.forMs, () => void link.set({ datagramLoss: calmLink.datagramLoss }));
        return;
      }
      case 'delay': {
        const link = this.linkTo(fault);
        link.set({ latencyMs: fault.latencyMs });
        after(fault.forMs, () => void link.set({ latencyMs: calmLink.latencyMs }));
        return;
      }
      case 'halt': {
        const exchange = this.exchanges[fault.venue]!;
        exchange.operate({ type: 'halt', symbol: SYMBOLS[fault.instrument]! });
        after(fault.forMs, () => exchange.operate({ type: 'resume', symbol: SYMBOLS[fault.instrument]! }));
        return;
      }
      case 'killGateway':
        gateway.kill();
        restart(fault.forMs);
        return;
      case 'flipBit':
        gateway.kill();
        gateway.damage.flip(fault.place);
        restart(fault.forMs);
        after(fault.forMs + REFUSED_MS, () => {
          gateway.damage.mend();
          this.startGateway();
        });
        return;
      case 'powerCut':
        gateway.powerCut();
        restart(fault.forMs);
        return;
      case 'dieWriting':
        disk.crashAt(disk.operations + fault.changes, 'during', fault.power ? 'powerCut' : 'kill');
        restart(fault.forMs);
        return;
      case 'diskFull': {
        disk.capacityBytes = 0;
        after(fault.forMs, () => {
          disk.capacityBytes = Infinity;
        });
        return;
      }
      case 'syncFails':
        disk.fail({ operation: 'sync', code: 'EIO' });
        return;
      case 'writeFails':
        disk.fail({ operation: 'write', code: 'EIO' });
        return;
      case 'clock':
        gateway.host.clock.step(fault.stepMs);
        return;
      case 'drift':
        gateway.host.clock.drift(fault.ppm);
        return;
      case 'cutClient':
        world.link(CLIENT, GATEWAY).cut();
        return;
      case 'slowClient':
        trader.client.read(false);
        after(fault.forMs, () => trader.client.read(true));
    }
  }

  private linkTo({ venue, part }: { readonly venue: number; readonly part: (typeof EXCHANGE_PARTS)[number] }) {
    return this.world.link(this.exchanges[venue]!.addressOf(part), GATEWAY);
  }

  /** A client that has nothing to send any more does not notice that the gateway's machine has lost its power: others have heartbeats for that. */
  private revive(): void {
    if (this.gateway.isUp) return;
    this.startGateway();
    this.world.link(CLIENT, GATEWAY).cut();
  }

  private startGateway(): void {
    if (!this.gateway.isUp) this.gateway.start();
  }

  /** A publisher needs its matcher to begin. */
  private async startPart(exchange: ChaosExchange, part: (typeof EXCHANGE_PARTS)[number]): Promise<void> {
    if (exchange.isUp(part)) return;
    if (part === 'publisher' && !exchange.isUp('matcher')) await exchange.start('matcher');
    await exchange.start(part);
  }

  /** Nothing goes wrong any more, and whatever is down comes up. */
  private async repair(): Promise<string[]> {
    const { world, gateway, exchanges, trader } = this;
    this.agenda.length = 0;
    gateway.host.disk.capacityBytes = Infinity;
    gateway.host.clock.drift(0);
    gateway.damage.mend();
    trader.client.read(true);
    for (const exchange of exchanges) {
      for (const part of EXCHANGE_PARTS) {
        const link = world.link(exchange.addressOf(part), GATEWAY);
        link.relent();
        link.set(calmLink);
        link.heal();
        await this.startPart(exchange, part);
      }
      for (const symbol of SYMBOLS) exchange.operate({ type: 'resume', symbol });
    }
    await world.run(SLICE_MS);
    const state = (): string | undefined => gateway.act((trading) => trading.status().journal.state);
    const hasRoom = await world.runUntil(() => state() !== 'full', ROOM_MS);
    // A journal that a disk's error has closed is opened again by whoever operates it; a full disk needs nobody.
    const journal = state();
    if (journal !== undefined && journal !== 'open') gateway.kill();
    this.revive();
    return hasRoom ? [] : ['the disk has room again, and the journal does not write'];
  }

  /** Everything is cancelled, and every order ends. */
  private async rest(): Promise<string[]> {
    const { world, gateway, trader } = this;
    const { restMs = REST_MS } = this.options;
    const late = await this.endings();
    let isAtRest = false;
    for (let passed = 0; passed < restMs && !isAtRest; passed += REST_STEP_MS) {
      // A crash of the disk that was armed may still come.
      this.revive();
      if (trader.client.isLoggedOn && gateway.isReady) {
        if (trader.open.length > 0) trader.massCancel();
        else {
          isAtRest = true;
          gateway.host.disk.relent();
        }
      }
      await world.run(REST_STEP_MS);
    }
    if (!isAtRest) {
      const venues = gateway.act(({ set }) =>
        set.venues.map((venue) => ({ id: venue.id, state: venue.state, sessions: venue.sessions() })),
      );
      return [
        ...late,
        `not at rest ${restMs / 1000} s after the last fault: client ${trader.client.isLoggedOn ? 'logged on' : 'logged off'}, gateway ${gateway.isReady ? 'ready' : 'not ready'}, ` +
          `${trader.open.length} orders open (${trader.open
            .slice(0, 3)
            .map(({ clOrdId, kind, status }) => `${clOrdId} ${kind} ${status}`)
            .join(', ')}), ${JSON.stringify(venues)}`,
        ...this.gatewayErrors(),
      ];
    }
    // Over the seeds every kind of order is asked for; what comes late is waited for now and then.
    trader.askSome(ASKED_OF, this.seed);
    const { counts } = trader;
    const isAnswered = await world.runUntil(() => counts.compared >= counts.asked, ANSWERED_MS);
    await world.run(this.seed % LATE_EVERY === 0 ? LATE_MS : REST_STEP_MS);
    const unanswered = isAnswered
      ? []
      : [`${counts.asked - counts.compared} of ${counts.asked} status requests were not answered`];
    return [...late, ...unanswered, ...this.gatewayErrors()];
  }

  /** Orders that end at a time of their own end without being cancelled, and those that were cancelled without being cancelled again. */
  private async endings(): Promise<string[]> {
    const { world, gateway, trader } = this;
    const waiting = (): TraderOrder[] =>
      trader.open.filter(({ kind, status }) => ENDING_KINDS.has(kind) || status === PENDING_CANCEL);
    const isGarbled = this.faults.some(({ kind }) => kind === 'corrupt');
    const ms = ENDINGS_MS + (isGarbled ? GARBLED_MS : 0);
    for (let passed = 0; passed < ms; passed += ENDINGS_STEP_MS) {
      this.revive();
      if (trader.client.isLoggedOn && gateway.isReady && waiting().length === 0) return [];
      await world.run(ENDINGS_STEP_MS);
    }
    return waiting().map(({ clOrdId, kind, status }) => `${clOrdId} (${kind}) did not end by itself: ${status}`);
  }

  private gatewayErrors(): string[] {
    return this.gateway.broken.map(
      (error) => `the gateway broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }

  /** Books agree once what is under way has arrived, and none stays in doubt. */
  private async books(): Promise<string[]> {
    const { world, gateway, exchanges } = this;
    let wrong: string[] = [];
    let sinceDoubtMs = 0;
    for (let passed = 0; passed < DOUBT_MS && sinceDoubtMs < CATCH_UP_MS;) {
      wrong = gateway.act((_trading, marketData) =>
        exchanges.flatMap((exchange, i) => {
          const channel = CHANNELS[i]!;
          const doubtful = doubtfulBooks(channel, marketData).map((symbol) => `${exchange.id} ${symbol} ${IN_DOUBT}`);
          return [...doubtful, ...differingBooks(exchange, channel, marketData)];
        }),
      ) ?? ['the gateway is gone'];
      if (wrong.length === 0) return [];
      // What is in doubt may have to be asked for again; without such a book it is a matter of milliseconds.
      const isDoubtful = wrong.some((text) => text.endsWith(IN_DOUBT));
      const step = isDoubtful ? DOUBT_STEP_MS : CATCH_UP_STEP_MS;
      sinceDoubtMs = isDoubtful ? 0 : sinceDoubtMs + step;
      await world.run(step);
      passed += step;
    }
    return wrong.map((text) => `book: ${text}`);
  }

  private risk(): string[] {
    const { gateway, trader } = this;
    // What never came to rest is told of already.
    if (trader.open.length > 0) return [];
    return (
      gateway.act(({ orders, set }) => {
        const names = set.instruments.map(({ symbol }) => symbol);
        return orders === undefined ? [] : riskFaults(orders, names, trader);
      }) ?? []
    );
  }

  /** What client, journal and exchanges say of the same orders. */
  private testimony(): string[] {
    const { gateway, trader, exchanges, numbers } = this;
    const retold = retoldFaults(trader, gateway.endedMs);
    gateway.kill();
    const story = new JournalStory(JOURNAL, gateway.host.start().disk);
    story.read();
    const witnesses = exchanges.map(({ executions }) => ({ executions, client: { faults: [] } }));
    const stale = exchanges.flatMap(({ id, executions }, i) =>
      gateway.stale.faults(id, CHANNELS[i]!.channel, executions, story.sentMs),
    );
    return numbers.faults.concat(
      gateway.syncs.faults,
      gateway.damage.faults,
      retold,
      stale,
      judge(trader, witnesses, story),
    );
  }
}

/** Feeds have the first channels, in their order; what comes over FIX has the one that its venue's file names, and prices in cents. */
const CHANNELS: readonly BookChannel[] = [
  { channel: 0, factor: 1 },
  { channel: 1, factor: 1 },
  { channel: 3, factor: 100 },
];
