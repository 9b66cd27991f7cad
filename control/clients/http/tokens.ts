/** Who asks over HTTP: bearer tokens by their digests, with what each may do. The tokens themselves are not kept. */
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Role } from '../../core/order-api/protocol.js';
import type { CredentialSource } from '../../fix/config/credentials.js';
import type { ClientsConfig } from '../config/schema.js';
import { ClientError } from '../errors.js';
import type { Client } from '../permissions.js';
import { CommandProblem } from './command-problem.js';

export interface Principal {
  /** The token's name: for the audit. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** Whose orders it enters, and sees; undefined: it sees all, and enters none. */
  readonly client: Client | undefined;
  /** Of a person: when the session ends by itself. */
  readonly expiresEpochMs?: number;
}

/** Throws CommandProblem. */
export function need({ name, roles }: Principal, role: Role): void {
  if (!roles.has(role)) throw new CommandProblem('ROLE_MISSING', `${name} has no role ${role}.`);
}

const SHORTEST = 20;

export class TokenBook {
  private readonly principals = new Map<string, Principal>();

  /** Throws ClientError `CLIENT_TOKEN` for one that is too short or another's. */
  add(token: string, principal: Principal): void {
    const digest = digestOf(token);
    if (token.length < SHORTEST || this.principals.has(digest)) {
      throw new ClientError('CLIENT_TOKEN', 'a token cannot be used', {
        where: principal.name,
        found: token.length < SHORTEST ? `${token.length} characters` : 'the token of another',
        expected: `at least ${SHORTEST} characters, its own`,
      });
    }
    this.principals.set(digest, principal);
  }

  /** Undefined for a token that nobody has. What is looked up is a digest: how long that takes tells nothing about tokens. */
  find(token: string): Principal | undefined {
    return this.principals.get(digestOf(token));
  }
}

/**
 * The tokens of a configuration.
 * @param file of the configuration: paths in it are relative to its folder. Throws FixCredentialError, ClientError
 */
export function tokenBook(
  config: ClientsConfig,
  clients: readonly Client[],
  credentials: CredentialSource,
  file: string,
): TokenBook {
  const book = new TokenBook();
  for (const { name, roles, client, tokenFile, tokenFd } of config.tokens) {
    const passwordFile = tokenFile === undefined ? undefined : resolve(dirname(resolve(file)), tokenFile);
    const token = credentials.read({ passwordFile, passwordFd: tokenFd });
    book.add(token, { name, roles: new Set(roles), client: clients.find(({ id }) => id === client) });
  }
  return book;
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
