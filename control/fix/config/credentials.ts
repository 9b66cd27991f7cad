/** Passwords come from files or descriptors, never from the configuration, and are read anew for every logon. */
import type { Disk } from '../../core/disk.js';
import { CrossfeedError } from '../../core/errors.js';
import { SaidSecrets } from '../message-log/said-secrets.js';
import type { FixApplication } from '../session/application.js';

/** A secret could not be read. Codes: `FIX_SECRET_FILE`, `FIX_SECRET_FD`, `FIX_SECRET_EMPTY`. The secret is in no message. */
export class FixCredentialError extends CrossfeedError {}

/** Where a session's password is. */
export interface SecretReference {
  /** Absolute. */
  readonly passwordFile?: string | undefined;
  readonly passwordFd?: number | undefined;
}

/** Gives secrets by reference. Throws FixCredentialError. */
export interface CredentialSource {
  read(reference: SecretReference): string;
}

const SECRET_BYTES_MAX = 4_096;

/** Secrets in files on the disk; `readFd` reads a descriptor that the process was started with, and may do so once only. */
export class FileCredentials implements CredentialSource {
  private readonly byFd = new Map<number, string>();

  constructor(
    private readonly disk: Disk,
    private readonly readFd?: (fd: number) => Uint8Array,
  ) {}

  read({ passwordFile, passwordFd }: SecretReference): string {
    const where = passwordFile ?? `descriptor ${passwordFd ?? ''}`;
    const secret = passwordFile === undefined ? this.fromFd(passwordFd ?? -1, where) : this.fromFile(passwordFile);
    if (secret === '') throw new FixCredentialError('FIX_SECRET_EMPTY', 'there is no secret', { where });
    return secret;
  }

  private fromFile(path: string): string {
    try {
      const file = this.disk.open(path, 'read');
      try {
        const bytes = new Uint8Array(SECRET_BYTES_MAX);
        return secretOf(bytes.subarray(0, file.read(bytes, 0, bytes.length, 0)));
      } finally {
        file.close();
      }
    } catch (cause) {
      throw new FixCredentialError('FIX_SECRET_FILE', 'cannot read a secret', { where: path, cause });
    }
  }

  private fromFd(fd: number, where: string): string {
    let secret = this.byFd.get(fd);
    if (secret !== undefined) return secret;
    try {
      if (this.readFd === undefined) throw new Error('descriptors are not supported here');
      secret = secretOf(this.readFd(fd));
    } catch (cause) {
      throw new FixCredentialError('FIX_SECRET_FD', 'cannot read a secret', { where, cause });
    }
    this.byFd.set(fd, secret);
    return secret;
  }
}

function secretOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/**
 * The application with Username (553) and Password (554) in the Logons of an initiator, and checked in those that come to an acceptor.
 * The password is read for each Logon, so that a new one needs no restart.
 */
export function withCredentials(
  application: FixApplication,
  role: 'initiator' | 'acceptor',
  username: string | undefined,
  password: (() => string) | undefined,
): FixApplication {
  const wrapped = Object.create(application) as FixApplication;
  if (role === 'initiator') {
    const said = new SaidSecrets();
    wrapped.decorateLogon = (session, logon, ...rest): void => {
      if (username !== undefined) logon.string(553, username);
      if (password !== undefined) logon.string(554, said.note(password()));
      application.decorateLogon?.(session, logon, ...rest);
    };
    wrapped.redact = (words) => said.without(application.redact?.(words) ?? words);
  } else {
    wrapped.onLogonRequest = (session, message): string | undefined => {
      if (message.string(35) === 'A') {
        const right =
          (username === undefined || same(message.string(553) ?? '', username)) &&
          (password === undefined || same(message.string(554) ?? '', password()));
        if (!right) return 'Username or Password is wrong';
      }
      return application.onLogonRequest?.(session, message);
    };
  }
  return wrapped;
}

/** Takes as long wherever the two differ. */
function same(found: string, expected: string): boolean {
  let different = found.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) different |= (found.charCodeAt(i) || 0) ^ expected.charCodeAt(i);
  return different === 0;
}
