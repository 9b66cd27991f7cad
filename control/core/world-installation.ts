/** Where the parts of this installation are: the folder of its package.json, and what was compiled into `dist`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Works from the sources and from `dist` alike. */
export function installationRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) return process.cwd();
    folder = above;
  }
  return folder;
}

/** A compiled script, by its path among the sources: `sim/exchanges/nasdaq/main.js`. */
export function compiled(script: string): string {
  return join(installationRoot(), 'dist', script);
}
