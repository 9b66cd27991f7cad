/** The process of an exchange that is set up by a file alone: its command line, and what it does with it. */
import { Command } from 'commander';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { addProcessFlags, runExchange, type ExchangeProcess, type ProcessFlags } from './run-exchange.js';
import { fail } from './stdio.js';

interface CommonConfig {
  readonly bus: { readonly address: string; readonly port: number };
  readonly stopOnStdinEnd: boolean;
}

export interface ExchangeMain<Config extends CommonConfig> {
  readonly name: string;
  readonly description: string;
  /** Throws ConfigError. */
  readonly parse: (file: string, text: string) => Config;
  /** What is the exchange's own; done before anything starts. @param isSupervisor not one of its roles */
  readonly describe: (
    config: Config,
    isSupervisor: boolean,
  ) => Omit<ExchangeProcess<Config>, 'args' | 'config' | 'flags' | 'bus' | 'stopOnStdinEnd'>;
}

/** Runs the exchange with the process's arguments; what cannot be is said on standard output, as JSON. */
export async function exchangeMain<Config extends CommonConfig>(main: ExchangeMain<Config>): Promise<void> {
  try {
    await run(main, process.argv.slice(2));
  } catch (error) {
    fail(error);
  }
}

async function run<Config extends CommonConfig>(
  { name, description, parse, describe }: ExchangeMain<Config>,
  args: readonly string[],
): Promise<void> {
  const program = addProcessFlags(new Command(name))
    .description(description)
    .requiredOption('--config <file>', 'YAML configuration')
    .option('--stop-on-stdin-end', 'stop when standard input ends')
    .allowExcessArguments(false)
    .exitOverride();
  program.parse(args, { from: 'user' });
  const {
    config: file,
    stopOnStdinEnd,
    ...flags
  } = program.opts<ProcessFlags & { config: string; stopOnStdinEnd?: boolean }>();
  const config = parse(file, readUserFile(file));
  await runExchange({
    ...describe(config, flags.role === undefined),
    args,
    config,
    flags,
    bus: { host: config.bus.address, port: config.bus.port },
    stopOnStdinEnd: stopOnStdinEnd ?? config.stopOnStdinEnd,
  });
}

/** The addresses of roles, from what they said when they were ready. */
export function addressesOf(roles: Readonly<Record<string, Readonly<Record<string, unknown>>>>): object {
  return Object.fromEntries(Object.entries(roles).map(([name, ready]) => [name, ready['addresses']]));
}
