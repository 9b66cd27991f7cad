import { beforeEach, describe, expect, it } from 'vitest';
import { CommandProblem } from './command-problem.js';
import { hashPassword, People, type Person } from './people.js';

const CHEAP = { N: 1024, r: 8, p: 1 };
const PASSWORD = 'correct horse battery staple';
const MINUTE = 60;
let nowS: number;
let people: People;
let made = 0;

beforeEach(async () => {
  nowS = 0;
  const salt = Buffer.from('salt of the test');
  const hash = await hashPassword(PASSWORD, salt, CHEAP);
  const ada: Person = {
    name: 'ada',
    roles: ['view', 'operate'],
    scrypt: { ...CHEAP, salt: salt.toString('base64'), hash: hash.toString('base64') },
  };
  people = new People({
    clock: { monotonicNs: () => nowS * 1e9, epochMs: () => nowS * 1000 },
    people: [ada],
    clients: [],
    secureRandom: (bytes) => Buffer.alloc(bytes, ++made),
  });
});

const codeOf = async (name: string, password: string): Promise<string> =>
  people.login(name, password).then(
    () => 'in',
    (error: unknown) => (error instanceof CommandProblem ? error.code : String(error)),
  );

describe('People', () => {
  it('are let in with their password, and have the roles of the file', async () => {
    const { token, principal } = await people.login('ada', PASSWORD);
    expect([principal.name, ...principal.roles]).toEqual(['ada', 'view', 'operate']);
    expect(people.find(token)).toBe(principal);
    expect(people.find(`${token}x`)).toBeUndefined();
    people.logout(token);
    expect(people.find(token)).toBeUndefined();
  });

  it('are out after half an hour of nothing, and after twelve hours whatever they did', async () => {
    const { token } = await people.login('ada', PASSWORD);
    for (; nowS < 12 * 60 * MINUTE - 20 * MINUTE; nowS += 20 * MINUTE) expect(people.find(token)).toBeDefined();
    nowS = 12 * 60 * MINUTE;
    expect(people.find(token)).toBeUndefined();
    const { token: idle } = await people.login('ada', PASSWORD);
    nowS += 30 * MINUTE;
    expect(people.find(idle)).toBeUndefined();
  });

  it('wait after five wrong passwords, longer with each further one, and are forgiven with a right one', async () => {
    for (let i = 0; i < 5; i++) expect(await codeOf('ada', 'wrong')).toBe('LOGIN_REFUSED');
    expect(await codeOf('ada', PASSWORD)).toBe('LOGIN_LOCKED');
    nowS += 31;
    expect(await codeOf('ada', 'wrong')).toBe('LOGIN_REFUSED');
    nowS += 31;
    expect(await codeOf('ada', PASSWORD)).toBe('LOGIN_LOCKED');
    nowS += 30;
    expect(await codeOf('ada', PASSWORD)).toBe('in');
    expect(await codeOf('ada', 'wrong')).toBe('LOGIN_REFUSED');
    expect(await codeOf('nobody', PASSWORD)).toBe('LOGIN_REFUSED');
  });

  it('knock two at a time: a third one waits', async () => {
    const all = await Promise.all(['ada', 'ada', 'ada'].map((name) => codeOf(name, PASSWORD)));
    expect(all).toEqual(['in', 'in', 'RATE_LIMITED']);
  });
});
