// npm start: everything installed and built, then the gateway with the demo's configuration.

import { runForeground } from './lib/exec.mjs';
import { hugePages } from './lib/huge-pages.mjs';
import { cli, setUpOrExit, wantsEngine } from './setup.mjs';

const args = process.argv.slice(2);
await setUpOrExit({ engineWanted: wantsEngine(args) });
const config = args.some((arg) => /^--config(=|$)/.test(arg)) ? [] : ['--config', 'config/demo.yaml'];
// Started by hand, our parent is a shell, which may go while we stay; npm may not.
if (process.env.npm_lifecycle_event === 'start') await import('./lib/orphan.mjs');
const orphan = new URL('./lib/orphan.mjs', import.meta.url).href;
process.exitCode = await runForeground(
  process.execPath,
  ['--enable-source-maps', '--import', orphan, cli, 'up', ...config, ...args],
  { env: hugePages() },
);
