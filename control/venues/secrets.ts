/** Where venues' secrets come from: files, descriptors, or the credential store that the program opened. They are read when they are needed. */
import { dirname, resolve } from 'node:path';
import type { CredentialSource } from '../fix/config/credentials.js';
import type { SecretReference } from './config/session-schema.js';
import { VenueError } from './errors.js';

/** Gives a secret by its name in the credential store. Throws CrossfeedError when there is none. */
export interface SecretStore {
  secret(name: string): string;
}

export class VenueSecrets {
  constructor(
    private readonly files: CredentialSource,
    private readonly store: SecretStore | undefined,
  ) {}

  /** A reader for one secret. `file`: the configuration that names it; paths are relative to it. Reading throws CrossfeedError. */
  reader(reference: SecretReference, file: string): () => string {
    const { file: path, fd, store } = reference;
    if (path !== undefined) {
      const passwordFile = resolve(dirname(file), path);
      return () => this.files.read({ passwordFile });
    }
    if (fd !== undefined) return () => this.files.read({ passwordFd: fd });
    return () => {
      if (this.store === undefined || store === undefined) {
        throw new VenueError('VENUE_SECRET', 'there is no credential store', { where: file, found: store });
      }
      return this.store.secret(store);
    };
  }
}
