import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect as connectTcp, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestAuthority } from '../../test/support/certificates.js';
import { WorldError } from './errors.js';
import type { Stream, StreamEnd, StreamHandler, StreamListener, TlsOptions } from './streams.js';
import { realStreams } from './world-streams.js';

const HOST = '127.0.0.1';

/** Records what a stream tells, and lets a test wait for it. */
class Peer implements StreamHandler {
  stream: Stream | undefined;
  text = '';
  drains = 0;
  end: StreamEnd | undefined;
  detail = '';
  onBytes: ((bytes: Uint8Array) => void) | undefined;
  private wakers: (() => void)[] = [];

  onOpen(stream: Stream): void {
    this.stream = stream;
    this.wake();
  }

  onData(bytes: Uint8Array): void {
    if (this.onBytes === undefined) this.text += Buffer.from(bytes).toString('latin1');
    else this.onBytes(bytes);
    this.wake();
  }

  onDrain(): void {
    this.drains++;
    this.wake();
  }

  onClose(end: StreamEnd, detail: string): void {
    if (this.end !== undefined) throw new Error('closed twice');
    this.end = end;
    this.detail = detail;
    this.wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.wakers.push(resolve));
  }

  async opened(): Promise<Stream> {
    await this.until(() => this.stream !== undefined || this.end !== undefined);
    if (this.stream === undefined) throw new Error(`not opened: ${this.detail}`);
    return this.stream;
  }

  private wake(): void {
    for (const waker of this.wakers.splice(0)) waker();
  }
}

let directory: string;
let listeners: StreamListener[] = [];
let streams: Peer[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streams-'));
});
afterEach(async () => {
  for (const peer of streams) peer.stream?.destroy();
  await Promise.all(listeners.map((listener) => listener.close()));
  listeners = [];
  streams = [];
  rmSync(directory, { recursive: true });
});

async function listen(
  tls?: TlsOptions,
): Promise<{ port: number; listener: StreamListener; next: () => Promise<Peer> }> {
  const arrived: Peer[] = [];
  const wanted: ((peer: Peer) => void)[] = [];
  const listener = await realStreams.listen(
    { local: { host: HOST, port: 0 }, ...(tls === undefined ? {} : { tls }) },
    () => {
      const peer = new Peer();
      streams.push(peer);
      const take = wanted.shift();
      if (take === undefined) arrived.push(peer);
      else take(peer);
      return peer;
    },
  );
  listeners.push(listener);
  return {
    port: listener.port,
    listener,
    next: async () => arrived.shift() ?? (await new Promise((resolve) => wanted.push(resolve))),
  };
}

