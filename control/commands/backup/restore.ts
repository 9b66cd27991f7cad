/** Puts a backup in place of a data directory, after everything in it has been checked. */
import { join } from 'node:path';
import { AuditTrail } from '../../clients/http/audit-trail.js';
import { CrossfeedError, InputError } from '../../core/errors.js';
import { silentLogger } from '../../core/logging.js';
import { filesBelow, placeFolder, removeFolder, unpack } from '../../core/world-archive.js';
import { readUserFile } from '../../core/world-data-directory.js';
import { realDisk } from '../../core/world-disk.js';
import { realTradingWorld } from '../../core/world-trading.js';
import { LogInspection } from '../../journal/inspection.js';
import { verifyJournal } from '../journal/verify.js';
import { FORMAT, MANIFEST, manifestSchema, type BackupManifest } from './back-up.js';

/** A backup that is not what was written: `BACKUP_DAMAGED`; one of a newer version: `BACKUP_VERSION`. */
export class BackupError extends CrossfeedError {}

/**
 * The target is there whole or not at all. Throws BackupError, TarError, and InputError `ARCHIVE_EXISTS` where the target is there and not empty.
 * @param say is told what was checked, line by line
 */
export async function restore(source: string, target: string, say: (line: string) => void): Promise<BackupManifest> {
  const folder = `${target.replace(/\/+$/, '')}.restored`;
  removeFolder(folder);
  if (filesBelow(target).length > 0) {
    throw new InputError('ARCHIVE_EXISTS', 'is there already, and not empty', { where: target });
  }
  try {
    const unpacked = await unpack(source, folder);
    const manifest = readManifest(source, folder);
    const sums = new Map(unpacked.map(({ name, sha256 }) => [name, sha256]));
    for (const { name, sha256 } of manifest.files) {
      if (sums.get(name) === sha256) continue;
      throw damaged(source, sums.has(name) ? `${name}: other bytes than were written` : `${name}: missing`);
    }
    say(
      `${manifest.files.length} files have the bytes that were written, by Crossfeed ${manifest.crossfeed}, ${manifest.madeAt}`,
    );
    if (manifest.journalEnd !== null) checkJournal(source, join(folder, 'journal'), say);
    checkAudit(source, join(folder, 'audit'), say);
    realDisk.remove(join(folder, MANIFEST));
    placeFolder(folder, target);
    return manifest;
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

function readManifest(source: string, folder: string): BackupManifest {
  if (!realDisk.exists(join(folder, MANIFEST)))
    throw damaged(source, `there is no ${MANIFEST}: not a backup, or not a whole one`);
  const value: unknown = JSON.parse(readUserFile(join(folder, MANIFEST)));
  const { format } = value as { readonly format?: unknown };
  if (typeof format === 'number' && format > FORMAT) {
    throw new BackupError('BACKUP_VERSION', 'a newer version of Crossfeed has written this backup', {
      where: source,
      found: `format ${format}`,
      expected: `format ${FORMAT} or older`,
    });
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw damaged(source, `${MANIFEST} does not say what a backup says`);
  return parsed.data;
}

function checkJournal(source: string, directory: string, say: (line: string) => void): void {
  const told: string[] = [];
  const io = { write: (text: string) => void told.push(text), warn: () => undefined, fail: () => undefined };
  const isRight = verifyJournal(new LogInspection(realDisk, directory), undefined, io);
  for (const text of told) say(`journal: ${text.trimEnd()}`);
  if (!isRight) throw damaged(source, 'the journal is not what was written');
}

function checkAudit(source: string, directory: string, say: (line: string) => void): void {
  if (realDisk.list(directory).length === 0) return;
  const trail = new AuditTrail({ disk: realDisk, directory, clock: realTradingWorld.clock, log: silentLogger });
  const { count, chain } = trail.view(undefined, 1);
  trail.close();
  say(`audit trail: ${count} entries, newest hash ${chain.newest}`);
  if (chain.brokenAt !== null) throw damaged(source, `the audit trail is broken at entry ${chain.brokenAt}`);
}

const damaged = (where: string, what: string): BackupError => new BackupError('BACKUP_DAMAGED', what, { where });
