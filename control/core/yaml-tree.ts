/** YAML whose every value knows the place it came from, also after one file was laid over another. */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from 'yaml';
import { ConfigError, pathText, type ConfigPath } from './config-error.js';

/** Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ConfigText {
  /** For messages, and what relative paths in the text start from. */
  readonly file: string;
  readonly text: string;
}

/** A value: a map, a list, or what stands by itself. */
export interface ConfigTree {
  /** Of the value; of a list's or a map's key, where it has one, because that is how it is best found. */
  readonly place: Place;
  /** Of the key that it stands under; of the value where it has none. */
  readonly keyPlace: Place;
  readonly fields?: ReadonlyMap<string, ConfigTree>;
  readonly items?: readonly ConfigTree[];
  /** Neither map nor list. */
  readonly value?: unknown;
}

/** Reads YAML. Throws ConfigError where the text is none. */
export function yamlTree({ file, text }: ConfigText): ConfigTree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (document.errors.length > 0) {
    throw new ConfigError(
      file,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}:${line}:${col}: not YAML: ${error.message}`;
      }),
    );
  }
  refuseLooseAliases(file, document);
  return new TreeBuilder(file, document, lines).tree(document.contents, undefined);
}

/** An alias may stand for nothing, or for more than memory holds. Its name is not repeated, for it may be a secret that begins with `*`. */
function refuseLooseAliases(file: string, document: Document): void {
  try {
    document.toJS();
  } catch {
    throw new ConfigError(file, [
      `${file}: not YAML: found an alias (*) without its anchor (&), expected a value in quotes`,
    ]);
  }
}

class TreeBuilder {
  constructor(
    private readonly file: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  tree(node: unknown, key: unknown): ConfigTree {
    const target = isAlias(node) ? node.resolve(this.document) : node;
    const isContainer = isMap(target) || isSeq(target);
    const keyPlace = this.placeOf(key) ?? this.placeOf(node) ?? { file: this.file, line: 1, column: 1 };
    const place = (isContainer ? undefined : this.placeOf(node)) ?? keyPlace;
    if (isMap(target)) return { place, keyPlace, fields: this.fields(target.items) };
    if (isSeq(target)) return { place, keyPlace, items: target.items.map((item) => this.tree(item, undefined)) };
    return {
      place,
      keyPlace,
      value: isScalar(target) ? target.value : isNode(target) ? target.toJS(this.document) : null,
    };
  }

  private fields(pairs: readonly unknown[]): ReadonlyMap<string, ConfigTree> {
    const own = new Map<string, ConfigTree>();
    const merged: ConfigTree[] = [];
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const name: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
      const tree = this.tree(pair.value, pair.key);
      // The merge key `<<` is a symbol.
      if (typeof name === 'symbol') merged.push(...(tree.items ?? [tree]));
      else own.set(String(name), tree);
    }
    for (const { fields = new Map<string, ConfigTree>() } of merged) {
      for (const [name, tree] of fields) if (!own.has(name)) own.set(name, tree);
    }
    return own;
  }

  private placeOf(node: unknown): Place | undefined {
    const offset = isNode(node) ? (node as Node).range?.[0] : undefined;
    if (offset === undefined) return undefined;
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line, column: col };
  }
}

/** The value without its places. */
export function plainOf({ fields, items, value }: ConfigTree): unknown {
  if (fields !== undefined) return Object.fromEntries([...fields].map(([name, field]) => [name, plainOf(field)]));
  return items === undefined ? value : items.map(plainOf);
}

/** What stands at a path; undefined where nothing does. */
export function treeAt(tree: ConfigTree, path: ConfigPath): ConfigTree | undefined {
  let at: ConfigTree | undefined = tree;
  for (const step of path) at = typeof step === 'number' ? at?.items?.[step] : at?.fields?.get(String(step));
  return at;
}

/** Where the value of a path stands, or its key; for what is missing, the innermost thing that would hold it. */
export function placeAt(tree: ConfigTree, path: ConfigPath, atKey = false): Place {
  let at = tree;
  for (const [depth, step] of path.entries()) {
    const next = treeAt(at, [step]);
    if (next === undefined) return at.place;
    if (atKey && depth === path.length - 1) return next.keyPlace;
    at = next;
  }
  return at.place;
}

export const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** True where what is laid over replaces as a whole. */
export type Replaces = (path: ConfigPath, under: ConfigTree, over: ConfigTree) => boolean;

/**
 * Lays a tree over another. Maps are merged; nothing (`key:`) takes a key away; a map over a list goes to the items with those ids (`id` or `name`); everything
 * else is replaced. Throws ConfigError for an item that is not there.
 */
export function laidOver(under: ConfigTree, over: ConfigTree, replaces: Replaces, path: ConfigPath = []): ConfigTree {
  if (over.fields === undefined || replaces(path, under, over)) return over;
  if (under.fields !== undefined) {
    const fields = new Map(under.fields);
    for (const [name, field] of over.fields) {
      const below = fields.get(name);
      if (isNothing(field)) fields.delete(name);
      else
        fields.set(
          name,
          below === undefined ? withoutNothing(field) : laidOver(below, field, replaces, [...path, name]),
        );
    }
    return { ...under, fields };
  }
  if (under.items?.every(({ fields }) => fields !== undefined) !== true) return over;
  return { ...under, items: overItems(under.items, over.fields, replaces, path) };
}

const isNothing = ({ fields, items, value }: ConfigTree): boolean =>
  fields === undefined && items === undefined && value === null;

/** What takes away something that was not there. */
function withoutNothing(tree: ConfigTree): ConfigTree {
  if (tree.fields === undefined) return tree;
  const kept = [...tree.fields].filter(([, field]) => !isNothing(field));
  return { ...tree, fields: new Map(kept.map(([name, field]) => [name, withoutNothing(field)])) };
}

function nameOf(item: ConfigTree): string {
  const name = (item.fields?.get('id') ?? item.fields?.get('name'))?.value;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : 'one without a name';
}

function overItems(
  items: readonly ConfigTree[],
  over: ReadonlyMap<string, ConfigTree>,
  replaces: Replaces,
  path: ConfigPath,
): readonly ConfigTree[] {
  let result = [...items];
  for (const [name, change] of over) {
    const index = result.findIndex((item) => nameOf(item) === name);
    const below = result[index];
    if (below === undefined) {
      const known = result.map(nameOf).join(', ') || 'none';
      const { file } = change.keyPlace;
      throw new ConfigError(file, [
        `${placeText(change.keyPlace)}: ${pathText(path)}: found ${name}, expected one of the list underneath: ${known}`,
      ]);
    }
    if (isNothing(change)) result = result.filter((item) => item !== below);
    else result[index] = laidOver(below, change, replaces, [...path, index]);
  }
  return result;
}
