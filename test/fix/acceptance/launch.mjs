// npm run -s fix:acceptance -- --port P: the server from dist, built first if need be. Standard output belongs to the server.

import { existsSync } from 'node:fs';
import { runForeground } from '../../../.ci/lib/exec.mjs';
import { inRoot } from '../../../.ci/lib/stamps.mjs';
import { setUpOrExit } from '../../../.ci/setup.mjs';

const server = inRoot('dist', 'test', 'fix', 'acceptance', 'server.js');

await setUpOrExit({ engineWanted: false, out: process.stderr });
if (existsSync(server)) {
  process.exitCode = await runForeground(process.execPath, ['--enable-source-maps', server, ...process.argv.slice(2)]);
} else {
  console.error(
    `fix:acceptance: ${server} is missing although the build went well: is test/ left out of tsconfig.build.json?`,
  );
  process.exitCode = 1;
}
