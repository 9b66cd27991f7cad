/** `crossfeed credentials`: the encrypted store of what sessions log on with. Secrets come from a prompt, a file or standard input, never from arguments. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { Secret } from '../core/secret.js';
import { promptSecret, readSecretFile, readStandardInput, secureRandom } from '../core/world-secrets.js';
import { realTradingWorld } from '../core/world-trading.js';
import { CredentialError } from '../operations/credentials/errors.js';
import { parseFields } from '../operations/credentials/fields.js';
import { keyWorld } from '../gateway/key-world.js';
import { readKey, type KeyPlace } from '../operations/credentials/key.js';
import { CredentialStore } from '../operations/credentials/store.js';

const DEFAULT_STORE = 'data/credentials.json';

interface Options extends KeyPlace {
  readonly store: string;
  readonly json?: boolean;
  readonly fields?: string;
  readonly from?: string;
  readonly newKeyFile?: string;
}

export function credentialsCommand(): Command {
  const command = new Command('credentials').description('The encrypted store of what sessions log on with');
  const add = (name: string, description: string, run: (venue: string, options: Options) => Promise<void>): Command =>
    command
      .command(name)
      .description(description)
      .option('--store <file>', 'the store', DEFAULT_STORE)
      .option('--key-file <file>', 'file that holds the key, readable by its owner only')
      .option('--key-fd <n>', 'descriptor that holds the key', descriptor)
      .action(run)
      .exitOverride();
  const withFields = (sub: Command): Command =>
    sub
      .option('--fields <names>', 'ask for these, comma separated, such as apiKey,secret')
      .option(
        '--from <file>',
        'a file of `name: value` lines (YAML), readable by its owner only; - for standard input',
      );

  withFields(
    add('set <venue>', 'a new credential, or one in place of the old', async (venue, options) => {
      const store = await openStore(options);
      await store.set(venue, await fieldsOf(venue, options));
      say(`${venue}: set`);
    }),
  );
  withFields(
    add('rotate <venue>', 'new fields; the credential as it was stays as the previous one', async (venue, options) => {
      const store = await openStore(options);
      await store.rotate(venue, await fieldsOf(venue, options));
      say(`${venue}: rotated, used from the next logon on; "crossfeed credentials roll-back ${venue}" undoes it`);
    }),
  );
  add('roll-back <venue>', 'makes the previous credential the current one', async (venue, options) => {
    await (await openStore(options)).rollBack(venue);
    say(`${venue}: rolled back`);
  });
  add('delete <venue>', 'forgets a credential', async (venue, options) => {
    await (await openStore(options)).delete(venue);
    say(`${venue}: deleted`);
  });
  command
    .command('list')
    .description('names and dates, never a secret')
    .option('--store <file>', 'the store', DEFAULT_STORE)
    .option('--key-file <file>', 'file that holds the key, readable by its owner only')
    .option('--key-fd <n>', 'descriptor that holds the key', descriptor)
    .option('--json', 'one JSON object a line')
    .action(async (options: Options) => list(await openStore(options), options.json === true))
    .exitOverride();
  command
    .command('rekey')
    .description('seals the store under another key')
    .option('--store <file>', 'the store', DEFAULT_STORE)
    .option('--key-file <file>', 'file that holds the key, readable by its owner only')
    .option('--key-fd <n>', 'descriptor that holds the key', descriptor)
    .requiredOption('--new-key-file <file>', 'file that holds the new key')
    .action(async (options: Options) => {
      const store = await openStore(options);
      await store.rekey(await readKey({ keyFile: options.newKeyFile }, keyWorld));
      say('the store has its new key');
    })
    .exitOverride();
  return command;
}

async function openStore(options: Options): Promise<CredentialStore> {
  const { disk, clock } = realTradingWorld;
  return CredentialStore.open({
    disk,
    path: resolve(options.store),
    passphrase: await readKey(options, keyWorld),
    epochMs: () => clock.epochMs(),
    secureRandom,
  });
}

async function fieldsOf(venue: string, { fields, from }: Options): Promise<ReadonlyMap<string, Secret>> {
  if (from !== undefined) {
    const text = from === '-' ? await readStandardInput() : Buffer.from(readSecretFile(from)).toString('utf8');
    return parseFields(text, from);
  }
  if (fields === undefined) {
    throw new CredentialError('CREDENTIAL_VALUE', 'there is nothing to set', {
      where: venue,
      expected: '--fields with the names to ask for, or --from with a file',
    });
  }
  const asked = new Map<string, Secret>();
  for (const field of fields.split(',').map((name) => name.trim())) {
    const typed = await promptSecret(`${venue} ${field}: `);
    if (typed === undefined) {
      throw new CredentialError('CREDENTIAL_VALUE', 'there is no terminal to ask on', { expected: '--from' });
    }
    asked.set(field, new Secret(typed));
  }
  return asked;
}

function list(store: CredentialStore, json: boolean): void {
  const all = store.list();
  if (json) {
    for (const credential of all) say(JSON.stringify(credential));
    return;
  }
  const rows = [
    ['venue', 'fields', 'set', 'previous'],
    ...all.map(({ venue, fields, setAt, previousSetAt }) => [venue, fields.join(' '), setAt, previousSetAt ?? '-']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

function descriptor(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('expected the number of an open descriptor');
  return Number(text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
