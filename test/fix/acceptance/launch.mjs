// npm run -s fix:acceptance -- --port P: the server from dist, built first if need be. Standard output belongs to the server.

import { existsSync } from 'node:fs';
import { runForeground } from '../../../.ci/lib/exec.mjs';
import { inRoot } from '../../../.ci/lib/stamps.mjs';
import { setUpOrExit } from '../../../.ci/setup.mjs';

const server = inRoot('dist', 'test', 'fix', 'acceptance', 'server.js');
const orphan = new URL('../../../.ci/lib/orphan.mjs', import.meta.url).href;

// A conformance suite that kills npm leaves no server behind.
if (process.env.npm_lifecycle_event === 'fix:acceptance') await import(orphan);

await setUpOrExit({ engineWanted: false, out: process.stderr });
if (existsSync(server)) {
  const command = ['--enable-source-maps', '--import', orphan, server, ...process.argv.slice(2)];
  process.exitCode = await runForeground(process.execPath, command);
} else {
  console.error(`fix:acceptance: the build went well, but ${server} is not there`);
  process.exitCode = 1;
}