function connect(port: number, more: { tls?: TlsOptions; localAddress?: string; timeoutMs?: number } = {}): Peer {
  const peer = new Peer();
  streams.push(peer);
  realStreams.connect({ remote: { host: HOST, port }, timeoutMs: 5000, ...more }, peer);
  return peer;
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('TCP', () => {
  it('carries bytes both ways and ends in order', async () => {
    const { port, next } = await listen();
    const client = connect(port);
    expect(client.stream).toBeUndefined();
    const stream = await client.opened();
    const server = await next();
    expect(stream.remote).toEqual({ host: HOST, port });
    expect(server.stream?.remote).toEqual(stream.local);
    const bytes = Buffer.from('ping');
    stream.write(bytes);
    bytes.fill(0);
    await server.until(() => server.text === 'ping');
    server.stream?.write(ascii('pong'));
    await client.until(() => client.text === 'pong');
    stream.write(ascii(' last'));
    stream.end();
    stream.write(ascii('never'));
    await server.until(() => server.end !== undefined);
    await client.until(() => client.end !== undefined);
    expect(server.text).toBe('ping last');
    expect([server.end, client.end]).toEqual(['ended', 'ended']);
    stream.write(ascii('nothing happens'));
    stream.destroy();
  });

  it('tells a reset from an end', async () => {
    const { port, next } = await listen();
    const client = connect(port);
    const stream = await client.opened();
    const server = await next();
    stream.destroy();
    expect(client.end).toBeUndefined();
    await client.until(() => client.end !== undefined);
    await server.until(() => server.end !== undefined);
    expect([client.end, server.end]).toEqual(['destroyed', 'reset']);
  });

  it('refuses when nobody listens, and says why', async () => {
    const probe = createServer();
    const port = await new Promise<number>((resolve) =>
      probe.listen(0, HOST, () => resolve((probe.address() as AddressInfo).port)),
    );
    await new Promise((resolve) => probe.close(resolve));
    const client = connect(port);
    await client.until(() => client.end !== undefined);
    expect(client.end).toBe('refused');
    expect(client.detail).toContain('ECONNREFUSED');
  });

  it('gives up after the time it was given', async () => {
    // A TLS handshake with a peer that says nothing never ends by itself.
    const silent = createServer();
    const port = await new Promise<number>((resolve) =>
      silent.listen(0, HOST, () => resolve((silent.address() as AddressInfo).port)),
    );
    const client = connect(port, { timeoutMs: 20, tls: {} });
    await client.until(() => client.end !== undefined);
    expect([client.end, client.detail]).toEqual(['refused', 'no connection within 20 ms']);
    silent.close();
  });

  it('ends a connection on its way when it is cancelled', async () => {
    const { port } = await listen();
    const peer = new Peer();
    realStreams.connect({ remote: { host: HOST, port }, timeoutMs: 5000 }, peer).cancel();
    await peer.until(() => peer.end !== undefined);
    expect(peer.stream).toBeUndefined();
  });

  it('connects from the source address it is told', async () => {
    const { port, next } = await listen();
    const client = connect(port, { localAddress: '127.0.0.7' });
    await client.opened();
    expect((await next()).stream?.remote.host).toBe('127.0.0.7');
  });

  it('says why it cannot listen', async () => {
    const { port } = await listen();
    const second = realStreams.listen({ local: { host: HOST, port } }, () => undefined);
    await expect(second).rejects.toThrow(WorldError);
    await expect(second).rejects.toThrow(/^tcp 127\.0\.0\.1:\d+: cannot listen \(.*EADDRINUSE/);
  });

  it('drops whom the owner does not want, and closes without touching those that stand', async () => {
    const unwanted = await realStreams.listen({ local: { host: HOST, port: 0 } }, () => undefined);
    listeners.push(unwanted);
    const client = connect(unwanted.port);
    await client.until(() => client.end !== undefined);
    const { port, listener, next } = await listen();
    const standing = connect(port);
    const stream = await standing.opened();
    const server = await next();
    await listener.close();
    stream.write(ascii('still here'));
    await server.until(() => server.text === 'still here');
    const late = connect(port);
    await late.until(() => late.end !== undefined);
    expect(late.end).toBe('refused');
  });

  it('keeps what a slow peer does not take, in order, counted, and tells when it is gone', async () => {
    const { port, next } = await listen();
    const client = connect(port);
    const stream = await client.opened();
    const server = await next();
    server.stream?.pause();
    const total = 24 * 1024 * 1024;
    const piece = Buffer.alloc(3001);
    let sent = 0;
    while (sent < total) {
      for (let i = 0; i < piece.length; i++) piece[i] = ((sent + i) * 31) & 0xff;
      stream.write(piece);
      sent += piece.length;
    }
    expect(stream.queuedBytes).toBeGreaterThan(1024 * 1024);
    expect(stream.queuedBytes).toBeLessThan(sent);
    expect(client.drains).toBe(0);
    let seen = 0;
    let wrong = 0;
    server.onBytes = (bytes) => {
      for (let i = 0; i < bytes.length; i++) if (bytes[i] !== ((seen + i) * 31) % 256) wrong++;
      seen += bytes.length;
    };
    server.stream?.resume();
    await server.until(() => seen === sent);
    await client.until(() => client.drains > 0);
    expect(wrong).toBe(0);
    expect(stream.queuedBytes).toBe(0);
    expect(client.drains).toBe(1);
  });

  it('sends what is queued before it ends', async () => {
    const { port, next } = await listen();
    const client = connect(port);
    const stream = await client.opened();
    const server = await next();
    server.stream?.pause();
    const piece = Buffer.alloc(1 << 20, 'x');
    for (let i = 0; i < 12; i++) stream.write(piece);
    stream.end();
    let seen = 0;
    server.onBytes = (bytes) => {
      seen += bytes.length;
    };
    server.stream?.resume();
    await server.until(() => server.end !== undefined);
    expect([seen, server.end]).toEqual([12 << 20, 'ended']);
  });
});

describe('TLS', () => {
  const authority = new TestAuthority();

  function files(prefix: string, made: { certificate: string; key: string }, trusted = authority): TlsOptions {
    const tls = {
      caFile: join(directory, `${prefix}-ca.pem`),
      certFile: join(directory, `${prefix}.pem`),
      keyFile: join(directory, `${prefix}.key`),
    };
    writeFileSync(tls.caFile, trusted.certificate);
    writeFileSync(tls.certFile, made.certificate);
    writeFileSync(tls.keyFile, made.key);
    return tls;
  }

  const serverCertificate = (): TlsOptions =>
    files('server', authority.issue({ commonName: 'venue' }, ['venue.test', HOST]));

  it('asks for a name, checks it, and tells the subject of each side', async () => {
    const { port, next } = await listen({ ...serverCertificate(), requireClientCertificate: true });
    const ours = files('client', authority.issue({ commonName: 'CLIENT, 1', organisation: 'Broker' }));
    const client = connect(port, { tls: { ...ours, serverName: 'venue.test' } });
    const stream = await client.opened();
    const server = await next();
    await server.opened();
    expect(stream.peerSubject).toBe('CN=venue');
    expect(server.stream?.peerSubject).toBe('CN=CLIENT\\, 1,O=Broker');
    server.stream?.write(ascii('secret'));
    await client.until(() => client.text === 'secret');
    stream.end();
    await server.until(() => server.end !== undefined);
    expect(server.end).toBe('ended');
  });

  it('refuses a server of another name, and one of another authority', async () => {
    const { port } = await listen(serverCertificate());
    const tls = { caFile: files('x', authority.issue({ commonName: 'x' })).caFile! };
    const otherName = connect(port, { tls: { ...tls, serverName: 'elsewhere.test' } });
    await otherName.until(() => otherName.end !== undefined);
    expect([otherName.end, otherName.detail]).toEqual(['refused', expect.stringContaining('elsewhere.test')]);
    const other = new TestAuthority({ commonName: 'Other' });
    const stranger = connect(port, { tls: files('y', other.issue({ commonName: 'y' }), other) });
    await stranger.until(() => stranger.end !== undefined);
    expect(stranger.end).toBe('refused');
  });

  it('insists on a client certificate', async () => {
    const { port, next } = await listen({ ...serverCertificate(), requireClientCertificate: true });
    const bare = connect(port, { tls: { caFile: join(directory, 'server-ca.pem') } });
    const server = await next();
    await server.until(() => server.end !== undefined);
    expect(server.end).toBe('refused');
    expect(server.detail).not.toBe('');
    // In TLS 1.3 the client may think for a moment that it is connected.
    await bare.until(() => bare.end !== undefined);
  });

  it('refuses bytes that are no handshake, and drops whom the owner does not want before any', async () => {
    const { port, next } = await listen(serverCertificate());
    const plain = connectTcp(port, HOST);
    plain.on('error', () => undefined);
    plain.write('8=FIX.4.2\x019=5\x01');
    const server = await next();
    await server.until(() => server.end !== undefined);
    expect(server.end).toBe('refused');
    plain.destroy();
    const unwanted = await realStreams.listen(
      { local: { host: HOST, port: 0 }, tls: serverCertificate() },
      () => undefined,
    );
    listeners.push(unwanted);
    const client = connect(unwanted.port, { tls: {} });
    await client.until(() => client.end !== undefined);
    expect(client.end).toBe('refused');
  });

  it('takes renewed certificates without dropping anybody', async () => {
    const tls = serverCertificate();
    const { port, listener, next } = await listen(tls);
    const trust = { caFile: tls.caFile!, serverName: 'venue.test' };
    const before = connect(port, { tls: trust });
    const standing = await before.opened();
    const server = await next();
    await server.opened();
    files('server', authority.issue({ commonName: 'venue renewed' }, ['venue.test']));
    listener.reload();
    const after = await connect(port, { tls: trust }).opened();
    expect([standing.peerSubject, after.peerSubject]).toEqual(['CN=venue', 'CN=venue renewed']);
    standing.write(ascii('still here'));
    await server.until(() => server.text === 'still here');
    writeFileSync(tls.certFile!, 'no certificate');
    expect(() => listener.reload()).toThrow(/server\.pem.*not usable for TLS/);
    expect((await connect(port, { tls: trust }).opened()).peerSubject).toBe('CN=venue renewed');
  });

  it('names the file that is missing', async () => {
    const tls = { certFile: join(directory, 'absent.pem') };
    await expect(realStreams.listen({ local: { host: HOST, port: 0 }, tls }, () => undefined)).rejects.toThrow(
      /absent\.pem/,
    );
    const client = connect(1, { tls });
    expect(client.end).toBeUndefined();
    const cancelled = new Peer();
    realStreams.connect({ remote: { host: HOST, port: 1 }, timeoutMs: 5000, tls }, cancelled).cancel();
    await cancelled.until(() => cancelled.end !== undefined);
    await client.until(() => client.end !== undefined);
    expect([client.end, client.detail]).toEqual(['refused', expect.stringContaining('absent.pem')]);
  });
});
