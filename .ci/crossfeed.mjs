// npm run -s crossfeed -- …: the command line, built first if need be. Standard output belongs to the command.

import { runForeground } from './lib/exec.mjs';
import { hugePages } from './lib/huge-pages.mjs';
import { cli, setUpOrExit, wantsEngine } from './setup.mjs';

const args = process.argv.slice(2);
await setUpOrExit({ engineWanted: wantsEngine(args), out: process.stderr });
process.exitCode = await runForeground(process.execPath, ['--enable-source-maps', cli, ...args], { env: hugePages() });
