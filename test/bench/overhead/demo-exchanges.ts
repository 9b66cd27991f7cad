/** The demo's simulated exchanges as processes, and our venues connected to some of them: for round trips as a gateway has them. */
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Journal } from '../../../control/core/journal.js';
import { silentLogger } from '../../../control/core/logging.js';
import { readUserFile } from '../../../control/core/world-data-directory.js';
import { compiled, installationRoot } from '../../../control/core/world-installation.js';
import { realWorld } from '../../../control/core/world-real.js';
import { readSecretFd } from '../../../control/core/world-secrets.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import type { VenueHandler } from '../../../control/core/venue.js';
import { FileCredentials } from '../../../control/fix/config/credentials.js';
import { sessionId } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { Child } from '../../../control/gateway/child.js';
import { parseConfig } from '../../../control/gateway/config.js';
import { openJournal } from '../../../control/journal/journal.js';
import { VenueSecrets } from '../../../control/venues/secrets.js';
import { VenueSet } from '../../../control/venues/venue-set.js';

const demo = (): string => join(installationRoot(), 'config', 'demo.yaml');
const READY_MS = 60_000;
const ACTIVE_MS = 60_000;
const LOOK_MS = 20;

/** Starts all five, one behind the other. Rejects with CrossfeedError when one does not start: the demo's ports must be free. */
export async function startExchanges(): Promise<{ stop(): Promise<void> }> {
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
  };
  try {
    for (const { name, exchange, config } of parseConfig(demo(), readUserFile(demo())).simulators) {
      const child = new Child({
        name,
        args: [compiled(`sim/exchanges/${exchange}/main.js`), '--config', config, '--stop-on-stdin-end'],
        world: realWorld,
        log: silentLogger,
        restart: false,
        readyWithinMs: READY_MS,
      });
      children.push(child);
      await child.start();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** What a venue of the demo has beyond its order session. */
export interface DeskOptions {
  /** Ids; absent: all. */
  readonly venues?: readonly string[];
  /** A second order session to fall back to, and the drop copy that settles what is uncertain then. */
  readonly armed: boolean;
}

export interface BenchDesk {
  readonly set: VenueSet;
  close(): Promise<void>;
}

/** Venues of the demo over the journal in a folder, where their sessions go on, without market data; resolves when all are active. */
export async function openDesk(folder: string, options: DeskOptions, handler: VenueHandler): Promise<BenchDesk> {
  const { disk, clock, timers } = realTradingWorld;
  const journal: Journal = openJournal({ disk, clock, timers, directory: join(folder, 'journal'), policy: 'group' });
  const stores = new JournalSessionStores({ journal, clock, timers });
  const files = parseConfig(demo(), readUserFile(demo())).venues.map(({ file }) => file);
  const wanted = files.filter((file) => options.venues?.some((id) => file.includes(id.toLowerCase())) !== false);
  const set = new VenueSet({
    files: wanted,
    readText: (path) => reduced(path, options.armed),
    world: realTradingWorld,
    journal,
    openStore: (session) => stores.open(sessionId(session)),
    closeStore: (id) => stores.close(id),
    secrets: new VenueSecrets(new FileCredentials(disk, readSecretFd), undefined),
    handler,
  });
  const close = async (): Promise<void> => {
    await set.close('done');
    journal.close();
  };
  set.recover();
  set.connect();
  for (let waited = 0; !set.venues.every(({ state }) => state === 'active'); waited += LOOK_MS) {
    if (waited > ACTIVE_MS) {
      await close();
      throw new Error(`not active: ${set.venues.map(({ id, state }) => `${id} ${state}`).join(', ')}`);
    }
    await pause(LOOK_MS);
  }
  return { set, close };
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    realWorld.timers.after(ms, done);
  });
}

/** A venue's file, or one that it lies on, without market data, and without what stands by unless that is wanted. */
function reduced(path: string, armed: boolean): string {
  const file = parse(readUserFile(path), { merge: true }) as Record<string, unknown>;
  const without = ['marketData', ...(armed ? [] : ['fallback', 'fallbackRules', 'dropCopy'])];
  return stringify(Object.fromEntries(Object.entries(file).filter(([key]) => !without.includes(key))));
}
