import { describe, expect, it } from 'vitest';
import { exampleStatus } from './example-status.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { statusSchema } from '../../control/core/status/schema.js';
import { GatewayHealth } from '../../control/gateway/health/health.js';

type Change = (status: GatewayStatus) => void;

class Scene {
  ms = 0;
  stepMs = 0;
  streaming = false;
  readonly clock = { monotonicNs: () => this.ms * 1e6, epochMs: () => 1_700_000_000_000 + this.ms + this.stepMs };
  readonly health = new GatewayHealth({
    clock: this.clock,
    lagMaxMs: 100,
    readyQuotedSymbols: 1,
    isStreaming: () => this.streaming,
  });
  readonly status = exampleStatus();

  constructor() {
    this.status.channels[0]!.recovery = RECOVERY;
  }

  /** Changes the status and samples it for as long as given, every 250 ms. */
  see(change: Change = () => undefined, forMs = 250): ReturnType<GatewayHealth['observe']> {
    change(this.status);
    let seen = this.sample();
    for (let passed = 250; passed < forMs; passed += 250) seen = this.sample();
    return seen;
  }

  private sample() {
    this.ms += 250;
    this.status.nicTimeNs += 250e6;
    return this.health.observe(this.status, [{ id: 'CLIENT1', loggedOn: true }]);
  }

  stateOf(id: string): string {
    return this.health.model.stateOf(id);
  }

  codes(id: string): string[] {
    const found = this.health.model.components().find((component) => component.id === id);
    return found?.reasons.map(({ code }) => code) ?? [];
  }
}

describe('GatewayHealth', () => {
  it('has every stage of the data path, and is up when all of it works', () => {
    const scene = new Scene();
    const { health, readiness } = scene.see();
    expect(readiness).toMatchObject({ ready: true });
    expect(health.state).toBe('up');
    expect(health.components.filter(({ state }) => state !== 'up' && state !== 'off')).toEqual([]);
    const kinds = new Set(health.components.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'books',
      'card',
      'client',
      'clock',
      'engine',
      'feed',
      'journal',
      'line',
      'orders',
      'process',
      'router',
      'session',
      'venue',
    ]);
    expect(statusSchema.parse({ ...scene.status, health, readiness }).health).toEqual(health);
  });

  it('tells a lost line from a lost feed', () => {
    const scene = new Scene();
    scene.see();
    const [channel] = scene.status.channels;
    scene.see(() => (channel!.lines[0]!.state = 'stale'));
    expect(scene.stateOf(`feed/${channel!.id}`)).toBe('degraded');
    const { readiness } = scene.see(() => {
      channel!.lines[1]!.state = 'stale';
      channel!.state = 'stale';
    });
    expect(scene.stateOf(`feed/${channel!.id}`)).toBe('stale');
    expect(scene.codes(`feed/${channel!.id}`)).toContain('FEED_SILENT');
    expect(readiness.ready).toBe(false);
    scene.streaming = true;
    scene.see(() => (channel!.recovery = { ...RECOVERY, takenOver: true }), 1500);
    expect(scene.stateOf(`feed/${channel!.id}`)).toBe('degraded');
    expect(scene.stateOf('books/all')).toBe('up');
  });

  it('sees a card that stands still, and one that drops records', () => {
    const scene = new Scene();
    scene.see();
    const dropping = scene.see((status) => (status.ring!.dropped += 3));
    expect(dropping.health.state).toBe('up');
    expect(scene.codes('card/nic')).toEqual(['RING_OVERRUN']);
    scene.see((status) => (status.nic = null));
    expect(scene.codes('card/nic')).toEqual(['CARD_GONE']);
    expect(scene.stateOf('engine/main')).toBe('down');
    scene.see((status) => Object.assign(status.engine, { kind: 'software', warning: 'the card failed' }), 1500);
    expect(scene.stateOf('engine/main')).toBe('degraded');
  });

  it('sees late messages, doubt, missing ones and a suspicion', () => {
    const scene = new Scene();
    scene.see();
    const channel = scene.status.channels[0]!;
    const id = `feed/${channel.id}`;
    scene.see((status) => (status.market!.venues[0]!.lagMs = 150));
    expect(scene.codes(id)).toContain('LATENCY_SPIKE');
    scene.see((status) => (status.market!.venues[0]!.lagMs = 0), 1500);
    for (const [state, code] of [
      ['requesting', 'MISSING'],
      ['snapshot', 'MISSING'],
      ['doubt', 'IN_DOUBT'],
    ] as const) {
      scene.see(() => (channel.recovery = { ...RECOVERY, state, missing: 5 }), 1500);
      expect(scene.codes(id)).toContain(code);
    }
    scene.see(() => {
      channel.recovery = RECOVERY;
      channel.suspect = true;
    });
    expect(scene.codes(id)).toContain('FEED_SILENT');
  });

  it('sees the disk, sessions, orders and processes', () => {
    const scene = new Scene();
    scene.see();
    const trading = scene.status.trading!;
    scene.see(() => (trading.journal.state = 'full'));
    expect([scene.stateOf('journal/all'), scene.stateOf('orders/all')]).toEqual(['down', 'down']);
    scene.see(() => (trading.journal.state = 'open'), 1500);
    expect(scene.stateOf('orders/all')).toBe('up');
    scene.see(() => (trading.faults['unknownOrder'] = 1));
    expect(scene.codes('orders/all')).toEqual(['ORDER_FAULTS']);
    const venue = trading.venues[0]!;
    scene.see(() => {
      venue.state = 'connecting';
      venue.sessions[0]!.state = 'connecting';
    });
    expect([scene.stateOf(`session/${venue.sessions[0]!.id}`), scene.stateOf(`venue/${venue.id}`)]).toEqual([
      'down',
      'down',
    ]);
    scene.see((status) => (status.processes[0]!.state = 'waiting'));
    expect(scene.codes(`process/${scene.status.processes[0]!.name}`)).toEqual(['PROCESS_ENDED']);
  });

  it('sees the wall clock step', () => {
    const scene = new Scene();
    scene.see();
    scene.stepMs = -400;
    scene.see();
    expect(scene.codes('clock/wall')).toEqual(['CLOCK_STEP']);
    scene.see(undefined, 62_000);
    expect(scene.stateOf('clock/wall')).toBe('up');
  });
});

const RECOVERY = { state: 'live', takenOver: false, missing: 0, held: 0, counters: {} } as const;
