/** Plans: their files, and what a run of one makes of a card, against the model of a card. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parsePlan } from '../../driver/bringup/plan/plan.js';
import { completeLine, runLine } from '../../driver/bringup/repl/commands.js';
import { ModelRig, SHORT_PLAN } from './model-rig.js';

let rig: ModelRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

describe('plan files', () => {
  it.each(['bare-card', 'repaired-card', 'release-candidate'])('%s is good', (name) => {
    const file = `config/bringup/${name}.yaml`;
    const plan = parsePlan(file, readFileSync(file, 'utf8'));
    expect(plan.steps.length).toBeGreaterThan(10);
    expect(plan.steps[0]?.kind.name).toBe('bitstream');
    expect(plan.steps.map(({ kind }) => kind.name)).toContain('identify');
  });

  it('name line, place and what was expected when they are wrong', () => {
    const wrong = `title: Wrong\nsteps:\n  - step: conect\n  - step: clock\n    offsetPpmMost: much\n    unknown: 1\n`;
    expect(() => parsePlan('plan.yaml', wrong)).toThrow(/plan\.yaml:3\b.*steps\[0\].*a step: bitstream, connect/);
    expect(() => parsePlan('plan.yaml', wrong)).toThrow(/plan\.yaml:5\b.*steps\[1\]\.offsetPpmMost: found "much"/);
    expect(() => parsePlan('plan.yaml', wrong)).toThrow(/plan\.yaml:6\b.*steps\[1\]\.unknown/);
    expect(() => parsePlan('plan.yaml', 'title: Empty\nsteps: []\n')).toThrow(/a list of 1 to 100/);
  });

  it('are connected and identified, asked or not', () => {
    const names = (yaml: string): string[] =>
      parsePlan('p', `title: T\nsteps: ${yaml}`).steps.map(({ kind }) => kind.name);
    expect(names('[{ step: clock }]')).toEqual(['connect', 'identify', 'clock']);
    expect(names('[{ step: bitstream }, { step: clock }]')).toEqual(['bitstream', 'connect', 'identify', 'clock']);
    expect(names('[{ step: line }]')).toEqual(['connect', 'line']);
    expect(names('[{ step: bitstream }]')).toEqual(['bitstream']);
  });
});

describe('a run', () => {
  it('passes every step of a good card', async () => {
    rig = await ModelRig.open();
    const results = await rig.run(SHORT_PLAN);
    expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id)).toEqual(['bitstream']);
    expect(results.find(({ id }) => id === 'prbs')?.detail).toContain('with 95 % confidence');
  });

  it('that is interrupted ends in order: the step at work failed, the rest was not done, the card is at rest', async () => {
    rig = await ModelRig.open();
    const interruption = new AbortController();
    const results = await rig.run(SHORT_PLAN, {
      interrupted: interruption.signal,
      onStart: ({ kind }) => {
        if (kind.name === 'counters') interruption.abort();
      },
    });
    const at = results.findIndex(({ step }) => step === 'counters');
    expect(results[at]).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('interrupted') as string });
    expect(new Set(results.slice(at + 1).map(({ verdict }) => verdict))).toEqual(new Set(['skipped']));
    expect(await rig.session.card.read('prbs[0].CONTROL')).toBe(0);
    expect(await rig.session.card.read('device.CONTROL')).toBe(0);
  });
});

describe('by hand', () => {
  it('registers are read, written, described and completed by name, and what is wrong is said', async () => {
    rig = await ModelRig.open();
    const { card } = rig.session;
    await card.client.open();
    await card.discover();
    const lines = async (text: string): Promise<string> => (await runLine(card, text)).join('\n');
    expect(await lines('write device.SCRATCH 0x1F')).toMatch(/^device\.SCRATCH {2}0x00028 {2}0x0000001F/);
    expect(await lines('read device.SCRATCH prbs[1].STATUS')).toContain('linkUp=1');
    expect(await lines('dump sensor')).toContain('sensor.VCC_CORE');
    expect(() => runLine(card, 'dump censor')).toThrow('there is no such register: found censor');
    expect(await lines('describe prbs[0].CONTROL')).toContain('loopback: bit 2');
    expect(await lines('identity')).toContain('console');
    expect(await lines('links')).toContain('port 1: 0x80000001 up');
    expect(await lines('help')).toContain('write NAME VALUE');
    expect(() => runLine(card, 'frobnicate')).toThrow(/no such command: found frobnicate/);
    await expect(lines('write device.MAGIC 1')).rejects.toThrow('cannot be written: found read only');
    await expect(lines('write device.SCRATCH 1.5')).rejects.toThrow('not a 32-bit value');
    expect(completeLine(card, 'wr')).toEqual([['write'], 'wr']);
    expect(completeLine(card, 'read device.SCR')).toEqual([['device.SCRATCH'], 'device.SCR']);
  });
});
