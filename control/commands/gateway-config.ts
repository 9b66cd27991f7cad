/** Which configuration a command is about: its options, and reading it. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readUserFile } from '../core/world-data-directory.js';
import { installationRoot, stateDirectory } from '../core/world-installation.js';
import { refuse } from '../core/yaml-config.js';
import { loadConfig, type LoadedConfig } from '../gateway/config-files.js';
import type { GatewayConfig } from '../gateway/config-schema.js';
import { checkEnvironment } from '../gateway/environment.js';
import { loadVenue, type LoadedVenue } from '../venues/config/load.js';

export interface ConfigOptions {
  /** The gateway's configuration; default the demo's. */
  readonly config?: string;
  /** Laid over it, in this order. */
  readonly overlay?: readonly string[];
  readonly data?: string;
}

/** Adds the options by which a configuration is named. */
export function withConfigOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the gateway’s configuration (default: config/demo.yaml)')
    .option(
      '--overlay <file>',
      'laid over the configuration; may be given several times',
      (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
    )
    .option('--data <dir>', 'data directory');
}

/** The configuration that the options name, with the places of its values. Throws ConfigError and InputError. */
export function loadGatewayConfig({ config, overlay = [], data }: ConfigOptions): LoadedConfig {
  const file = config ?? join(installationRoot(), 'config', 'demo.yaml');
  const loaded = loadConfig(file, overlay, readUserFile);
  const state = config === undefined ? stateDirectory() : undefined;
  const directory = data === undefined ? state && join(state, 'demo') : resolve(data);
  return directory === undefined ? loaded : { ...loaded, config: { ...loaded.config, dataDirectory: directory } };
}

/** The files of all venues, checked. Throws ConfigError. */
export function allVenues(config: GatewayConfig): readonly LoadedVenue[] {
  return config.venues.map(({ file }) => loadVenue(file, readUserFile));
}

/** The configuration that the options name, fit for its environment. Throws ConfigError and InputError. */
export function readGatewayConfig(options: ConfigOptions): GatewayConfig {
  const loaded = loadGatewayConfig(options);
  refuse(loaded.name, loaded.tree, checkEnvironment(loaded, allVenues(loaded.config)));
  return loaded.config;
}
