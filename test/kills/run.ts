/** The whole of it: three exchanges, a client, and a gateway that is killed again and again while both go on. */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '../../control/core/random.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { install, PORTS, PROJECT, SYMBOLS, VENUES, type Installation } from './installation.js';
import { JournalStory, judge } from './judge.js';
import { bundle, ExchangeProcess, GatewayProcess, type Scripts } from './processes.js';
import { Trader } from './trader.js';
import { watchMarket, Witness } from './witness.js';

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /** `crossfeed up`, dashboard and all (the compiled one), instead of the gateway alone: every so many lives; 0: never. */
  readonly wholeEvery: number;
  readonly progress: (text: string) => void;
  /** Leaves the folder behind. */
  readonly keep?: boolean;
  /** How often the client does something, ms. */
  readonly everyMs?: number;
}

export interface KillResult {
  readonly kills: number;
  /** Kills before clients could connect. */
  readonly early: number;
  readonly orders: number;
  readonly trades: number;
  readonly reports: number;
  readonly repeated: number;
  readonly requests: number;
  readonly atVenues: Readonly<Record<string, number>>;
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly faults: readonly string[];
  readonly folder: string;
}

/** The program as it is compiled, or from its sources as this is. */
const CROSSFEED = import.meta.dirname.includes('/dist/')
  ? [join(PROJECT, 'dist/control/cli.js')]
  : ['--import', 'tsx', join(PROJECT, 'control/cli.ts')];
/** Of so many kills one comes before the gateway has read its journal and connected. */
const EARLY_ONE_IN = 4;
const EARLY_MS = 900;
const LIFE_MS = 1500;
const START_MS = 180_000;
/** Longer than any honest answer takes on a busy machine. */
const ANSWER_MS = 90_000;
const QUIET_MS = 180_000;

