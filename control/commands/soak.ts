/** `crossfeed soak`: the stability run, with a verdict and a report. */
import { Command, InvalidArgumentError } from 'commander';
import { join } from 'node:path';
import { installationRoot } from '../core/world-installation.js';

interface SoakCommandOptions {
  readonly hours: number;
  readonly config?: string;
  readonly engine?: string;
  readonly folder: string;
  readonly faultEvery: number;
  readonly seed: number;
  readonly json?: true;
}

/** What this command uses of `test/soak/run.ts`, which stands beside the tests and is loaded only when it is asked for. */
interface SoakModule {
  readonly soak: (options: object) => Promise<{
    readonly good: boolean;
    readonly checks: readonly { readonly name: string; readonly good: boolean; readonly detail: string }[];
    readonly seen: object;
    readonly report: string;
  }>;
}

export function soakCommand(): Command {
  return new Command('soak')
    .description('the stability run: real processes at a steady load with a schedule of faults, and a verdict')
    .requiredOption('--hours <h>', 'how long, such as 1 or 0.1', positive)
    .option('--config <file>', 'configuration (default: config/demo.yaml)')
    .option('--engine <engine>', 'nic or software')
    .option('--folder <dir>', 'where data and report go', join(installationRoot(), 'data', 'soak'))
    .option('--fault-every <seconds>', 'pause from fault to fault; 0: no faults', number, 120)
    .option('--seed <n>', 'of the schedule of faults', number, 1)
    .option('--json', 'the result as one JSON object')
    .action(async (options: SoakCommandOptions) => {
      await soak(options);
    });
}

async function soak({ json, faultEvery, ...rest }: SoakCommandOptions): Promise<void> {
  const url = new URL('../../test/soak/run.js', import.meta.url).href;
  const module = (await import(url)) as SoakModule;
  const progress = process.stderr.isTTY ? { progress: (text: string) => void process.stderr.write(`${text}\n`) } : {};
  const { good, checks, seen, report } = await module.soak({ ...rest, ...progress, faultEveryS: faultEvery });
  if (json === true) process.stdout.write(`${JSON.stringify({ good, checks, ...seen, report })}\n`);
  else {
    for (const check of checks)
      process.stdout.write(`${check.good ? 'good' : 'BAD '}  ${check.name}: ${check.detail}\n`);
    process.stdout.write(`${good ? 'good' : 'bad'}; report: ${report}\n`);
  }
  if (!good) process.exitCode = 1;
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('expected a number from 0');
  return value;
}

function positive(text: string): number {
  const value = number(text);
  if (value === 0) throw new InvalidArgumentError('expected a number above 0');
  return value;
}
