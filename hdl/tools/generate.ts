/**
 * `npm run generate` writes every file that is derived from `hdl/records.yaml` and
 * `hdl/registers.yaml`, and the reference of the C ABI from its header; with `--check` it writes nothing and fails when one is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitApi } from './emit-api.js';
import { emitCMap } from './emit-c-map.js';
import { emitHeader } from './emit-c.js';
import { emitRegisterTable } from './emit-map.js';
import { emitDocument } from './emit-md.js';
import { emitPitchDecoder } from './emit-pitch.js';
import { emitItchDecoder, emitPackage } from './emit-sv.js';
import { emitRecords, emitRegisters } from './emit-ts.js';
import { loadLayout, loadRegisters } from './model.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const banner = 'Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.';

const text = (path: string): string => readFileSync(join(root, path), 'utf8');

const layout = loadLayout(join(root, 'hdl/records.yaml'));
const map = loadRegisters(join(root, 'hdl/registers.yaml'));
const files: readonly (readonly [string, string])[] = [
  ['hdl/rtl/generated/cf_pkg.sv', emitPackage(layout, map, banner)],
  ['hdl/rtl/generated/cf_itch_decode.sv', emitItchDecoder(layout, banner)],
  ['hdl/rtl/generated/cf_pitch_decode.sv', emitPitchDecoder(layout, banner)],
  ['driver/include/crossfeed_layout.h', emitHeader(layout, map, banner)],
  ['driver/include/crossfeed_map.h', emitCMap(map, banner)],
  ['driver/generated/registers.ts', emitRegisters(map, banner)],
  ['driver/generated/register-map.ts', emitRegisterTable(map, banner)],
  ['control/core/generated/records.ts', emitRecords(layout, map, banner)],
  ['docs/register-map.md', emitDocument(layout, map, banner)],
  ['docs/driver-api.md', emitApi(text('driver/include/crossfeed.h'), text('driver/example/records.c'))],
];

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of files) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check) {
    stale += 1;
    console.error(`${path}: stale; run \`npm run generate\` and commit the result`);
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.error(`wrote ${path}`);
}
process.exitCode = stale > 0 ? 1 : 0;
