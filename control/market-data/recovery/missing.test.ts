import { describe, expect, it } from 'vitest';
import { Missing, type RequestPolicy } from './missing.js';

const policy: RequestPolicy = {
  messagesMax: 10,
  requestsPerSecond: 1000,
  retryMs: 100,
  retryMsMax: 400,
  attemptsMax: 4,
  answersWhole: true,
};

describe('what is missing', () => {
  it('is asked for in pieces, each when the one before has come', () => {
    const missing = new Missing(policy);
    missing.add(5, 27, 0);
    expect(missing.next(0)).toEqual({ first: 5, count: 10 });
    expect(missing.next(1)).toBeUndefined();
    missing.received(5, 4, 10);
    // The rest of what was asked for is on its way.
    expect(missing.next(11)).toBeUndefined();
    missing.received(9, 6, 12);
    expect(missing.next(13)).toEqual({ first: 15, count: 10 });
    missing.received(1, 100, 20);
    expect(missing.isEmpty).toBe(true);
    expect(missing.counters).toEqual({ requests: 2, repeated: 0, received: 23, abandoned: 0 });
    expect(missing.deadlineMs).toBe(Infinity);
  });

  it('is asked for at once again where an answer is one packet', () => {
    const missing = new Missing({ ...policy, answersWhole: false });
    missing.add(1, 10, 0);
    expect(missing.next(0)).toEqual({ first: 1, count: 10 });
    missing.received(1, 3, 5);
    expect(missing.next(5)).toEqual({ first: 4, count: 7 });
  });

  it('is asked for again with growing pauses, and given up', () => {
    const missing = new Missing(policy);
    missing.add(1, 3, 0);
    const times: number[] = [];
    for (let ms = 0; ms < 3000; ms += 10) if (missing.next(ms) !== undefined) times.push(ms);
    expect(times).toEqual([0, 100, 300, 700]);
    expect(missing.isEmpty).toBe(true);
    expect(missing.counters).toEqual({ requests: 4, repeated: 3, received: 0, abandoned: 3 });
  });

  it('is bounded in rate and in ranges', () => {
    const missing = new Missing({ ...policy, requestsPerSecond: 10 });
    for (let i = 0; i < 20; i++) missing.add(i * 10, i * 10 + 1, 0);
    expect(missing.counters.abandoned).toBe(8);
    const times: number[] = [];
    for (let ms = 0; ms < 350; ms += 10) if (missing.next(ms) !== undefined) times.push(ms);
    expect(times).toEqual([0, 100, 200, 300]);
  });

  it('falls apart where the middle of it came', () => {
    const missing = new Missing(policy);
    missing.add(1, 9, 0);
    missing.received(4, 2, 0);
    expect(missing.next(0)).toEqual({ first: 6, count: 4 });
    expect(missing.next(150)).toEqual({ first: 1, count: 3 });
  });

  it('heeds what the server says: wait, ask for less, or not at all', () => {
    const missing = new Missing(policy);
    missing.add(1, 20, 0);
    missing.next(0);
    missing.postpone(500, 10);
    expect(missing.deadlineMs).toBe(510);
    expect(missing.next(509)).toBeUndefined();
    expect(missing.next(510)).toEqual({ first: 1, count: 10 });
    missing.shorten(520);
    expect(missing.next(520)).toEqual({ first: 1, count: 5 });
    missing.refuse(15);
    expect(missing.isEmpty).toBe(true);
    missing.add(30, 31, 600);
    missing.clear();
    expect(missing.counters.abandoned).toBe(22);
  });
});
