/** Alerts as people meet them: they fire, are taken, silenced, told, and survive a restart. Every rule that is shipped is made to fire and to clear. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Notification, Receiver } from '../../control/core/notifications.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { realNotifier } from '../../control/core/world-notifications.js';
import { parseYamlConfig } from '../../control/core/yaml-config.js';
import { silentLogger } from '../../control/core/logging.js';
import { GatewayHealth } from '../../control/gateway/health/health.js';
import { Alerts } from '../../control/operations/alerts/alerts.js';
import { alertsShape, type AlertSettings } from '../../control/operations/alerts/schema.js';
import { exampleStatus } from '../resilience/example-status.js';
import { VirtualWorld } from '../support/world/world.js';

const shippedFile = join(import.meta.dirname, '../../config/alerts.yaml');
const shipped = parseYamlConfig(shippedFile, readFileSync(shippedFile, 'utf8'), alertsShape);
const PERIOD_MS = 250;

const hook: Receiver = { id: 'hook', kind: 'webhook', url: 'http://127.0.0.1:1' };
const pager: Receiver = { id: 'pager', kind: 'pager', url: 'http://127.0.0.1:1', routingKey: 'key' };

/** A gateway's status, health and alerts over virtual time and a virtual disk. */
class Scene {
  readonly world = new VirtualWorld({ seed: 1 });
  readonly host = this.world.addHost('gateway');
  process = this.host.start();
  status: GatewayStatus = exampleStatus();
  readonly told: string[] = [];
  readonly events: string[] = [];
  isRefusing = false;
  alerts: Alerts;
  private health = this.newHealth();

  constructor(readonly settings: AlertSettings = shipped) {
    this.process.disk.makeDirectory('/data');
    this.alerts = this.open();
    const channel = this.status.channels[0]!;
    channel.recovery = { state: 'live', takenOver: false, missing: 0, held: 0, counters: {} };
    channel.failover = {
      ...{ state: 'lines', way: 'stream over TCP', limitMs: 50, detectMs: null, validateMs: null },
      counters: { suspicions: 0, spurious: 0, failovers: 0, returns: 0, backupFaults: 0 },
    };
    this.status.market!.crossChecks = [
      { venue: 'TEST', compared: 1, skipped: 0, differing: 0, alarms: 0, standing: 0 },
    ];
  }

  restart(): void {
    this.process.kill();
    this.process = this.host.start();
    this.health = this.newHealth();
    this.alerts = this.open();
  }

  async pass(ms: number, change: (status: GatewayStatus) => void = () => undefined): Promise<void> {
    for (let passed = 0; passed < ms; passed += PERIOD_MS) {
      await this.world.run(PERIOD_MS);
      this.status.nicTimeNs += PERIOD_MS * 1e6;
      change(this.status);
      const { health, readiness } = this.health.observe(this.status);
      this.status = { ...this.status, health, readiness };
      this.alerts.evaluate(this.status);
    }
  }

  /** Rules of the alerts that stand, with their states. */
  standing(): string[] {
    return this.alerts
      .alerts()
      .filter(({ state }) => state !== 'pending' && state !== 'resolved')
      .map(({ rule, state }) => `${rule} ${state}`);
  }

  idOf(rule: string): string {
    return this.alerts.alerts().find((alert) => alert.rule === rule && alert.state !== 'resolved')!.id;
  }

  private newHealth(): GatewayHealth {
    return new GatewayHealth({
      clock: this.process.clock,
      lagMaxMs: 100,
      readyQuotedSymbols: 1,
      isStreaming: () => false,
    });
  }

  private open(): Alerts {
    const { clock, disk } = this.process;
    return new Alerts({
      ...{ clock, disk, log: silentLogger, settings: this.settings },
      receivers: [hook, pager],
      notifier: {
        deliver: ({ id }, { status, group, alerts }) => {
          this.told.push(`${id} ${status} ${group} ${alerts.length}${this.isRefusing ? ' refused' : ''}`);
          return this.isRefusing ? Promise.reject(new Error('no')) : Promise.resolve();
        },
      },
      file: '/data/alerts.json',
      event: (_kind, text) => this.events.push(text),
    });
  }
}

