/** Keeps alerts over a restart: a small file, written beside the old one, synced, and put in its place, so that a crash leaves one of the two. */
import type { Disk } from '../../core/disk.js';
import type { AlertState } from './alert-engine.js';
import { AlertError } from './errors.js';

/** Throws AlertError for a file that cannot be read: it is for a person to look at. Undefined: there is none. */
export function readAlertState(disk: Disk, path: string): AlertState | undefined {
  if (!disk.exists(path)) return undefined;
  const file = disk.open(path, 'read');
  try {
    const bytes = new Uint8Array(file.size());
    for (let at = 0, got = -1; at < bytes.length && got !== 0; at += got)
      got = file.read(bytes, at, bytes.length - at, at);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === 'object' && value !== null && 'version' in value && value.version === 1)
      return value as AlertState;
  } catch {
    // Told below.
  } finally {
    file.close();
  }
  throw new AlertError(
    'ALERT_STATE_DAMAGED',
    'the alerts of before cannot be read; remove the file to go on without',
    path,
  );
}

/** Throws DiskError. */
export function writeAlertState(disk: Disk, path: string, state: AlertState): void {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const beside = `${path}.new`;
  if (disk.exists(beside)) disk.remove(beside);
  const file = disk.open(beside, 'create');
  try {
    for (let at = 0; at < bytes.length;) at += file.write(bytes, at, bytes.length - at, at);
    file.sync();
  } finally {
    file.close();
  }
  disk.rename(beside, path);
  disk.syncDirectory(path.slice(0, Math.max(path.lastIndexOf('/'), 1)));
}
