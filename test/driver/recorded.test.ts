/** The recording that the C++ tests replay is that of today's card and of today's driver. */
import { expect, it } from 'vitest';
import { deviceName } from '../support/device.js';
import { recorded, recordRegisters } from './record-registers.js';
import { describeSimulated } from './rig.js';

describeSimulated('recorded register accesses', () => {
  it('are those of the simulated card (npx tsx test/driver/record-registers.ts writes them anew)', () => {
    expect(recorded()).toBe(recordRegisters(deviceName('record')));
  });
});
