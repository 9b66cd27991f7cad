import { describe, expect, it } from 'vitest';
import type { LinkState, PageUpdate } from '../../control/core/status/page.js';
import { ROW_LENGTH, RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { newStatus } from './counters.js';
import { Pusher, RateRecorder, type PictureSource } from '../../dashboard/server/push.js';

class Picture implements PictureSource {
  table = new RowTable();
  epoch = 1;
  status: GatewayStatus | null = newStatus();
  statusVersion = 1;
  ageMs: number | null = 5;
  state: LinkState = 'live';
  row(name: string, value: number): void {
    this.table.set(this.table.add(name), new Array<number>(ROW_LENGTH).fill(value));
  }
}

/** Pages that have painted when the test says so. */
class FakePages {
  readonly pusher: Pusher;
  /** Updates that were built, and whom they were for. */
  readonly sent: { readonly pages: readonly string[]; readonly update: PageUpdate }[] = [];

  constructor(picture: PictureSource) {
    this.pusher = new Pusher(picture, (pages, update) => void this.sent.push({ pages, update }));
  }

  got(page: string): PageUpdate[] {
    return this.sent.filter(({ pages }) => pages.includes(page)).map(({ update }) => update);
  }
}

const indexes = (update: PageUpdate | undefined): (number | undefined)[] | undefined =>
  update?.rows.rows.map((row) => row[0]);

describe('Pusher', () => {
  it('gives a new page everything at once, and then what changed', () => {
    const picture = new Picture();
    picture.row('A', 1);
    picture.row('B', 1);
    const pages = new FakePages(picture);
    pages.pusher.add('one');
    expect(pages.got('one')[0]).toMatchObject({ reset: true, link: 'live', rows: { names: ['A', 'B'] } });
    pages.pusher.painted('one');
    picture.row('B', 2);
    pages.pusher.tick();
    expect(pages.got('one')[1]).toMatchObject({ reset: false, status: null });
    expect(indexes(pages.got('one')[1])).toEqual([1]);
  });

  it('coalesces for a page that does not keep up, and never queues', () => {
    const picture = new Picture();
    picture.row('A', 0);
    picture.row('B', 0);
    const pages = new FakePages(picture);
    pages.pusher.add('slow');
    for (let turn = 1; turn <= 50; turn++) {
      picture.row('A', turn);
      if (turn === 30) picture.row('B', turn);
      picture.statusVersion += 1;
      pages.pusher.tick();
    }
    // The first picture and one update; the rest waits for the page.
    expect(pages.sent).toHaveLength(2);
    pages.pusher.painted('slow');
    pages.pusher.tick();
    expect(pages.sent).toHaveLength(3);
    expect(pages.got('slow')[2]?.rows.rows).toEqual([
      [0, ...new Array<number>(ROW_LENGTH).fill(50)],
      [1, ...new Array<number>(ROW_LENGTH).fill(30)],
    ]);
    expect(pages.got('slow')[2]?.status).not.toBeNull();
  });

  it('builds one update for all pages that know the same, and another for those that do not', () => {
    const picture = new Picture();
    picture.row('A', 1);
    const { pusher, sent } = new FakePages(picture);
    for (const page of ['one', 'two', 'three']) pusher.add(page);
    picture.row('A', 2);
    pusher.tick();
    expect(sent.slice(3).map(({ pages }) => pages)).toEqual([['one', 'two', 'three']]);
    pusher.painted('one');
    picture.row('A', 3);
    pusher.tick();
    expect(sent.at(-1)?.pages).toEqual(['one']);
    for (const page of ['one', 'two', 'three']) pusher.painted(page);
    picture.row('A', 4);
    pusher.tick();
    expect(sent.slice(-2).map(({ pages }) => pages)).toEqual([['one'], ['two', 'three']]);
    // What was painted more often than it was sent counts for nothing.
    for (let i = 0; i < 10; i++) pusher.painted('one');
    for (let i = 0; i < 5; i++) pusher.tick();
    expect(sent.slice(5).filter(({ pages }) => pages.includes('one')).length).toBeLessThanOrEqual(3);
  });

  it('builds at most two updates however many pages are behind, each with all that any of its pages lacks', () => {
    const picture = new Picture();
    for (const name of ['A', 'B', 'C', 'D', 'E']) picture.row(name, 0);
    const { pusher, sent } = new FakePages(picture);
    const names = ['one', 'two', 'three', 'four'];
    for (const page of names) pusher.add(page);
    // Each takes fewer updates than the one before.
    for (const [turn, name] of ['A', 'B', 'C', 'D'].entries()) {
      for (const page of names.slice(turn)) pusher.painted(page);
      picture.row(name, turn + 1);
      pusher.tick();
    }
    const before = sent.length;
    for (const page of names) for (let i = 0; i < 3; i++) pusher.painted(page);
    picture.row('E', 9);
    pusher.tick();
    expect(sent.slice(before).map(({ pages }) => pages)).toEqual([
      ['three', 'four'],
      ['one', 'two'],
    ]);
    expect(sent.slice(before).map(({ update }) => indexes(update))).toEqual([[4], [2, 3, 4]]);
    picture.row('A', 10);
    pusher.tick();
    expect(sent.at(-1)?.pages).toHaveLength(4);
  });

  it('starts again when the gateway does', () => {
    const picture = new Picture();
    picture.row('OLD', 1);
    const pages = new FakePages(picture);
    pages.pusher.add('one');
    pages.pusher.painted('one');
    picture.table = new RowTable();
    picture.epoch += 1;
    picture.row('NEW', 1);
    pages.pusher.tick();
    expect(pages.got('one')[1]).toMatchObject({ reset: true, rows: { firstName: 0, names: ['NEW'] } });
  });

  it('says how old its picture is, changes or not', () => {
    const picture = new Picture();
    const pages = new FakePages(picture);
    pages.pusher.add('one');
    pages.pusher.painted('one');
    picture.state = 'silent';
    picture.ageMs = 9000;
    pages.pusher.tick();
    expect(pages.got('one')[1]).toMatchObject({ link: 'silent', ageMs: 9000, rows: { rows: [] }, status: null });
  });

  it('forgets a page that left', () => {
    const { pusher, sent } = new FakePages(new Picture());
    pusher.add('one');
    pusher.painted('one');
    pusher.remove('one');
    pusher.tick();
    pusher.painted('one');
    expect(sent).toHaveLength(1);
    expect(pusher.pageCount).toBe(0);
  });
});

describe('RateRecorder', () => {
  it('keeps two minutes, and nothing where nothing was known', () => {
    const picture = new Picture();
    const recorder = new RateRecorder();
    for (let second = 0; second < 200; second++) {
      picture.state = second < 195 ? 'live' : 'silent';
      recorder.sample(picture);
    }
    const series = recorder.history()['0/B']!;
    expect(series).toHaveLength(120);
    expect(series.slice(-6)).toEqual([20, 0, 0, 0, 0, 0]);
  });
});
