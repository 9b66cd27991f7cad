/** QuickFIX in C++ (Debian's libquickfix-dev) beside our codec and our engine: a program of its own, on the same messages. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installationRoot } from '../../../control/core/world-installation.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import type { BenchContext, BenchResult } from '../harness.js';
import { BEGIN_STRING, TIME_MS } from './codec-messages.js';
import { samples } from './codec.js';

const BATCHES = 2000;
const BURST_ORDERS = 20_000;
const BURST_ROUNDS = 5;

const program = join(installationRoot(), 'test', 'fix', 'interop', 'quickfix-peer', 'build', 'quickfix-timing');

export async function run(context: BenchContext): Promise<void> {
  if (!existsSync(program)) {
    context.note('no figures of QuickFIX: npm test builds its program where libquickfix-dev is');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'crossfeed-quickfix-'));
  try {
    await measure(context, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure({ report, note }: BenchContext, folder: string): Promise<void> {
  const dictionary = join(
    dirname(createRequire(import.meta.url).resolve('jspurefix/package.json')),
    'data',
    'FIX44.xml',
  );
  const encoder = new FixEncoder({ beginString: BEGIN_STRING });
  const files: string[] = [];
  for (const { name, input, encode } of samples) {
    encode(encoder, 4711, TIME_MS);
    const file = join(folder, `${name}.fix`);
    writeFileSync(file, encoder.bytes.subarray(encoder.start, encoder.end));
    files.push(file);
    const results = await timing('codec', `${name}-quickfix`, file, dictionary, BATCHES);
    for (const result of results) report({ ...result, input, peer: true });
  }
  const [orderFile = ''] = files;
  const burst = await timing('burst', folder, orderFile, dictionary, BURST_ORDERS, BURST_ROUNDS);
  for (const result of burst) {
    report({ ...result, name: 'orders-quickfix', input: `bursts of ${BURST_ORDERS} over loopback TCP`, peer: true });
  }
  note(
    'QuickFIX decodes, validates and builds with its FIX 4.4 dictionary and all its checks; it reads no field after decoding, and its values are converted from numbers and times when it encodes',
  );
  note(
    'orders-quickfix: an acceptor with dictionary and file store, which writes each message and both numbers to the system and never syncs; the sender is a bare socket on another core; p50 is the median burst, p99 and max the best one',
  );
}

/** Runs the program and reads what it says, one result a line. */
async function timing(...args: readonly (string | number)[]): Promise<BenchResult[]> {
  const { stdout } = await promisify(execFile)(program, args.map(String));
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BenchResult);
}
