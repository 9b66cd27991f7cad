/**
 * Signatures that venues ask for in a Logon. Each is a pure function of what the venue's document says is signed; keys come from outside and stay
 * here. Facts: the venues' public FIX documents, as of the versions named in docs/multi-venue-configuration.md.
 */
import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { SignerError } from '../errors.js';

const SOH = '\u0001';

/** What of the Logon's header is signed. */
export interface LogonHeader {
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly msgSeqNum: number;
  /** As in SendingTime (52): `YYYYMMDD-HH:MM:SS.sss`. */
  readonly sendingTime: string;
}

/** Binance: Ed25519 over type, CompIDs, number and time. What is returned goes into RawData (96). @param privateKeyPem PKCS #8 */
export function signBinance(header: LogonHeader, privateKeyPem: string): string {
  return signEd25519(binancePayload(header), privateKeyPem);
}

export function binancePayload({ senderCompId, targetCompId, msgSeqNum, sendingTime }: LogonHeader): string {
  return ['A', senderCompId, targetCompId, String(msgSeqNum), sendingTime].join(SOH);
}

/** Coinbase Exchange: HMAC-SHA256 with the decoded secret; RawData (96). */
export function signCoinbase(header: LogonHeader, passphrase: string, secretBase64: string): string {
  const { senderCompId, targetCompId, msgSeqNum, sendingTime } = header;
  const payload = [sendingTime, 'A', String(msgSeqNum), senderCompId, targetCompId, passphrase].join(SOH);
  return createHmac('sha256', keyBytes(secretBase64)).update(payload, 'latin1').digest('base64');
}

/** Deribit: RawData (96) is a time and a nonce … */
export function deribitRawData(epochMs: number, nonce: Uint8Array): string {
  return `${epochMs}.${Buffer.from(nonce).toString('base64')}`;
}

/** … and the password (554), or the application's signature (9005), is a hash of it with the secret. */
export function signDeribit(rawData: string, secret: string): string {
  return createHash('sha256').update(rawData, 'latin1').update(secret, 'utf8').digest('base64');
}

/** Kraken: the Logon's first fields as text, hashed with the nonce (5025), signed with the decoded secret; Password (554). */
export function signKraken(header: LogonHeader, apiKey: string, nonce: string, secretBase64: string): string {
  const { senderCompId, targetCompId, msgSeqNum } = header;
  const input = `35=A|34=${msgSeqNum}|49=${senderCompId}|56=${targetCompId}|553=${apiKey}|`.replaceAll('|', SOH);
  const digest = createHash('sha256')
    .update(input + nonce, 'latin1')
    .digest();
  return createHmac('sha512', keyBytes(secretBase64)).update(digest).digest('base64');
}

/** 32 bytes that come once: made of the secret, the time and a count, so that nobody without the secret can say what they are. */
export function nonceOf(secret: string, epochMs: number, count: number): Uint8Array {
  return createHmac('sha256', secret).update(`${epochMs} ${count}`).digest();
}

/** `YYYYMMDD-HH:MM:SS.sss`. */
export function sendingTimeText(epochMs: number): string {
  const iso = new Date(epochMs).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 23)}`;
}

function signEd25519(payload: string, privateKeyPem: string): string {
  try {
    const key = createPrivateKey(privateKeyPem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    return sign(null, Buffer.from(payload, 'latin1'), key).toString('base64');
  } catch {
    // The cause is left out: it may quote the key.
    throw new SignerError('SIGNER_KEY', 'the private key cannot be used', {
      expected: 'an Ed25519 key, PKCS #8 in PEM',
    });
  }
}

function keyBytes(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) throw new SignerError('SIGNER_KEY', 'the secret cannot be used', { expected: 'base64' });
  return bytes;
}
