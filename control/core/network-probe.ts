/** Looking at the network step by step, for people who ask why a venue cannot be reached. One part of the World seam. */
import type { TlsOptions } from './streams.js';

export interface TlsFacts {
  /** `TLSv1.3` */
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  /** Epoch ms. */
  readonly validFrom: number;
  readonly validTo: number;
}

export interface NetworkProbe {
  /** Addresses of a host, in the order in which they would be tried. Rejects when there are none. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Connects and closes; resolves with our own address and port. */
  connect(address: string, port: number, signal: AbortSignal): Promise<string>;
  /** A TLS handshake with SNI, the certificate checked as a session would. */
  handshake(host: string, port: number, tls: TlsOptions, signal: AbortSignal): Promise<TlsFacts>;
}
