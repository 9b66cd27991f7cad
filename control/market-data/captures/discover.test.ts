import { expect, it } from 'vitest';
import { FrameWrapper } from '../frames/wrap.js';
import { unitBlock } from '../software/pitch-rig.js';
import { moldPacket } from '../software/test-rig.js';
import type { Capture } from './capture.js';
import { ChannelDiscovery, configureChannels } from './discover.js';

const bytes = new Uint8Array(2000);

function see(
  discovery: ChannelDiscovery,
  port: number,
  ip: string,
  udpPort: number,
  session: string,
  badFcs = false,
): void {
  const payload = moldPacket(1, 1, session);
  const length = new FrameWrapper({ ip, udpPort }).wrap(bytes, payload, payload.length);
  const capture: Partial<Capture> = { bytes, at: 0, length, badFcs };
  discovery.frame(port, capture as Capture);
}

it('makes one channel of the flows of one session, numbered by first appearance', () => {
  const discovery = new ChannelDiscovery(14, 1518);
  see(discovery, 0, '233.0.0.9', 1, 'DAMAGED', true);
  see(discovery, 0, '233.0.0.1', 1, 'TWO');
  see(discovery, 1, '233.0.0.2', 1, 'ONE');
  see(discovery, 1, '233.0.0.3', 1, 'TWO');
  see(discovery, 0, '233.0.0.1', 2, 'ONE');
  // A session that first appears on a known flow belongs to that flow's channel, and so do its further flows.
  see(discovery, 0, '233.0.0.1', 1, 'THREE');
  see(discovery, 1, '233.0.0.4', 1, 'THREE');
  // A known flow stays where it is.
  see(discovery, 0, '233.0.0.1', 1, 'ONE');
  const line = (port: number, ip: string, udpPort: number) => ({ port, ip, udpPort });
  expect(discovery.found).toEqual([
    {
      sessions: ['TWO       ', 'THREE     '],
      lines: [line(0, '233.0.0.1', 1), line(1, '233.0.0.3', 1), line(1, '233.0.0.4', 1)],
    },
    { sessions: ['ONE       '], lines: [line(1, '233.0.0.2', 1), line(0, '233.0.0.1', 2)] },
  ]);
});

it('names what does not fit the engine', () => {
  const discovery = new ChannelDiscovery(14, 1518);
  for (let i = 0; i < 3; i++) see(discovery, 0, `233.0.0.${i}`, 26400, `S${i}`);
  see(discovery, 1, '233.0.1.0', 26400, 'S1');
  const { channels, warnings } = configureChannels(discovery.found, 1000, { channels: 2, matchEntries: 2 });
  expect(channels.map(({ lines }) => lines.length)).toEqual([1, 1]);
  expect(warnings).toEqual([
    'of channel 1 (session "S1        ", port 0 233.0.0.1:26400, port 1 233.0.1.0:26400) these flows are left out: port 1 233.0.1.0:26400: the engine has 2 match entries; their frames count as noChannel',
    'channel 2 (session "S2        ", port 0 233.0.0.2:26400) is left out: the engine has 2 channels; its frames count as noChannel',
  ]);
});

it('makes one channel of the flows of one PITCH unit', () => {
  const discovery = new ChannelDiscovery(14, 1518, 'pitch2');
  const seeUnit = (port: number, ip: string, payload: Uint8Array): void => {
    const length = new FrameWrapper({ ip, udpPort: 1 }).wrap(bytes, payload, payload.length);
    discovery.frame(port, { bytes, at: 0, length, badFcs: false } as Partial<Capture> as Capture);
  };
  seeUnit(0, '233.0.0.1', new Uint8Array(8));
  seeUnit(0, '233.0.0.1', unitBlock(1, [], 7));
  seeUnit(0, '233.0.0.1', unitBlock(1, [], 3));
  seeUnit(1, '233.0.0.2', unitBlock(0, [], 3));
  seeUnit(1, '233.0.0.2', unitBlock(1, [], 3));
  const line = (port: number, ip: string, unit: number) => ({ port, ip, udpPort: 1, unit });
  expect(discovery.found).toEqual([
    { sessions: ['unit 7'], lines: [line(0, '233.0.0.1', 7)] },
    { sessions: ['unit 3'], lines: [line(0, '233.0.0.1', 3), line(1, '233.0.0.2', 3)] },
  ]);
  const { channels, warnings } = configureChannels(discovery.found, 1000, { channels: 1, matchEntries: 9 }, 'pitch2');
  expect(channels.map(({ protocol }) => protocol)).toEqual(['pitch2']);
  expect(warnings[0]).toMatch(/^channel 1 \(unit 3, port 0 /);
});
