/** `crossfeed fix`: tools for FIX sessions, their logs and their stores. */
import { Command } from 'commander';
import { decodeCommand } from './fix/decode.js';
import { storeCommand } from './fix/store.js';

export function fixCommand(): Command {
  return new Command('fix')
    .description('FIX logs and stores')
    .addCommand(decodeCommand().exitOverride())
    .addCommand(storeCommand().exitOverride());
}
