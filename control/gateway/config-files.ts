/** A gateway's configuration out of several files: what a file stands on (`extends`), and what is laid over it. */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ConfigError, layeredTree, type ConfigPath } from '../core/yaml-config.js';
import { treeAt, yamlTree, type ConfigText, type ConfigTree } from '../core/yaml-tree.js';
import { checkedSettings, isSecret, withPaths } from './config.js';
import type { GatewayConfig, GatewaySettings } from './config-schema.js';

/** A configuration, and where each of its values came from. */
export interface LoadedConfig {
  /** The file that was asked for. */
  readonly name: string;
  readonly config: GatewayConfig;
  /** With defaults; paths as they stand in the tree. */
  readonly settings: GatewaySettings;
  readonly tree: ConfigTree;
}

const EXTENDS_MAX = 8;

/**
 * Relative paths start from the folder of the file that they stand in. Throws ConfigError, which names file, line and column of each thing that is wrong, and what
 * `read` throws.
 */
export function loadConfig(name: string, overlays: readonly string[], read: (file: string) => string): LoadedConfig {
  const layers: ConfigText[] = [];
  let next: string | undefined = name;
  while (next !== undefined) {
    const file: string = next;
    if (layers.some((layer) => resolve(layer.file) === resolve(file)) || layers.length > EXTENDS_MAX) {
      throw new ConfigError(name, [`${file}: extends itself, or more than ${EXTENDS_MAX} files stand on each other`]);
    }
    const layer: ConfigText = { file, text: read(file) };
    layers.unshift(layer);
    const base = treeAt(yamlTree(layer), ['extends'])?.value;
    next = typeof base !== 'string' ? undefined : isAbsolute(base) ? base : join(dirname(file), base);
  }
  const lowest = resolve(layers[0]?.file ?? name);
  for (const file of overlays) layers.push({ file, text: read(file) });
  const merged = layeredTree(layers, (path) => isSecret(path));
  const tree = rebased(merged, dirname(lowest), []);
  const settings = checkedSettings(name, tree);
  return { name, tree, settings, config: withPaths(lowest, settings) };
}

const FILES =
  /^(dataDirectory|alerts|venues\.file|credentials\.(store|keyFile)|simulators\.config|orders\.(limits|routing|rules|startPositions|volumeCurves)|clients\.people)$|(^|\.)(tokenFile|caFile|certFile|keyFile|passwordFile)$|\.password\.file$/;

function isFile(path: ConfigPath): boolean {
  return FILES.test(path.filter((step) => typeof step !== 'number').join('.'));
}

/** Paths that stand in files of other folders become absolute. */
function rebased(tree: ConfigTree, folder: string, path: ConfigPath): ConfigTree {
  const { fields, items, value, place } = tree;
  if (fields !== undefined) {
    return {
      ...tree,
      fields: new Map([...fields].map(([name, field]) => [name, rebased(field, folder, [...path, name])])),
    };
  }
  if (items !== undefined) return { ...tree, items: items.map((item, i) => rebased(item, folder, [...path, i])) };
  const from = dirname(resolve(place.file));
  if (typeof value !== 'string' || from === folder || !isFile(path)) return tree;
  return { ...tree, value: resolve(from, value) };
}
