/**
 * Where the key of the credential store comes from: a descriptor, a file, systemd's credentials, or a person. Never an argument or an environment
 * variable, which other processes can see; an environment variable may say where the file is.
 */
import { join } from 'node:path';
import { CredentialError } from './errors.js';

/** Shorter ones can be guessed however slow scrypt makes it. */
const KEY_CHARACTERS_MIN = 12;
/** Name of the credential that a systemd unit loads: `LoadCredential=crossfeed-key:/etc/crossfeed/key`. */
export const SYSTEMD_CREDENTIAL = 'crossfeed-key';

export interface KeyPlace {
  readonly keyFile?: string | undefined;
  readonly keyFd?: number | undefined;
}

/** What a key source asks of the outside. */
export interface KeyWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  readonly readFile: (path: string) => Uint8Array;
  readonly readFd: (fd: number) => Uint8Array;
  readonly prompt: (question: string) => Promise<string | undefined>;
}

/**
 * The key, from the first place there is: `keyFd`, `keyFile`, the file that `CROSSFEED_KEY_FILE` names, systemd's `crossfeed-key`, a prompt.
 * Throws CredentialError `CREDENTIAL_KEY`, and what reading throws.
 */
export async function readKey(place: KeyPlace, world: KeyWorld): Promise<Uint8Array> {
  const { environment } = world;
  const systemd = environment['CREDENTIALS_DIRECTORY'];
  if (place.keyFd !== undefined) return checked(world.readFd(place.keyFd), `descriptor ${place.keyFd}`);
  const file = place.keyFile ?? environment['CROSSFEED_KEY_FILE'];
  if (file !== undefined) return checked(world.readFile(file), file);
  if (systemd !== undefined && world.exists(join(systemd, SYSTEMD_CREDENTIAL))) {
    const path = join(systemd, SYSTEMD_CREDENTIAL);
    return checked(world.readFile(path), path);
  }
  const typed = await world.prompt('Key of the credential store: ');
  if (typed === undefined) {
    throw new CredentialError('CREDENTIAL_KEY', 'there is no key for the credential store', {
      expected: '--key-file, --key-fd, CROSSFEED_KEY_FILE, a systemd credential or a terminal to ask on',
    });
  }
  return checked(Buffer.from(typed), 'what was typed');
}

function checked(bytes: Uint8Array, where: string): Uint8Array {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text.length >= KEY_CHARACTERS_MIN) return Buffer.from(text);
  throw new CredentialError('CREDENTIAL_KEY', 'the key is too short', {
    where,
    found: `${text.length} characters`,
    expected: `at least ${KEY_CHARACTERS_MIN}`,
  });
}
