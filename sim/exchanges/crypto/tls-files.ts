/** The certificate that a simulated venue shows: made at start-up, once for a folder, by an authority that exists for that moment only. */
import type { Disk } from '../../../control/core/disk.js';
import type { TlsOptions } from '../../../control/core/streams.js';
import { SimFixError } from '../fix/errors.js';
import { LocalAuthority } from './local-authority.js';
import { writeText } from './small-files.js';

export interface TlsFiles {
  /** What a client must trust. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Of the supervisor, before any gateway starts. @param names addresses and host names that the certificate is for */
export function makeTlsFiles(disk: Disk, directory: string, names: readonly string[]): TlsFiles {
  const files = tlsFilesOf(directory);
  if (disk.exists(files.caFile)) return files;
  const authority = new LocalAuthority();
  const { certificate, key } = authority.issue({ commonName: 'localhost', organisation: 'Crossfeed simulators' }, [
    'localhost',
    ...names,
  ]);
  disk.makeDirectory(`${directory}/tls`);
  writeText(disk, files.keyFile, key);
  writeText(disk, files.certFile, certificate);
  // Last: where it is, the others are.
  writeText(disk, files.caFile, authority.certificate);
  disk.syncDirectory(`${directory}/tls`);
  return files;
}

export function tlsFilesOf(directory: string): TlsFiles {
  const file = (name: string): string => `${directory}/tls/${name}`;
  return { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server.key') };
}

/** For a listener. Throws SimFixError when nobody has made them. */
export function serverTls(disk: Disk, directory: string): TlsOptions {
  const { caFile, certFile, keyFile } = tlsFilesOf(directory);
  if (!disk.exists(caFile)) {
    throw new SimFixError('SIM_FIX_CERTIFICATE', 'there is no certificate', {
      where: caFile,
      expected: 'one made at start-up',
    });
  }
  return { certFile, keyFile };
}
