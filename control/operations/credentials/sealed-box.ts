/**
 * Bytes under a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM seals. Every sealing has its own salt and nonce, so no key is used for two
 * texts. The parameters are in the clear and are covered by the seal: to change one is to break it.
 */
import { createCipheriv, createDecipheriv, scrypt, type ScryptOptions } from 'node:crypto';
import { z } from 'zod';
import { CredentialError } from './errors.js';

const FORMAT = 'crossfeed-credentials';
const VERSION = 1;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** About 0.3 s and 128 MiB: once at start and once per change. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
/** What is believed of a file before its seal has been checked. */
const COST_MAX = { N: 2 ** 20, r: 16, p: 4 } as const;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const box = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.int().min(2).max(COST_MAX.N),
    r: z.int().min(1).max(COST_MAX.r),
    p: z.int().min(1).max(COST_MAX.p),
    salt: base64,
  }),
  cipher: z.literal('aes-256-gcm'),
  nonce: base64,
  sealed: base64,
});

export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Bytes that nobody can foresee: from the operating system. */
export type SecureRandom = (bytes: number) => Buffer;

/** The text of a store file. `cost` is for tests, which open hundreds. */
export async function seal(
  plain: Uint8Array,
  passphrase: Uint8Array,
  secureRandom: SecureRandom,
  cost: Cost = COST,
): Promise<string> {
  const salt = secureRandom(16);
  const nonce = secureRandom(12);
  const header = {
    format: FORMAT,
    version: VERSION,
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
  };
  const key = await derive(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(header)));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return `${JSON.stringify({ ...header, sealed: sealed.toString('base64') }, undefined, 2)}\n`;
}

/** Throws CredentialError: `CREDENTIAL_FORMAT`, or `CREDENTIAL_WRONG_KEY` when the seal does not hold. `where` names the file. */
export async function unseal(text: string, passphrase: Uint8Array, where: string): Promise<Buffer> {
  const parsed = box.safeParse(json(text, where));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CredentialError('CREDENTIAL_FORMAT', 'this is no credential store', {
      where,
      found: issue === undefined ? 'something else' : `${issue.path.join('.')}: ${issue.message}`,
      expected: `${FORMAT} version ${VERSION}`,
    });
  }
  const { sealed, ...header } = parsed.data;
  const bytes = Buffer.from(sealed, 'base64');
  let key: Buffer | undefined;
  try {
    key = await derive(passphrase, Buffer.from(header.kdf.salt, 'base64'), header.kdf);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(JSON.stringify(header)));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]);
  } catch {
    // What node:crypto says would help nobody, and must not be trusted to hold no secret.
    throw new CredentialError('CREDENTIAL_WRONG_KEY', 'the key does not open the store, or the store was changed', {
      where,
    });
  } finally {
    key?.fill(0);
  }
}

function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CredentialError('CREDENTIAL_FORMAT', 'this is no credential store', {
      where,
      found: 'text that is not JSON',
    });
  }
}

function derive(passphrase: Uint8Array, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N: cost.N, r: cost.r, p: cost.p, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
