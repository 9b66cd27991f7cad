import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configText } from '../commands/config.js';
import { ConfigError } from '../core/yaml-config.js';
import { loadVenue } from '../venues/config/load.js';
import { checkAll } from './config-check.js';
import { loadConfig, type LoadedConfig } from './config-files.js';

const root = resolve(import.meta.dirname, '../..');
const demo = join(root, 'config/demo.yaml');
const fromDisk = (file: string): string => readFileSync(file, 'utf8');

/** The smallest feed there is. */
const BASE = `dataDirectory: data
http: { port: 8080 }
alerts: alerts.yaml
feeds:
  - id: one
    venue: NASDAQ
    protocol: itch50
    lines:
      - { name: A, port: 0, group: 233.0.0.1, udpPort: 1, listen: { address: 127.0.1.1, udpPort: 1 } }
      - { name: B, port: 1, group: 233.0.0.2, udpPort: 1, listen: { address: 127.0.1.2, udpPort: 1 } }
    recovery:
      glimpse: { host: 127.0.0.1, port: 1, username: U, password: { file: secret } }
`;

function load(files: Readonly<Record<string, string>>, ...overlays: readonly string[]): LoadedConfig {
  return loadConfig('/c/base.yaml', overlays, (file) => {
    const text = { '/c/base.yaml': BASE, ...files }[file];
    if (text === undefined) throw new Error(`no ${file}`);
    return text;
  });
}

function complaints(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
}

describe('an overlay', () => {
  it('merges maps, takes away, and changes items of lists by their names', () => {
    const over = `http: { login: required }
alerts:
trading: { demoOrders: }
feeds:
  one:
    windowUs: 7
    lines: { B: }
`;
    const { config } = load({ '/c/over.yaml': over }, '/c/over.yaml');
    expect(config.http).toMatchObject({ port: 8080, login: 'required' });
    expect(config.alerts).toBeUndefined();
    expect(config.trading.demoOrders).toBeUndefined();
    expect(config.feeds[0]).toMatchObject({ windowUs: 7, lines: [{ name: 'A' }] });
  });

  it('replaces lists by lists, and a reference to a secret as a whole', () => {
    const over = `simulators: []\nfeeds: { one: { recovery: { glimpse: { password: { store: NASDAQ.password } } } } }`;
    const { config } = load({ '/c/over.yaml': over }, '/c/over.yaml');
    expect(config.feeds[0]?.recovery?.glimpse?.password).toEqual({ store: 'NASDAQ.password' });
  });

  it('has paths that start from its own folder', () => {
    const over = `dataDirectory: data
feeds: { one: { recovery: { glimpse: { password: { file: own } } } } }`;
    const { config } = load({ '/e/over.yaml': over }, '/e/over.yaml');
    expect(config.dataDirectory).toBe('/e/data');
    expect(config.alerts).toBe('/c/alerts.yaml');
    expect(config.feeds[0]?.recovery?.glimpse?.password).toEqual({ file: '/e/own' });
  });

  it('is complained about where it is wrong, and what stands underneath where that is', () => {
    const over = 'http:\n  port: many\nfeeds: { one: { lines: { B: { port: 9 } } } }\n';
    const bad = BASE.replace('itch50', 'itch49');
    expect(complaints(() => load({ '/c/base.yaml': bad, '/o.yaml': over }, '/o.yaml'))).toEqual([
      '/o.yaml:2:9: http.port: found "many", expected a whole number from 0 to 65535',
      '/o.yaml:3:37: feeds[0].lines[1].port: found 9, expected a whole number from 0 to 1',
      '/c/base.yaml:7:15: feeds[0].protocol: found "itch49", expected itch50 or pitch2',
    ]);
    expect(complaints(() => load({ '/o.yaml': 'feeds:\n  two: { windowUs: 1 }' }, '/o.yaml'))).toEqual([
      '/o.yaml:2:3: feeds: found two, expected one of the list underneath: one',
    ]);
  });

  it('may name what it stands on itself, but not itself', () => {
    const read = (file: string): string => (file === '/c/base.yaml' ? BASE : 'extends: base.yaml\nengine: software');
    const { config } = loadConfig('/c/prod.yaml', [], read);
    expect(config).toMatchObject({ engine: 'software', file: '/c/base.yaml', dataDirectory: '/c/data' });
    expect(complaints(() => loadConfig('/c/x.yaml', [], () => 'extends: x.yaml'))[0]).toContain('extends itself');
  });
});

