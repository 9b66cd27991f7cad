/** Secrets from outside the process: descriptors, files that nobody else can read, and what a person types without seeing it. */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { WorldError } from './errors.js';

const SECRET_BYTES_MAX = 1 << 16;

/** Everything there is on the descriptor, once. */
export function readSecretFd(fd: number): Uint8Array {
  return readFileSync(fd);
}

/** A whole file of ours that others cannot read. Throws WorldError `SECRET_FILE`, `SECRET_EXPOSED`. */
export function readSecretFile(path: string): Uint8Array {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    throw new WorldError('SECRET_FILE', 'cannot read a secret', { where: path, cause });
  }
  try {
    const { mode } = fstatSync(fd);
    // A pipe from the shell, as in `<(pass show …)`, has no other readers.
    if ((mode & 0o170000) === 0o100000 && (mode & 0o077) !== 0) {
      throw new WorldError('SECRET_EXPOSED', 'others can read this secret', {
        where: path,
        found: `mode ${(mode & 0o777).toString(8).padStart(4, '0')}`,
        expected: '0600 or 0400',
      });
    }
    const bytes = new Uint8Array(SECRET_BYTES_MAX);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got) {
      got = readSync(fd, bytes, length, bytes.length - length, null);
    }
    return bytes.slice(0, length);
  } finally {
    closeSync(fd);
  }
}

/** A line from the terminal that is not shown as it is typed; undefined when standard input is no terminal, or it was ended. */
export async function promptSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done): void => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => lines.close());
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** All of standard input, where it is not a terminal. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    length += (chunk as Buffer).length;
    if (length > SECRET_BYTES_MAX) {
      throw new WorldError('SECRET_FILE', 'standard input holds more than a secret', {
        expected: `at most ${SECRET_BYTES_MAX} bytes`,
      });
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Random bytes of the operating system, for keys, salts and tokens: these are not replayed from a seed. */
export function secureRandom(bytes: number): Buffer {
  return randomBytes(bytes);
}
