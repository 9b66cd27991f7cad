/** Where the key of the credential store may come from, in the real world. */
import { promptSecret, readSecretFd, readSecretFile } from '../core/world-secrets.js';
import { realDisk } from '../core/world-disk.js';
import type { KeyWorld } from '../operations/credentials/key.js';

export const keyWorld: KeyWorld = {
  environment: process.env,
  exists: (path) => realDisk.exists(path),
  readFile: readSecretFile,
  readFd: readSecretFd,
  prompt: promptSecret,
};
