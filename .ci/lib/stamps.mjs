// Content stamps: a step is fresh when the hash of what it reads is the one it left after its last success.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');
export const cache = path.join(root, '.cache');
export const inRoot = (...parts) => path.join(root, ...parts);

const skippedFolders = new Set(['node_modules', 'build', 'dist', '.git', '.cache']);

/** Every file below `start` (a file or a folder, relative to the root), sorted, skipping what steps build. */
export function filesBelow(start) {
  const full = inRoot(start);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [start];
  const files = [];
  for (const entry of readdirSync(full, { withFileTypes: true })) {
    const name = `${start}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) files.push(...filesBelow(name));
    } else if (entry.isFile()) {
      files.push(name);
    }
  }
  return files.sort();
}

/** The hash of a step's inputs: names and contents of files, then any further facts. */
export function hashOf(inputs, { accept = () => true, facts = [] } = {}) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesBelow)) {
    if (!accept(file)) continue;
    const bytes = readFileSync(inRoot(file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  for (const fact of facts) hash.update(`${fact}\0`);
  return hash.digest('hex');
}

const stampFile = (name) => path.join(cache, 'stamps', name);

export function readStamp(name) {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return undefined;
  }
}

export function writeStamp(name, hash) {
  mkdirSync(path.dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), hash);
}

export function clearStamp(name) {
  rmSync(stampFile(name), { force: true });
}
