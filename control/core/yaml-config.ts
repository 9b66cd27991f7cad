/** Configuration in YAML against a schema; every complaint names the file, line and column, the path, what was found and what was expected. */
import type { z } from 'zod';
import { ConfigError, pathText, type ConfigPath } from './config-error.js';
import {
  laidOver,
  placeAt,
  placeText,
  plainOf,
  treeAt,
  yamlTree,
  type ConfigText,
  type ConfigTree,
  type Place,
  type Replaces,
} from './yaml-tree.js';

export { ConfigError, pathText, type ConfigPath } from './config-error.js';

/** What no field can see alone. */
export interface Contradiction {
  readonly path: ConfigPath;
  readonly found: string;
  readonly expected: string;
}

export interface ConfigShape<T> {
  /** Messages of its issues say what was expected, in words that follow "expected". */
  readonly schema: z.ZodType<T>;
  readonly crossCheck?: (value: T) => readonly Contradiction[];
  /** True where a value must not be repeated in a complaint. */
  readonly isSecret?: (path: ConfigPath) => boolean;
}

/** Checks YAML text. Throws ConfigError with everything that is wrong. `file` is for the messages. */
export function parseYamlConfig<T>(file: string, text: string, shape: ConfigShape<T>): T {
  return parseConfigTree(file, yamlTree({ file, text }), shape);
}

/** Files on each other, the lowest first, as one tree. Throws ConfigError. */
export function layeredTree(layers: readonly ConfigText[], replaces: Replaces): ConfigTree {
  const [first, ...more] = layers.map(yamlTree);
  if (first === undefined) throw new RangeError('no layers');
  // A file without anything in it changes nothing.
  return more.reduce((under, over) => (plainOf(over) === null ? under : laidOver(under, over, replaces)), first);
}

/** Checks a tree. Throws ConfigError; `file` is whose configuration it is, complaints name the file that each value came from. */
export function parseConfigTree<T>(file: string, tree: ConfigTree, shape: ConfigShape<T>): T {
  const result = shape.schema.safeParse(plainOf(tree) ?? {});
  if (!result.success) {
    throw new ConfigError(
      file,
      inOrder(
        result.error.issues.flatMap((issue) => {
          const isSecret = shape.isSecret?.(issue.path) === true;
          if (issue.code === 'unrecognized_keys') {
            return issue.keys.map((key) =>
              complaint(
                tree,
                // A secret that stands in the place of a reference may have become a key.
                isSecret ? issue.path : [...issue.path, key],
                'a key that means nothing here',
                'no such key',
                true,
              ),
            );
          }
          const found = isSecret ? 'a secret' : describe(treeAt(tree, issue.path));
          return [complaint(tree, issue.path, found, issue.message)];
        }),
      ),
    );
  }
  refuse(file, tree, shape.crossCheck?.(result.data) ?? []);
  return result.data;
}

/** Throws ConfigError when there are any. */
export function refuse(file: string, tree: ConfigTree, wrong: readonly Contradiction[]): void {
  if (wrong.length === 0) return;
  throw new ConfigError(
    file,
    inOrder(wrong.map(({ path, found, expected }) => complaint(tree, path, found, expected))),
  );
}

interface Complaint {
  readonly place: Place;
  readonly text: string;
}

function complaint(tree: ConfigTree, path: ConfigPath, found: string, expected: string, atKey = false): Complaint {
  const place = placeAt(tree, path, atKey);
  return { place, text: `${placeText(place)}: ${pathText(path)}: found ${found}, expected ${expected}` };
}

/** As they stand in the files. */
function inOrder(complaints: readonly Complaint[]): string[] {
  const files = [...new Set(complaints.map(({ place }) => place.file))];
  const rank = ({ file, line }: Place): number => files.indexOf(file) * 1e9 + line;
  const sorted = complaints.toSorted((a, b) => rank(a.place) - rank(b.place)).map(({ text }) => text);
  return [...new Set(sorted)];
}

function describe(tree: ConfigTree | undefined): string {
  if (tree === undefined) return 'nothing';
  if (tree.fields !== undefined) return 'a map';
  return tree.items === undefined ? JSON.stringify(tree.value) : 'a list';
}
