/**
 * `npm run yosys:check`: yosys reads the RTL, elaborates the top and checks it (`check -assert`: no multiple drivers, no
 * loops, no undriven wires). A second opinion on what the language constructs mean, beside Verilator.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runYosys } from '@yowasp/yosys';

const rtl = join(dirname(fileURLToPath(import.meta.url)), '..', 'rtl');
const list = readFileSync(join(rtl, 'files.f'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

/** yosys runs in a memory file system: the sources go in flat, by their base names. */
const files: Record<string, string> = {};
for (const path of list) files[path.replaceAll('/', '_')] = readFileSync(join(rtl, path), 'utf8');

const script = [
  ...Object.keys(files).map((name) => `read_verilog -sv -DSYNTHESIS ${name}`),
  'hierarchy -check -top cf_nic',
  'proc',
  'opt_clean',
  'check -assert',
  'stat -width',
].join('; ');

let log = '';
const decoder = new TextDecoder();
const keep = (bytes: Uint8Array | null): void => {
  if (bytes !== null) log += decoder.decode(bytes, { stream: true });
};
try {
  await runYosys(['-q', '-l', 'yosys.log', '-p', script], files, { stdout: keep, stderr: keep });
  console.log(`yosys: ${String(list.length)} files read and checked`);
} catch (error) {
  console.error(log);
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
