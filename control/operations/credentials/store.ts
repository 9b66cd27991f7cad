/**
 * The encrypted credential store: what each venue's sessions log on with, sealed as a whole in one file, replaced as a whole when it changes.
 *
 * A running gateway keeps the store open and `refresh`es it: sessions ask for their credential at each logon, so a rotated one is used by the next
 * logon of that venue, and no session that stands is touched. The credential that was replaced stays as `previous` until the next rotation, so that a
 * venue that has not taken the new one over yet can be gone back on.
 */
import { z } from 'zod';
import type { Disk } from '../../core/disk.js';
import { Secret, type VenueCredentials } from '../../core/secret.js';
import { CredentialError } from './errors.js';
import { seal, unseal, type Cost, type SecureRandom } from './sealed-box.js';

const FILE_BYTES_MAX = 1 << 20;
const FIELD_BYTES_MAX = 16_384;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const FIELD = /^[A-Za-z][A-Za-z0-9]{0,31}$/;

const credential = z.strictObject({ setAt: z.string(), fields: z.record(z.string(), z.string()) });
const contents = z.strictObject({
  venues: z.record(z.string(), z.strictObject({ current: credential, previous: credential.optional() })),
});

type Contents = z.infer<typeof contents>;

/** What may be shown of a credential. */
export interface CredentialSummary {
  readonly venue: string;
  readonly fields: readonly string[];
  /** ISO 8601. */
  readonly setAt: string;
  readonly previousSetAt: string | undefined;
}

export interface CredentialStoreOptions {
  readonly disk: Disk;
  /** Absolute. */
  readonly path: string;
  /** Kept for saving; the caller gives it up. */
  readonly passphrase: Uint8Array;
  readonly epochMs: () => number;
  readonly secureRandom: SecureRandom;
  readonly cost?: Cost;
}

export class CredentialStore implements VenueCredentials {
  #contents: Contents = { venues: {} };
  /** The file as it was read last, sealed. */
  #sealed = '';

  private constructor(private readonly options: CredentialStoreOptions) {}

  /** A store that is not there is empty. Throws CredentialError. */
  static async open(options: CredentialStoreOptions): Promise<CredentialStore> {
    const store = new CredentialStore(options);
    await store.reload();
    return store;
  }

  /** Takes over what the file says now. On an error what was known stays. */
  async reload(): Promise<void> {
    const { disk, path, passphrase } = this.options;
    const sealed = disk.exists(path) ? readText(disk, path) : '';
    this.#contents = sealed === '' ? { venues: {} } : parse(await unseal(sealed, passphrase, path), path);
    this.#sealed = sealed;
  }

