/** `crossfeed backup TARGET`, `crossfeed restore SOURCE`: the data directory of a gateway. docs/operations.md. */
import { Command } from 'commander';
import { realTradingWorld } from '../core/world-trading.js';
import { backUp } from './backup/back-up.js';
import { restore } from './backup/restore.js';
import { loadGatewayConfig, withConfigOptions, type ConfigOptions } from './gateway-config.js';

type Write = (text: string) => void;

const toStdout: Write = (text) => void process.stdout.write(text);

export function backupCommand(write: Write = toStdout): Command {
  return withConfigOptions(new Command('backup'))
    .description('copy the data directory, also while the gateway runs')
    .argument('<target>', 'a folder that is not there yet, or a .tar.gz')
    .action((target: string, options: ConfigOptions) => {
      const data = dataOf(options);
      const { files, journalEnd } = backUp(data, target, realTradingWorld.clock.epochMs());
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      write(`${files.length} files, ${bytes} bytes, journal up to ${journalEnd ?? 'nothing'}: ${target}\n`);
    });
}

export function restoreCommand(write: Write = toStdout): Command {
  return withConfigOptions(new Command('restore'))
    .description(
      'put a backup in place of a data directory that is not there, or empty; everything in it is checked first',
    )
    .argument('<source>', 'what backup has written')
    .action(async (source: string, options: ConfigOptions) => {
      const data = dataOf(options);
      await restore(source, data, (line) => write(`${line}\n`));
      write(`restored: ${data}\n`);
    });
}

const dataOf = (options: ConfigOptions): string => loadGatewayConfig(options).config.dataDirectory;
