/**
 * `npm run -s fix:acceptance -- --port P`: a FIX acceptor for conformance suites, as CONTRACT.md describes it. It is the FIX engine as the
 * gateway uses it, with the sessions and the application that the acceptance definitions expect.
 */
import { parseArgs } from 'node:util';
import { CrossfeedError, InputError } from '../../../control/core/errors.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { EngineListener } from '../../../control/fix/engine/listener.js';
import { acceptorCompId, parties, sessionSpecs } from './sessions.js';

const usage = 'usage: npm run -s fix:acceptance -- --port P [--host ADDRESS]';

export interface AcceptanceServer {
  readonly listener: EngineListener;
  close(): Promise<void>;
}

/** @param at port 0 lets the system choose. Rejects with WorldError when the address cannot be used. */
export async function startAcceptanceServer(
  world: Pick<TradingWorld, 'clock' | 'timers' | 'random' | 'streams'>,
  at: { readonly host: string; readonly port: number },
): Promise<AcceptanceServer> {
  const engine = new FixEngine(world);
  for (const spec of sessionSpecs(world.clock)) engine.addSession(spec);
  try {
    const listener = await engine.listen({ ...at, logonTimeoutMs: 5_000 });
    return { listener, close: () => engine.close('the acceptance server stops') };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text);
  if (text !== undefined && /^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InputError('USAGE', usage, {
    found: text === undefined ? 'no port' : `--port ${text}`,
    expected: '0 to 65535',
  });
}

/** Serves until it is told to end. Throws CrossfeedError. */
async function main(args: readonly string[]): Promise<void> {
  const options = { port: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } } as const;
  let values: { port?: string; host: string };
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new InputError('USAGE', `${cause instanceof Error ? cause.message : String(cause)}\n${usage}`, { cause });
  }
  const server = await startAcceptanceServer(realTradingWorld, { host: values.host, port: portOf(values.port) });
  let isStopping = false;
  const stop = (): void => {
    // Whoever asks twice does not want to wait for Logouts.
    if (isStopping) process.exit(0);
    isStopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const { address, port } = server.listener;
  const names = parties.map((party) => party.compId).join(' ');
  process.stdout.write(`FIX acceptance server on ${address}:${port}: ${acceptorCompId} for ${names}\n`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    const isOurs = error instanceof CrossfeedError;
    process.stderr.write(
      `fix:acceptance: ${isOurs ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exitCode = isOurs ? error.exitStatus : 1;
  }
}
