import { describe, expect, it } from 'vitest';
import { CredentialError } from './errors.js';
import { parseFields } from './fields.js';
import { readKey, type KeyPlace, type KeyWorld } from './key.js';

const LONG = 'long enough a key';

function world(parts: Partial<KeyWorld> & { files?: Record<string, string> } = {}): KeyWorld {
  const files = parts.files ?? {};
  return {
    environment: {},
    exists: (path) => files[path] !== undefined,
    readFile: (path) => Buffer.from(files[path] ?? ''),
    readFd: () => Buffer.from(`${LONG} from a descriptor\n`),
    prompt: () => Promise.resolve(undefined),
    ...parts,
  };
}

const key = async (place: KeyPlace, parts?: Parameters<typeof world>[0]): Promise<string> =>
  Buffer.from(await readKey(place, world(parts))).toString();

describe('readKey', () => {
  it('takes the first place there is, without the line end', async () => {
    const files = { '/k': `${LONG} 1\n`, '/e': `${LONG} 2`, '/run/creds/crossfeed-key': `${LONG} 3` };
    const environment = { CROSSFEED_KEY_FILE: '/e', CREDENTIALS_DIRECTORY: '/run/creds' };
    expect(await key({ keyFd: 3, keyFile: '/k' }, { files, environment })).toBe(`${LONG} from a descriptor`);
    expect(await key({ keyFile: '/k' }, { files, environment })).toBe(`${LONG} 1`);
    expect(await key({}, { files, environment })).toBe(`${LONG} 2`);
    expect(await key({}, { files, environment: { CREDENTIALS_DIRECTORY: '/run/creds' } })).toBe(`${LONG} 3`);
    expect(await key({}, { prompt: () => Promise.resolve(`${LONG} 4`) })).toBe(`${LONG} 4`);
  });

  it('says so when there is none, or one that is too short', async () => {
    await expect(readKey({}, world())).rejects.toMatchObject({ code: 'CREDENTIAL_KEY' });
    const short = readKey({ keyFile: '/k' }, world({ files: { '/k': 'hunter2' } }));
    await expect(short).rejects.toMatchObject({ code: 'CREDENTIAL_KEY', found: '7 characters' });
    await expect(short).rejects.not.toThrow(/hunter2/);
  });
});

describe('parseFields', () => {
  it('reads lines and blocks, numbers as they stand', () => {
    const read = parseFields('apiKey: 00123\nprivateKey: |\n  -----BEGIN\n  abc\n', 'f');
    expect([...read].map(([name, secret]) => [name, secret.reveal()])).toEqual([
      ['apiKey', '00123'],
      ['privateKey', '-----BEGIN\nabc\n'],
    ]);
  });

  it('never repeats what it cannot read', () => {
    for (const text of ['hunter2', '- hunter2', 'a: [hunter2', 'a:\n  b: hunter2', '"hunter2', '']) {
      try {
        parseFields(text, 'f');
        expect.unreachable(text);
      } catch (error) {
        expect(error).toBeInstanceOf(CredentialError);
        expect(`${String(error)} ${(error as Error).stack ?? ''}`).not.toContain('hunter2');
      }
    }
  });
});
