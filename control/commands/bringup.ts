/** `crossfeed bringup`: a card over its serial console, or a simulated one, from the first answer to a report that is signed. docs/lab-bringup.md. */
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parse } from 'yaml';
import { parametersOf } from '../../driver/bringup/plan/parameter-help.js';
import { kindOf, parsePlan, planOf, type Plan } from '../../driver/bringup/plan/plan.js';
import { FAULTS } from '../../driver/bringup/sim/faults.js';
import { STEPS } from '../../driver/bringup/steps/all-steps.js';
import { readUserFile } from '../core/world-data-directory.js';
import { installationRoot, stateDirectory } from '../core/world-installation.js';
import { registersCommand } from './bringup/registers.js';
import { interactive } from './bringup/interactive.js';
import { runOnAll } from './bringup/run.js';
import type { BringupFlags } from './bringup/targets.js';

const DEFAULT_PLAN = join('config', 'bringup', 'bare-card.yaml');

export function bringupCommand(): Command {
  const bringup = new Command('bringup')
    .description(
      'bring a card up over its serial console, or a simulated one, with a report (default: the whole plan for a bare card)',
    )
    .option(
      '--port <device>',
      'a serial device: a path, by-id:NAME or serial:NUMBER; may be given again for several cards at once',
      together,
      [],
    )
    .option('--sim', 'a simulated card instead, its UART on a pseudo-terminal')
    .option('--cards <n>', 'so many simulated cards at once, 1 to 8', cards, 1)
    .addOption(
      new Option('--fault <name>', 'what is wrong with the simulated card').choices(FAULTS.map(({ name }) => name)),
    )
    .option('--baud <rate>', 'of the console', whole, 115_200)
    .option('--device <uri>', 'the card through the driver as well: pcie:0000:03:00.0')
    .option('--report <file>', 'where the report goes: FILE.json and FILE.html')
    .option('--folder <dir>', 'where captures and reports go', join(stateDirectory() ?? 'data', 'bringup'))
    .option('--operator <name>', 'who does it, for the report')
    .option(
      '--card-serial <number>',
      'serial number of the card, for the report; given once for each card',
      together,
      [],
    )
    .option('--any-build', 'do not compare the build id with the RTL sources of this installation')
    .option('--json', 'the report on standard output')
    .action((flags: BringupFlags) => runFile(join(installationRoot(), DEFAULT_PLAN), flags));
  bringup
    .command('run')
    .description('do a plan')
    .argument('<plan>', 'a file such as config/bringup/bare-card.yaml')
    .action((file: string) => runFile(file, bringup.opts<BringupFlags>()));
  for (const { name } of STEPS) if (name !== 'registers') bringup.addCommand(stepCommand(bringup, name));
  bringup.addCommand(registersCommand(stepCommand(bringup, 'registers'), () => bringup.opts<BringupFlags>()));
  bringup
    .command('console')
    .description('ask the card by hand: registers by name, with history and completion')
    .action(() => interactive(bringup.opts<BringupFlags>()));
  return bringup;
}

async function runFile(file: string, flags: BringupFlags): Promise<void> {
  await run(parsePlan(file, readUserFile(file)), file, flags);
}

async function run(plan: Plan, file: string | undefined, flags: BringupFlags): Promise<void> {
  process.exitCode = (await runOnAll(plan, file, flags)) ? 0 : 1;
}

/** A subcommand of one step: its parameters are options, their values as in a plan. */
function stepCommand(bringup: Command, name: string): Command {
  const kind = kindOf(name);
  const { title } = kind;
  const command = new Command(name).description(`this step alone: ${title}`);
  for (const parameter of parametersOf(kind)) command.option(`--${kebab(parameter.name)} <value>`, parameter.says);
  return command.action(async (options: Readonly<Record<string, string>>) => {
    const lines = Object.entries(options).map(([key, value]) => `    ${key}: ${flow(value)}`);
    // Checked as a plan is, so that a wrong value is complained of in the same words.
    const plan =
      lines.length === 0
        ? planOf(name, {})
        : parsePlan(`bringup ${name}`, `title: ${name}\nsteps:\n  - step: ${name}\n${lines.join('\n')}\n`);
    await run({ ...plan, title }, undefined, bringup.opts<BringupFlags>());
  });
}

/** Lists, numbers and texts as YAML takes them on one line. */
function flow(value: string): string {
  try {
    return JSON.stringify(parse(value));
  } catch {
    return JSON.stringify(value);
  }
}

function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function together(value: string, all: readonly string[]): string[] {
  return [...all, value];
}

function cards(text: string): number {
  if (!/^[1-8]$/.test(text)) throw new InvalidArgumentError('expected 1 to 8');
  return Number(text);
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 300 || value > 10_000_000)
    throw new InvalidArgumentError('expected a baud rate');
  return value;
}
