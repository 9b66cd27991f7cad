/**
 * Plays folders of definitions against an acceptor that runs somewhere: `node dist/test/fix/acceptance/try.js --port P FOLDER…`. Folders are
 * played side by side, the definitions of each one after the other. Exit status: 0 all passed, 1 some failed, 2 wrong usage.
 */
import { parseArgs } from 'node:util';
import { CrossfeedError, InputError } from '../../../control/core/errors.js';
import { readDefinitions } from './definition-files.js';
import { AcceptanceFailure, runDefinition, type Wire } from './run.js';
import { socketWire } from './socket-wire.js';

const usage = 'usage: try --port P [--host ADDRESS] FOLDER…';

interface Tally {
  passed: number;
  failed: number;
}

async function playFolder(folder: string, wire: Wire, tally: Tally): Promise<void> {
  for (const definition of readDefinitions(folder)) {
    try {
      await runDefinition(definition, wire);
      tally.passed++;
    } catch (error) {
      tally.failed++;
      const told = error instanceof AcceptanceFailure ? error.message : `${definition.name}: ${String(error)}`;
      process.stdout.write(`${folder}/${told}\n\n`);
    }
  }
}

/** Answers the exit status. Throws CrossfeedError. */
async function main(args: readonly string[]): Promise<number> {
  const options = { port: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } } as const;
  let given;
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new InputError('USAGE', `${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
  const { values, positionals: folders } = given;
  const port = Number(values.port);
  if (!(port >= 1 && port <= 65_535) || folders.length === 0) throw new InputError('USAGE', usage);
  const tally: Tally = { passed: 0, failed: 0 };
  await Promise.all(folders.map((folder) => playFolder(folder, socketWire(port, values.host), tally)));
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CrossfeedError ? error.exitStatus : 2;
}
