/**
 * The FIX store on the real disk: what saving costs by policy, how many messages a second are safe from a power cut, and how fast a store with a
 * million messages is there again. Messages have the 191 bytes of the codec's NewOrderSingle.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import { realDisk } from '../../../control/core/world-disk.js';
import { realWorld } from '../../../control/core/world-real.js';
import type { JournalSessionStore } from '../../../control/fix/store/journal-store.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import { quantiles, type BenchContext } from '../harness.js';

const MESSAGE_BYTES = 191;
const BATCH = 256;
const RATE_MS = 2000;
const RATE_WINDOWS = 20;
const RECOVERED_MESSAGES = 1_000_000;
const RECOVERIES = 7;
const POLICIES: readonly DurabilityPolicy[] = ['os', 'group', 'sync'];
const SESSION = 'FIX.4.4:BENCH->VENUE';
const message = new Uint8Array(MESSAGE_BYTES).fill(0x41);

interface Rig {
  readonly journal: FileJournal;
  readonly store: JournalSessionStore;
}

export async function run(context: BenchContext): Promise<void> {
  const top = mkdtempSync(join(tmpdir(), 'crossfeed-bench-'));
  try {
    for (const policy of POLICIES) costs(context, join(top, `cost-${policy}`), policy);
    for (const policy of POLICIES) await safeRate(context, join(top, `rate-${policy}`), policy);
    await recovery(context, join(top, 'recovery'));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
  context.note(`store: rates are those of ${RATE_WINDOWS} equal stretches of ${RATE_MS} ms`);
  context.note('store: files are in the page cache; syncs are those of the disk under the temporary directory');
}

function open(directory: string, policy: DurabilityPolicy): Rig {
  const { clock, timers } = realWorld;
  const journal = openJournal({ directory, disk: realDisk, clock, timers, policy });
  const store = new JournalSessionStores({ journal, clock, timers }).open(SESSION);
  commit(journal);
  return { journal, store };
}

function commit(journal: FileJournal): void {
  if (!journal.commit()) throw new Error(`the journal is ${journal.state}`);
}

/** What the caller of save and commit waits for. */
function costs({ time, note }: BenchContext, directory: string, policy: DurabilityPolicy): void {
  const { journal, store } = open(directory, policy);
  const slow = policy === 'sync';
  const input = `${MESSAGE_BYTES}-byte messages`;
  time({
    name: `store-save-${policy}`,
    input: `${input}, a commit each`,
    batch: slow ? 1 : 16,
    batches: slow ? 500 : 5000,
    warmUp: slow ? 10 : 500,
    run() {
      for (let i = slow ? 1 : 16; i > 0; i--) {
        store.saveOutgoing(message, 0, MESSAGE_BYTES);
        commit(journal);
      }
    },
  });
  time({
    name: `store-save-${BATCH}-${policy}`,
    input: `${input}, a commit for ${BATCH}`,
    ...(policy === 'group' ? { goal: { atMost: 1100 } } : {}),
    batch: BATCH,
    batches: slow ? 300 : 1500,
    warmUp: slow ? 10 : 100,
    run() {
      for (let i = 0; i < BATCH; i++) store.saveOutgoing(message, 0, MESSAGE_BYTES);
      commit(journal);
    },
  });
  if (store.markWaits > 0) note(`store ${policy}: ${store.markWaits} commits waited for the high-water mark`);
  journal.close();
}

/** Messages a second whose fdatasync has completed, while the event loop turns; and how old they are then. */
async function safeRate({ report }: BenchContext, directory: string, policy: DurabilityPolicy): Promise<void> {
  const { journal, store } = open(directory, policy);
  const start = performance.now();
  const rates: number[] = [];
  const ages: number[] = [];
  /** Batches that are committed and not synced: where each ends, and when it was committed. */
  const waiting: { end: number; at: number }[] = [];
  let safe = 0;
  journal.onSynced(() => {
    const now = performance.now();
    while (waiting.length > 0 && waiting[0]!.end <= journal.synced) {
      ages.push((now - waiting.shift()!.at) * 1000);
      safe += BATCH;
    }
  });
  let windowStart = start;
  let windowSafe = 0;
  while (performance.now() - start < RATE_MS) {
    for (let i = 0; i < BATCH; i++) store.saveOutgoing(message, 0, MESSAGE_BYTES);
    const at = performance.now();
    commit(journal);
    if (policy === 'sync') {
      ages.push((performance.now() - at) * 1000);
      safe += BATCH;
    } else {
      waiting.push({ end: journal.committed, at });
    }
    await new Promise((resolve) => void setImmediate(resolve));
    const now = performance.now();
    if (now - windowStart < RATE_MS / RATE_WINDOWS) continue;
    rates.push(((safe - windowSafe) / (now - windowStart)) * 1000);
    windowStart = now;
    windowSafe = safe;
  }
  journal.syncNow();
  journal.close();
  const n = safe;
  const input = `${MESSAGE_BYTES} bytes, ${BATCH} a commit, a commit a turn`;
  report({ name: `store-safe-rate-${policy}`, unit: 'msg/s', n, ...quantiles(Float64Array.from(rates)), input });
  if (ages.length > 0) {
    const age = quantiles(Float64Array.from(ages));
    report({
      name: `store-sync-age-${policy}`,
      unit: 'us',
      n: ages.length,
      ...age,
      input: 'from the commit to the completed fdatasync',
    });
  }
}

async function recovery({ report }: BenchContext, directory: string): Promise<void> {
  const { journal, store } = open(directory, 'os');
  for (let i = 1; i <= RECOVERED_MESSAGES; i++) {
    store.saveOutgoing(message, 0, MESSAGE_BYTES);
    if (i % BATCH === 0) commit(journal);
  }
  journal.close();
  const samples = new Float64Array(RECOVERIES);
  for (let i = 0; i < RECOVERIES; i++) {
    const start = performance.now();
    const again = open(directory, 'group');
    samples[i] = performance.now() - start;
    if (again.store.storedMessages !== RECOVERED_MESSAGES) throw new Error('messages are missing');
    again.journal.close();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  report({
    name: 'store-recovery',
    unit: 'ms',
    n: RECOVERIES,
    ...quantiles(samples),
    input: `${RECOVERED_MESSAGES.toLocaleString('en-GB')} messages of ${MESSAGE_BYTES} bytes, every checksum looked at`,
    goal: { atMost: 2000, of: 'max' },
  });
}
