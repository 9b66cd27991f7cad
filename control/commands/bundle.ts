/** `crossfeed bundle`: what somebody needs who is to find a fault and has no access, without secrets. docs/operations.md. */
import { Command } from 'commander';
import { ArchiveWriter } from '../core/world-archive.js';
import { readUserFile } from '../core/world-data-directory.js';
import { realDisk } from '../core/world-disk.js';
import { realHttp } from '../core/world-http.js';
import { realTradingWorld } from '../core/world-trading.js';
import { openCredentials } from '../gateway/credentials.js';
import type { LoadedConfig } from '../gateway/config-files.js';
import { filesIn, secretFilesOf } from '../gateway/secret-files.js';
import { parseDocument } from 'yaml';
import { dirname, resolve } from 'node:path';
import type { LoadedVenue } from '../venues/config/load.js';
import { gather } from './bundle/gather.js';
import { Scrubber } from './bundle/scrub.js';
import { allVenues, loadGatewayConfig, withConfigOptions, type ConfigOptions } from './gateway-config.js';

interface BundleOptions extends ConfigOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

export function bundleCommand(write = (text: string): void => void process.stdout.write(text)): Command {
  return withConfigOptions(new Command('bundle'))
    .description(
      'a debug bundle: configuration, versions, health, metrics, logs, the journal verified; secrets removed',
    )
    .argument('[target]', 'a .tar.gz or a folder (default: crossfeed-bundle-TIME.tar.gz)')
    .option('--url <url>', 'of the dashboard (default: as configured)')
    .option('--token-file <file>', 'a token, where looking needs one')
    .action(async (target: string | undefined, options: BundleOptions) => {
      const nowEpochMs = realTradingWorld.clock.epochMs();
      const time = new Date(nowEpochMs).toISOString().replace(/[:.]/g, '').slice(0, 15);
      const path = target ?? `crossfeed-bundle-${time}.tar.gz`;
      const files = await bundle(path, options, nowEpochMs);
      write(`${files} files: ${path}\n`);
    });
}

async function bundle(target: string, options: BundleOptions, nowEpochMs: number): Promise<number> {
  const loaded = loadGatewayConfig(options);
  const venues = allVenues(loaded.config);
  const { host, port, tls, names } = loaded.config.http;
  const [asked = host.includes(':') ? `[${host}]` : host] = names;
  const token = options.tokenFile === undefined ? undefined : readUserFile(options.tokenFile).trim();
  const scrubber = new Scrubber([...(await secretsOf(loaded, venues)), ...(token === undefined ? [] : [token])]);
  const url = options.url ?? `${tls === undefined ? 'http' : 'https'}://${asked}:${port}/`;
  const parts = await gather({ loaded, venues, http: realHttp, url, token, nowEpochMs });
  const archive = new ArchiveWriter(target);
  try {
    const files = parts.map(({ name, text }) => archive.addText(name, scrubber.scrub(text)));
    archive.addText('bundle.json', `${JSON.stringify({ files }, undefined, 1)}\n`);
    archive.commit();
    return files.length + 1;
  } catch (error) {
    archive.discard();
    throw error;
  }
}

/** Everything secret that the configuration leads to. What cannot be read is no secret that a bundle could hold by way of it. */
async function secretsOf(
  { config, settings }: LoadedConfig,
  venues: readonly LoadedVenue[],
): Promise<readonly string[]> {
  const files = secretFilesOf(settings, config.file, venues).map(({ file }) => file);
  const { alerts } = config;
  if (alerts !== undefined && realDisk.exists(alerts)) {
    const receivers = parseDocument(readUserFile(alerts)).toJS() as unknown;
    files.push(...filesIn(receivers).map((file) => resolve(dirname(alerts), file)));
  }
  const secrets = [...new Set(files)].flatMap((file) => (realDisk.exists(file) ? [readUserFile(file)] : []));
  if (config.credentials?.keyFile !== undefined && realDisk.exists(config.credentials.store)) {
    const store = await openCredentials(config, realTradingWorld);
    for (const { venue, fields } of store?.list() ?? []) {
      for (const field of fields) {
        for (const secret of [store?.get(venue, field), store?.previous(venue, field)]) {
          if (secret !== undefined) secrets.push(secret.reveal());
        }
      }
    }
  }
  return secrets;
}