  /** Takes over what the file says now if it says something else than when it was read last. Whether it did. Rejects with CredentialError. */
  async refresh(): Promise<boolean> {
    const { disk, path } = this.options;
    // Saves replace the file at once: an absent one is about to be there again, or was taken away by mistake.
    if (!disk.exists(path) || readText(disk, path) === this.#sealed) return false;
    await this.reload();
    return true;
  }

  get(venue: string, field: string): Secret | undefined {
    const text = this.#contents.venues[venue]?.current.fields[field];
    return text === undefined ? undefined : new Secret(text);
  }

  /** A secret by one name, `VENUE.field`, as venues' files refer to it. Throws CredentialError `CREDENTIAL_UNKNOWN`. */
  secret(name: string): string {
    const dot = name.lastIndexOf('.');
    const secret = dot < 0 ? undefined : this.get(name.slice(0, dot), name.slice(dot + 1));
    if (secret !== undefined) return secret.reveal();
    throw new CredentialError('CREDENTIAL_UNKNOWN', 'there is no such secret', {
      where: this.options.path,
      found: name,
      expected: 'VENUE.field',
    });
  }

  /** The credential before the last rotation. */
  previous(venue: string, field: string): Secret | undefined {
    const text = this.#contents.venues[venue]?.previous?.fields[field];
    return text === undefined ? undefined : new Secret(text);
  }

  list(): readonly CredentialSummary[] {
    return Object.entries(this.#contents.venues)
      .map(([venue, { current, previous }]) => ({
        venue,
        fields: Object.keys(current.fields).sort(),
        setAt: current.setAt,
        previousSetAt: previous?.setAt,
      }))
      .sort((a, b) => (a.venue < b.venue ? -1 : 1));
  }

  /** A new credential, or another one in place of the old, which is forgotten. */
  async set(venue: string, fields: ReadonlyMap<string, Secret>): Promise<void> {
    await this.#save({ ...this.#contents.venues, [checkName(venue)]: { current: this.#made(venue, fields) } });
  }

  /** Replaces the fields given and keeps the others; the credential as it was becomes `previous`. */
  async rotate(venue: string, fields: ReadonlyMap<string, Secret>): Promise<void> {
    const { current } = this.#known(venue);
    const made = this.#made(venue, fields);
    const next = { ...made, fields: { ...current.fields, ...made.fields } };
    await this.#save({ ...this.#contents.venues, [venue]: { current: next, previous: current } });
  }

  /** Makes the previous credential the current one again. */
  async rollBack(venue: string): Promise<void> {
    const { current, previous } = this.#known(venue);
    if (previous === undefined) {
      throw new CredentialError('CREDENTIAL_UNKNOWN', 'there is no previous credential', { where: venue });
    }
    await this.#save({ ...this.#contents.venues, [venue]: { current: previous, previous: current } });
  }

  async delete(venue: string): Promise<void> {
    this.#known(venue);
    const { [venue]: _, ...rest } = this.#contents.venues;
    await this.#save(rest);
  }

  /** Seals the store under another key. Whoever has it open needs the new one from then on. */
  async rekey(passphrase: Uint8Array): Promise<void> {
    await write(this.options, this.#contents, passphrase);
  }

  #known(venue: string): Contents['venues'][string] {
    const known = this.#contents.venues[venue];
    if (known !== undefined) return known;
    const names = Object.keys(this.#contents.venues).sort().join(', ');
    throw new CredentialError('CREDENTIAL_UNKNOWN', 'there is no credential of this venue', {
      where: this.options.path,
      found: venue,
      expected: names === '' ? 'the store is empty' : names,
    });
  }

  #made(venue: string, fields: ReadonlyMap<string, Secret>): z.infer<typeof credential> {
    if (fields.size === 0) {
      throw new CredentialError('CREDENTIAL_VALUE', 'a credential has at least one field', { where: venue });
    }
    for (const [field, secret] of fields) checkField(venue, field, secret);
    return {
      setAt: new Date(this.options.epochMs()).toISOString(),
      fields: Object.fromEntries([...fields].map(([field, secret]) => [field, secret.reveal()])),
    };
  }

  async #save(venues: Contents['venues']): Promise<void> {
    await write(this.options, { venues }, this.options.passphrase);
    this.#contents = { venues };
  }
}

function checkName(venue: string): string {
  if (NAME.test(venue)) return venue;
  throw new CredentialError('CREDENTIAL_VALUE', 'this is no name of a venue', {
    found: venue,
    expected: 'letters, digits, dot, dash, underscore; at most 64',
  });
}

function checkField(venue: string, field: string, secret: Secret): void {
  if (!FIELD.test(field)) {
    throw new CredentialError('CREDENTIAL_VALUE', 'this is no name of a field', {
      where: venue,
      // What stands before the `=` may be the secret itself, given the wrong way round.
      found: `${field.length} characters`,
      expected: 'a letter, then letters and digits; at most 32',
    });
  }
  const bytes = Buffer.byteLength(secret.reveal());
  if (bytes === 0 || bytes > FIELD_BYTES_MAX) {
    throw new CredentialError('CREDENTIAL_VALUE', 'this cannot be a secret', {
      where: `${venue} ${field}`,
      found: `${bytes} bytes`,
      expected: `1 to ${FIELD_BYTES_MAX}`,
    });
  }
}

function parse(plain: Buffer, where: string): Contents {
  const parsed = contents.safeParse(JSON.parse(plain.toString('utf8')));
  plain.fill(0);
  if (parsed.success) return parsed.data;
  throw new CredentialError('CREDENTIAL_FORMAT', 'the store holds something else than credentials', { where });
}

function readText(disk: Disk, path: string): string {
  const file = disk.open(path, 'read');
  try {
    const size = file.size();
    if (size > FILE_BYTES_MAX) {
      throw new CredentialError('CREDENTIAL_FORMAT', 'this is no credential store', {
        where: path,
        found: `${size} bytes`,
        expected: `at most ${FILE_BYTES_MAX}`,
      });
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (let got = -1; at < size && got !== 0; at += got) got = file.read(bytes, at, size - at, at);
    return Buffer.from(bytes.subarray(0, at)).toString('utf8');
  } finally {
    file.close();
  }
}

/** Beside the old file, synced, then in its place: a crash leaves one of the two, whole. */
async function write(options: CredentialStoreOptions, what: Contents, passphrase: Uint8Array): Promise<void> {
  const { disk, path, cost, secureRandom } = options;
  const bytes = Buffer.from(await seal(Buffer.from(JSON.stringify(what)), passphrase, secureRandom, cost));
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 1));
  const beside = `${path}.new`;
  try {
    disk.makeDirectory(folder);
    if (disk.exists(beside)) disk.remove(beside);
    const file = disk.open(beside, 'create');
    try {
      for (let at = 0; at < bytes.length;) {
        const written = file.write(bytes, at, bytes.length - at, at);
        if (written === 0) throw new Error('the disk takes nothing');
        at += written;
      }
      file.sync();
    } finally {
      file.close();
    }
    disk.rename(beside, path);
    disk.syncDirectory(folder);
  } catch (cause) {
    throw new CredentialError('CREDENTIAL_DISK', 'cannot write the credential store; it is as it was', {
      where: path,
      cause,
    });
  }
}
