/** Certificates of the real streams: read from their files whenever a context is made, with errors that name the file. */
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { WorldError } from './errors.js';
import type { TlsOptions } from './streams.js';

/**
 * What the files hold now. Throws WorldError `TLS_FILE` when one cannot be read, `TLS_CERTIFICATE` when what they hold is no
 * certificate or key, or the two do not belong together.
 */
export function readCertificates(options: TlsOptions): SecureContextOptions {
  const { caFile, certFile, keyFile } = options;
  const secure: SecureContextOptions = {
    minVersion: 'TLSv1.2',
    ...(caFile === undefined ? {} : { ca: read(caFile) }),
    ...(certFile === undefined ? {} : { cert: read(certFile) }),
    ...(keyFile === undefined ? {} : { key: read(keyFile) }),
  };
  try {
    createSecureContext(secure);
  } catch (cause) {
    throw new WorldError('TLS_CERTIFICATE', `not usable for TLS (${messageOf(cause)})`, {
      where: [certFile, keyFile, caFile].filter((file) => file !== undefined).join(', '),
      cause,
    });
  }
  return secure;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new WorldError('TLS_FILE', `cannot read a certificate file (${messageOf(cause)})`, { where: file, cause });
  }
}

/** The subject of the peer's certificate, last part first, as RFC 2253 writes it: `CN=CLIENT1,O=Broker`. */
export function peerSubjectOf(socket: TLSSocket): string | undefined {
  // Node writes one part a line, escaped as RFC 2253 wants it, in the order of the certificate.
  return socket.getPeerX509Certificate()?.subject.split('\n').reverse().join(',');
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
