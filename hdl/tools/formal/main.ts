/**
 * `npm run formal [-- --proof NAME … --no-bugs]`: proves the properties of hdl/formal by a base case from reset and by induction, and shows that every seeded bug
 * breaks one of them. Exit status 1 when a proof fails or a bug is not found.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rtlTool } from '../rtl-venv.js';
import { readCommands, rtlSources } from '../rtl-sources.js';
import { yosys } from '../yosys.js';
import { readProofs, withBug, withProperties, type Proof } from './proofs.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const folder = join(root, 'hdl', 'formal');
const work = join(root, '.cache', 'formal');

const { values } = parseArgs({
  options: { proof: { type: 'string', multiple: true }, 'no-bugs': { type: 'boolean' } },
});
const proofs = readProofs(join(folder, 'proofs.yaml'));
const chosen = proofs.filter(({ name }) => values.proof?.includes(name) ?? true);
if (chosen.length === 0) {
  console.error(`usage: formal [--proof ${proofs.map(({ name }) => name).join('|')}] [--no-bugs]`);
  process.exit(2);
}
mkdirSync(work, { recursive: true });
const smtbmc = rtlTool(root, 'yowasp-yosys-smtbmc');
const sources = rtlSources();
let failures = 0;
for (const proof of chosen) {
  const properties = readFileSync(join(folder, proof.properties), 'utf8');
  const model = await modelOf(proof, withProperties(sources, proof.top, properties), 'proof');
  await judge(`${proof.name}: base case, ${proof.depth} cycles`, true, () => solve(model, ['-t', String(proof.depth)]));
  await judge(`${proof.name}: induction, ${proof.induction} cycles`, true, () =>
    solve(model, ['-i', '-t', String(proof.induction)]),
  );
  if (values['no-bugs'] === true) continue;
  for (const [i, bug] of proof.bugs.entries()) {
    const broken = await modelOf(proof, withProperties(withBug(sources, bug), proof.top, properties), `bug-${i + 1}`);
    await judge(`${proof.name}: finds that ${bug.name}`, false, () => solve(broken, ['-t', String(proof.depth)]));
  }
}
console.log(failures === 0 ? 'formal: everything holds' : `formal: ${failures} failed`);
if (failures > 0) process.exitCode = 1;

async function modelOf(proof: Proof, files: Readonly<Record<string, string>>, kind: string): Promise<string> {
  const settings = Object.entries(proof.parameters).map(([name, value]) => `-chparam ${name} ${value}`);
  const commands = [
    ...readCommands(files).map((command) => command.replace('-DSYNTHESIS', '-formal -DSYNTHESIS')),
    `hierarchy -check ${settings.join(' ')} -top ${proof.top}`,
    'prep -flatten',
    'memory_map',
    'opt -fast',
    'async2sync',
    'dffunmap',
    'write_smt2 -wires model.smt2',
  ];
  const { file } = await yosys(commands, files);
  const path = join(work, `${proof.top}-${kind}.smt2`);
  writeFileSync(path, file('model.smt2'));
  return path;
}

/** True when the solver found no way to break a property. */
async function solve(model: string, args: readonly string[]): Promise<{ holds: boolean; output: string }> {
  const trace = model.replace(/\.smt2$/, '.vcd');
  const command = ['-s', 'z3', '--unroll', '--presat', ...args, '--dump-vcd', trace, model];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${dirname(smtbmc)}:${process.env['PATH'] ?? ''}` };
    execFile(smtbmc, command, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      const status = /Status: (\w+)/.exec(output)?.[1];
      if (status === 'PASSED' || status === 'passed') resolve({ holds: true, output });
      else if (/^(FAILED|failed)$/.test(status ?? '')) resolve({ holds: false, output });
      else reject(new Error(`the solver said neither passed nor failed: ${output.slice(-2000)}`, { cause: error }));
    });
  });
}

async function judge(
  what: string,
  expected: boolean,
  run: () => Promise<{ holds: boolean; output: string }>,
): Promise<void> {
  const beganMs = performance.now();
  const { holds, output } = await run();
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
  const isRight = holds === expected;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${what}  ${seconds} s`);
  if (isRight) return;
  failures++;
  if (expected)
    console.log(
      output
        .split('\n')
        .filter((line) => /assert|Value for|Status|failed/i.test(line))
        .slice(0, 20)
        .join('\n'),
    );
}