export async function runKills(options: KillOptions): Promise<KillResult> {
  const startedMs = performance.now();
  const { seed } = options;
  const folder = join(PROJECT, '.cache', 'kills', `${process.pid}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  const address = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.7`;
  const installation = install(folder, address, seed);
  const scripts = await bundle(folder);
  const exchanges = VENUES.map((name) => new ExchangeProcess(name, scripts, installation));
  const scene = new Scene(options, installation, scripts);
  try {
    await Promise.all(exchanges.map((exchange) => exchange.ready()));
    await Promise.all(exchanges.map((exchange) => exchange.open()));
    options.progress(`exchanges are open after ${Math.round(performance.now() - startedMs)} ms`);
    const faults = await scene.play();
    return { ...scene.result(), faults, elapsedMs: Math.round(performance.now() - startedMs), folder };
  } finally {
    scene.end();
    await Promise.all(exchanges.map((exchange) => exchange.end()));
    if (options.keep !== true) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

class Scene {
  private readonly random: SeededRandom;
  private readonly trader: Trader;
  private readonly witnesses: readonly Witness[];
  private readonly market: ReturnType<typeof watchMarket>;
  private gateway: GatewayProcess | undefined;
  private early = 0;
  private kills = 0;
  private readonly starts: number[] = [];
  private readonly story: JournalStory;

  constructor(
    private readonly options: KillOptions,
    private readonly installation: Installation,
    private readonly scripts: Scripts,
  ) {
    this.random = new SeededRandom(options.seed);
    this.story = new JournalStory(installation.journal);
    this.trader = new Trader(
      { world: realTradingWorld, gateway: { host: installation.address, port: PORTS.client }, symbols: SYMBOLS },
      new SeededRandom(options.seed + 1),
    );
    this.witnesses = VENUES.map(
      (name) => new Witness(name, realTradingWorld, { host: installation.address, port: PORTS[name][0] }),
    );
    this.market = watchMarket(
      realTradingWorld,
      { host: installation.address, port: PORTS.marketData },
      SYMBOLS,
      this.trader.middles,
    );
  }

  async play(): Promise<string[]> {
    const { options, trader, witnesses, market } = this;
    for (const { client } of [...witnesses, trader]) client.start();
    market.start();
    trader.trade(options.everyMs ?? 8);
    while (this.kills < options.kills) await this.life();
    trader.pause();
    await this.last();
    if (options.keep === true) this.dump();
    return judge(trader, witnesses, this.story);
  }

  result(): Omit<KillResult, 'faults' | 'elapsedMs' | 'folder'> {
    const { trader, witnesses, starts } = this;
    const { reports, repeated, trades } = trader.counts;
    const sorted = [...starts].sort((a, b) => a - b);
    return {
      kills: this.kills,
      early: this.early,
      orders: trader.orders.size,
      requests: trader.requests.size,
      trades,
      reports,
      repeated,
      atVenues: Object.fromEntries(
        VENUES.map((name, i) => [name, witnesses[i]!.executions.filter(({ kind }) => kind === 'new').length]),
      ),
      startMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    };
  }

  end(): void {
    this.trader.pause();
    for (const { client } of [...this.witnesses, this.trader]) client.stop();
    this.market.stop();
    this.gateway?.drop();
  }

  /** What the gateway that has just died left behind; before its first record there is nothing. */
  private read(): void {
    const { installation, options, story, kills } = this;
    if (!existsSync(installation.journal)) return;
    story.read();
    if (options.keep === true)
      cpSync(installation.journal, join(installation.folder, 'journals', String(kills)), { recursive: true });
  }

  /** What everybody was told, for who looks for a fault. */
  private dump(): void {
    const { trader, witnesses, installation } = this;
    const write = (name: string, lines: readonly object[]): void =>
      writeFileSync(join(installation.folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    write('client.jsonl', [...trader.orders.values()]);
    write('journal.jsonl', this.story.events);
    write(
      'venues.jsonl',
      witnesses.flatMap(({ executions }) => executions),
    );
  }

  private start(): GatewayProcess {
    const { installation, scripts, options, kills } = this;
    const isWhole = options.wholeEvery > 0 && (kills + 1) % options.wholeEvery === 0;
    const own = [scripts.gateway, installation.gateway];
    const whole = [...CROSSFEED, 'up', '--config', installation.gateway];
    this.gateway = new GatewayProcess(isWhole ? whole : own);
    return this.gateway;
  }

  /** One life of the gateway, and its end at a random instant. */
  private async life(): Promise<void> {
    const gateway = this.start();
    if (this.random.below(EARLY_ONE_IN) === 0) {
      await gateway.ready(this.random.below(EARLY_MS));
      this.early += gateway.readyMs === undefined ? 1 : 0;
    } else {
      if (!(await gateway.ready(START_MS))) throw new Error(`the gateway does not start: ${gateway.output}`);
      this.starts.push(gateway.readyMs ?? 0);
      await sleep(this.random.below(LIFE_MS));
    }
    await gateway.kill();
    this.read();
    this.kills++;
    if (this.kills % 10 === 0)
      this.options.progress(`${this.kills} kills, ${this.trader.orders.size} orders, ${this.trader.open.length} open`);
  }

  /** The gateway stays: everything is cancelled, and everybody is heard to the end. */
  private async last(): Promise<void> {
    const { trader, witnesses } = this;
    const gateway = this.start();
    if (!(await gateway.ready(START_MS))) throw new Error(`the gateway does not start: ${gateway.output}`);
    const endMs = performance.now() + QUIET_MS;
    while (performance.now() < endMs) {
      if (trader.client.isLoggedOn && (await trader.client.drained(5000))) {
        if (trader.open.length === 0) break;
        trader.massCancel();
      }
      await sleep(300);
    }
    trader.askAll();
    await trader.client.drained(ANSWER_MS);
    for (const { client } of witnesses) await client.drained(ANSWER_MS);
    gateway.ask();
    await sleep(100);
    await gateway.kill();
    this.read();
    this.options.progress(gateway.output.trim().split('\n').at(-1) ?? '');
  }
}
