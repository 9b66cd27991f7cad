// npm run measure: the benchmarks, kept, and the document of them, built first if need be.

import { runForeground } from './lib/exec.mjs';
import { hugePages } from './lib/huge-pages.mjs';
import { inRoot } from './lib/stamps.mjs';
import { setUpOrExit } from './setup.mjs';

await setUpOrExit({ out: process.stderr });
const main = inRoot('dist', 'test', 'measurements', 'main.js');
process.exitCode = await runForeground(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
  env: hugePages(),
});
