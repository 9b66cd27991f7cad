/** Whole small files through the World's disk. */
import type { Disk } from '../../../control/core/disk.js';

export function readText(disk: Disk, path: string): string {
  const file = disk.open(path, 'read');
  try {
    const bytes = new Uint8Array(file.size());
    let at = 0;
    while (at < bytes.length) {
      const count = file.read(bytes, at, bytes.length - at, at);
      if (count === 0) break;
      at += count;
    }
    return new TextDecoder().decode(bytes.subarray(0, at));
  } finally {
    file.close();
  }
}

/** There is a whole file or none, whatever happens meanwhile. */
export function writeText(disk: Disk, path: string, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const temporary = `${path}.new`;
  if (disk.exists(temporary)) disk.remove(temporary);
  const file = disk.open(temporary, 'create');
  try {
    let at = 0;
    while (at < bytes.length) at += file.write(bytes, at, bytes.length - at, at);
    file.sync();
  } finally {
    file.close();
  }
  disk.rename(temporary, path);
}
