/** `crossfeed people`: who may log in on the page. Passwords come from a prompt or standard input, never from arguments; the file has scrypt hashes. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { hashPassword, peopleSchema, personSchema, SCRYPT, type Person } from '../clients/http/people.js';
import { InputError } from '../core/errors.js';
import { ROLES, type Role } from '../core/order-api/roles.js';
import { promptSecret, readStandardInput, secureRandom } from '../core/world-secrets.js';
import { realTradingWorld } from '../core/world-trading.js';
import { readPeople } from '../gateway/people-file.js';

const DEFAULT_FILE = 'data/people.json';
const SALT_BYTES = 16;
const SHORTEST_PASSWORD = 12;

interface Options {
  readonly file: string;
  readonly roles?: readonly Role[];
  readonly client?: string;
}

export function peopleCommand(): Command {
  const command = new Command('people').description('Who may log in on the page');
  const file = (sub: Command): Command => sub.option('--file <file>', 'the file of people', DEFAULT_FILE);
  file(command.command('set <name>'))
    .description('a new person, or another password, other roles')
    .requiredOption('--roles <names>', `comma separated: ${ROLES.join(', ')}`, rolesOf)
    .option('--client <id>', 'whose orders they enter and see; without it: all are seen, and none entered')
    .action(set)
    .exitOverride();
  file(command.command('delete <name>')).description('forgets a person').action(remove).exitOverride();
  file(command.command('list'))
    .description('names and roles, never a hash')
    .action(({ file: path }: Options) => {
      for (const { name, roles, client } of peopleIn(path)) {
        process.stdout.write(`${name}: ${roles.join(', ')}${client === undefined ? '' : ` of ${client}`}\n`);
      }
    })
    .exitOverride();
  return command;
}

async function set(name: string, { file, roles = [], client }: Options): Promise<void> {
  const salt = secureRandom(SALT_BYTES);
  const hash = await hashPassword(await passwordFor(name), salt, SCRYPT);
  const result = personSchema.safeParse({
    name,
    roles,
    ...(client === undefined ? {} : { client }),
    scrypt: { ...SCRYPT, salt: salt.toString('base64'), hash: hash.toString('base64') },
  });
  if (!result.success) {
    throw new InputError('PEOPLE_NAME', 'a name that cannot be used', {
      found: name,
      expected: result.error.issues[0]?.message,
    });
  }
  write(file, [...peopleIn(file).filter((each) => each.name !== name), result.data]);
  process.stdout.write(`${name}: set; the gateway reads it when it starts\n`);
}

function remove(name: string, { file }: Options): void {
  const people = peopleIn(file);
  if (!people.some((each) => each.name === name))
    throw new InputError('PEOPLE_NAME', 'there is nobody of this name', { found: name });
  write(
    file,
    people.filter((each) => each.name !== name),
  );
  process.stdout.write(`${name}: deleted\n`);
}

async function passwordFor(name: string): Promise<string> {
  const typed = (await promptSecret(`Password of ${name}: `)) ?? (await readStandardInput()).replace(/\r?\n$/, '');
  if (typed.length < SHORTEST_PASSWORD) {
    throw new InputError('PEOPLE_PASSWORD', 'the password is too short', {
      expected: `at least ${SHORTEST_PASSWORD} characters`,
    });
  }
  return typed;
}

function peopleIn(file: string): Person[] {
  return realTradingWorld.disk.exists(resolve(file)) ? readPeople(resolve(file)) : [];
}

/** Whole or not at all: another name first, then in its place. */
function write(file: string, people: readonly Person[]): void {
  const { disk } = realTradingWorld;
  const path = resolve(file);
  const directory = resolve(path, '..');
  const fresh = `${path}.new`;
  disk.makeDirectory(directory);
  if (disk.exists(fresh)) disk.remove(fresh);
  const bytes = Buffer.from(`${JSON.stringify(peopleSchema.parse({ version: 1, people }), undefined, 2)}\n`);
  const out = disk.open(fresh, 'create');
  let at = 0;
  while (at < bytes.length) at += out.write(bytes, at, bytes.length - at, at);
  out.sync();
  out.close();
  disk.rename(fresh, path);
  disk.syncDirectory(directory);
}

function rolesOf(text: string): Role[] {
  return text.split(',').map((word) => {
    const role = ROLES.find((each) => each === word.trim());
    if (role === undefined) throw new InvalidArgumentError(`Expected roles out of ${ROLES.join(', ')}.`);
    return role;
  });
}
