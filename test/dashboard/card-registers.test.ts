/** Registers of a simulated card as people read and write them: by name, in a bounded rate, and not those that the driver needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistersView } from '../../control/core/order-api/registers-json.js';
import { GatewayCardRegisters } from '../../control/gateway/card-registers.js';
import { NicDriftWatch } from '../../control/gateway/nic-drift.js';
import { EventLog } from '../../control/resilience/event-log.js';
import { readClock, readSensors } from '../../driver/board.js';
import { SENSOR } from '../../driver/generated/registers.js';
import { Nic } from '../../driver/nic.js';
import { projectRoot } from './demo.js';

const hasLibrary = existsSync(join(projectRoot, 'driver/build/libcrossfeed.so'));
const anna = { by: 'anna', reason: 'a test' };

describe.skipIf(!hasLibrary)('the registers of a card', () => {
  let nic: Nic | undefined;
  let isThere = true;
  const clock = { ns: 0, monotonicNs: () => clock.ns, epochMs: () => 1000 + clock.ns / 1e6 };
  const events = new EventLog(clock);
  const card = new GatewayCardRegisters({ clock, events, card: () => (isThere ? nic : undefined) });
  const read = (block: string, index = 0): RegistersView => {
    clock.ns += 1e9;
    const view = card.read(block, index);
    if ('code' in view) throw new Error(view.code);
    return view;
  };
  const valueOf = (view: RegistersView, name: string): string | undefined =>
    view.registers.find((register) => register.name === name)?.value;

  beforeAll(() => {
    nic = Nic.open(`sim:registers-${process.pid}`);
  });
  afterAll(() => nic?.close());

  it('are found by the headers of its blocks, and read by name', () => {
    const found = card.blocks();
    expect('blocks' in found && found.blocks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['device', 'ring', 'match', 'port', 'channel']),
    );
    const device = read('device');
    expect(valueOf(device, 'MAGIC')).toBe(String(0x43464e31));
    expect(device.registers.find(({ name }) => name === 'CONTROL')?.fields).toMatchObject([
      { name: 'enable', value: 0 },
    ]);
    expect(device.registers.find(({ name }) => name === 'TIME')).toMatchObject({ bits: 64, access: 'ro' });
    expect(read('port', 1).registers.map(({ name }) => name)).toContain('rejected.badFcs');
    expect(read('channel').registers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['EXPECTED', 'delivered', 'port0.packets', 'port1.packets']),
    );
  });

  it('are written one word at a time, but for those of the driver', () => {
    expect(card.write('device', 0, 'SCRATCH', 0xdeadbeef, anna)).toBeUndefined();
    expect(valueOf(read('device'), 'SCRATCH')).toBe(String(0xdeadbeef));
    for (const [block, index, register, value, code] of [
      ['device', 0, 'MAGIC', 1, 'REGISTER_READ_ONLY'],
      ['ring', 0, 'BASE_LO', 1, 'REGISTER_OWNED'],
      ['device', 0, 'NOTHING', 1, 'REGISTER_UNKNOWN'],
      ['device', 0, 'SCRATCH', 2 ** 32, 'REGISTER_VALUE'],
      ['port', 9, 'SCRATCH', 1, 'BLOCK_UNKNOWN'],
      ['nothing', 0, 'SCRATCH', 1, 'BLOCK_UNKNOWN'],
    ] as const) {
      expect(card.write(block, index, register, value, anna)).toMatchObject({ code });
    }
    expect(events.after(0, 2).map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'anna: register device[0].SCRATCH set to 0xdeadbeef (a test)',
      'anna: register device[0].MAGIC set to 0x00000001 (a test): refused, device.MAGIC cannot be written',
    ]);
  });

  it('are read in a bounded rate, whoever asks', () => {
    const first = read('match');
    expect(card.read('match', 0)).toBe(first);
    clock.ns += 0.3e9;
    expect(card.read('match', 0)).not.toBe(first);
    const codes = Array.from({ length: 12 }, (_, index) => {
      const view = card.read('match', index + 1);
      return 'code' in view ? view.code : 'read';
    });
    expect(codes).toEqual(expect.arrayContaining(['read', 'REGISTERS_BUSY']));
    expect(codes.filter((code) => code === 'read').length).toBeLessThanOrEqual(8);
    isThere = false;
    expect(card.read('device', 0)).toMatchObject({ code: 'NO_CARD' });
  });
});

it('a card says what its sensors say, as far as it has any', () => {
  const identity = {
    device: 'x',
    buildId: 1,
    ports: 2,
    channels: 1,
    matchEntries: 1,
    heldDepth: 1,
    rings: 1,
    clockPs: 6400,
  };
  const words = new Map([
    [0x3400 + SENSOR.STATUS, 0x8000_0009],
    [0x3400 + SENSOR.DIE_TEMPERATURE, -1500 >>> 0],
    [0x3400 + SENSOR.VCC_CORE, 850],
  ]);
  const read = (addresses: readonly number[]): Uint32Array =>
    Uint32Array.from(addresses, (address) => words.get(address) ?? 0);
  const blocks = [{ name: 'sensor', type: SENSOR.BLOCK_TYPE, version: 256, address: 0x3400 }];
  expect(readSensors(read, { ...identity, blocks })).toEqual({
    simulated: true,
    values: [
      { name: 'chip', value: -1.5, unit: '°C' },
      { name: 'core', value: 0.85, unit: 'V' },
    ],
  });
  words.set(0x3400 + SENSOR.STATUS, 0);
  expect(readSensors(read, { ...identity, blocks })).toBeNull();
  expect(readSensors(read, { ...identity, blocks: [] })).toBeNull();
  expect(readClock(read, { ...identity, blocks })).toBeNull();
});

it('NIC time is compared with the host’s over a minute, and anew for another card', () => {
  const watch = new NicDriftWatch();
  expect(watch.sample(0, 0)).toBeNull();
  for (let s = 1; s < 100; s++) watch.sample(s * 1e9, s * 1e9 * (1 + 2e-6));
  const drift = watch.sample(100e9, 100e9 * (1 + 2e-6));
  expect(drift?.overMs).toBe(59_000);
  expect(drift?.ppm).toBeCloseTo(2, 3);
  expect(watch.sample(101e9, 5)).toBeNull();
});
