/** Against the venues' vectors where they are, and against signatures made here everywhere. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ed25519Key, hmacLogon, isSameText, sha256Logon, verifyEd25519Logon } from './signatures.js';

const path = join(import.meta.dirname, '../../../../shared/venues/logon-vectors.json');
const missing = existsSync(path) ? '' : ' (skipped: no shared vectors here)';

interface Vectors {
  readonly binance: {
    readonly payload: readonly string[];
    readonly tag96: string;
    readonly public_key_spki_b64: string;
  };
  readonly coinbase: { readonly secret_b64: string; readonly payload: readonly string[]; readonly tag96: string };
  readonly deribit: {
    readonly tag96: string;
    readonly client_secret: string;
    readonly tag554: string;
    readonly app_secret: string;
    readonly tag9005: string;
  };
}

describe.skipIf(missing !== '')(`the venues' vectors${missing}`, () => {
  const vectors = (): Vectors => JSON.parse(readFileSync(path, 'utf8')) as Vectors;

  it('Ed25519, as Binance documents it', () => {
    const { payload, tag96, public_key_spki_b64: key } = vectors().binance;
    const [, sender, target, sequence, time] = payload as [string, string, string, string, string];
    const parts = { sender, target, sequence, time };
    expect(verifyEd25519Logon(ed25519Key(key), parts, tag96)).toBe(true);
    expect(verifyEd25519Logon(ed25519Key(key), { ...parts, sequence: '2' }, tag96)).toBe(false);
  });

  it('HMAC-SHA256, as Coinbase wants it', () => {
    const { secret_b64: secret, payload, tag96 } = vectors().coinbase;
    const [time, , sequence, sender, target, passphrase] = payload as [string, string, string, string, string, string];
    expect(hmacLogon(secret, { time, sequence, sender, target, passphrase })).toBe(tag96);
  });

  it('SHA-256, as Deribit wants it', () => {
    const { tag96, client_secret: secret, tag554, app_secret: appSecret, tag9005 } = vectors().deribit;
    expect(sha256Logon(tag96, secret)).toBe(tag554);
    expect(sha256Logon(tag96, appSecret)).toBe(tag9005);
  });
});

describe('signatures', () => {
  it('take what the key has signed, and nothing else', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = ed25519Key(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'));
    const signature = sign(null, Buffer.from(['A', 'ME', 'SPOT', '1', 'T'].join('\x01')), privateKey).toString(
      'base64',
    );
    const parts = { sender: 'ME', target: 'SPOT', sequence: '1', time: 'T' };
    expect(verifyEd25519Logon(key, parts, signature)).toBe(true);
    expect(verifyEd25519Logon(key, { ...parts, sender: 'YOU' }, signature)).toBe(false);
    expect(verifyEd25519Logon(key, parts, '')).toBe(false);
  });

  it('compare texts', () => {
    expect(isSameText('abc', 'abc')).toBe(true);
    expect(isSameText('abc', 'abd')).toBe(false);
    expect(isSameText('', 'abd')).toBe(false);
  });
});
