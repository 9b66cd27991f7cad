/**
 * Failovers in a virtual world with the gateway's real code and the simulated exchange's: both lines fall silent at a random instant, again and again. What is measured is simulated time from the fault to
 * its detection, to books that count again, and whether the books are the exchange's then and after the lines are back.
 */
import { SeededRandom } from '../../control/core/random.js';
import { FeedScene, itchFeed, itchServers, pitchFeed, pitchServers, thirdLine } from '../recovery/feed-scene.js';

export type FailoverWay = 'itch50 stream over TCP' | 'itch50 third line' | 'pitch2 third line';

export interface FailoverRun {
  readonly way: FailoverWay;
  readonly failovers: number;
  readonly seed: number;
  readonly messagesPerSecond: number;
  /** Before the first fault, long enough for a limit to be learnt; default 12 s. */
  readonly warmUpMs?: number;
  /** Then so much time without any fault, for suspicions that are false; default none. */
  readonly calmMs?: number;
}

/** All in ms of simulated time, one for each failover. */
export interface FailoverResult {
  /** Fault to detection, detection to validated data (books count again), and both together. */
  readonly detectMs: number[];
  readonly validateMs: number[];
  readonly sumMs: number[];
  /** Comparisons of all books with the exchange's, and those that differed. */
  readonly compared: number;
  readonly differing: number;
  /** Failovers that did not come to a backup, or not back, in time. */
  readonly stuck: number;
  /** Suspicions without a fault. */
  readonly falseAlarms: number;
  /** Between failovers, without any fault, ms. */
  readonly faultFreeMs: number;
  readonly learntLimitMs: number;
}

const PATIENCE_MS = 4000;
const WARM_UP_MS = 12_000;
const OPENING_MS = 6000;

const feeds: Record<FailoverWay, { readonly protocol: 'itch50' | 'pitch2'; readonly config: string }> = {
  'itch50 stream over TCP': {
    protocol: 'itch50',
    config: itchFeed(`{ ${itchServers.requests}, ${itchServers.glimpse}, ${itchServers.soupFeed} }`),
  },
  'itch50 third line': {
    protocol: 'itch50',
    config: itchFeed(`{ ${itchServers.requests}, ${itchServers.glimpse}, ${itchServers.soupFeed}, ${thirdLine} }`),
  },
  'pitch2 third line': {
    protocol: 'pitch2',
    config: pitchFeed(`{ ${pitchServers.gapRequests}, ${pitchServers.spin}, ${thirdLine} }`),
  },
};
export const FAILOVER_WAYS = Object.keys(feeds) as FailoverWay[];

export async function runFailovers(run: FailoverRun): Promise<FailoverResult> {
  const { way, failovers, seed, messagesPerSecond, warmUpMs = WARM_UP_MS, calmMs: firstCalmMs = 0 } = run;
  const { protocol, config } = feeds[way];
  const hasThirdLine = way.endsWith('third line');
  const scene = new FeedScene(protocol, { seed, messagesPerSecond, stepMs: 1, hasThirdLine });
  scene.world.link('exchange', 'gateway').set({ latencyMs: 0.2, jitterMs: 0.2 });
  const random = new SeededRandom(seed);
  const result = {
    ...{ detectMs: [] as number[], validateMs: [] as number[], sumMs: [] as number[] },
    ...{ compared: 0, differing: 0, stuck: 0, falseAlarms: 0, faultFreeMs: 0 },
  };
  // An opening is unlike what follows, and is forgotten after a minute or two: the gateway joins behind it.
  await scene.openExchange();
  await scene.run(Math.min(OPENING_MS, warmUpMs));
  await scene.openGateway(config);
  await scene.run(warmUpMs);
  const learntAt = scene.failover().counters['suspicions']!;
  await scene.run(firstCalmMs);
  result.faultFreeMs += firstCalmMs;
  const before = scene.failover();
  result.falseAlarms += before.counters['suspicions']! - learntAt;
  const learntLimitMs = before.limitMs;

  for (let i = 0; i < failovers; i++) {
    const calmMs = 200 + random.below(200);
    const suspicions = scene.failover().counters['suspicions']!;
    await scene.run(calmMs);
    result.faultFreeMs += calmMs;
    result.falseAlarms += scene.failover().counters['suspicions']! - suspicions;
    if (!(await reaches(scene, 'lines'))) result.stuck++;
    const faultMs = scene.gateway.clock.monotonicNs() / 1e6;
    scene.silence(true);
    if (!(await reaches(scene, 'backup'))) {
      result.stuck++;
      scene.silence(false);
      await scene.run(PATIENCE_MS);
      continue;
    }
    const { detectedMs, validatedMs } = scene.failoverTimes();
    result.detectMs.push(detectedMs - faultMs);
    result.validateMs.push(validatedMs - detectedMs);
    result.sumMs.push(validatedMs - faultMs);
    await scene.run(20 + random.below(100));
    await compare(scene, result);
    scene.silence(false);
    if (!(await reaches(scene, 'lines'))) result.stuck++;
    await compare(scene, result);
  }
  await scene.close();
  return { ...result, learntLimitMs };
}

async function reaches(scene: FeedScene, state: 'lines' | 'backup'): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 5) {
    if (scene.failover().state === state) return true;
    await scene.run(5);
  }
  return false;
}

/** Nothing new happens until what is on its way has arrived. */
async function compare(scene: FeedScene, result: { compared: number; differing: number }): Promise<void> {
  await scene.world.run(12);
  result.compared++;
  const isCounted = !scene.isStale() && scene.uncertain() === 0;
  const isEqual = JSON.stringify(scene.ourBooks()) === JSON.stringify(scene.exchangeBooks());
  if (!isCounted || !isEqual) result.differing++;
}

/** Nearest rank. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}
