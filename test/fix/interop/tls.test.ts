/** The same over TLS, with QuickFIX's own OpenSSL on the other side; both show certificates. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { quickFixMissing } from './quickfix-peer.js';
import { Scene, sceneCases, type SceneOptions } from './scene.js';

/** QuickFIX takes no keys but RSA and DSA. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const missing =
  quickFixMissing === '' && !hasOpenssl ? ' (skipped: no openssl to make certificates with)' : quickFixMissing;

const cases = sceneCases.filter(([, { version }]) => version === 'FIX.4.4');

describe.skipIf(missing !== '').each(cases)(`TLS, %s${missing}`, (_title, which) => {
  let folder: string;
  let scene: Scene | undefined;

  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossfeed-interop-tls-'));
    writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
    const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    openssl('req', '-x509', ...key, '-subj', '/CN=Interop Authority', '-keyout', 'ca.key', '-out', 'ca.pem');
    for (const name of ['ours', 'theirs']) {
      openssl('req', ...key.slice(0, 3), '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
      const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
      openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.pem`);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await scene?.close();
  });

  function options(): SceneOptions {
    const kind = which.role === 'initiator' ? 'Server' : 'Client';
    const file = (name: string): string => join(folder, name);
    return {
      tls: {
        caFile: file('ca.pem'),
        certFile: file('ours.pem'),
        keyFile: file('ours.key'),
        requireClientCertificate: true,
      },
      settings: {
        CertificationAuthoritiesFile: file('ca.pem'),
        [`${kind}CertificateFile`]: file('theirs.pem'),
        [`${kind}CertificateKeyFile`]: file('theirs.key'),
        // The other side must show a certificate, and it must be good.
        CertificateVerifyLevel: '3',
      },
    };
  }

  it('trades, and comes back after a cut', async () => {
    scene = await Scene.loggedOn(which, options());
    await scene.trade(50, 'A');
    await scene.cut('us', 5, 'B');
    await scene.cut('them', 5, 'C');
    await scene.trade(5, 'D');
  });
});
