/**
 * `crossfeed bench --suite dashboard`: what the page costs, and how fast it is. It needs a Chromium and a built page for event to pixel and the first view.
 * `CROSSFEED_BENCH_PAGE_SECONDS` and `CROSSFEED_BENCH_PAGE_PIECES` make it shorter, `CROSSFEED_BENCH_PAGE_PARTS` (pages, pixel, trading) takes parts of it.
 */
import type { BenchSuite } from './harness.js';
import { pages } from './dashboard/pages.js';
import { pixel } from './dashboard/pixel.js';
import { trading } from './dashboard/trading.js';

const parts = (process.env['CROSSFEED_BENCH_PAGE_PARTS'] ?? 'pages,pixel,trading').split(',');

export const suite: BenchSuite = {
  name: 'dashboard',
  description: 'pages that are connected, event to pixel, the first view, and what trading notices of them',
  async run(context) {
    if (parts.includes('pages')) await pages(context);
    if (parts.includes('pixel')) await pixel(context);
    if (parts.includes('trading')) await trading(context);
  },
};
