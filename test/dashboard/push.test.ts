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

/** A page that acknowledges when the test says so. */
class FakePage {
  readonly got: PageUpdate[] = [];
  private readonly open: (() => void)[] = [];
  send(update: PageUpdate, done: () => void): void {
    this.got.push(update);
    this.open.push(done);
  }
  acknowledge(): void {
    for (const done of this.open.splice(0)) done();
  }
}

const indexes = (update: PageUpdate | undefined): (number | undefined)[] | undefined =>
  update?.rows.rows.map((row) => row[0]);

describe('Pusher', () => {
  it('gives a new page everything at once, and then what changed', () => {
    const picture = new Picture();
    picture.row('A', 1);
    picture.row('B', 1);
    const pusher = new Pusher(picture);
    const page = new FakePage();
    pusher.add(page);
    expect(page.got[0]).toMatchObject({ reset: true, link: 'live', rows: { names: ['A', 'B'] } });
    page.acknowledge();
    picture.row('B', 2);
    pusher.tick();
    expect(page.got[1]).toMatchObject({ reset: false, status: null });
    expect(indexes(page.got[1])).toEqual([1]);
  });

  it('coalesces for a page that does not keep up, and never queues', () => {
    const picture = new Picture();
    picture.row('A', 0);
    picture.row('B', 0);
    const pusher = new Pusher(picture);
    const page = new FakePage();
    pusher.add(page);
    for (let turn = 1; turn <= 50; turn++) {
      picture.row('A', turn);
      if (turn === 30) picture.row('B', turn);
      picture.statusVersion += 1;
      pusher.tick();
    }
    // The first picture and one update; the rest waits for the page.
    expect(page.got).toHaveLength(2);
    page.acknowledge();
    pusher.tick();
    expect(page.got).toHaveLength(3);
    expect(page.got[2]?.rows.rows).toEqual([
      [0, ...new Array<number>(ROW_LENGTH).fill(50)],
      [1, ...new Array<number>(ROW_LENGTH).fill(30)],
    ]);
    expect(page.got[2]?.status).not.toBeNull();
  });

  it('builds one update for all pages that know the same', () => {
    const picture = new Picture();
    picture.row('A', 1);
    const pusher = new Pusher(picture);
    const pages = [new FakePage(), new FakePage(), new FakePage()];
    for (const page of pages) {
      pusher.add(page);
      page.acknowledge();
    }
    picture.row('A', 2);
    pusher.tick();
    expect(new Set(pages.map((page) => page.got[1])).size).toBe(1);
  });

  it('starts again when the gateway does', () => {
    const picture = new Picture();
    picture.row('OLD', 1);
    const pusher = new Pusher(picture);
    const page = new FakePage();
    pusher.add(page);
    page.acknowledge();
    picture.table = new RowTable();
    picture.epoch += 1;
    picture.row('NEW', 1);
    pusher.tick();
    expect(page.got[1]).toMatchObject({ reset: true, rows: { firstName: 0, names: ['NEW'] } });
  });

  it('says how old its picture is, changes or not', () => {
    const picture = new Picture();
    const pusher = new Pusher(picture);
    const page = new FakePage();
    pusher.add(page);
    page.acknowledge();
    picture.state = 'silent';
    picture.ageMs = 9000;
    pusher.tick();
    expect(page.got[1]).toMatchObject({ link: 'silent', ageMs: 9000, rows: { rows: [] }, status: null });
  });

  it('forgets a page that left', () => {
    const pusher = new Pusher(new Picture());
    const page = new FakePage();
    pusher.add(page);
    page.acknowledge();
    pusher.remove(page);
    pusher.tick();
    expect(page.got).toHaveLength(1);
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
