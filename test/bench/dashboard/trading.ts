/**
 * What the dashboard costs trading: the time of an order through the gateway's code (FIX bytes in, OUCH bytes out, the journal between), in pieces with a dashboard and 200 pages on
 * the gateway's socket and in pieces without, in turn, in one process. The socket is the gateway's own, with its own periods.
 */
import { quantiles, type BenchContext } from '../harness.js';
import { InProcessDesk } from '../gateway/in-process.js';
import { Feeder } from './feeder.js';
import { Asked, pause } from './processes.js';

const PAGES = 200;
const PIECES = Number(process.env['CROSSFEED_BENCH_PAGE_PIECES'] ?? 8);
const ORDERS = 4000;
const UPDATES = 1000;
const SETTLE_MS = 500;

export async function trading(context: BenchContext): Promise<void> {
  const desk = new InProcessDesk('group');
  await desk.start();
  await desk.oneByOne(ORDERS * 2);
  const without: number[] = [];
  const with200: number[] = [];
  // The gateway samples its books for the socket with and without a reader.
  const feeder = new Feeder(UPDATES);
  await feeder.listen();
  try {
    for (let piece = 0; piece < PIECES; piece++) {
      without.push(...(await desk.oneByOne(ORDERS)));
      const [server, { url }] = await Asked.start('server', [feeder.path, '/nowhere']);
      const [pages] = await Asked.start('pages', [String(url), String(PAGES)]);
      await pause(SETTLE_MS);
      with200.push(...(await desk.oneByOne(ORDERS)));
      await pages.stop();
      await server.stop();
      await pause(SETTLE_MS);
    }
  } finally {
    await feeder.close();
    await desk.close();
  }
  for (const [name, times] of [
    ['order-without-dashboard', without],
    [`order-with-${PAGES}-pages`, with200],
  ] as const) {
    context.report({
      name,
      unit: 'ns',
      n: times.length,
      ...quantiles(Float64Array.from(times)),
      input: `FIX bytes in to OUCH bytes out, one order at a time, ${PIECES} pieces of ${ORDERS} in turn; pages and server are processes of their own`,
    });
  }
}
