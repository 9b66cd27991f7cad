/** Which configuration a command is about: its options, and reading it. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readUserFile } from '../core/world-data-directory.js';
import { installationRoot, stateDirectory } from '../core/world-installation.js';
import { parseConfig } from '../gateway/config.js';
import type { GatewayConfig } from '../gateway/config-schema.js';

export interface ConfigOptions {
  /** The gateway's configuration; default the demo's. */
  readonly config?: string;
  readonly data?: string;
}

/** Adds the options by which a configuration is named. */
export function withConfigOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the gateway’s configuration (default: config/demo.yaml)')
    .option('--data <dir>', 'data directory');
}

/** The configuration that the options name. Throws ConfigError and InputError. */
export function readGatewayConfig({ config, data }: ConfigOptions): GatewayConfig {
  const file = config ?? join(installationRoot(), 'config', 'demo.yaml');
  const parsed = parseConfig(file, readUserFile(file));
  if (data !== undefined) return { ...parsed, dataDirectory: resolve(data) };
  const state = config === undefined ? stateDirectory() : undefined;
  return state === undefined ? parsed : { ...parsed, dataDirectory: join(state, 'demo') };
}
