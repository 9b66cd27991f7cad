import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  binancePayload,
  deribitRawData,
  nonceOf,
  sendingTimeText,
  signBinance,
  signCoinbase,
  signDeribit,
  signKraken,
} from './logon-signers.js';

const file = '/work/shared/venues/logon-vectors.json';

interface Vectors {
  binance: { payload: string[]; tag96: string; public_key_spki_b64: string };
  coinbase: { secret_b64: string; payload: string[]; tag96: string };
  deribit: { tag96: string; client_secret: string; tag554: string; app_secret: string; tag9005: string };
  kraken: { secret_b64: string; input: string; tag5025: string; tag554: string };
}

const isThere = existsSync(file);
if (!isThere) console.warn(`skipped: ${file} is not on this machine`);
const vectors = isThere ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors) : undefined;

describe.skipIf(vectors === undefined)('the vectors', () => {
  it('Binance: the published signature is one over our payload', () => {
    const { payload, tag96, public_key_spki_b64 } = vectors!.binance;
    const [, senderCompId = '', targetCompId = '', number = '', sendingTime = ''] = payload;
    const ours = binancePayload({ senderCompId, targetCompId, msgSeqNum: Number(number), sendingTime });
    const key = createPublicKey({ key: Buffer.from(public_key_spki_b64, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from(ours), key, Buffer.from(tag96, 'base64'))).toBe(true);
  });

  it('Coinbase', () => {
    const { payload, secret_b64, tag96 } = vectors!.coinbase;
    const [sendingTime = '', , number = '', senderCompId = '', targetCompId = '', passphrase = ''] = payload;
    const header = { sendingTime, msgSeqNum: Number(number), senderCompId, targetCompId };
    expect(signCoinbase(header, passphrase, secret_b64)).toBe(tag96);
  });

  it('Deribit', () => {
    const { tag96, client_secret, tag554, app_secret, tag9005 } = vectors!.deribit;
    expect(signDeribit(tag96, client_secret)).toBe(tag554);
    expect(signDeribit(tag96, app_secret)).toBe(tag9005);
    const [ms = '', nonce = ''] = tag96.split('.');
    expect(deribitRawData(Number(ms), Buffer.from(nonce, 'base64'))).toBe(tag96);
  });

  it('Kraken', () => {
    const { secret_b64, input, tag5025, tag554 } = vectors!.kraken;
    const [, , senderCompId = '', targetCompId = '', apiKey = ''] = input.split('|').map((part) => part.split('=')[1]);
    const header = { senderCompId, targetCompId, msgSeqNum: 1, sendingTime: '' };
    expect(signKraken(header, apiKey, tag5025, secret_b64)).toBe(tag554);
  });
});

describe('signatures', () => {
  it('of Binance verify with the public key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const header = { senderCompId: 'US', targetCompId: 'SPOT', msgSeqNum: 1, sendingTime: sendingTimeText(0) };
    const signature = signBinance(header, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(header.sendingTime).toBe('19700101-00:00:00.000');
    expect(verify(null, Buffer.from(binancePayload(header)), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('do not repeat a key that cannot be used', () => {
    const header = { senderCompId: 'US', targetCompId: 'SPOT', msgSeqNum: 1, sendingTime: '' };
    expect(() => signBinance(header, 'CANARY')).toThrow(/SIGNER|private key/);
    try {
      signBinance(header, 'CANARY');
    } catch (error) {
      expect(String(error)).not.toContain('CANARY');
    }
  });

  it('have nonces that come once', () => {
    const nonces = Array.from({ length: 100 }, (_, i) => Buffer.from(nonceOf('secret', 5, i)).toString('hex'));
    expect(new Set(nonces).size).toBe(100);
    expect(nonces[0]).not.toBe(createHash('sha256').update('5 0').digest('hex'));
  });
});
