/** What connected pages cost the dashboard's server: CPU time of its process over some seconds, as a part of one core. */
import type { BenchContext } from '../harness.js';
import { Feeder } from './feeder.js';
import { Asked, pause } from './processes.js';

const PAGES = 200;
const SECONDS = Number(process.env['CROSSFEED_BENCH_PAGE_SECONDS'] ?? 10);
const SETTLE_MS = 2000;

interface Cpu {
  readonly cpu: NodeJS.CpuUsage;
  readonly atMs: number;
}

export async function pages(context: BenchContext): Promise<void> {
  await measure(context, 'pages-0', 10_000, 0);
  await measure(context, `pages-${PAGES}-1000-updates`, 1000, PAGES, { atMost: 0.3 });
  await measure(context, `pages-${PAGES}-10000-updates`, 10_000, PAGES, { atMost: 0.3 });
}

async function measure(
  { report }: BenchContext,
  name: string,
  perSecond: number,
  count: number,
  goal?: { readonly atMost: number },
): Promise<void> {
  const feeder = new Feeder(perSecond);
  await feeder.listen();
  const [server, { url }] = await Asked.start('server', [feeder.path, '/nowhere']);
  let viewers: Asked | undefined;
  try {
    if (count > 0) [viewers] = await Asked.start('pages', [String(url), String(count)]);
    await pause(SETTLE_MS);
    const updatesBefore = Number((await viewers?.ask())?.['updates'] ?? 0);
    const before = (await server.ask()) as unknown as Cpu;
    await pause(SECONDS * 1000);
    const after = (await server.ask()) as unknown as Cpu;
    const updates = Number((await viewers?.ask())?.['updates'] ?? 0) - updatesBefore;
    const usedMs = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000;
    const share = usedMs / (after.atMs - before.atMs);
    const rate = count === 0 ? 0 : updates / count / ((after.atMs - before.atMs) / 1000);
    report({
      name,
      unit: 'cores',
      n: count,
      ...{ p50: share, p99: share, p999: share, max: share },
      input: `${count} pages, ${perSecond} updates/s of 1,000 symbols into the server, ${rate.toFixed(1)} updates/s to each page; CPU time of the server's process over ${SECONDS} s`,
      ...(goal === undefined ? {} : { goal }),
    });
  } finally {
    await viewers?.stop();
    await server.stop();
    await feeder.close();
  }
}
