import { describe, expect, it } from 'vitest';
import { FaultWindows } from './fault-windows.js';
import { ServiceLevel } from './service-level.js';

const seen = (isActive: boolean, isAcknowledged = isActive, isExcused = false) => ({
  isActive,
  isAcknowledged,
  isExcused,
});

describe('ServiceLevel', () => {
  it('wants an active session and an acknowledged canary in every second', () => {
    const level = new ServiceLevel(0.9999);
    for (let i = 0; i < 19_998; i++) level.second(seen(true));
    level.second(seen(true, false));
    level.second(seen(false));
    expect(level.summary()).toMatchObject({
      seconds: 20_000,
      up: 19_998,
      availability: 0.9999,
      budgetS: 0,
      longestDownS: 2,
    });
    level.second(seen(false));
    expect(level.summary().budgetS).toBe(-1);
  });

  it('counts seconds of announced faults apart, and shows them', () => {
    const level = new ServiceLevel(0.9999);
    for (let i = 0; i < 5; i++) level.second(seen(true));
    for (let i = 0; i < 3; i++) level.second(seen(false, false, true));
    level.second(seen(true, true, true));
    expect(level.summary()).toMatchObject({
      seconds: 5,
      up: 5,
      excused: 4,
      excusedUp: 1,
      availability: 1,
      longestDownS: 3,
    });
  });

  it('takes a heartbeat that is a tenth late for a miss', () => {
    const level = new ServiceLevel(1);
    for (const ms of [30_000, 32_999, 33_001, 45_000]) level.heartbeat(ms, 30_000);
    expect(level.summary()).toMatchObject({ heartbeats: 4, heartbeatMisses: 2 });
  });
});

describe('FaultWindows', () => {
  it('merges what overlaps, with its aftermath', () => {
    const windows = new FaultWindows();
    windows.add('kill', 10_000, 10_000, 2000);
    windows.add('partition', 11_500, 14_000, 1000);
    windows.add('kill', 60_000, 61_000, 500);
    expect(windows.windows()).toEqual([
      { fromEpochMs: 10_000, toEpochMs: 15_000, faults: ['kill', 'partition'] },
      { fromEpochMs: 60_000, toEpochMs: 61_500, faults: ['kill'] },
    ]);
    expect(windows.totalMs).toBe(6500);
    expect([8000, 9001, 14_000, 15_000, 61_000, 62_000].map((ms) => windows.covers(ms))).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
