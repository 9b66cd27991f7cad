/** The credential store that a gateway's configuration names. */
import { secureRandom } from '../core/world-secrets.js';
import type { Logger } from '../core/logging.js';
import type { Timer, TradingWorld } from '../core/world.js';
import { readKey } from '../operations/credentials/key.js';
import { CredentialStore } from '../operations/credentials/store.js';
import type { GatewayConfig } from './config-schema.js';
import { keyWorld } from './key-world.js';

/** Undefined where none is configured. Throws CredentialError. */
export async function openCredentials(
  { credentials }: GatewayConfig,
  { disk, clock }: TradingWorld,
): Promise<CredentialStore | undefined> {
  if (credentials === undefined) return undefined;
  return CredentialStore.open({
    disk,
    path: credentials.store,
    passphrase: await readKey({ keyFile: credentials.keyFile }, keyWorld),
    epochMs: () => clock.epochMs(),
    secureRandom,
  });
}

const LOOK_MS = 2_000;

/** Keeps a store in step with its file: what was rotated is used from the next logon on, and no session that stands is touched. */
export function followCredentials(
  store: CredentialStore,
  { timers }: Pick<TradingWorld, 'timers'>,
  log: Logger,
): Timer {
  let isBusy = false;
  return timers.every(LOOK_MS, () => {
    if (isBusy) return;
    isBusy = true;
    store
      .refresh()
      .then(
        (changed) => {
          if (changed) log.info('credentials have changed');
        },
        // Another key, or damage: what is known stays in use.
        (error: unknown) => log.error('credentials cannot be read again', { error }),
      )
      .finally(() => (isBusy = false));
  });
}
