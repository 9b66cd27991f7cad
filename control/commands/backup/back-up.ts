/** Copies a gateway's data directory, also while the gateway runs. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/errors.js';
import { ArchiveWriter, filesBelow, type ArchivedFile } from '../../core/world-archive.js';
import { realDisk } from '../../core/world-disk.js';
import { installedVersion } from '../../core/world-installation.js';
import { copyLog } from '../../journal/copy.js';

/** The last file of a backup. */
export const MANIFEST = 'crossfeed-backup.json';
export const FORMAT = 1;

export const manifestSchema = z.object({
  format: z.number(),
  crossfeed: z.string(),
  madeAt: z.string(),
  /** Position up to which the journal is in it; null where there is none. */
  journalEnd: z.number().nullable(),
  files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

const JOURNAL = 'journal';

/** Of this process, of this moment, or whole only by accident. */
const LEFT_OUT = /(^|\/)lock(\.|$)|\.part$|\.sock$/;

/**
 * The journal comes first: what other files have from it (days, decisions, positions) may then be newer, and is written again when it has to be, but is never
 * missing. Throws InputError, DiskError, JournalError; then nothing is left behind.
 */
export function backUp(data: string, target: string, epochMs: number): BackupManifest {
  const journal = join(data, JOURNAL);
  const rest = filesBelow(data).filter((name) => !name.startsWith(`${JOURNAL}/`) && !LEFT_OUT.test(name));
  const hasJournal = filesBelow(journal).length > 0;
  if (!hasJournal && rest.length === 0) {
    throw new InputError('BACKUP_EMPTY', 'there is no data of a gateway', { where: data });
  }
  const archive = new ArchiveWriter(target);
  try {
    const files: ArchivedFile[] = [];
    const journalEnd = hasJournal ? addJournal(archive, journal, files) : null;
    for (const name of rest) {
      const added = archive.addFile(name, join(data, name));
      if (added !== undefined) files.push(added);
    }
    const madeAt = new Date(epochMs).toISOString();
    const manifest = { format: FORMAT, crossfeed: installedVersion(), madeAt, journalEnd, files };
    archive.addText(MANIFEST, `${JSON.stringify(manifest, undefined, 1)}\n`);
    archive.commit();
    return manifest;
  } catch (error) {
    archive.discard();
    throw error;
  }
}

function addJournal(archive: ArchiveWriter, directory: string, files: ArchivedFile[]): number {
  const copy = copyLog(realDisk, directory);
  try {
    for (const { name, bytes, read } of copy.segments) {
      files.push(archive.add(`${JOURNAL}/${basename(name)}`, bytes, read));
    }
    return copy.end;
  } finally {
    copy.close();
  }
}
