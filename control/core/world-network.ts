/** The real network probe. */
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import type { NetworkProbe, TlsFacts } from './network-probe.js';

export const realNetworkProbe: NetworkProbe = {
  async resolve(host) {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },

  connect: (address, port, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: address, port, signal });
      socket.once('error', reject);
      socket.once('connect', () => {
        const { localAddress = '', localPort = 0 } = socket;
        socket.destroy();
        resolve(`${localAddress}:${localPort}`);
      });
    }),

  handshake: (host, port, tls, signal) =>
    new Promise((resolve, reject) => {
      const read = (file: string | undefined): Buffer | undefined =>
        file === undefined ? undefined : readFileSync(file);
      const socket = tlsConnect({
        host,
        port,
        servername: tls.serverName ?? host,
        ca: read(tls.caFile),
        cert: read(tls.certFile),
        key: read(tls.keyFile),
      });
      signal.addEventListener('abort', () => socket.destroy());
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        resolve(factsOf(socket));
        socket.destroy();
      });
    }),
};

function factsOf(socket: TLSSocket): TlsFacts {
  const { subject, issuer, valid_from, valid_to } = socket.getPeerCertificate();
  const name = (parts: object): string =>
    Object.entries(parts)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(', ');
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: name(subject),
    issuer: name(issuer),
    validFrom: Date.parse(valid_from),
    validTo: Date.parse(valid_to),
  };
}