interface Fault {
  /** Makes it, each period while it lasts. */
  readonly make: (status: GatewayStatus) => void;
  readonly undo?: (status: GatewayStatus) => void;
  readonly lastsMs?: number;
  /** How long it is remembered. */
  readonly clearsMs?: number;
}

const channelOf = ({ channels }: GatewayStatus) => channels[0]!;
const linesTo = (status: GatewayStatus, state: 'live' | 'stale'): void => {
  const channel = channelOf(status);
  channel.state = state;
  for (const line of channel.lines) line.state = state;
};
const sessionTo = (status: GatewayStatus, state: 'active' | 'connecting'): void => {
  const venue = status.trading!.venues[0]!;
  venue.state = state;
  venue.sessions[0]!.state = state;
};
const journalTo = (state: string) => (status: GatewayStatus) => void (status.trading!.journal.state = state);
const MINUTE = 60_000;

/** For every shipped rule what makes it fire and clear. */
const faults: Readonly<Record<string, Fault>> = {
  'line-silent': {
    make: (s) => (channelOf(s).lines[0]!.state = 'stale'),
    undo: (s) => (channelOf(s).lines[0]!.state = 'live'),
  },
  'line-loss': {
    make: (s) => {
      channelOf(s).counters.delivered += 1000;
      channelOf(s).lines[0]!.missed += 60;
    },
  },
  'feed-stale': { make: (s) => linesTo(s, 'stale'), undo: (s) => linesTo(s, 'live') },
  'feed-on-backup': {
    make: (s) => (channelOf(s).failover!.state = 'backup'),
    undo: (s) => (channelOf(s).failover!.state = 'lines'),
  },
  'feed-backup-unfit': {
    make: (s) => channelOf(s).failover!.counters['backupFaults']!++,
    lastsMs: 500,
    clearsMs: 6 * MINUTE,
  },
  'feed-failovers': {
    make: (s) => (channelOf(s).failover!.counters['suspicions']! += 2),
    lastsMs: 1500,
    clearsMs: 11 * MINUTE,
  },
  'sequence-gaps': { make: (s) => (channelOf(s).counters.gapMessages += 3), lastsMs: 500, clearsMs: 70_000 },
  'gap-burn': {
    make: (s) => {
      channelOf(s).counters.gapMessages += 10;
      channelOf(s).counters.delivered += 2500;
    },
    lastsMs: 5000,
    clearsMs: 7 * MINUTE,
  },
  'feed-in-doubt': {
    make: (s) => (channelOf(s).recovery!.state = 'doubt'),
    undo: (s) => (channelOf(s).recovery!.state = 'live'),
  },
  'feed-late': {
    make: (s) => (s.market!.venues[0]!.lagMs = 500),
    undo: (s) => (s.market!.venues[0]!.lagMs = 0),
  },
  'feeds-differ': {
    make: (s) => (s.market!.crossChecks[0]!.standing = 2),
    undo: (s) => (s.market!.crossChecks[0]!.standing = 0),
  },
  'card-down': {
    make: (s) => (s.nicTimeNs = 77),
    undo: (s) => (s.nicTimeNs += 250e6),
    lastsMs: 8000,
    clearsMs: 12_000,
  },
  'card-ring-overrun': { make: (s) => (s.ring!.dropped += 1), lastsMs: 500, clearsMs: 70_000 },
  'card-port-overruns': { make: (s) => (s.ports[0]!.counters.overruns += 1), lastsMs: 500, clearsMs: 70_000 },
  'engine-fallback': {
    make: (s) => Object.assign(s.engine, { kind: 'software', requested: 'nic', warning: 'the card failed' }),
    undo: (s) => Object.assign(s.engine, { kind: 'nic', requested: 'nic', warning: null }),
  },
  'books-unusable': { make: (s) => (s.books.quoted = 0), undo: (s) => (s.books.quoted = 10) },
  'books-uncertain': { make: (s) => (s.books.uncertain = 4), undo: (s) => (s.books.uncertain = 0), lastsMs: 6000 },
  'session-down': { make: (s) => sessionTo(s, 'connecting'), undo: (s) => sessionTo(s, 'active') },
  'venue-down': { make: (s) => sessionTo(s, 'connecting'), undo: (s) => sessionTo(s, 'active') },
  'orders-faults': { make: (s) => (s.trading!.faults['unknownOrder'] = 1), clearsMs: 10_000 },
  'orders-down': { make: journalTo('full'), undo: journalTo('open') },
  'journal-down': { make: journalTo('failed'), undo: journalTo('open') },
  'process-ended': {
    make: (s) => (s.processes[0]!.state = 'waiting'),
    undo: (s) => (s.processes[0]!.state = 'running'),
  },
  'clock-step': { make: () => undefined, clearsMs: 70_000 },
  'turn-long': { make: (s) => (s.gateway.turnNsMax = 4e8), undo: (s) => (s.gateway.turnNsMax = 1e5) },
  'memory-high': {
    make: (s) => (s.gateway.memoryBytes = 5e9),
    undo: (s) => (s.gateway.memoryBytes = 1e8),
    lastsMs: 12_000,
  },
  'not-ready': { make: (s) => linesTo(s, 'stale'), undo: (s) => linesTo(s, 'live'), lastsMs: 32_000 },
  'books-silent': { make: () => undefined, lastsMs: 8000 },
};

