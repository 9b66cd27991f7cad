/** TCP and TLS as the rest of the code sees them. One part of the World seam: real sockets, or the simulated network. */

export interface Endpoint {
  /** A host name or an address; where a listener binds, an address. */
  readonly host: string;
  /** 0 lets the system choose, where a listener binds. */
  readonly port: number;
}

/** Why a stream ended: `ended` the peer closed it in order, `reset` it broke, `destroyed` we did it, `refused` it never was. */
export type StreamEnd = 'ended' | 'reset' | 'destroyed' | 'refused';

/** What a stream tells its owner. `onClose` comes once, last, and also for a connection that could not be made. */
export interface StreamHandler {
  onOpen(stream: Stream): void;
  /** The bytes are valid during the call only. */
  onData(bytes: Uint8Array): void;
  /** What was queued has gone to the kernel: `queuedBytes` is 0 again. */
  onDrain(): void;
  /** @param detail what the system said, for a person to read */
  onClose(end: StreamEnd, detail: string): void;
}

export interface Stream {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** What the peer's certificate says its subject is (RFC 2253 text); undefined without TLS or without one. */
  readonly peerSubject: string | undefined;
  /** Written and not yet taken by the kernel. */
  readonly queuedBytes: number;
  /** Copies what it cannot hand over at once: the caller may reuse the bytes when this returns. Nothing happens after an end. */
  write(bytes: Uint8Array): void;
  /** Stops and restarts `onData`: what arrives meanwhile stays in the kernel, and slows the peer down. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then ends in order. */
  end(): void;
  /** Ends at once, as a reset; `onClose('destroyed')` follows. */
  destroy(): void;
}

/** Certificates by file name: they are read again when `reload` is called, so a renewed one needs no restart. */
export interface TlsOptions {
  /** Name for SNI and for checking the peer's certificate. */
  readonly serverName?: string;
  /** PEM files: authorities to trust (absent: the system's), our certificate, our key. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** A listener asks for, and insists on, a client certificate. */
  readonly requireClientCertificate?: boolean;
}

export interface ConnectOptions {
  readonly remote: Endpoint;
  /** Source address, where a host has several paths to the same counterparty. */
  readonly localAddress?: string;
  /** How long to try before the connection counts as refused. */
  readonly timeoutMs: number;
  readonly tls?: TlsOptions;
}

export interface StreamListener {
  readonly address: string;
  readonly port: number;
  /** New connections use what the certificate files say now; those that stand are untouched. */
  reload(): void;
  /** Takes no more connections; those that stand go on. */
  close(): Promise<void>;
}

export interface Streams {
  /** Starts to connect. All news comes through the handler, never before this call has returned. */
  connect(options: ConnectOptions, handler: StreamHandler): { cancel(): void };
  /** Binds and listens; rejects with WorldError. `accept` gives each connection its handler, or undefined to drop it. */
  listen(
    options: { readonly local: Endpoint; readonly tls?: TlsOptions },
    accept: (remote: Endpoint) => StreamHandler | undefined,
  ): Promise<StreamListener>;
}
