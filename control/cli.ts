#!/usr/bin/env node
/** The one entry point. A command's module is loaded when the command is given, so that each of them starts fast. */
import { Command, CommanderError } from 'commander';
import { CrossfeedError } from './core/errors.js';
import { installedVersion } from './core/world-installation.js';
import { inlineMore } from './core/world-v8.js';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./commands/up.js')).upCommand(),
  replay: async () => (await import('./commands/replay.js')).replayCommand(),
  fix: async () => (await import('./commands/fix.js')).fixCommand(),
  journal: async () => (await import('./commands/journal.js')).journalCommand(),
  backup: async () => (await import('./commands/backup.js')).backupCommand(),
  restore: async () => (await import('./commands/backup.js')).restoreCommand(),
  bundle: async () => (await import('./commands/bundle.js')).bundleCommand(),
  breaks: async () => (await import('./commands/breaks.js')).breaksCommand(),
  config: async () => (await import('./commands/config.js')).configCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  bringup: async () => (await import('./commands/bringup.js')).bringupCommand(),
  certify: async () => (await import('./commands/certify.js')).certifyCommand(),
  credentials: async () => (await import('./commands/credentials.js')).credentialsCommand(),
  people: async () => (await import('./commands/people.js')).peopleCommand(),
  route: async () => (await import('./commands/route.js')).routeCommand(),
  quality: async () => (await import('./commands/quality.js')).qualityCommand(),
  chaos: async () => (await import('./commands/chaos.js')).chaosCommand(),
  bench: async () => (await import('./commands/bench.js')).benchCommand(),
  soak: async () => (await import('./commands/soak.js')).soakCommand(),
};

const DONE = 0;
const WRONG_USAGE = 2;

async function program(args: readonly string[]): Promise<Command> {
  const crossfeed = new Command('crossfeed')
    .description('A trading gateway whose market-data path runs in an FPGA SmartNIC')
    .version(installedVersion())
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)');
  const named = args.find((arg) => !arg.startsWith('-'));
  const load = named === undefined ? undefined : COMMANDS[named];
  // Without a command that is known, all of them are loaded: for the help.
  const isVersionAsked = args[0] === '--version' || args[0] === '-V';
  const loads = load !== undefined ? [load] : isVersionAsked ? [] : Object.values(COMMANDS);
  for (const command of await Promise.all(loads.map((each) => each()))) crossfeed.addCommand(thrown(command));
  return crossfeed;
}

/** A command that throws what it would end the process with, and all below it. */
function thrown(command: Command): Command {
  command.commands.forEach(thrown);
  return command.exitOverride();
}

/** The exit status: 0 done, 1 a check failed, 2 wrong usage or unreadable input. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await (await program(args)).parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : DONE;
  } catch (error) {
    // Commander has said what was wrong, or printed what was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    if (error instanceof CrossfeedError) {
      process.stderr.write(`${error.message}\n`);
      return error.exitStatus;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

inlineMore();
process.exitCode = await main(process.argv.slice(2));
