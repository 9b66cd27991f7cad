import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../core/yaml-config.js';
import { feedConfigOf, parseConfig } from './config.js';

const root = join(import.meta.dirname, '../..');
const demo = readFileSync(join(root, 'config/one-feed.yaml'), 'utf8');

function complaintsOf(text: string): readonly string[] {
  try {
    parseConfig('gateway.yaml', text);
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
}

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('the smallest configuration', () => {
  it('is valid, and its paths start from its folder', () => {
    const config = parseConfig(join(root, 'config/one-feed.yaml'), demo);
    expect(config.engine).toBe('nic');
    expect(config.http).toEqual({ host: '127.0.0.1', port: 8080, login: 'optional', names: [] });
    expect(config.dataDirectory).toBe(join(root, 'data/one-feed'));
    expect(config.simulators[0]?.config).toBe(join(root, 'config/one-feed-nasdaq.yaml'));
  });

  it('becomes what the engines take', () => {
    const { limits, feeds } = parseConfig('one-feed.yaml', demo);
    const { channels, minFrameBytes } = feedConfigOf(limits, feeds, 0);
    expect(minFrameBytes).toBe(60);
    expect(channels).toEqual([
      {
        protocol: 'itch50',
        mode: 'verified',
        windowNs: 20_000_000,
        start: 'first',
        lines: [
          { port: 0, ip: '233.54.12.111', udpPort: 26400, mac: '01:00:5e:36:0c:6f' },
          { port: 1, ip: '233.49.196.111', udpPort: 26400, mac: '01:00:5e:31:c4:6f' },
        ],
      },
    ]);
  });
});

const PITCH_FEED = `
  - id: cboe-1
    venue: CBOE
    protocol: pitch2
    lines:
      - { name: A, port: 0, unit: 1, group: 233.218.133.80, udpPort: 30001, listen: { address: 127.0.2.1, udpPort: 30001 } }
`;
const withPitch = (feed: string): string => demo.replace('feeds:\n', `feeds:${feed}`);

describe('the demo configuration', () => {
  it('is valid', () => {
    const file = join(root, 'config/demo.yaml');
    const { feeds, simulators } = parseConfig(file, readFileSync(file, 'utf8'));
    expect(new Set(feeds.map(({ protocol }) => protocol))).toEqual(new Set(['itch50', 'pitch2']));
    expect(simulators.length).toBeGreaterThan(1);
  });
});

describe('feeds of several protocols', () => {
  it('are numbered with those of the card first', () => {
    const keptOff = PITCH_FEED.replace('protocol: pitch2', 'protocol: pitch2\n    engine: software');
    const { feeds, limits } = parseConfig('gateway.yaml', withPitch(keptOff));
    expect(feeds.map(({ id }) => id)).toEqual(['nasdaq-itch', 'cboe-1']);
    expect(feedConfigOf(limits, feeds.slice(1), 1)).toMatchObject({
      firstChannel: 1,
      channels: [{ protocol: 'pitch2', lines: [{ unit: 1, ip: '233.218.133.80' }] }],
    });
  });

  it('have a unit where the protocol has one, and only there', () => {
    expect(complaintsOf(withPitch(PITCH_FEED.replace('unit: 1, ', '')))).toEqual([
      expect.stringContaining('feeds[0].lines[0].unit: found none, expected the unit of the line'),
    ]);
    expect(complaintsOf(withPitch(PITCH_FEED.replace('pitch2', 'itch50')))).toEqual([
      expect.stringContaining('found 1, expected no unit in itch50'),
    ]);
  });
});

describe('a wrong configuration', () => {
  it('names file, line, path, what was found and what was expected', () => {
    const wrong = demo.replace('udpPort: 26400\n        mac: 01:00:5e:31', 'udpPort: lots\n        mac: 01:00:5e:31');
    expect(complaintsOf(wrong)).toEqual([
      `gateway.yaml:${lineOf(wrong, 'udpPort: lots')}:18: feeds[0].lines[1].udpPort: found "lots", expected a whole number from 1 to 65535`,
    ]);
  });

  it('names every fault at once', () => {
    const wrong = demo
      .replace('engine: nic', 'engine: fpga')
      .replace('port: 8080', 'port: 80800')
      .replace('protocol: itch50', 'protocol: pitch');
    expect(complaintsOf(wrong)).toEqual([
      expect.stringMatching(/^gateway\.yaml:\d+:\d+: engine: found "fpga", expected nic or software$/),
      expect.stringMatching(
        /^gateway\.yaml:\d+:\d+: http\.port: found 80800, expected a whole number from 0 to 65535$/,
      ),
      expect.stringMatching(/^gateway\.yaml:\d+:\d+: feeds\[0\]\.protocol: found "pitch", expected itch50 or pitch2$/),
    ]);
  });

  it('points at what should hold a missing key', () => {
    const wrong = demo.replace(/^ {8}group: 233\.54.*\n/m, '');
    expect(complaintsOf(wrong)).toEqual([
      `gateway.yaml:${lineOf(wrong, '- name: A')}:9: feeds[0].lines[0].group: found nothing, expected an IPv4 address`,
    ]);
  });

  it('points at a key that means nothing', () => {
    const wrong = demo.replace('windowUs:', 'windowMs:');
    expect(complaintsOf(wrong)).toEqual([
      `gateway.yaml:${lineOf(wrong, 'windowMs')}:5: feeds[0].windowMs: found a key that means nothing here, expected no such key`,
    ]);
  });

  it.each([
    ['feeds: []', 'feeds', 'expected a list of 1 to 16'],
    ['feeds: 7', 'feeds', 'found 7, expected a list of 1 to 16'],
    ['http: { host: 0.0.0.0 }', 'http.host', 'found "0.0.0.0", expected a loopback address'],
    [
      'http: { host: 10.1.2.3, tls: { certFile: c, keyFile: k } }',
      'http.login',
      'expected required beyond this machine',
    ],
    ['http: { names: [UPPER] }', 'http.names[0]', 'expected a host name'],
    ['http: yes please', 'http', 'found "yes please", expected a map'],
  ])('explains %s', (text, path, expected) => {
    const complaints = complaintsOf(`dataDirectory: d\n${text}\n`);
    expect(complaints.find((complaint) => complaint.includes(` ${path}:`))).toContain(expected);
  });

  it('finds what contradicts itself', () => {
    const wrong = demo.replace('address: 127.0.1.2', 'address: 127.0.1.1').replace('name: B', 'name: A');
    expect(complaintsOf(wrong)).toEqual([
      `gateway.yaml:${lineOf(wrong, 'name: A\n        port: 1')}:15: feeds[0].lines[1].name: found A, as in feeds[0].lines[0].name, expected a name of its own`,
      expect.stringContaining(
        'feeds[0].lines[1].listen: found 127.0.1.1:26400, as in feeds[0].lines[0].listen, expected an address and port of its own',
      ),
    ]);
  });

  it('says where it stops being YAML', () => {
    expect(complaintsOf('engine: nic\nfeeds: [\n')[0]).toMatch(/^gateway\.yaml:\d+:\d+: not YAML: /);
  });

  it('is wrong when it is empty, or no map', () => {
    expect(complaintsOf('')).not.toEqual([]);
    expect(complaintsOf('- 1\n')[0]).toMatch(/^gateway\.yaml:1:1: the file: found a list, expected a map$/);
  });
});
