/** Who may log on to a crypto profile: accounts with their keys, given by the configuration or made at start-up and kept beside the log. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import type { Disk } from '../../../control/core/disk.js';
import { readText, writeText } from './small-files.js';

/** What the venue knows of a key, and for keys made here what the client needs. */
export const accountSchema = z.strictObject({
  /** API key or client id: public. */
  key: z.string().min(1).max(64),
  /** Ed25519, base64 of the SubjectPublicKeyInfo. */
  publicKey: z.string().optional(),
  /** Shared secret: base64 for coinbase, text for deribit. */
  secret: z.string().optional(),
  passphrase: z.string().optional(),
  /** Deribit: application id and its secret. */
  appId: z.string().optional(),
  appSecret: z.string().optional(),
  /** A key that may only watch: drop copies and market data. */
  readOnly: z.boolean().default(false),
  /** Orders of the firm can be cancelled and watched by all its keys. Default: the key. */
  firm: z.string().min(1).optional(),
});

export type Account = z.output<typeof accountSchema>;

/** With what the client signs; only in the files that start-up writes. */
export type OwnedAccount = Account & { readonly privateKey?: string };

const ownedSchema = accountSchema.extend({ privateKey: z.string().optional() });
const FILE = 'accounts.json';
const fileSchema = z.strictObject({ accounts: z.array(ownedSchema) });

/**
 * Accounts with all their keys. Those without any secret get new ones, once for a folder, in files for this user alone: all of them in
 * `accounts.json` for the gateways, and for each key what its client needs: `KEY.private.pem` (Ed25519), `KEY.secret`, `KEY.passphrase`, `KEY.app-secret`.
 */
export function completeAccounts(disk: Disk, directory: string, wanted: readonly Account[]): readonly OwnedAccount[] {
  const folder = `${directory}/credentials`;
  const path = `${folder}/${FILE}`;
  const known = disk.exists(path) ? fileSchema.parse(JSON.parse(readText(disk, path))).accounts : [];
  const accounts = wanted.map(
    (account): OwnedAccount =>
      known.find(({ key }) => key === account.key) ?? (hasSecret(account) ? account : withNewKeys(account)),
  );
  disk.makeDirectory(folder);
  for (const { key, privateKey, secret, passphrase, appSecret } of accounts) {
    const files = { 'private.pem': pemOf(privateKey), secret, passphrase, 'app-secret': appSecret };
    for (const [name, text] of Object.entries(files)) {
      if (text !== undefined) writeText(disk, `${folder}/${key}.${name}`, text);
    }
  }
  writeText(disk, path, `${JSON.stringify({ accounts }, undefined, 2)}\n`);
  disk.syncDirectory(folder);
  return accounts;
}

/** For a gateway: what start-up has completed. */
export function readAccounts(disk: Disk, directory: string): readonly Account[] {
  return fileSchema.parse(JSON.parse(readText(disk, `${directory}/credentials/${FILE}`))).accounts;
}

function hasSecret({ publicKey, secret }: Account): boolean {
  return publicKey !== undefined || secret !== undefined;
}

function pemOf(privateKey: string | undefined): string | undefined {
  if (privateKey === undefined) return undefined;
  const lines = privateKey.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

function withNewKeys(account: Account): OwnedAccount {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const secrets = privateKey.export({ format: 'der', type: 'pkcs8' });
  // One source of randomness: everything else that must be unknown to others is a digest of the key.
  const derived = (purpose: string): Buffer => createHash('sha256').update(secrets).update(purpose).digest();
  return {
    ...account,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: secrets.toString('base64'),
    secret: derived('secret').toString('base64'),
    passphrase: derived('passphrase').toString('hex').slice(0, 12),
    appId: account.appId ?? `APP-${account.key}`,
    appSecret: derived('appSecret').toString('base64'),
  };
}
