/** `thermal`: temperatures, voltages and the fan. */
import { z } from 'zod';
import { NotApplicable } from '../../../control/operations/checks/check-list.js';
import { numberFrom } from './number-shape.js';
import { defineStep, fail, type StepContext } from './step.js';

const range = (least: number, most: number) =>
  z.strictObject({ least: numberFrom(0, 100_000), most: numberFrom(0, 100_000) }).default({ least, most });

const schema = z.strictObject({
  dieCMost: numberFrom(-1000, 100_000).default(85).describe('chip, °C'),
  boardCMost: numberFrom(-1000, 100_000).default(70).describe('board, °C'),
  opticsCMost: numberFrom(-1000, 100_000).default(70).describe('optics, °C'),
  coreMv: range(825, 975).describe('core voltage, such as {least: 825, most: 975}'),
  auxMv: range(1710, 1890).describe('auxiliary voltage'),
  ioMv: range(1140, 3465).describe('I/O voltage'),
  fanRpmLeast: numberFrom(-1000, 100_000).default(1000).describe('fan'),
});
type Parameters = z.infer<typeof schema>;

interface Sensor {
  readonly register: string;
  readonly title: string;
  readonly unit: string;
  readonly scale: number;
  readonly limits: (parameters: Parameters) => { readonly least?: number; readonly most?: number };
}

/** In the order of their bits in sensor.STATUS.fitted. */
const SENSORS: readonly Sensor[] = [
  { register: 'DIE_TEMPERATURE', title: 'chip', unit: '°C', scale: 1000, limits: (p) => ({ most: p.dieCMost }) },
  { register: 'BOARD_TEMPERATURE', title: 'board', unit: '°C', scale: 1000, limits: (p) => ({ most: p.boardCMost }) },
  {
    register: 'OPTICS_TEMPERATURE',
    title: 'optics',
    unit: '°C',
    scale: 1000,
    limits: (p) => ({ most: p.opticsCMost }),
  },
  { register: 'VCC_CORE', title: 'core voltage', unit: 'mV', scale: 1, limits: (p) => p.coreMv },
  { register: 'VCC_AUX', title: 'auxiliary voltage', unit: 'mV', scale: 1, limits: (p) => p.auxMv },
  { register: 'VCC_IO', title: 'I/O voltage', unit: 'mV', scale: 1, limits: (p) => p.ioMv },
  { register: 'FAN_RPM', title: 'fan', unit: 'rpm', scale: 1, limits: (p) => ({ least: p.fanRpmLeast }) },
];

export const thermal = defineStep({
  name: 'thermal',
  title: 'Temperatures and voltages',
  needs: ['connect', 'identify'],
  schema,
  timeoutMs: () => 10_000,
  async run(context, parameters) {
    const wrong = await readSensors(context, parameters);
    if (wrong.length > 0) fail(wrong.join('; '));
    return `chip ${((await context.card.read('sensor.DIE_TEMPERATURE', context.signal)) | 0) / 1000} °C, all within limits`;
  },
});

/** What is outside its limits, in words. Throws NotApplicable when nothing is fitted. */
export async function readSensors(
  { card, signal, measure }: StepContext,
  parameters: Parameters,
): Promise<readonly string[]> {
  const fitted = await card.field('sensor.STATUS', 'fitted', signal);
  const simulated = (await card.field('sensor.STATUS', 'simulated', signal)) === 1;
  if (fitted === 0) throw new NotApplicable('the board measures nothing');
  const wrong: string[] = [];
  for (const [bit, { register, title, unit, scale, limits }] of SENSORS.entries()) {
    if ((fitted >>> bit) % 2 === 0) continue;
    const value = ((await card.read(`sensor.${register}`, signal)) | 0) / scale;
    const { least, most } = limits(parameters);
    if (measure(title, value, unit, { least, most, simulated })) continue;
    const isHigh = most !== undefined && value > most;
    const what = unit === '°C' ? 'over temperature: ' : '';
    wrong.push(
      `${what}${title} ${value} ${unit}, ${isHigh ? `the limit is ${most}` : `at least ${least ?? ''}`} ${unit}`,
    );
  }
  return wrong;
}

export const thermalLimits = (): Parameters => schema.parse({});
