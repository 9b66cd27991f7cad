/** Small files that are there whole or as they were before. */
import type { Disk } from './disk.js';

/** Writes a file whole: under another name, synced, then put in place. What was there stays until then, and after a power cut one of the two is there. Throws DiskError. */
export function writeWhole(disk: Disk, directory: string, name: string, text: string): void {
  const path = `${directory}/${name}`;
  const beside = `${path}.part`;
  disk.makeDirectory(directory);
  if (disk.exists(beside)) disk.remove(beside);
  const bytes = Buffer.from(text);
  const file = disk.open(beside, 'create');
  try {
    for (let at = 0; at < bytes.length;) at += file.write(bytes, at, bytes.length - at, at);
    file.sync();
  } finally {
    file.close();
  }
  disk.rename(beside, path);
  disk.syncDirectory(directory);
}

/** The text of a file. Throws DiskError. */
export function readWhole(disk: Disk, path: string): string {
  const file = disk.open(path, 'read');
  try {
    const bytes = Buffer.alloc(file.size());
    let at = 0;
    for (let read = -1; read !== 0 && at < bytes.length; at += read) read = file.read(bytes, at, bytes.length - at, at);
    return bytes.toString('utf8', 0, at);
  } finally {
    file.close();
  }
}