/** Rules that another one keeps quiet in the same fault: shown without that. */
const without = (rule: string): AlertSettings => ({
  ...shipped,
  rules: shipped.rules.filter(({ id }) => id === rule).map((each) => ({ ...each, inhibitedBy: [] })),
});

describe('shipped rules', () => {
  it('each have a fault here', () => {
    expect(Object.keys(faults).sort()).toEqual(shipped.rules.map(({ id }) => id).sort());
  });

  it.each(Object.keys(faults))('%s fires and clears', async (rule) => {
    const { make, undo, lastsMs = 4000, clearsMs = 8000 } = faults[rule]!;
    const scene = new Scene(without(rule));
    await scene.pass(6500);
    expect(scene.standing()).toEqual([]);
    if (rule === 'clock-step') scene.host.clock.step(5000);
    const { channels } = scene.status;
    if (rule === 'books-silent') scene.status.channels = [];
    await scene.pass(lastsMs, make);
    expect(scene.standing()).toContain(`${rule} firing`);
    expect(scene.alerts.alerts()[0]!.summary).not.toMatch(/[{}]/);
    scene.status.channels = channels;
    undo?.(scene.status);
    await scene.pass(clearsMs, () => undefined);
    expect(scene.standing()).toEqual([]);
    expect(scene.alerts.alerts()[0]).toMatchObject({ rule, state: 'resolved' });
  });

  it('say nothing of a gateway that works', async () => {
    const scene = new Scene();
    await scene.pass(30_000);
    expect(scene.standing()).toEqual([]);
    expect(scene.events).toEqual([]);
  });

  it('let the cause speak for what follows from it', async () => {
    const scene = new Scene();
    await scene.pass(1000);
    await scene.pass(8000, (status) => linesTo(status, 'stale'));
    const rules = scene.standing().map((text) => text.split(' ')[0]);
    expect(rules).toContain('feed-stale');
    expect(rules).not.toContain('books-unusable');
    expect(rules).not.toContain('not-ready');
  });
});

const told = (escalation: AlertSettings['escalation']['critical']): AlertSettings => ({
  ...shipped,
  escalation: { critical: escalation, warning: [{ afterMs: 0, to: ['hook'] }], info: [] },
  groupMs: 1000,
});

