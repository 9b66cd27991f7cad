/** `crossfeed bringup console`: lines typed at a card, with history and completion. */
import { createInterface } from 'node:readline/promises';
import { join } from 'node:path';
import { completeLine, runLine } from '../../../driver/bringup/repl/commands.js';
import { realDisk } from '../../core/world-disk.js';
import { readWhole, writeWhole } from '../../core/whole-files.js';
import { eachCard } from './registers.js';
import type { BringupFlags } from './targets.js';

const HISTORY = 'console-history';
const HISTORY_LINES = 500;

export function interactive(flags: BringupFlags): Promise<void> {
  return eachCard(flags, async (card) => {
    const history = readHistory(flags.folder);
    const lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      completer: (line: string) => completeLine(card, line),
      history: [...history],
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
    });
    const { identity } = card;
    process.stdout.write(
      `connected to ${card.client.name}, ${identity?.ports ?? 0} ports; help lists what there is, quit ends\n`,
    );
    lines.setPrompt('card> ');
    lines.prompt();
    for await (const line of lines) {
      const text = line.trim();
      if (text === 'quit' || text === 'exit') break;
      if (text !== '') {
        history.unshift(text);
        await answer(() => runLine(card, text));
      }
      lines.prompt();
    }
    lines.close();
    writeWhole(realDisk, flags.folder, HISTORY, `${history.slice(0, HISTORY_LINES).join('\n')}\n`);
  });
}

/** A line that fails is told, and the next one may do better. */
async function answer(run: () => Promise<readonly string[]>): Promise<void> {
  try {
    for (const out of await run()) process.stdout.write(`${out}\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** The newest first. */
function readHistory(folder: string): string[] {
  const path = join(folder, HISTORY);
  if (!realDisk.exists(path)) return [];
  return readWhole(realDisk, path)
    .split('\n')
    .filter((line) => line !== '');
}
