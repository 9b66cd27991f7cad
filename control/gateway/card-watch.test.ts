import { describe, expect, it } from 'vitest';
import { CardWatch } from './card-watch.js';

const MS = 1e6;
const BEATS_A_MS = 156_250;

/** At which look a fault is told of a card whose time stands at so many ms; the looks are so many ms apart. */
function toldAt(cardMs: readonly number[], apartMs = 250): number | undefined {
  const watch = new CardWatch();
  const at = cardMs.findIndex((ms, i) => watch.look(Math.round(ms * BEATS_A_MS), i * apartMs * MS) !== undefined);
  return at < 0 ? undefined : at;
}

const looks = (count: number, ms: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => ms(i));

describe('a card’s time', () => {
  it('that goes on is no fault, however its oscillator is off', () => {
    expect(toldAt(looks(4000, (i) => i * 250))).toBeUndefined();
    expect(toldAt(looks(4000, (i) => i * 249))).toBeUndefined();
    expect(toldAt(looks(400, (i) => (i % 20) * 250))).toBeUndefined();
  });

  it('that stands still for a second is one, and so is one that the driver carries to and fro', () => {
    expect(toldAt([0, 250, 500, 500, 500, 500, 500])).toBe(6);
    expect(toldAt([0, 250, 500, 503, 500, 504, 501, 502, 500])).toBe(7);
  });

  it('is not judged by two looks before and after the host was away', () => {
    expect(toldAt([7, 7, 60_000, 60_000], 60_000)).toBeUndefined();
    expect(toldAt([7, 7, 7, 7], 60_000)).toBe(3);
  });
});
