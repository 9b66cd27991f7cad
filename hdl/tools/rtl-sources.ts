/** The RTL as yosys sees it: in a memory file system, flat, by base names. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rtl = join(dirname(fileURLToPath(import.meta.url)), '..', 'rtl');

/** File name to text, in the order in which they must be read. */
export function rtlSources(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const path of readFileSync(join(rtl, 'files.f'), 'utf8').split('\n')) {
    if (path !== '') files[path.replaceAll('/', '_')] = readFileSync(join(rtl, path), 'utf8');
  }
  return files;
}

/** Yosys commands that read them. */
export function readCommands(files: Readonly<Record<string, string>>): string[] {
  return Object.keys(files).map((name) => `read_verilog -sv -DSYNTHESIS ${name}`);
}