describe('a venue that stands on another', () => {
  it('is complained about in the file that is wrong', () => {
    const files: Readonly<Record<string, string>> = {
      '/c/v.yaml': 'extends: base.yaml\nid: W\n',
      '/c/base.yaml': 'universe: u.yaml\nrate: { messages: -1 }\n',
    };
    expect(complaints(() => loadVenue('/c/v.yaml', (file) => files[file] ?? ''))).toContain(
      '/c/base.yaml:2:19: rate.messages: found -1, expected a whole number from 0 to 100000',
    );
  });
});

describe('the environment', () => {
  it('of the demo is kept by it', () => {
    expect(checkAll(loadConfig(demo, [], fromDisk), fromDisk)).toEqual([]);
  });

  it('production refuses what a demo has, each with its place', () => {
    const overlay = join(root, 'config/environments/production.yaml');
    const wrong = checkAll(loadConfig(demo, [overlay], fromDisk), fromDisk).map((line) => line.replaceAll(root, ''));
    expect(wrong.join('\n')).toMatch(
      /^\/config\/demo\.yaml:\d+:\d+: feeds\[0\]\.lines\[0\]\.faults: found damage on purpose/m,
    );
    for (const part of [
      'demo-secrets/password.txt, expected a secret of its own in production',
      'NASDAQ without TLS, expected tls in production, or the reason under plainText.NASDAQ',
    ]) {
      expect(wrong.some((line) => line.includes(part))).toBe(true);
    }
    // What the overlay takes away is not complained about.
    expect(wrong.join('\n')).not.toMatch(/demoToken|demoOrders|simulators|http\.login/);
  });

  it('production takes what it should, and a reason that is for nobody is a mistake', () => {
    const over = `environment: production
http: { login: required }
orders: { limits: limits.yaml }
plainText: { NOBODY: because }
`;
    const files = {
      '/c/o.yaml': over,
      '/c/alerts.yaml': fromDisk(join(root, 'config/alerts.yaml')),
      '/c/limits.yaml': 'name: limits',
    };
    const loaded = load(files, '/c/o.yaml');
    const read = (file: string): string => (files as Readonly<Record<string, string>>)[file] ?? '';
    const wrong = checkAll(loaded, read).filter((line) => !line.startsWith('/c/limits.yaml'));
    expect(wrong).toEqual(['/c/o.yaml:4:22: plainText.NOBODY: found NOBODY, expected one of clients']);
  });

  it('a demo stays on this machine', () => {
    const venue = fromDisk(join(root, 'config/venues/demo-nasdaq.yaml')).replace('host: 127.0.0.1', 'host: 192.0.2.1');
    const loaded = load({ '/o.yaml': 'environment: demo\nvenues: [{ file: /v/nasdaq.yaml }]' }, '/o.yaml');
    const universe = fromDisk(join(root, 'config/demo-universe.yaml'));
    const wrong = checkAll(loaded, (file) =>
      file.endsWith('nasdaq.yaml') ? venue : file.endsWith('alerts.yaml') ? 'rules: []' : universe,
    );
    expect(wrong.join('\n')).toContain('NASDAQ at 192.0.2.1, expected venues on this machine alone in a demo');
  });
});

describe('what is shown', () => {
  it('names the place of each value, and can be read again', () => {
    const loaded = load({ '/o.yaml': 'http: { login: required }' }, '/o.yaml');
    const text = configText(loaded);
    expect(text).toContain('login: required # /o.yaml:1:16');
    expect(text).toContain('port: 8080 # /c/base.yaml:2:15');
    expect(text).toContain('staleAfterMs: 2000 # default');
    expect(loadConfig('/c/base.yaml', [], () => text).config).toEqual(loaded.config);
  });
});
