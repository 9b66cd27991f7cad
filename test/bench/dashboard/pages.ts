/** What connected pages cost the dashboard's server: CPU time of its process over some seconds, as a part of one core. */
import { UPDATE_PERIOD_MS } from '../../../control/core/status/protocol.js';
import type { BenchContext } from '../harness.js';
import { Feeder } from './feeder.js';
import { Asked, pause } from './processes.js';

const PAGES = 200;
const SECONDS = Number(process.env['CROSSFEED_BENCH_PAGE_SECONDS'] ?? 10);
const SETTLE_MS = 2000;
/** What a page is sent at most, by the gateway's period. */
const UPDATES_PER_SECOND = 1000 / UPDATE_PERIOD_MS;
/** Of one core, for all pages. */
const GOAL = 0.3;

interface Cpu {
  readonly cpu: NodeJS.CpuUsage;
  readonly atMs: number;
}

export async function pages(context: BenchContext): Promise<void> {
  await measure(context, 'pages-0', 10_000, 0);
  await measure(context, `pages-${PAGES}-1000-updates`, 1000, PAGES);
  await measure(context, `pages-${PAGES}-10000-updates`, 10_000, PAGES);
}

async function sentTo(viewers: Asked | undefined): Promise<{ readonly updates: number; readonly bytes: number }> {
  const answer = await viewers?.ask();
  return { updates: Number(answer?.['updates'] ?? 0), bytes: Number(answer?.['bytes'] ?? 0) };
}

async function measure({ report }: BenchContext, name: string, perSecond: number, count: number): Promise<void> {
  const feeder = new Feeder(perSecond);
  await feeder.listen();
  const [server, { url }] = await Asked.start('server', [feeder.path, '/nowhere']);
  let viewers: Asked | undefined;
  try {
    if (count > 0) [viewers] = await Asked.start('pages', [String(url), String(count)]);
    await pause(SETTLE_MS);
    const sentBefore = await sentTo(viewers);
    const before = (await server.ask()) as unknown as Cpu;
    await pause(SECONDS * 1000);
    const after = (await server.ask()) as unknown as Cpu;
    const sent = await sentTo(viewers);
    const [updates, bytes] = [sent.updates - sentBefore.updates, sent.bytes - sentBefore.bytes];
    const usedMs = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000;
    const share = usedMs / (after.atMs - before.atMs);
    const rate = count === 0 ? 0 : updates / count / ((after.atMs - before.atMs) / 1000);
    report({
      name,
      unit: 'cores',
      n: count,
      ...{ p50: share, p99: share, p999: share, max: share },
      input: `${count} pages, ${perSecond} updates/s of 1,000 symbols into the server, ${rate.toFixed(1)} updates/s to each page; CPU time of the server's process over ${SECONDS} s`,
      ...(count === 0 ? {} : { goal: { atMost: GOAL } }),
    });
    if (updates === 0) return;
    // On a machine with other work pages are sent less often than they may be: what one update costs one page holds there, too.
    const ns = (usedMs * 1e6) / updates;
    report({
      name: `${name}-each`,
      unit: 'ns',
      n: updates,
      ...{ p50: ns, p99: ns, p999: ns, max: ns },
      input: `of that, for one update of ${Math.round(bytes / updates)} bytes to one page`,
      goal: { atMost: (GOAL * 1e9) / (PAGES * UPDATES_PER_SECOND) },
    });
  } finally {
    await viewers?.stop();
    await server.stop();
    await feeder.close();
  }
}
