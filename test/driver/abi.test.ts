/** The numbers in `driver/abi.ts` are those of the header. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installationRoot } from '../../control/core/world-installation.js';
import {
  ABI_VERSION,
  CTL,
  INGRESS,
  LATENCY,
  OPEN_FURTHER_RINGS_SHIFT,
  OPEN_LOSSLESS,
  OPEN_TRANSMIT,
  REGION,
  SIM,
  STATUS,
  TIME,
  TX,
  WAIT,
} from '../../driver/abi.js';

const header = readFileSync(join(installationRoot(), 'driver', 'include', 'crossfeed.h'), 'utf8');

function constants(prefix: string): Record<string, number> {
  const found = header.matchAll(new RegExp(`^#define CF_${prefix}(\\w+) \\(?(-?(?:0x[0-9A-Fa-f]+|\\d+))u?\\)?`, 'gm'));
  return Object.fromEntries([...found].map(([, name, value]) => [name!, Number(value)]));
}

describe('the C header and its TypeScript twin', () => {
  it.each([
    ['REGION_', REGION],
    ['CTL_', CTL],
    ['WAIT_', WAIT],
    ['LATENCY_', LATENCY],
    ['TIME_', TIME],
    ['TX_', TX],
    ['SIM_', SIM],
  ])('agree on %s', (prefix, own) => {
    expect(constants(prefix)).toEqual(own);
  });

  it('agree on errors', () => {
    const codes = constants('E_');
    expect(Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, -code]))).toEqual(STATUS);
  });

  it('agree on the ingress ring', () => {
    const { INGRESS_HEAD: _head, INGRESS_END: _end, INGRESS_TAIL: _tail, ...rest } = constants('');
    for (const [name, value] of Object.entries(INGRESS)) expect(rest[`INGRESS_${name}`], name).toBe(value);
  });

  it('agree on the version and the flags', () => {
    expect(constants('ABI_')['VERSION']).toBe(ABI_VERSION);
    expect(constants('OPEN_')).toMatchObject({
      LOSSLESS: OPEN_LOSSLESS,
      TRANSMIT: OPEN_TRANSMIT,
      FURTHER_RINGS_SHIFT: OPEN_FURTHER_RINGS_SHIFT,
    });
  });
});
