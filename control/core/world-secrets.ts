/** Secrets that a parent hands over on an open descriptor: a pipe, or a file that nobody else can open. */
import { readFileSync } from 'node:fs';

/** Everything there is on the descriptor, once. */
export function readSecretFd(fd: number): Uint8Array {
  return readFileSync(fd);
}
