import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { CRYPTO, US_EQUITIES } from './calendar-data.js';
import { TradingCalendar } from './calendar.js';
import { DayClock } from './day-clock.js';

const us = new TradingCalendar(US_EQUITIES);
const crypto = new TradingCalendar(CRYPTO);
const HOUR = 3_600_000;

function scene(start: string, seen = start, calendars = [us]) {
  const world = new VirtualWorld({ seed: 1, epochMs: Date.parse(start), timerErrorMs: 3 });
  const host = world.addHost('gateway');
  const { clock, timers } = host.start();
  const told: string[] = [];
  const day = new DayClock(
    calendars,
    clock,
    timers,
    {
      onDay: (event, { id }, session, missed) => {
        const time = new Date(
          session[({ begin: 'preOpenMs', open: 'openMs', close: 'closeMs', end: 'endMs' } as const)[event]],
        );
        const late = clock.epochMs() - time.getTime();
        told.push(
          `${id === 'crypto' ? 'crypto ' : ''}${event} ${time.toISOString().slice(5, 16)}${missed ? ' missed' : ''}`,
        );
        if (!missed) expect(late).toBeLessThan(10);
      },
    },
    Date.parse(seen),
  );
  return { world, host, day, told };
}

describe('the day clock', () => {
  it('tells a day as it goes by, over the change of clocks', async () => {
    const { world, day, told } = scene('2026-03-06T20:59Z');
    day.start();
    await world.run(72 * HOUR);
    expect(told).toEqual([
      'close 03-06T21:00',
      'end 03-07T01:00',
      'begin 03-09T08:00',
      'open 03-09T13:30',
      'close 03-09T20:00',
    ]);
  });

  it('tells what was missed while nobody looked, in order, once', async () => {
    const { world, day, told } = scene('2026-06-02T14:00Z', '2026-06-01T19:00Z', [us, crypto]);
    day.start();
    expect(told).toEqual([
      'close 06-01T20:00 missed',
      'crypto close 06-02T00:00 missed',
      'end 06-02T00:00 missed',
      'crypto end 06-02T00:00 missed',
      'crypto begin 06-02T00:00 missed',
      'crypto open 06-02T00:00 missed',
      'begin 06-02T08:00 missed',
      'open 06-02T13:30 missed',
    ]);
    told.length = 0;
    await world.run(7 * HOUR);
    expect(told).toEqual(['close 06-02T20:00']);
    day.stop();
    await world.run(24 * HOUR);
    expect(told).toHaveLength(1);
  });

  it('tells nothing twice when the clock is set back, and notices when it is set forward', async () => {
    const { world, host, day, told } = scene('2026-06-01T19:59Z');
    day.start();
    await world.run(2 * 60_000);
    host.clock.step(-HOUR);
    await world.run(HOUR + 60_000);
    expect(told).toEqual(['close 06-01T20:00']);
    day.stop();
  });

  it('looks back ten days and no further', () => {
    const { day, told } = scene('2026-06-20T12:00Z', '2020-01-01T00:00Z');
    day.start();
    expect(told[0]).toBe('begin 06-10T08:00 missed');
    day.stop();
  });
});
