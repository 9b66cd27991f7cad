/**
 * People who log in on the page: a file of names, roles and scrypt hashes (`crossfeed people`), and their sessions. A session is a token like any other, which its owner's
 * browser keeps in a cookie that scripts cannot read; it ends by itself, and with the gateway's process.
 */
import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ROLES } from '../../core/order-api/roles.js';
import type { Clock } from '../../core/world.js';
import { ClientError } from '../errors.js';
import type { Client } from '../permissions.js';
import { CommandProblem } from './command-problem.js';
import type { Principal } from './tokens.js';

/** OWASP's choice for scrypt: 128 MiB for a moment, some 300 ms. */
export const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

export const personSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/, { error: 'letters, digits and ._@-' }),
  roles: z.array(z.enum(ROLES)).min(1),
  /** Whose orders they enter and see; absent: they see those of all, and enter none. */
  client: z.string().optional(),
  scrypt: z.strictObject({
    N: z
      .int()
      .min(1024)
      .max(2 ** 20),
    r: z.int().min(1).max(32),
    p: z.int().min(1).max(16),
    salt: z.base64(),
    hash: z.base64(),
  }),
});
export type Person = z.infer<typeof personSchema>;
export const peopleSchema = z.strictObject({ version: z.literal(1), people: z.array(personSchema).max(1000) });

export interface PeopleOptions {
  readonly clock: Clock;
  readonly people: readonly Person[];
  readonly clients: readonly Client[];
  readonly secureRandom: (bytes: number) => Uint8Array;
  readonly hash?: typeof hashPassword;
}

const SESSION_MS = 12 * 3_600_000;
/** Without a command for so long it ends; the page asks now and then. */
const IDLE_MS = 30 * 60_000;
const SESSIONS_MAX = 1000;
/** Wrong passwords before a name waits; each further one doubles the wait. */
const FREE_FAILURES = 5;
const LOCK_MS = 30_000;
const LOCK_MS_MAX = 15 * 60_000;
const LOCKS_MAX = 10_000;
/** Passwords that are checked at one time: each takes a thread and 128 MiB. */
const CHECKS_MAX = 2;
const TOKEN_BYTES = 32;

interface Session {
  readonly principal: Principal;
  readonly endsMs: number;
  usedMs: number;
}

export interface Login {
  readonly token: string;
  readonly principal: Principal;
}

export class People {
  readonly counters = { logins: 0, refused: 0, locked: 0 };
  private readonly people: ReadonlyMap<string, Person>;
  private readonly sessions = new Map<string, Session>();
  private readonly failures = new Map<string, { count: number; untilMs: number }>();
  private checks = 0;
  /** What it takes to refuse a name that nobody has: as much as for one that somebody has. */
  private readonly cost: { readonly N: number; readonly r: number; readonly p: number };

  constructor(private readonly options: PeopleOptions) {
    const { N, r, p } = options.people[0]?.scrypt ?? SCRYPT;
    this.cost = { N, r, p };
    this.people = new Map(options.people.map((person) => [person.name, person]));
    for (const { name, client } of options.people) {
      if (client !== undefined && !options.clients.some(({ id }) => id === client))
        throw new ClientError('CLIENT_UNKNOWN', 'a person belongs to no client of this configuration', {
          where: name,
          found: client,
        });
    }
  }

  get size(): number {
    return this.people.size;
  }

  /** Rejects with CommandProblem. An unknown name takes as long as a wrong password. */
  async login(name: string, password: string): Promise<Login> {
    const { hash = hashPassword } = this.options;
    const nowMs = this.nowMs();
    const failed = this.failures.get(name);
    if (failed !== undefined && failed.untilMs > nowMs) {
      this.counters.locked++;
      throw new CommandProblem('LOGIN_LOCKED', `Try again in ${Math.ceil((failed.untilMs - nowMs) / 1000)} s.`);
    }
    if (this.checks >= CHECKS_MAX) throw new CommandProblem('RATE_LIMITED', 'Others are logging in: try again.');
    const person = this.people.get(name);
    this.checks++;
    let isRight: boolean;
    try {
      const { salt, hash: wanted, ...cost } = person?.scrypt ?? { ...this.cost, salt: '', hash: '' };
      const found = await hash(password, Buffer.from(salt, 'base64'), cost);
      const expected = Buffer.from(wanted, 'base64');
      isRight = person !== undefined && expected.length === found.length && timingSafeEqual(found, expected);
    } finally {
      this.checks--;
    }
    if (person === undefined || !isRight) throw this.refuse(name);
    this.failures.delete(name);
    this.counters.logins++;
    return this.begin(person);
  }

  /** Undefined for a token of nobody's session, or one that has ended. */
  find(token: string): Principal | undefined {
    const key = keyOf(token);
    const session = this.sessions.get(key);
    if (session === undefined) return undefined;
    const nowMs = this.nowMs();
    if (nowMs >= session.endsMs || nowMs - session.usedMs >= IDLE_MS) {
      this.sessions.delete(key);
      return undefined;
    }
    session.usedMs = nowMs;
    return session.principal;
  }

  logout(token: string): void {
    this.sessions.delete(keyOf(token));
  }

  private refuse(name: string): CommandProblem {
    this.counters.refused++;
    if (this.failures.size >= LOCKS_MAX) this.failures.delete(this.failures.keys().next().value!);
    const count = (this.failures.get(name)?.count ?? 0) + 1;
    const lockMs = count < FREE_FAILURES ? 0 : Math.min(LOCK_MS_MAX, LOCK_MS * 2 ** (count - FREE_FAILURES));
    this.failures.set(name, { count, untilMs: this.nowMs() + lockMs });
    return new CommandProblem('LOGIN_REFUSED', 'Nobody has this name and password.');
  }

  private begin({ name, roles, client }: Person): Login {
    const { clients, secureRandom, clock } = this.options;
    const token = Buffer.from(secureRandom(TOKEN_BYTES)).toString('base64url');
    const nowMs = this.nowMs();
    const principal: Principal = {
      name,
      roles: new Set(roles),
      client: clients.find(({ id }) => id === client),
      expiresEpochMs: clock.epochMs() + SESSION_MS,
    };
    // The oldest goes first.
    if (this.sessions.size >= SESSIONS_MAX) this.sessions.delete(this.sessions.keys().next().value!);
    this.sessions.set(keyOf(token), { principal, endsMs: nowMs + SESSION_MS, usedMs: nowMs });
    return { token, principal };
  }

  private nowMs(): number {
    return this.options.clock.monotonicNs() / 1e6;
  }
}

/** Off the caller's thread. */
export function hashPassword(
  password: string,
  salt: Uint8Array,
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
