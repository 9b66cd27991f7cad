/** The credential store that a gateway's configuration names. */
import { secureRandom } from '../core/world-secrets.js';
import type { TradingWorld } from '../core/world.js';
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
