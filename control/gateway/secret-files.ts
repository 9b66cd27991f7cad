/** Which files of a configuration hold secrets: those that references to secrets name, wherever they stand. */
import { dirname, resolve } from 'node:path';
import type { ConfigPath } from '../core/yaml-config.js';
import type { LoadedVenue } from '../venues/config/load.js';
import type { GatewaySettings } from './config-schema.js';

export interface SecretFile {
  /** Of the gateway's own configuration; a venue's own places are told by its entry. */
  readonly path: ConfigPath;
  /** Absolute. */
  readonly file: string;
}

/** @param from the gateway's file, which relative paths start from */
export function secretFilesOf(
  { http, feeds, clients, credentials }: GatewaySettings,
  from: string,
  venues: readonly LoadedVenue[],
): readonly SecretFile[] {
  const found: SecretFile[] = [];
  const add = (path: ConfigPath, file: string | undefined): void => {
    if (file !== undefined) found.push({ path, file: resolve(dirname(from), file) });
  };
  add(['http', 'tls'], http.tls?.keyFile);
  for (const [i, { recovery = {} }] of feeds.entries()) {
    for (const [name, server] of Object.entries(recovery)) {
      const { password } = server as { readonly password?: { readonly file?: string } };
      add(['feeds', i, 'recovery', name, 'password'], password?.file);
    }
  }
  for (const [i, { tokenFile }] of clients.tokens.entries()) add(['clients', 'tokens', i], tokenFile);
  for (const file of filesIn(clients.fix)) add(['clients', 'fix'], file);
  for (const [i, client] of clients.list.entries()) {
    for (const file of filesIn(client)) add(['clients', 'list', i], file);
  }
  add(['credentials', 'keyFile'], credentials?.keyFile);
  for (const [i, venue] of venues.entries()) {
    const files = filesIn(venue.config).map((file) => resolve(dirname(venue.file), file));
    for (const file of new Set(files)) add(['venues', i], file);
  }
  return found;
}

/** The file of each secret reference below a value. */
export function filesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if ((key === 'file' || key === 'keyFile' || key === 'passwordFile') && typeof item === 'string') return [item];
    return filesIn(item);
  });
}
