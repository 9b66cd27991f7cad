/** Keeps alerts over a restart: a small file, written beside the old one, synced, and put in its place, so that a crash leaves one of the two. */
import type { Disk } from '../../core/disk.js';
import { readWhole, writeWhole } from '../../core/whole-files.js';
import type { AlertState } from './alert-engine.js';
import { AlertError } from './errors.js';

/** Throws AlertError for a file that cannot be read: it is for a person to look at. Undefined: there is none. */
export function readAlertState(disk: Disk, path: string): AlertState | undefined {
  if (!disk.exists(path)) return undefined;
  try {
    const value: unknown = JSON.parse(readWhole(disk, path));
    if (typeof value === 'object' && value !== null && 'version' in value && value.version === 1)
      return value as AlertState;
  } catch {
    // Told below.
  }
  throw new AlertError(
    'ALERT_STATE_DAMAGED',
    'the alerts of before cannot be read; remove the file to go on without',
    path,
  );
}

/** Throws DiskError. */
export function writeAlertState(disk: Disk, path: string, state: AlertState): void {
  const slash = path.lastIndexOf('/');
  writeWhole(disk, path.slice(0, Math.max(slash, 1)), path.slice(slash + 1), JSON.stringify(state));
}
