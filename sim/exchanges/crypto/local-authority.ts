/** Certificates made on the spot: a small authority and what it signs. X.509 v3 (RFC 5280), ECDSA on P-256; Node has no generator. */
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const OID_COMMON_NAME = [0x55, 0x04, 0x03];
const OID_ORGANISATION = [0x55, 0x04, 0x0a];
const OID_ECDSA_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const OID_SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const OID_BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];

export interface Subject {
  readonly commonName: string;
  readonly organisation?: string;
}

export interface Certificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

export class LocalAuthority {
  readonly certificate: string;
  private readonly key: KeyObject;
  private serial = 1;

  constructor(private readonly subject: Subject = { commonName: 'Crossfeed simulators' }) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = privateKey;
    this.certificate = this.signed(subject, publicKey, [
      extension(OID_BASIC_CONSTRAINTS, sequence(Buffer.from([0x01, 0x01, 0xff])), true),
    ]);
  }

  /** @param names host names and IPv4 addresses that the certificate is for */
  issue(subject: Subject, names: readonly string[] = []): Certificate {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const alternatives = names.map((name) =>
      IPV4.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name, 'latin1')),
    );
    const extensions = names.length === 0 ? [] : [extension(OID_SUBJECT_ALT_NAME, sequence(...alternatives), false)];
    return {
      certificate: this.signed(subject, publicKey, extensions),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  private signed(subject: Subject, publicKey: KeyObject, extensions: readonly Buffer[]): string {
    const algorithm = sequence(der(0x06, Buffer.from(OID_ECDSA_SHA256)));
    const body = sequence(
      der(0xa0, integer(2)),
      integer(this.serial++),
      algorithm,
      name(this.subject),
      sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
      name(subject),
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' }),
      ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
    );
    const signature = sign('sha256', body, this.key);
    const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
    const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  }
}

function name({ commonName, organisation }: Subject): Buffer {
  const part = (oid: readonly number[], text: string): Buffer =>
    der(0x31, sequence(der(0x06, Buffer.from(oid)), der(0x0c, Buffer.from(text, 'utf8'))));
  return sequence(
    ...(organisation === undefined ? [] : [part(OID_ORGANISATION, organisation)]),
    part(OID_COMMON_NAME, commonName),
  );
}

function extension(oid: readonly number[], value: Buffer, critical: boolean): Buffer {
  const flag = critical ? [Buffer.from([0x01, 0x01, 0xff])] : [];
  return sequence(der(0x06, Buffer.from(oid)), ...flag, der(0x04, value));
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text, 'latin1'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