describe('an alert', () => {
  const silent = (status: GatewayStatus): void => linesTo(status, 'stale');

  it('goes from step to step until somebody acknowledges it, and whoever was told hears of its end', async () => {
    const scene = new Scene({
      ...told([
        { afterMs: 0, to: ['hook'] },
        { afterMs: 5000, to: ['pager'] },
      ]),
    });
    await scene.pass(1000);
    await scene.pass(3000, silent);
    expect(scene.told).toContain('hook firing feed-stale 1');
    expect(scene.told.join()).not.toContain('pager');
    await scene.pass(5000, silent);
    expect(scene.told).toContain('pager firing feed-stale 1');
    expect(scene.alerts.alerts().find(({ rule }) => rule === 'feed-stale')).toMatchObject({ escalation: 2 });
    linesTo(scene.status, 'live');
    await scene.pass(6000);
    expect(scene.told).toContain('hook resolved feed-stale 1');
    expect(scene.told).toContain('pager resolved feed-stale 1');
  });

  it('that is acknowledged escalates no further', async () => {
    const scene = new Scene(
      told([
        { afterMs: 0, to: ['hook'] },
        { afterMs: 5000, to: ['pager'] },
      ]),
    );
    await scene.pass(1000);
    await scene.pass(3000, silent);
    expect(scene.alerts.engine.acknowledge(scene.idOf('feed-stale'), 'anna')).toBeUndefined();
    await scene.pass(8000, silent);
    expect(scene.told.join()).not.toContain('pager firing feed-stale');
    expect(scene.alerts.alerts().find(({ rule }) => rule === 'feed-stale')).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'anna',
    });
    expect(scene.alerts.engine.acknowledge('999', 'anna')).toMatchObject({ code: 'ALERT_UNKNOWN' });
  });

  it('that a person escalates is a severity worse, nobody’s again, and told at once', async () => {
    const scene = new Scene({
      ...told([]),
      escalation: {
        warning: [{ afterMs: 0, to: [] }],
        info: [],
        critical: [
          { afterMs: 60_000, to: ['hook'] },
          { afterMs: 5000, to: ['pager'] },
        ],
      },
    });
    const { engine } = scene.alerts;
    const one = (status: GatewayStatus): void => void (status.channels[0]!.lines[1]!.state = 'stale');
    await scene.pass(1000);
    await scene.pass(3000, one);
    const id = scene.idOf('line-silent');
    expect(engine.acknowledge(id, 'anna')).toBeUndefined();
    expect(engine.escalate(id)).toBeUndefined();
    expect(engine.alerts().find((alert) => alert.id === id)).toMatchObject({
      ...{ severity: 'critical', state: 'firing', acknowledgedBy: null, escalation: 1 },
    });
    await scene.pass(1500, one);
    expect(scene.told).toEqual(['hook firing line-silent 1']);
    expect(engine.escalate(id)).toBeUndefined();
    await scene.pass(1500, one);
    expect(scene.told.at(-1)).toBe('pager firing line-silent 1');
    expect(engine.escalate(id)).toMatchObject({ code: 'ALERT_NO_STEP' });
    expect(engine.escalate('999')).toMatchObject({ code: 'ALERT_UNKNOWN' });
    engine.silence(id, scene.process.clock.epochMs() + 30_000);
    expect(engine.escalate(id)).toMatchObject({ code: 'ALERT_SILENCED' });
  });

  it('that is silenced stays so when it comes again, until the silence is over', async () => {
    const scene = new Scene(told([{ afterMs: 0, to: ['hook'] }]));
    await scene.pass(1000);
    await scene.pass(1500, silent);
    const until = scene.process.clock.epochMs() + 30_000;
    expect(scene.alerts.engine.silence(scene.idOf('feed-stale'), until)).toBeUndefined();
    linesTo(scene.status, 'live');
    await scene.pass(6000);
    scene.told.length = 0;
    await scene.pass(6000, silent);
    expect(scene.standing()).toContain('feed-stale silenced');
    await scene.pass(20_000, silent);
    expect(scene.standing()).toContain('feed-stale firing');
    expect(scene.told).toContain('hook firing feed-stale 1');
  });

  it('survives a restart with what was done about it, and is told once', async () => {
    const scene = new Scene(told([{ afterMs: 0, to: ['hook'] }]));
    await scene.pass(1000);
    await scene.pass(3000, silent);
    const id = scene.idOf('feed-stale');
    scene.alerts.engine.acknowledge(id, 'anna');
    scene.alerts.keep();
    scene.told.length = 0;
    scene.restart();
    expect(scene.standing()).toContain('feed-stale acknowledged');
    await scene.pass(5000, silent);
    expect(scene.idOf('feed-stale')).toBe(id);
    expect(scene.told).toEqual([]);
    linesTo(scene.status, 'live');
    await scene.pass(6000);
    expect(scene.told).toContain('hook resolved feed-stale 1');
  });

  it('is tried again when its receiver does not take it, and given up in the end', async () => {
    const scene = new Scene(told([{ afterMs: 0, to: ['hook'] }]));
    scene.isRefusing = true;
    await scene.pass(1000);
    await scene.pass(200_000, silent);
    expect(scene.alerts.counters.lost).toBeGreaterThan(0);
    expect(scene.told.filter((text) => text.startsWith('hook firing feed-stale'))).toHaveLength(6);
  });

  it('that cannot be written down is told all the same', async () => {
    const scene = new Scene(told([{ afterMs: 0, to: ['hook'] }]));
    scene.process.disk.makeDirectory('/data/alerts.json.part');
    await scene.pass(1000);
    await scene.pass(3000, silent);
    expect(scene.alerts.counters.unwritten).toBeGreaterThan(0);
    expect(scene.told).toContain('hook firing feed-stale 1');
  });
});

