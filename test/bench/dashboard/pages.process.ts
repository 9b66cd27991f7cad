/** Many pages as far as the server can tell: `pages.process.ts URL COUNT`. Each says at once that it has painted what came. Told anything, it says how many updates came. */
import { LightPage } from './light-page.js';

const [url = '', count = '0'] = process.argv.slice(2);
const pages = Array.from({ length: Number(count) }, () => new LightPage(url));
const waiting = setInterval(() => {
  if (!pages.every(({ connected }) => connected)) return;
  clearInterval(waiting);
  process.send?.({ connected: pages.length });
}, 50);
process.on('message', () => {
  const total = { updates: 0, bytes: 0 };
  for (const { updates, bytes } of pages) {
    total.updates += updates;
    total.bytes += bytes;
  }
  process.send?.(total);
});
process.on('disconnect', () => process.exit(0));
