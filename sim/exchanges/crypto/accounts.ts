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

/** With what the client signs; only in the file that start-up writes. */
const ownedSchema = accountSchema.extend({ privateKey: z.string().optional() });
export type OwnedAccount = z.output<typeof ownedSchema>;

const FILE = 'accounts.json';
const fileSchema = z.strictObject({ accounts: z.array(ownedSchema) });

/** Reads the accounts of the exchange's folder, or makes one that trades and one that only watches. The file is for this user alone. */
export function ownAccounts(disk: Disk, directory: string): readonly OwnedAccount[] {
  const path = `${directory}/${FILE}`;
  if (disk.exists(path)) return fileSchema.parse(JSON.parse(readText(disk, path))).accounts;
  const accounts = [makeAccount('TRADER', false), makeAccount('WATCHER', true)];
  disk.makeDirectory(directory);
  writeText(disk, path, `${JSON.stringify({ accounts }, undefined, 2)}\n`);
  disk.syncDirectory(directory);
  return accounts;
}

function makeAccount(name: string, readOnly: boolean): OwnedAccount {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const secrets = privateKey.export({ format: 'der', type: 'pkcs8' });
  // One source of randomness: everything else that must be unknown to others is a digest of the key.
  const derived = (purpose: string): Buffer => createHash('sha256').update(secrets).update(purpose).digest();
  return {
    key: `${name}${derived('key').toString('hex').slice(0, 16)}`,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: secrets.toString('base64'),
    secret: derived('secret').toString('base64'),
    passphrase: derived('passphrase').toString('hex').slice(0, 12),
    appId: `APP${derived('app').toString('hex').slice(0, 8)}`,
    appSecret: derived('appSecret').toString('base64'),
    readOnly,
    firm: 'DEMO',
  };
}
