/** `crossfeed config check|show`: what a gateway would run with, before it runs. */
import { Command } from 'commander';
import { Document, isPair, isScalar, visit } from 'yaml';
import { readUserFile } from '../core/world-data-directory.js';
import { ConfigError, type ConfigPath } from '../core/yaml-config.js';
import { placeText, treeAt } from '../core/yaml-tree.js';
import { isSecret } from '../gateway/config.js';
import { checkAll } from '../gateway/config-check.js';
import type { LoadedConfig } from '../gateway/config-files.js';
import { loadGatewayConfig, withConfigOptions, type ConfigOptions } from './gateway-config.js';

export function configCommand(write = (text: string): void => void process.stdout.write(text)): Command {
  const command = new Command('config').description(
    'a gateway’s configuration: checked, and as it comes out of its files',
  );
  withConfigOptions(command.command('check'))
    .description('everything that a start would refuse, with file, line and column')
    .action((options: ConfigOptions) => {
      const loaded = loadGatewayConfig(options);
      const wrong = checkAll(loaded, readUserFile);
      if (wrong.length > 0) throw new ConfigError(loaded.name, wrong);
      write(`${loaded.name}: fine, for ${loaded.settings.environment}\n`);
    });
  withConfigOptions(command.command('show'))
    .description('the configuration with its defaults, and where each value came from; secrets are not shown')
    .action((options: ConfigOptions) => write(configText(loadGatewayConfig(options))));
  return command;
}

/** YAML that says after each value where it came from. */
export function configText({ settings, tree }: Pick<LoadedConfig, 'settings' | 'tree'>): string {
  const document = new Document(settings);
  visit(document, {
    Scalar(key, node, above) {
      if (key === 'key') return;
      const path = pathOf(above);
      const last = above.at(-1);
      const step = typeof key === 'number' ? key : undefined;
      const whole: ConfigPath = isPair(last) || step === undefined ? path : [...path, step];
      if (isSecret(whole)) node.value = '[secret]';
      const from = treeAt(tree, whole);
      node.comment = ` ${from === undefined ? 'default' : placeText(from.place)}`;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Of the innermost of these nodes. */
function pathOf(above: readonly unknown[]): ConfigPath {
  const path: PropertyKey[] = [];
  for (const [depth, node] of above.entries()) {
    if (isPair(node)) {
      path.push(isScalar(node.key) ? String(node.key.value) : String(node.key));
      continue;
    }
    const parent = above[depth - 1] as { readonly items?: readonly unknown[] } | undefined;
    const index = parent?.items?.indexOf(node) ?? -1;
    if (index >= 0) path.push(index);
  }
  return path;
}
