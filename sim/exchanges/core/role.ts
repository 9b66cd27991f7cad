/** One role of an exchange, run as a process of its own. */
import type { Logger } from '../../../control/core/logging.js';
import type { Endpoint } from '../../../control/core/streams.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { realWorld } from '../../../control/core/world-real.js';
import type { TradingWorld, World } from '../../../control/core/world.js';
import { createLogger } from '../../../control/core/logging.js';
import { CrossfeedError } from '../../../control/core/errors.js';
import { SimulatorConfigError } from '../errors.js';
import { fail, leave, listen, parseCommand, say } from './stdio.js';

export type RoleWorld = TradingWorld & World;

export interface RoleContext<Config> {
  readonly world: RoleWorld;
  readonly config: Config;
  /** The role's name, which is also that of its link. */
  readonly name: string;
  /** Where the matcher listens, or shall listen. */
  readonly bus: Endpoint;
  /** The exchange's directory of the day. Each role keeps to a folder of its own name in it. */
  readonly dataDirectory: string;
  readonly log: Logger;
  /** It cannot go on: the process ends, and is started again by who looks after it. */
  readonly failed: (error: unknown) => void;
}

export interface RunningRole {
  /** What the ready line says besides name and pid: addresses. */
  readonly ready: object;
  counters(): object;
  /** Obeys a command from standard input and gives the answer; undefined: not one of its own. */
  obey?(command: Readonly<Record<string, unknown>>): object | Promise<object> | undefined;
  stop(): Promise<void>;
}

export type Role<Config> = (context: RoleContext<Config>) => Promise<RunningRole>;

/** Everything of the machine that a role may use. */
export const roleWorld: RoleWorld = {
  clock: realWorld.clock,
  timers: realWorld.timers,
  sockets: realWorld.sockets,
  streams: realTradingWorld.streams,
  disk: realTradingWorld.disk,
  random: (seed) => realWorld.random(seed),
};

/** Runs a role until it is told to stop, by a signal, a command or the end of standard input. */
export async function runRole<Config>(
  role: Role<Config>,
  context: Omit<RoleContext<Config>, 'world' | 'log' | 'failed'>,
): Promise<void> {
  const log = createLogger({ clock: roleWorld.clock, name: context.name });
  let isStopping = false;
  const failed = (error: unknown): void => {
    if (isStopping) return;
    isStopping = true;
    fail(error);
    // Sockets and timers of what has failed would keep it.
    process.exit(1);
  };
  const own: { running?: RunningRole } = {};
  const stop = (): void => {
    const { running } = own;
    if (running === undefined) {
      // Nobody waits for it any more, and it has done nothing yet.
      process.exit(0);
    }
    if (isStopping) return;
    isStopping = true;
    running.stop().then(() => {
      say({ stopped: true, counters: running.counters() });
      leave();
    }, fail);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // The reader of our answers may be gone; the exchange does not care.
  process.stdout.on('error', () => undefined);
  // From the first moment: a supervisor that was killed while it started its roles must leave none behind.
  listen((text) => {
    if (own.running !== undefined) void answer(text, own.running, stop);
  }, stop);
  const running = await role({ ...context, world: roleWorld, log, failed });
  own.running = running;
  say({ ready: true, role: context.name, pid: process.pid, ...running.ready });
}

async function answer(text: string, running: RunningRole, stop: () => void): Promise<void> {
  const command = parseCommand(text);
  try {
    if (command === undefined) throw notACommand(text);
    if (command['stop'] === true) {
      say({ done: command });
      stop();
    } else if (command['counters'] === true) say({ counters: running.counters() });
    else say((await running.obey?.(command)) ?? { error: errorOf(notACommand(text)) });
  } catch (error) {
    if (!(error instanceof CrossfeedError)) throw error;
    say({ error: errorOf(error) });
  }
}

function notACommand(text: string): SimulatorConfigError {
  return new SimulatorConfigError('SIM_COMMAND', 'not a command', { found: text.slice(0, 200) });
}

function errorOf({ code, message }: CrossfeedError): object {
  return { code, message };
}
