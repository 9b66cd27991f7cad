import { describe, expect, it } from 'vitest';
import { EventLog } from '../event-log.js';
import { HealthModel } from './model.js';

class Scene {
  ms = 0;
  readonly clock = { monotonicNs: () => this.ms * 1e6, epochMs: () => 1_700_000_000_000 + this.ms };
  readonly events = new EventLog(this.clock);
  readonly model = new HealthModel(this.clock, this.events);

  constructor() {
    const { model } = this;
    model.declare({ id: 'line/A', kind: 'line', label: 'line A' });
    model.declare({ id: 'line/B', kind: 'line', label: 'line B' });
    model.declare({ id: 'line/third', kind: 'line', label: 'third line' });
    model.declare({ id: 'engine', kind: 'engine', label: 'engine' });
    const needs = [
      { of: 'any', ids: ['line/A', 'line/B', 'line/third'] },
      { of: 'all', ids: ['engine'] },
    ] as const;
    model.declare({ id: 'feed', kind: 'feed', label: 'feed', needs, essential: true });
    model.declare({ id: 'books', kind: 'books', label: 'books', needs: [{ of: 'all', ids: ['feed'] }] });
    for (const id of ['line/A', 'line/B', 'engine', 'feed', 'books']) model.observe(id, 'up');
    model.observe('line/third', 'off');
    model.settle();
  }

  see(ms: number, id: string, state: 'up' | 'stale' | 'down' | 'off', text = ''): void {
    this.ms += ms;
    this.model.observe(id, state, text === '' ? [] : [{ code: 'SEEN', text }]);
    this.model.settle();
  }

  states(...ids: string[]): string[] {
    return ids.map((id) => this.model.stateOf(id));
  }
}

describe('HealthModel', () => {
  it('begins without a word when everything comes up', () => {
    const { model, events } = new Scene();
    expect(model.state).toBe('up');
    expect(events.sequence).toBe(0);
  });

  it('is degraded while one of several lines is silent, and passes that on to nobody', () => {
    const scene = new Scene();
    scene.see(10, 'line/A', 'stale', 'silent for 2.0 s');
    expect(scene.states('line/A', 'feed', 'books')).toEqual(['stale', 'degraded', 'up']);
    const feed = scene.model.components().find(({ id }) => id === 'feed');
    expect(feed).toMatchObject({
      reasons: [{ code: 'NEEDS', text: 'line A is stale' }],
      sinceEpochMs: 1_700_000_000_010,
    });
    expect(scene.events.newest(9).map(({ text }) => text)).toEqual([
      'line A: up → stale (silent for 2.0 s)',
      'feed: up → degraded (line A is stale)',
    ]);
  });

  it('is stale when no line is left, and lives on another one', () => {
    const scene = new Scene();
    scene.see(10, 'line/A', 'stale');
    scene.see(0, 'line/B', 'stale');
    expect(scene.states('feed', 'books')).toEqual(['stale', 'stale']);
    expect(scene.model.state).toBe('stale');
    scene.see(10, 'line/third', 'up');
    expect(scene.states('feed', 'books')).toEqual(['degraded', 'up']);
  });

  it('is down with what it cannot do without', () => {
    const scene = new Scene();
    scene.see(1, 'engine', 'down', 'the card stands still');
    expect(scene.states('feed', 'books')).toEqual(['down', 'down']);
  });

  it('believes bad news at once and good news after a while', () => {
    const scene = new Scene();
    scene.see(10, 'engine', 'down');
    scene.see(10, 'engine', 'up');
    expect(scene.states('engine')).toEqual(['down']);
    scene.see(999, 'engine', 'up');
    expect(scene.states('engine')).toEqual(['down']);
    scene.see(2, 'engine', 'up');
    expect(scene.states('engine', 'feed')).toEqual(['up', 'up']);
  });

  it('holds what flaps four times as long, and says so', () => {
    const scene = new Scene();
    for (let i = 0; i < 3; i++) {
      scene.see(1100, 'engine', 'down');
      scene.see(10, 'engine', 'up');
      if (i < 2) scene.see(1100, 'engine', 'up');
    }
    scene.see(1100, 'engine', 'up');
    expect(scene.states('engine')).toEqual(['down']);
    expect(scene.model.components().find(({ id }) => id === 'engine')?.reasons).toMatchObject([{ code: 'FLAPPING' }]);
    scene.see(3000, 'engine', 'up');
    expect(scene.states('engine')).toEqual(['up']);
  });

  it('is off at once, needs nobody then, and is no fault', () => {
    const scene = new Scene();
    scene.see(1, 'engine', 'down');
    scene.see(1, 'feed', 'off');
    expect(scene.states('feed', 'books')).toEqual(['off', 'up']);
    expect(scene.model.state).toBe('up');
  });

  it('refuses circles, strangers and doubles', () => {
    const { model } = new Scene();
    expect(() => model.declare({ id: 'feed', kind: 'feed', label: '' })).toThrow('declared twice');
    expect(() => model.observe('nobody', 'up')).toThrow('nobody declared');
    model.declare({ id: 'a', kind: 'process', label: 'a', needs: [{ of: 'all', ids: ['b'] }] });
    expect(() => model.settle()).toThrow('needs b, which nobody declared');
    model.declare({ id: 'b', kind: 'process', label: 'b', needs: [{ of: 'all', ids: ['a'] }] });
    expect(() => model.settle()).toThrow('needs itself');
  });
});

describe('EventLog', () => {
  it('lets the oldest go and counts them', () => {
    const { clock } = new Scene();
    const log = new EventLog(clock, 3);
    for (let i = 0; i < 5; i++) log.add('test', `event ${i}`);
    expect(log.dropped).toBe(2);
    expect(log.after(3, 10).map(({ sequence }) => sequence)).toEqual([4, 5]);
    expect(log.after(0, 1).map(({ sequence }) => sequence)).toEqual([3]);
    expect(log.after(5, 10)).toEqual([]);
  });
});
