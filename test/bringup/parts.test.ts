/** The parts of bring-up that need no card: error rates, names of registers, devices, captures, reports, the list of commands. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { measurementLines } from '../../control/commands/bringup/progress.js';
import { openTargets } from '../../control/commands/bringup/targets.js';
import { realFiles } from '../../control/core/world-files.js';
import { openCapture } from '../../control/market-data/captures/open.js';
import { OpenFpgaLoader } from '../../driver/bringup/bitstream/programmer.js';
import { prbsBreak } from '../../driver/bringup/capture/prbs31.js';
import { writePcap } from '../../driver/bringup/capture/pcap-writer.js';
import { RegisterNames } from '../../driver/bringup/card/register-names.js';
import { noStatistics } from '../../driver/bringup/console/statistics.js';
import { parametersOf } from '../../driver/bringup/plan/parameter-help.js';
import { kindOf, parsePlan } from '../../driver/bringup/plan/plan.js';
import { htmlReport } from '../../driver/bringup/report/html.js';
import { totalsOf, type BringupReport } from '../../driver/bringup/report/report.js';
import { writeReport } from '../../driver/bringup/report/write-report.js';
import { findDevice } from '../../driver/bringup/serial/find-device.js';
import { STEPS } from '../../driver/bringup/steps/all-steps.js';
import { errorRate, poissonUpper } from '../../driver/bringup/steps/ber.js';
import { bitstream } from '../../driver/bringup/steps/bitstream.js';
import type { StepContext } from '../../driver/bringup/steps/step.js';
import { parseValue } from '../../driver/bringup/repl/register-text.js';

const folder = mkdtempSync(join(tmpdir(), 'crossfeed-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bit-error rates', () => {
  it('of no errors in n bits are below 3 / n with 95 % confidence', () => {
    expect(errorRate(0, 1e9).upper).toBeCloseTo(3.0e-9, 11);
    expect(errorRate(0, 0).upper).toBe(1);
  });

  it('are the exact Poisson bounds of the tables', () => {
    // Upper bounds of 95 %: 1 event 4.744, 2 events 6.296, 10 events 16.962, 100 events 118.08.
    const tabled: readonly (readonly [number, number])[] = [
      [1, 4.744],
      [2, 6.296],
      [10, 16.962],
      [100, 118.08],
    ];
    for (const [events, upper] of tabled) expect(poissonUpper(events, 0.95)).toBeCloseTo(upper, 2);
    // Where the approximation takes over, it fits.
    expect(poissonUpper(1000, 0.95) / poissonUpper(999, 0.95)).toBeCloseTo(1001 / 1000, 3);
  });
});

describe('registers by name', () => {
  const names = RegisterNames.generated((count) => (count === 'PORTS' ? 2 : 4));

  it('are found with an index, without, by address and as pairs of 64 bits', () => {
    expect(names.get('device.SCRATCH')).toMatchObject({ address: 0x28, bits: 32, access: 'rw' });
    expect(names.get('DEVICE.scratch').name).toBe('device.SCRATCH');
    expect(names.get('ring.RECORDS')).toMatchObject({ address: 0x130, bits: 64 });
    expect(names.get('port[1].frames')).toMatchObject({ address: 0xa40, bits: 64, access: 'ro' });
    expect(names.get('port.frames').name).toBe('port[0].frames');
    expect(names.get('channel[2].line[1].late').address).toBe(0x1000 + 2 * 0x200 + 0x140 + 3 * 8);
    expect(names.get('0x28').name).toBe('device.SCRATCH');
    expect(names.get('0x20000').name).toBe('0x20000');
    expect(() => names.get('0x29')).toThrow('not the address of a register');
    expect(names.get('ring.RECORDS').doc).not.toContain('low word');
  });

  it('that do not exist are answered with what comes near', () => {
    expect(() => names.get('device.SCRATH')).toThrow(/no such register.*BLOCK\.REGISTER/);
    expect(() => names.get('devise.SCRATCH')).toThrow(/device\.SCRATCH/);
  });

  it('are each once in the list, pairs as pairs', () => {
    const all = names.all().map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('ring.RECORDS');
    expect(all).not.toContain('ring.RECORDS_LO');
  });

  it('take values as people write them', () => {
    expect(['0x1F', '31', '0b11111'].map(parseValue)).toEqual([31, 31, 31]);
    expect(['', '-1', '1.5', '0x1FFFFFFFF', '4294967296'].map(parseValue)).toEqual(Array(5).fill(undefined));
  });
});

describe('serial devices', () => {
  const list = (): Promise<readonly { path: string; serialNumber?: string; pnpId?: string }[]> =>
    Promise.resolve([{ path: '/dev/ttyUSB3', serialNumber: 'FT5ABCDE', pnpId: 'usb-FTDI_FT232R_FT5ABCDE-if00' }]);

  it('are found by path, by id and by serial number', async () => {
    expect(await findDevice('/dev/null', list)).toBe('/dev/null');
    expect(await findDevice('serial:FT5ABCDE', list)).toBe('/dev/ttyUSB3');
    expect(await findDevice('by-id:usb-FTDI_FT232R_FT5ABCDE-if00', list)).toBe('/dev/ttyUSB3');
    await expect(findDevice('serial:NONE', list)).rejects.toThrow('/dev/ttyUSB3 (FT5ABCDE)');
  });
});

describe('captures', () => {
  it('are files that the product reads', () => {
    const path = join(folder, 'capture.pcap');
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
    writePcap(path, [{ timeNs: 1_234_567_890_123, bytes, length: 64 }]);
    const capture = openCapture(realFiles, path, () => undefined);
    expect(capture.next()).toBe(true);
    expect([...capture.bytes.subarray(capture.at, capture.at + capture.length)]).toEqual([...bytes]);
    expect(capture.timeNs).toBe(1_234_567_890_123n);
    expect(capture.next()).toBe(false);
    capture.close();
  });

  it('of test frames are judged by their own sequence', () => {
    const payload = new Uint8Array(64);
    let state = 0x12345678;
    for (let n = 0; n < 512; n++) {
      const next = ((state >>> 30) ^ (state >>> 27)) & 1;
      state = ((state << 1) | next) & 0x7fffffff;
      payload[n >>> 3]! |= next << (n & 7);
    }
    expect(prbsBreak(payload)).toBe(-1);
    payload[40]! ^= 0x10;
    expect(prbsBreak(payload)).toBe(40);
  });
});

describe('bitstream', () => {
  const file = join(folder, 'card.bit');
  writeFileSync(file, 'a bitstream');
  const sha256 = createHash('sha256').update('a bitstream').digest('hex');

  /** A stand-in that fails for some files, in the words and with the status of openFPGALoader 0.10.0 without a cable. */
  const loader = (failsFor: string): OpenFpgaLoader => {
    const path = join(folder, `loader-${failsFor}`);
    writeFileSync(
      path,
      `#!/bin/sh\n[ "$1" = --Version ] && { echo openFPGALoader v0.10.0; exit 0; }\nfor a; do :; done\necho "$@" >> ${folder}/programmed\ncase $a in *${failsFor}*) echo 'unable to open ftdi device: -3 (device not found)'; echo 'JTAG init failed with: unable to open ftdi device' >&2; exit 1;; esac\n`,
    );
    chmodSync(path, 0o755);
    return new OpenFpgaLoader(path);
  };
  const run = (parameters: object, programmer: OpenFpgaLoader): Promise<string> => {
    const bench = { isSimulated: false, programmer };
    const context = { bench, signal: new AbortController().signal, measure: () => true } as unknown as StepContext;
    return bitstream.run(context, bitstream.schema.parse(parameters));
  };

  it('is programmed when its hash is right', async () => {
    expect(await run({ file, sha256, cable: 'ft4232' }, loader('nothing'))).toContain('programmed until power is off');
    expect(readFileSync(join(folder, 'programmed'), 'utf8')).toContain(`--cable ft4232 --write-sram ${file}`);
    await expect(run({ file, sha256: '0'.repeat(64) }, loader('nothing'))).rejects.toThrow('another bitstream');
  });

  it('gives way to the golden image when it cannot be programmed', async () => {
    await expect(run({ file, golden: join(folder, 'golden.bit') }, loader('card'))).rejects.toThrow(
      /JTAG init failed.*the golden image .*golden\.bit was programmed instead/s,
    );
    await expect(run({ file }, loader('card'))).rejects.toThrow('no golden image');
  });

  it('is left alone, and that is said, without the programmer', async () => {
    await expect(run({ file }, new OpenFpgaLoader(join(folder, 'missing')))).rejects.toThrow(
      'openFPGALoader is not installed',
    );
    await expect(run({}, loader('nothing'))).rejects.toThrow('the plan names no file');
  });
});

