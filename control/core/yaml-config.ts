/** Configuration in YAML against a schema; every complaint names the file, the line, the path, what was found and what was expected. */
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { InputError } from './errors.js';

export class ConfigError extends InputError {
  constructor(
    readonly file: string,
    readonly complaints: readonly string[],
  ) {
    super('CONFIG_INVALID', complaints.join('\n'));
  }
}

export type ConfigPath = readonly PropertyKey[];

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      file,
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}:${line}:${col}: not YAML: ${error.message}`;
      }),
    );
  }
  const complain = (path: ConfigPath, found: string, expected: string, atKey = false): Complaint => {
    const { line } = lines.linePos(offsetOf(document, path, atKey));
    return { line, text: `${file}:${line}: ${pathText(path)}: found ${found}, expected ${expected}` };
  };
  const result = shape.schema.safeParse(valueOf(file, document) ?? {});
  if (!result.success) {
    throw new ConfigError(
      file,
      inOrder(
        result.error.issues.flatMap((issue) => {
          if (issue.code === 'unrecognized_keys') {
            // A secret that stands in the place of a reference may have become a key.
            const isSecret = shape.isSecret?.(issue.path) === true;
            return issue.keys.map((key) =>
              complain(
                isSecret ? issue.path : [...issue.path, key],
                'a key that means nothing here',
                'no such key',
                true,
              ),
            );
          }
          const found = document.getIn(issue.path.map(String).map(indexed), false);
          return [
            complain(issue.path, shape.isSecret?.(issue.path) === true ? 'a secret' : describe(found), issue.message),
          ];
        }),
      ),
    );
  }
  const wrong = shape.crossCheck?.(result.data) ?? [];
  if (wrong.length > 0) {
    throw new ConfigError(file, inOrder(wrong.map(({ path, found, expected }) => complain(path, found, expected))));
  }
  return result.data;
}

/** An alias may stand for nothing: its name is not repeated, for it may be a secret that begins with `*`. */
function valueOf(file: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConfigError(file, [
      `${file}: not YAML: found an alias (*) without its anchor (&), expected a value in quotes`,
    ]);
  }
}

interface Complaint {
  readonly line: number;
  readonly text: string;
}

/** As they stand in the file. */
function inOrder(complaints: readonly Complaint[]): string[] {
  return complaints.toSorted((a, b) => a.line - b.line).map(({ text }) => text);
}

/** Where the value of a path stands; for what is missing, the innermost thing that would hold it. */
function offsetOf(document: Document, path: ConfigPath, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (pair === undefined) break;
      const isLast = depth === path.length - 1;
      // A list or map is best found by the line of its key.
      const target = isScalar(pair.value) && !(atKey && isLast) ? pair.value : pair.key;
      offset = isNode(target) ? (target.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else {
      node = document.getIn(
        path
          .slice(0, depth + 1)
          .map(String)
          .map(indexed),
        true,
      );
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}

const indexed = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);

/** `sessions[0].endpoints[1].port`. */
export function pathText(path: ConfigPath): string {
  const joined = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return joined === '' ? 'the file' : joined.replace(/^\./, '');
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (isNode(value)) return isScalar(value) ? describe(value.value) : isMap(value) ? 'a map' : 'a list';
  return JSON.stringify(value);
}
