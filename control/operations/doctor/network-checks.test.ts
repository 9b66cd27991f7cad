/** Against real sockets on loopback, plain and encrypted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realNetworkProbe } from '../../core/world-network.js';
import { realWorld } from '../../core/world-real.js';
import { TestAuthority } from '../../../test/support/certificates.js';
import { runChecks, type CheckResult } from '../checks/check-list.js';
import { networkChecks, type DoctorEndpoint } from './network-checks.js';

const folder = mkdtempSync(join(tmpdir(), 'crossfeed-doctor-'));
const authority = new TestAuthority({ commonName: 'Test Authority' });
const caFile = join(folder, 'ca.pem');
const servers: Server[] = [];
let plain = 0;
let encrypted = 0;
let closed = 0;

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

beforeAll(async () => {
  writeFileSync(caFile, authority.certificate);
  const { certificate, key } = authority.issue({ commonName: 'fix.venue.example' }, ['fix.venue.example']);
  plain = await portOf(createServer((socket) => socket.on('error', () => undefined)));
  encrypted = await portOf(
    createTlsServer({ cert: certificate, key }, (socket) => socket.on('error', () => undefined)),
  );
  const gone = createServer();
  closed = await portOf(gone);
  await new Promise((resolve) => gone.close(resolve));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});

function check(...endpoints: DoctorEndpoint[]): Promise<readonly CheckResult[]> {
  const { clock, timers } = realWorld;
  return runChecks(networkChecks(endpoints, realNetworkProbe, clock), { clock, timers });
}

describe('networkChecks', () => {
  it('sees a port that answers, and what its certificate says', async () => {
    const results = await check(
      { name: 'order entry', host: 'localhost', port: plain },
      {
        name: 'drop copy',
        host: '127.0.0.1',
        port: encrypted,
        tls: { caFile, serverName: 'fix.venue.example' },
      },
    );
    expect(results.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['order entry: DNS', 'passed'],
      ['order entry: TCP', 'passed'],
      ['drop copy: DNS', 'passed'],
      ['drop copy: TCP', 'passed'],
      ['drop copy: TLS, SNI fix.venue.example', 'passed'],
    ]);
    expect(results[1]!.detail).toMatch(/:\d+ from 127\.0\.0\.1:\d+$/);
    expect(results[4]!.detail).toMatch(/^TLSv1\.\d .*fix\.venue\.example.*Test Authority.* days left$/);
  });

  it('says which step fails, and does not go on from there', async () => {
    const results = await check(
      { name: 'nowhere', host: 'no-such-host.invalid', port: 1 },
      { name: 'closed', host: '127.0.0.1', port: closed, tls: {} },
      { name: 'stranger', host: '127.0.0.1', port: encrypted, tls: { serverName: 'fix.venue.example' } },
      { name: 'other name', host: '127.0.0.1', port: encrypted, tls: { caFile, serverName: 'other.example' } },
    );
    const verdicts = Object.fromEntries(results.map(({ name, verdict, detail }) => [name, [verdict, detail]]));
    expect(verdicts).toMatchObject({
      'nowhere: DNS': ['failed', expect.stringContaining('no-such-host.invalid')],
      'nowhere: TCP': ['skipped', 'needs: nowhere: DNS'],
      'closed: TCP': ['failed', expect.stringContaining('ECONNREFUSED')],
      'closed: TLS, SNI 127.0.0.1': ['skipped', 'needs: closed: TCP'],
      'stranger: TLS, SNI fix.venue.example': ['failed', expect.any(String)],
      'other name: TLS, SNI other.example': ['failed', expect.stringContaining('other.example')],
    });
  });
});