describe('deliveries', () => {
  const notification: Notification = {
    ...{ status: 'firing', group: 'feed-stale', severity: 'critical', atEpochMs: 1_700_000_000_000 },
    alerts: [
      {
        ...{ id: '7', rule: 'feed-stale', severity: 'critical', summary: 'feed x is stale', labels: { kind: 'feed' } },
        ...{ component: 'feed/x', value: null, sinceEpochMs: 1_700_000_000_000 },
      },
    ],
  };

  async function posted(
    receiver: (url: string) => Receiver,
    status = 200,
  ): Promise<{ body: unknown; token: string | undefined }> {
    let seen: { body: unknown; token: string | undefined } = { body: undefined, token: undefined };
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        seen = { body: JSON.parse(text), token: request.headers.authorization };
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      await realNotifier.deliver(receiver(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), notification);
      return seen;
    } finally {
      server.close();
    }
  }

  it('go to webhooks', async () => {
    const { body, token } = await posted((url) => ({ id: 'hook', kind: 'webhook', url, token: 'secret' }));
    expect(body).toMatchObject({
      status: 'firing',
      group: 'feed-stale',
      alerts: [{ id: '7', summary: 'feed x is stale' }],
    });
    expect(token).toBe('Bearer secret');
  });

  it('go to pagers as events that are followed by their key', async () => {
    const { body } = await posted((url) => ({ id: 'pager', kind: 'pager', url, routingKey: 'key' }), 202);
    expect(body).toMatchObject({
      ...{ routing_key: 'key', event_action: 'trigger', dedup_key: 'crossfeed/7' },
      payload: { summary: 'feed x is stale', severity: 'critical', component: 'feed/x' },
    });
  });

  it('are refused by name', async () => {
    await expect(posted((url) => ({ id: 'hook', kind: 'webhook', url }), 500)).rejects.toThrow(
      'hook: the receiver did not take it',
    );
    await expect(realNotifier.deliver(hook, notification)).rejects.toThrow('cannot be reached');
  });
});

describe('rules in YAML', () => {
  const complaint = (text: string): string => {
    try {
      parseYamlConfig('alerts.yaml', text, alertsShape);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it.each([
    [
      'two conditions',
      'rules: [{ id: a, severity: info, summary: x, absence: { metric: crossfeed_ready }, threshold: { metric: crossfeed_ready, above: 1 } }]',
      'expected one of',
    ],
    ['nobody known', 'escalation: { critical: [{ afterMs: 0, to: [nobody] }] }', 'expected a receiver of this file'],
    [
      'an unknown rule',
      'rules: [{ id: a, severity: info, summary: x, absence: { metric: crossfeed_ready }, inhibitedBy: [b] }]',
      'expected a rule of this file',
    ],
    [
      'both bounds',
      'rules: [{ id: a, severity: info, summary: x, threshold: { metric: crossfeed_ready, above: 1, below: 0 } }]',
      'above or below',
    ],
    ['a secret', 'receivers: [{ id: a, kind: webhook, url: x, token: hunter2 }]', 'found a secret'],
  ])('complains of %s', (_what, text, expected) => {
    expect(complaint(text)).toContain(expected);
  });
});
