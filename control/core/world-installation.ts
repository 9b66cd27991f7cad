/** Where the parts of this installation are: the folder of its package.json, and what was compiled into `dist`. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
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

/** The path of a file of this installation, or undefined where the installation lacks it. */
export function installedFile(...path: readonly string[]): string | undefined {
  const file = join(installationRoot(), ...path);
  return existsSync(file) ? file : undefined;
}

/** The version in package.json. */
export function installedVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(installationRoot(), 'package.json'), 'utf8'));
  return String((manifest as { readonly version: unknown }).version);
}

/** True in a checkout of the sources, false where the package was installed. */
export function isCheckout(): boolean {
  return existsSync(join(installationRoot(), 'tsconfig.json'));
}

/**
 * Where an installed package puts what runs without a configuration of its own, by the XDG rules: an installation is often not writable, and the
 * next upgrade replaces it. Undefined in a checkout, where the configuration says it.
 */
export function stateDirectory(): string | undefined {
  if (isCheckout()) return undefined;
  const state = process.env['XDG_STATE_HOME'];
  return join(state === undefined || state === '' ? join(homedir(), '.local', 'state') : state, 'crossfeed');
}
