// npm start: everything installed and built, then the gateway with the demo's configuration.

import { runForeground } from './lib/exec.mjs';
import { cli, setUpOrExit, wantsEngine } from './setup.mjs';

const args = process.argv.slice(2);
await setUpOrExit({ engineWanted: wantsEngine(args) });
const config = args.some((arg) => /^--config(=|$)/.test(arg)) ? [] : ['--config', 'config/demo.yaml'];
process.exitCode = await runForeground(process.execPath, ['--enable-source-maps', cli, 'up', ...config, ...args]);
