/** How each profile signs its Logon, checked as the venue would: with what the venue keeps of a client's key. */
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

const SOH = '\x01';

/**
 * Ed25519 over `A`, SenderCompID, TargetCompID, MsgSeqNum and SendingTime as they stand in the Logon, SOH between them.
 * @param signature RawData (96), base64
 */
export function verifyEd25519Logon(
  publicKey: KeyObject,
  parts: { readonly sender: string; readonly target: string; readonly sequence: string; readonly time: string },
  signature: string,
): boolean {
  const payload = ['A', parts.sender, parts.target, parts.sequence, parts.time].join(SOH);
  // Ed25519 brings its own digest.
  return verify(null, Buffer.from(payload, 'latin1'), publicKey, Buffer.from(signature, 'base64'));
}

/** @param spki base64 of a SubjectPublicKeyInfo */
export function ed25519Key(spki: string): KeyObject {
  return createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
}

/**
 * HMAC-SHA256 under the decoded secret over SendingTime, `A`, MsgSeqNum, SenderCompID, TargetCompID and the passphrase.
 * @param secret base64
 */
export function hmacLogon(
  secret: string,
  parts: {
    readonly time: string;
    readonly sequence: string;
    readonly sender: string;
    readonly target: string;
    readonly passphrase: string;
  },
): string {
  const payload = [parts.time, 'A', parts.sequence, parts.sender, parts.target, parts.passphrase].join(SOH);
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(payload, 'latin1').digest('base64');
}

/** base64 of SHA-256 over RawData (96) and the secret behind it. */
export function sha256Logon(rawData: string, secret: string): string {
  return createHash('sha256').update(rawData, 'latin1').update(secret, 'latin1').digest('base64');
}

/** Without telling by its duration how much of it was right. */
export function isSameText(given: string, wanted: string): boolean {
  const a = Buffer.from(given, 'latin1');
  const b = Buffer.from(wanted, 'latin1');
  return a.length === b.length && timingSafeEqual(a, b);
}
