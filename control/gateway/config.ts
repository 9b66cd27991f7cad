/** Reads a gateway's configuration; every complaint names the file, the line, the path, what was found and what was expected. */
import { dirname, resolve } from 'node:path';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { FeedConfig } from '../core/feed.js';
import { InputError } from '../core/errors.js';
import { gatewaySchema, type GatewayConfig } from './config-schema.js';

export class ConfigError extends InputError {
  constructor(
    readonly file: string,
    readonly complaints: readonly string[],
  ) {
    super('CONFIG_INVALID', complaints.join('\n'));
  }
}

type Path = readonly PropertyKey[];

/** Checks YAML text. `file` is for the messages, and what relative paths in the text start from. */
export function parseConfig(file: string, text: string): GatewayConfig {
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
  const value: unknown = document.toJS() ?? {};
  const result = gatewaySchema.safeParse(value);
  if (!result.success)
    throw new ConfigError(
      file,
      result.error.issues.flatMap((issue) => complaintsOf(file, document, lines, issue)),
    );
  const complaints = crossCheck(result.data).map(({ path, found, expected }) =>
    complaint(file, document, lines, path, found, expected),
  );
  if (complaints.length > 0) throw new ConfigError(file, complaints);
  const from = dirname(resolve(file));
  return {
    ...result.data,
    dataDirectory: resolve(from, result.data.dataDirectory),
    simulators: result.data.simulators.map((simulator) => ({ ...simulator, config: resolve(from, simulator.config) })),
  };
}

function complaintsOf(file: string, document: Document, lines: LineCounter, issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      complaint(file, document, lines, [...issue.path, key], 'a key that means nothing here', 'no such key', true),
    );
  }
  const found = document.getIn(issue.path.map(String).map(indexed), false);
  return [complaint(file, document, lines, issue.path, describe(found), issue.message)];
}

function complaint(
  file: string,
  document: Document,
  lines: LineCounter,
  path: Path,
  found: string,
  expected: string,
  atKey = false,
): string {
  const { line } = lines.linePos(offsetOf(document, path, atKey));
  return `${file}:${line}: ${pathText(path)}: found ${found}, expected ${expected}`;
}

/** Where the value of a path stands; for what is missing, the innermost thing that would hold it. */
function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (pair === undefined) break;
      const last = depth === path.length - 1;
      // A list or map is best found by the line of its key.
      const target = isScalar(pair.value) && !(atKey && last) ? pair.value : pair.key;
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

/** `feeds[0].lines[1].udpPort`. */
function pathText(path: Path): string {
  const joined = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return joined === '' ? 'the file' : joined.replace(/^\./, '');
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (isNode(value)) return isScalar(value) ? describe(value.value) : isMap(value) ? 'a map' : 'a list';
  return JSON.stringify(value);
}

interface Contradiction {
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
}

/** What no field can see alone. */
function crossCheck(config: GatewayConfig): Contradiction[] {
  const wrong: Contradiction[] = [];
  const unique = (seen: Map<string, string>, key: string, path: Path, expected: string): void => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, pathText(path));
    else wrong.push({ path, found: `${key}, as in ${before}`, expected });
  };
  const ids = new Map<string, string>();
  const listens = new Map<string, string>();
  const targets = new Map<string, string>();
  for (const [f, feed] of config.feeds.entries()) {
    unique(ids, feed.id, ['feeds', f, 'id'], 'an id of its own');
    const names = new Map<string, string>();
    const ports = new Map<string, string>();
    for (const [l, line] of feed.lines.entries()) {
      const path: Path = ['feeds', f, 'lines', l];
      unique(names, line.name, [...path, 'name'], 'a name of its own');
      // The card counts by port, so two lines of a feed on one port could not be told apart.
      unique(ports, `port ${line.port}`, [...path, 'port'], 'a port of its own in this feed');
      unique(
        listens,
        `${line.listen.address}:${line.listen.udpPort}`,
        [...path, 'listen'],
        'an address and port of its own',
      );
      unique(
        targets,
        `port ${line.port} ${line.group}:${line.udpPort}`,
        [...path, 'group'],
        'a group and port of its own',
      );
    }
  }
  const lines = config.feeds.reduce((sum, feed) => sum + feed.lines.length, 0);
  if (lines > 16) wrong.push({ path: ['feeds'], found: `${lines} lines`, expected: 'at most 16 lines over all feeds' });
  return wrong;
}

/** What both engines take. */
export function feedConfigOf(config: GatewayConfig): FeedConfig {
  return {
    minFrameBytes: config.limits.minFrameBytes,
    maxFrameBytes: config.limits.maxFrameBytes,
    channels: config.feeds.map((feed) => ({
      protocol: feed.protocol,
      mode: feed.mode,
      windowNs: feed.windowUs * 1000,
      start: feed.start === 'first' ? 'first' : BigInt(feed.start),
      ...(feed.session === undefined ? {} : { session: feed.session }),
      lines: feed.lines.map(({ port, group, udpPort, mac }) => ({
        port,
        ip: group,
        udpPort,
        ...(mac === undefined ? {} : { mac }),
      })),
    })),
  };
}
