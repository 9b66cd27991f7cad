/** One session between us and QuickFIX, either side of which can be cut off, stopped and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TlsOptions } from '../../../control/core/streams.js';
import type { SessionConfig } from '../../../control/fix/session/config.js';
import { OurSide, type Role } from './our-side.js';
import { QuickFixPeer } from './quickfix-peer.js';
import { versions, type Version } from './version.js';
import { Watch } from './watch.js';
import type { WireMessage } from './wire-message.js';

export interface SceneCase {
  readonly version: Version;
  /** Ours. */
  readonly role: Role;
}

/** Every version, both ways round, each with its title. */
export const sceneCases: readonly (readonly [title: string, which: SceneCase])[] = versions.flatMap((version) =>
  (['initiator', 'acceptor'] as const).map((role) => [`${version}, we are the ${role}`, { version, role }] as const),
);

export interface SceneOptions {
  /** Of our session. */
  readonly config?: Partial<SessionConfig>;
  /** Of QuickFIX's. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Of ours; QuickFIX's is among its settings. */
  readonly tls?: TlsOptions;
  /** HeartBtInt of the initiator, whoever it is. */
  readonly heartbeatS?: number;
}

export class Scene {
  readonly watch = new Watch();
  ours!: OurSide;
  theirs!: QuickFixPeer;
  /** Every QuickFIX process of this scene: what was delivered is delivered for good. */
  private readonly peers: QuickFixPeer[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'crossfeed-interop-'));
  private port = 0;
  private oursRuns = false;
  private questions = 0;

  constructor(
    readonly which: SceneCase,
    private readonly options: SceneOptions = {},
  ) {}

  /** Starts both sides and waits until they have logged on. */
  static async loggedOn(which: SceneCase, options: SceneOptions = {}): Promise<Scene> {
    const scene = new Scene(which, options);
    try {
      await scene.start();
      await scene.untilInSync();
    } catch (error) {
      await scene.close();
      throw error;
    }
    return scene;
  }

  /** Starts both, the acceptor first. */
  async start(): Promise<void> {
    if (this.which.role === 'acceptor') {
      await this.startOurs();
      await this.startTheirs();
    } else {
      await this.startTheirs();
      await this.startOurs();
    }
  }

  async startOurs(): Promise<void> {
    const { version, role } = this.which;
    const { config, heartbeatS, tls } = this.options;
    this.ours = await OurSide.start({
      version,
      role,
      folder: join(this.folder, 'ours'),
      watch: this.watch,
      port: this.port,
      ...(tls === undefined ? {} : { tls }),
      config: { ...(heartbeatS === undefined ? {} : { heartBtIntS: heartbeatS }), ...config },
    });
    this.port = this.ours.port;
    this.oursRuns = true;
  }

  async startTheirs(): Promise<void> {
    const { heartbeatS, settings } = this.options;
    this.theirs = await QuickFixPeer.start({
      version: this.which.version,
      folder: join(this.folder, 'theirs'),
      watch: this.watch,
      ...(this.which.role === 'acceptor' ? { connectPort: this.port } : { acceptPort: this.port }),
      ...(heartbeatS === undefined ? {} : { heartbeatS }),
      ...(settings === undefined ? {} : { settings }),
    });
    if (this.which.role === 'initiator') this.port = this.theirs.port;
    this.peers.push(this.theirs);
  }

  until(what: string, holds: () => boolean): Promise<void> {
    return this.watch.until(what, holds);
  }

  /** Logged on, and nothing is missing on our side. */
  async untilInSync(): Promise<void> {
    await this.until('both are logged on', () => this.ours.session.state === 'Active' && this.theirs.isLoggedOn);
  }

  /** Does what ends this connection, and waits until both have logged on to the next one. */
  async reconnect(end: () => void | Promise<void>): Promise<void> {
    const { application } = this.ours;
    const before = { ours: application.logons, theirs: this.theirs.logons };
    await end();
    await this.until(
      'both have logged on again',
      () => application.logons > before.ours && this.theirs.logons > before.theirs,
    );
    await this.untilInSync();
  }

  async untilApart(): Promise<void> {
    await this.until(
      'both see the end of the connection',
      () => !this.ours.session.isConnected && !this.theirs.isLoggedOn,
    );
  }

  /**
   * Cuts the connection; while there is none, each side sends `count` orders. Waits until there is a new one and every order of both
   * sides was answered once.
   */
  async cut(by: 'us' | 'them', count: number, prefix: string): Promise<void> {
    const { ours, theirs } = this;
    await theirs.command(`when-cut orders ${count} ${prefix}-them-`);
    ours.application.whenCut = () => ours.sendOrders(count, `${prefix}-us-`);
    await this.reconnect(() => (by === 'us' ? ours.session.disconnect('cut') : theirs.command('cut')));
    await this.untilAnswered(count, prefix);
  }

  async stopOurs(how: 'stop' | 'crash'): Promise<void> {
    this.oursRuns = false;
    await this.ours[how]();
  }

  /** Orders of this many, both ways, each answered; then both must agree on every number. */
  async trade(count: number, prefix: string): Promise<void> {
    this.ours.sendOrders(count, `${prefix}-us-`);
    await this.theirs.command(`orders ${count} ${prefix}-them-`);
    await this.untilAnswered(count, prefix);
    await this.expectAgreement();
  }

  private async untilAnswered(count: number, prefix: string): Promise<void> {
    const isAnswered = (ids: readonly string[], whose: string): boolean => ids.includes(`${prefix}-${whose}-${count}`);
    await this.until(
      'all orders are answered',
      () =>
        isAnswered(this.ours.application.deliveredIds('8'), 'us') && isAnswered(this.theirs.deliveredIds('8'), 'them'),
    );
  }

  /** What QuickFIX's application got from us, in all its processes. */
  deliveredToThem(type: string): string[] {
    return this.peers.flatMap((peer) => peer.deliveredIds(type));
  }

  /** Both expect what the other will send, once everything on its way has arrived, and what was missing has been filled. */
  async expectAgreement(): Promise<void> {
    for (let left = 10; left > 0; left--) {
      await this.untilInSync();
      // A question that overtakes nothing, and its answer. QuickFIX may have seen by it that something is missing.
      const id = `agree-${++this.questions}`;
      await this.theirs.command(`send 1 112=${id}`);
      const isAnswer = ({ type, fields }: WireMessage): boolean => type === '0' && fields.get(112) === id;
      await this.until('a heartbeat answers', () => this.theirs.received.some(isAnswer));
      const theirs = await this.theirs.numbers();
      const ours = this.ours.numbers;
      if (left === 1) expect(theirs).toEqual({ out: ours.in, in: ours.out });
      else if (theirs.out === ours.in && theirs.in === ours.out) return;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.peers.map((peer) => peer.kill()));
    if (this.oursRuns) await this.stopOurs('crash');
    rmSync(this.folder, { recursive: true });
  }
}
