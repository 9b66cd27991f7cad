/** The entry of an exchange: one of its roles, or the supervisor of all of them, as the flags say. */
import { InvalidArgumentError, type Command } from 'commander';
import type { Endpoint } from '../../../control/core/streams.js';
import { SimulatorConfigError } from '../errors.js';
import { runRole, type Role } from './role.js';
import { Supervisor, type SupervisorOptions } from './supervisor.js';

export interface ProcessFlags {
  readonly role?: string;
  readonly bus?: Endpoint;
  readonly data?: string;
  readonly resume?: boolean;
}

/** The flags by which a supervisor and its roles understand each other; `--resume` is for people. */
export function addProcessFlags(program: Command): Command {
  return program
    .option('--role <name>', 'one process of the exchange; its supervisor gives the next two as well')
    .option('--bus <host:port>', 'where the matcher is', endpoint)
    .option('--data <directory>', 'of the day')
    .option('--resume', 'go on with the newest day of the data directory');
}

export interface ExchangeProcess<Config> extends Omit<SupervisorOptions, 'roles' | 'resume'> {
  readonly config: Config;
  readonly flags: ProcessFlags;
  /** By name, `matcher` among them. */
  readonly roles: Readonly<Record<string, Role<Config>>>;
}

/** Resolves when it runs; what it is told to do later comes on standard input. */
export async function runExchange<Config>(exchange: ExchangeProcess<Config>): Promise<void> {
  const { flags, roles, config } = exchange;
  if (flags.role === undefined) {
    const names = Object.keys(roles).filter((name) => name !== 'matcher');
    await new Supervisor({ ...exchange, roles: names, resume: flags.resume === true }).run();
    return;
  }
  const role = roles[flags.role];
  if (role === undefined || flags.bus === undefined || flags.data === undefined) {
    throw new SimulatorConfigError('SIM_ROLE', 'a role runs with --bus and --data', {
      found: flags.role,
      expected: Object.keys(roles).join(', '),
    });
  }
  await runRole(role, { config, name: flags.role, bus: flags.bus, dataDirectory: flags.data });
}

function endpoint(text: string): Endpoint {
  const match = /^([0-9.]+):([0-9]+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('expected HOST:PORT');
  return { host: match[1]!, port: Number(match[2]) };
}