describe('reports', () => {
  const step = { id: 'clock', step: 'clock', title: 'Clock <and> PPS', tookMs: 12, timeoutMs: 1000 };
  const steps = [
    {
      ...step,
      verdict: 'failed' as const,
      detail: 'clock +400.0 ppm off',
      measurements: [
        { name: 'clock offset', value: 400.04, unit: 'ppm', least: -100, most: 100, isWithin: false, simulated: true },
      ],
    },
  ];
  const report: BringupReport = {
    title: 'Bare card',
    purpose: 'test',
    plan: 'config/bringup/bare-card.yaml',
    software: 'crossfeed 0.1.0',
    operator: 'A. Engineer',
    card: {
      port: '/dev/ttyUSB0',
      baud: 115200,
      device: undefined,
      serialNumber: 'CF-0007',
      simulated: true,
      fault: 'clock-off',
      buildId: '0x12345678',
      blocks: [],
    },
    beganEpochMs: 0,
    endedEpochMs: 60_000,
    ...totalsOf(steps),
    steps,
    line: noStatistics(),
  };

  it('are two files that belong together', () => {
    const [json, html] = writeReport(report, join(folder, 'reports', 'card'));
    const text = readFileSync(json, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ verdict: 'failed', failed: 1, card: { serialNumber: 'CF-0007' } });
    expect(readFileSync(html, 'utf8')).toContain(createHash('sha256').update(text).digest('hex'));
  });

  it('show limits, who did it and where to sign, need nothing from elsewhere, and escape what they show', () => {
    const html = htmlReport(report, 'hash');
    for (const text of [
      '400.04',
      'ppm',
      '-100',
      'A. Engineer',
      'CF-0007',
      'Tested by',
      'Accepted by',
      'simulated',
      'clock-off',
      'Clock &lt;and&gt; PPS',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toMatch(/<(script|link|img)|https?:/);
  });
});

describe('a plan of one step', () => {
  it('takes parameters in the words of a plan', () => {
    expect(() => parsePlan('bringup clock', 'title: clock\nsteps:\n  - step: clock\n    intervals: 0\n')).toThrow(
      /intervals: found 0, expected a whole number from 1 to 255/,
    );
  });

  it('says of each parameter what it is, its limits and what it is without', () => {
    for (const { name } of STEPS)
      for (const { says } of parametersOf(kindOf(name))) expect(says, name).toMatch(/^\S+.*\w/);
    const of = (step: string): object =>
      Object.fromEntries(parametersOf(kindOf(step)).map(({ name, says }) => [name, says]));
    expect(of('clock')).toMatchObject({ intervals: 'PPS intervals to measure; 1 to 255 (default: 3)' });
    expect(of('thermal')).toMatchObject({ auxMv: 'auxiliary voltage (default: {least: 1710, most: 1890})' });
  });
});

describe('a command line', () => {
  const flags = { port: [], cards: 1, baud: 115_200, folder, cardSerial: [] };

  it.each([
    [{}, 'no card was named'],
    [{ sim: true, port: ['/dev/ttyUSB0'] }, 'no serial device of its own'],
    [{ port: ['/dev/ttyUSB0'], fault: 'silent' }, 'faults are for a simulated card'],
    [{ port: ['/dev/ttyUSB0'], cards: 2 }, 'a number of cards is for simulated ones'],
    [{ port: ['/dev/ttyUSB0'], cardSerial: ['A', 'B'] }, 'more serial numbers than cards: found 2 for 1 card'],
    [{ port: ['/dev/ttyUSB0', '/dev/ttyUSB1'], device: 'pcie:0000:03:00.0' }, 'a card through the driver is one card'],
  ] as const)('of %j is refused: %s', (wrong, words) => {
    expect(() => openTargets({ ...flags, ...wrong })).toThrow(words);
  });

  it('gives each card files of its own', () => {
    const port = ['/dev/ttyUSB0', '/dev/ttyUSB1'];
    const stems = openTargets({ ...flags, port, cardSerial: ['CF-1'], report: 'lab/today.html' }).map(
      ({ stem }) => stem,
    );
    expect(stems).toEqual(['lab/today-CF-1', 'lab/today-dev-ttyUSB1']);
  });
});

describe('measurements on a terminal', () => {
  it('stand in columns, with their limits', () => {
    const measurement = { unit: 'mV', least: 825, most: 975, simulated: true };
    expect(
      measurementLines([
        { ...measurement, name: 'core voltage', value: 990, isWithin: false },
        { name: 'ports', value: 2, unit: '', least: 2, most: 2, isWithin: true, simulated: false },
      ]),
    ).toEqual([
      '  core voltage  990 mV  at least 825 and at most 975 outside (simulated)',
      '  ports         2       expected 2',
    ]);
  });
});
