/**
 * `npm run yosys:check`: yosys reads the RTL, elaborates the top and checks it (`check -assert`: no multiple drivers, no
 * loops, no undriven wires). A second opinion on what the language constructs mean, beside Verilator.
 */
import { readCommands, rtlSources } from './rtl-sources.js';
import { yosys } from './yosys.js';

const files = rtlSources();
try {
  await yosys(
    [...readCommands(files), 'hierarchy -check -top cf_nic', 'proc', 'opt_clean', 'check -assert', 'stat -width'],
    files,
  );
  console.log(`yosys: ${String(Object.keys(files).length)} files read and checked`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
