/** `crossfeed bringup registers dump|read|write|watch`: registers of a card by name. Without one of these it is the step of a plan. */
import { InvalidArgumentError, type Command } from 'commander';
import type { Card } from '../../../driver/bringup/card/card.js';
import { registersOf, runLine } from '../../../driver/bringup/repl/commands.js';
import { registerLine } from '../../../driver/bringup/repl/register-text.js';
import { realWorld } from '../../core/world-real.js';
import { interruption } from './interruption.js';
import { openTargets, type BringupFlags } from './targets.js';

interface WatchFlags {
  readonly every: number;
  readonly times?: number;
}

export function registersCommand(step: Command, flags: () => BringupFlags): Command {
  step
    .command('dump')
    .description('every register, or those whose names begin so')
    .argument('[beginning]')
    .action((beginning = '') => line(flags(), `dump ${beginning as string}`));
  step
    .command('read')
    .description('registers by name or address')
    .argument('<names...>')
    .action((names: string[]) => line(flags(), `read ${names.join(' ')}`));
  step
    .command('write')
    .description('a register, which is then read back')
    .argument('<name>')
    .argument('<value>', '0x1F, 31 or 0b11111')
    .action((name: string, value: string) => line(flags(), `write ${name} ${value}`));
  step
    .command('watch')
    .description('registers, printed whenever one changes')
    .argument('<names...>')
    .option('--every <ms>', 'how often they are read', positive, 500)
    .option('--times <n>', 'readings; absent: until interrupted', positive)
    .action((names: string[], watch: WatchFlags) => eachCard(flags(), (card) => watchRegisters(card, names, watch)));
  return step;
}

function line(flags: BringupFlags, text: string): Promise<void> {
  return eachCard(flags, async (card) => {
    for (const out of await runLine(card, text)) process.stdout.write(`${out}\n`);
  });
}

/** One card after the other, connected to and identified. */
export async function eachCard(flags: BringupFlags, work: (card: Card) => Promise<void>): Promise<void> {
  const targets = openTargets(flags);
  try {
    for (const { name, session, fault, bench } of targets) {
      if (targets.length > 1) process.stdout.write(`${name}\n`);
      if (fault !== undefined && bench !== undefined) await fault.inject(bench);
      await session.card.client.open();
      await session.card.discover();
      await work(session.card);
    }
  } finally {
    for (const target of targets) await target.close();
  }
}

async function watchRegisters(
  card: Card,
  names: readonly string[],
  { every, times = Infinity }: WatchFlags,
): Promise<void> {
  const registers = registersOf(card, names);
  const width = Math.max(...registers.map(({ name }) => name.length));
  const last = new Map<string, number>();
  const { signal, release } = interruption();
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake());
  const pause = async (): Promise<void> => {
    let cancel: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      const timer = realWorld.timers.after(every, resolve);
      cancel = () => timer.cancel();
    });
    cancel();
  };
  for (let n = 0; n < times && !signal.aborted; n++) {
    if (n > 0) await pause();
    for (const register of registers) {
      const value = await card.readRegister(register);
      if (last.get(register.name) === value) continue;
      last.set(register.name, value);
      process.stdout.write(`${registerLine(register, value, width)}\n`);
    }
  }
  release();
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}
