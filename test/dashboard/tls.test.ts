/** The dashboard over TLS: what else differs from a dashboard of this machine alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_PERSON, startOrderDesk, type OrderDeskRig } from './order-desk.js';
import { until } from './waiting.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('no openssl to make a certificate with: TLS is not tried');
const NAME = 'desk.example';

describe.skipIf(!hasOpenssl)('the dashboard over TLS', () => {
  let folder: string;
  let rig: OrderDeskRig;
  let ca: Buffer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crossfeed-tls-'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME},IP:127.0.0.1`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-keyout', 'key.pem', '-out', 'cert.pem'], {
      cwd: folder,
      stdio: 'ignore',
    });
    ca = readFileSync(join(folder, 'cert.pem'));
    rig = await startOrderDesk(folder, {
      tls: { cert: ca, key: readFileSync(join(folder, 'key.pem')) },
      names: [NAME],
      loginRequired: true,
    });
    await until('the gateway is heard', async () => (await ask('/readyz')).status === 200);
  });
  afterAll(async () => {
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function ask(
    path: string,
    { host = NAME, origin, body }: { host?: string; origin?: string; body?: object } = {},
  ): Promise<{ readonly status: number; readonly headers: IncomingMessage['headers'] }> {
    return new Promise((resolve, reject) => {
      const headers = {
        host: `${host}:${rig.port}`,
        ...(origin === undefined ? {} : { origin: origin.replace('PORT', String(rig.port)) }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const method = body === undefined ? 'GET' : 'POST';
      const options = { host: '127.0.0.1', port: rig.port, path, method, headers, ca, servername: NAME };
      request(options, (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
      })
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  it('is reached under its name, and tells browsers to ask no other way', async () => {
    expect(rig.url).toBe(`https://${NAME}:${rig.port}/`);
    const { status, headers } = await ask('/');
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d+/);
    expect((await ask('/', { host: 'other.example' })).status).toBe(421);
    await expect(fetch(`http://127.0.0.1:${rig.port}/`)).rejects.toThrow();
  });

  it('gives cookies that are never sent without TLS, to its own page alone', async () => {
    const login = (origin: string): ReturnType<typeof ask> => ask('/api/v1/session', { origin, body: DESK_PERSON });
    const { status, headers } = await login(`https://${NAME}:PORT`);
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    expect((await login(`http://${NAME}:PORT`)).status).toBe(403);
    const connect = async (origin: string): Promise<boolean> => {
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      const socket = io(`https://127.0.0.1:${rig.port}`, {
        transports: ['websocket'],
        reconnection: false,
        extraHeaders: { origin, cookie },
        ca: ca.toString(),
      });
      const isIn = await new Promise<boolean>((done) => {
        socket.on('connect', () => done(true));
        socket.on('connect_error', () => done(false));
      });
      socket.disconnect();
      return isIn;
    };
    expect(await connect(`https://127.0.0.1:${rig.port}`)).toBe(true);
    expect(await connect(`http://127.0.0.1:${rig.port}`)).toBe(false);
  });
});
