/**
 * Plays a plan: two sides trade while things go wrong, then everything is put right, and they have to come together. The same seed
 * plays the same run, bit for bit.
 */
import type { VirtualHost } from '../../support/world/host.js';
import { VirtualWorld } from '../../support/world/world.js';
import { judgeDirection } from './checks.js';
import { SideLedger, type SideName } from './ledger.js';
import { Peer, type OpenStores, type WorldOf } from './peer.js';
import type { Action, Plan } from './plan.js';
import { WireWatch } from './wire.js';

export interface RunResult {
  readonly seed: number;
  /** What is wrong; empty when nothing is. */
  readonly faults: readonly string[];
  readonly virtualMs: number;
  readonly events: number;
  readonly frames: number;
  readonly messages: number;
  readonly resendRequests: number;
  readonly starts: number;
  readonly fingerprint: number;
  /** Changes to each side's disk. */
  readonly operations: Readonly<Record<SideName, number>>;
  /** Frames and events of the run, in order, when asked for. */
  readonly trace: readonly string[];
}

export interface RunOptions {
  readonly openStores: OpenStores;
  /** What the engine is given for a world; absent: the process itself. */
  readonly worldOf?: WorldOf;
  readonly trace?: boolean;
  /** Before anything starts: arms crashes, say. */
  readonly prepare?: (hosts: Readonly<Record<SideName, VirtualHost>>) => void;
}

const SETTLE_MIN_MS = 1000;
/** How long the two may take to come together when nothing goes wrong any more. */
const SETTLE_MS = 180_000;
/** Resend requests of one side while nothing goes wrong any more: what was missing, once more for what stalled, and a few. */
const CALM_REQUESTS_MAX = 12;
/** So many in one run are a loop, whatever for. */
const REQUESTS_MAX = 3000;
const sides: readonly SideName[] = ['desk', 'bank'];

interface Requests {
  readonly asked: number;
  readonly expected: number;
}

const BANK_FIRST_ID = 1_000_000;

export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const run = new Run(plan, options);
  await run.play();
  return run.result();
}

class Run {
  readonly #world: VirtualWorld;
  readonly #peers: Readonly<Record<SideName, Peer>>;
  readonly #wires: Readonly<Record<SideName, WireWatch>>;
  readonly #faults: string[] = [];
  readonly #keepsTrace: boolean;

  constructor(
    private readonly plan: Plan,
    private readonly options: RunOptions,
  ) {
    const { trace: keepsTrace = false } = options;
    this.#keepsTrace = keepsTrace;
    const world = new VirtualWorld({ seed: plan.seed, timerErrorMs: plan.timerErrorMs });
    this.#world = world;
    const make = (side: SideName, firstId: number): Peer => {
      const host = world.addHost(side, { shortWritesOf256: plan.shortWritesOf256 });
      const ledger = new SideLedger(side, firstId);
      return new Peer(
        side,
        host,
        plan,
        ledger,
        () => this.#peers[side === 'desk' ? 'bank' : 'desk'],
        options,
        keepsTrace,
      );
    };
    this.#peers = { desk: make('desk', 1), bank: make('bank', BANK_FIRST_ID) };
    const watch = (peer: Peer): WireWatch =>
      new WireWatch(peer.own, {
        runOf: (number, sendingTime) => peer.own.takeMade(number, sendingTime),
        eventOf: () => world.events,
        ...(keepsTrace ? { onFrame: (frame) => peer.note(frame) } : {}),
      });
    this.#wires = { desk: watch(this.#peers.desk), bank: watch(this.#peers.bank) };
    world.tap = (stream, bytes) => this.#wires[stream.host.name as SideName].onSent(stream, bytes);
  }

  async play(): Promise<void> {
    const { desk, bank } = this.#peers;
    this.options.prepare?.({ desk: desk.host, bank: bank.host });
    bank.start();
    desk.start();
    for (const { atMs, action } of this.plan.steps) {
      const waitMs = atMs - this.#world.nowNs / 1e6;
      if (waitMs > 0) await this.#world.run(waitMs);
      if (this.#keepsTrace) this.#peers.desk.note(`— ${JSON.stringify(action)}`);
      this.#act(action);
    }
    await this.#world.run(Math.max(0, this.plan.calmAtMs - this.#world.nowNs / 1e6));
    this.#calm();
    // What went wrong last may still be on its way.
    await this.#world.run(SETTLE_MIN_MS);
    const before = { desk: this.#countRequests('desk'), bank: this.#countRequests('bank') };
    await this.#world.runUntil(() => this.#isTogether() || this.#isLooping(), SETTLE_MS);
    if (!this.#isTogether()) this.#faults.push(`no convergence: ${this.#describe()}`);
    else await this.#probe();
    for (const side of sides) this.#limitRequests(side, before[side]);
  }

  result(): RunResult {
    const { desk, bank } = this.#peers;
    const wires = [this.#wires.desk, this.#wires.bank];
    const faults = [
      ...this.#faults,
      ...judgeDirection(desk.own, bank.own),
      ...judgeDirection(bank.own, desk.own),
      ...wires.flatMap((wire) => wire.faults),
      ...desk.errors,
      ...bank.errors,
    ];
    return {
      seed: this.plan.seed,
      faults,
      virtualMs: this.#world.nowNs / 1e6,
      events: this.#world.events,
      frames: wires.reduce((sum, wire) => sum + wire.frames, 0),
      messages: desk.own.sent.length + bank.own.sent.length,
      resendRequests: wires.reduce((sum, wire) => sum + wire.resendRequests, 0),
      starts: desk.starts + bank.starts,
      fingerprint: this.#world.fingerprint,
      operations: { desk: desk.host.disk.operations, bank: bank.host.disk.operations },
      trace: [...desk.trace, ...bank.trace].sort((a, b) => parseFloat(a) - parseFloat(b)),
    };
  }

  /** Both are logged on, agree on all numbers, and nothing is under way. */
  #isTogether(): boolean {
    const [desk, bank] = [this.#peers.desk.session, this.#peers.bank.session];
    if (desk?.state !== 'Active' || bank?.state !== 'Active' || desk.isReplaying || bank.isReplaying) return false;
    return (
      desk.store.nextOutgoing === bank.store.nextIncoming &&
      bank.store.nextOutgoing === desk.store.nextIncoming &&
      desk.heldMessages + bank.heldMessages === 0
    );
  }

  /** One more message each way has to arrive. */
  async #probe(): Promise<void> {
    const { desk, bank } = this.#peers;
    const before = [desk.own.delivered.length, bank.own.delivered.length] as const;
    desk.send(1);
    bank.send(1);
    const arrived = (): boolean =>
      desk.own.delivered.length > before[0] && bank.own.delivered.length > before[1] && this.#isTogether();
    // Damage that was armed before may hit the probe: that it is missing is then seen at the next heartbeat, and no sooner.
    const waitMs = 10_000 + 2000 * this.plan.heartBtIntS;
    if (!(await this.#world.runUntil(arrived, waitMs)))
      this.#faults.push(`the last messages do not arrive: ${this.#describe()}`);
  }

  #countRequests(side: SideName): Requests {
    return { asked: this.#wires[side].resendRequests, expected: this.#peers[side].store?.nextIncoming ?? 1 };
  }

  /** Requests that bring nothing are a loop; those that bring a small piece each are as many as there are pieces. */
  #limitRequests(side: SideName, before: Requests): void {
    const after = this.#countRequests(side);
    // A reset in between takes the expected number back.
    const came = after.expected < before.expected ? after.expected : after.expected - before.expected;
    const allowed = CALM_REQUESTS_MAX + (this.#isInPieces ? came : 0);
    const asked = after.asked - before.asked;
    if (asked > allowed) {
      this.#faults.push(`${side} asked ${asked} times for messages after all was calm, ${allowed} would do`);
    }
  }

  /** It will hardly end: the run need not wait for it. In pieces there may be a request for each number, also for those that a power cut has passed over. */
  #isLooping(): boolean {
    return sides.some((side) => {
      const numbers = this.#isInPieces ? (this.#peers[side].store?.nextIncoming ?? 0) : 0;
      return this.#wires[side].resendRequests > REQUESTS_MAX + numbers;
    });
  }

  get #isInPieces(): boolean {
    return this.plan.resendChunk > 0 || this.plan.maxHeldMessages < 1000;
  }

  #describe(): string {
    return [this.#peers.desk, this.#peers.bank]
      .map(({ side, session }) => {
        if (session === undefined) return `${side} is down`;
        const { nextOutgoing, nextIncoming } = session.store;
        return `${side} ${session.state}, out ${nextOutgoing}, in ${nextIncoming}, held ${session.heldMessages}`;
      })
      .join('; ');
  }

  #calm(): void {
    const world = this.#world;
    world.network.refusing.clear();
    world
      .link('desk', 'bank')
      .set({ windowBytes: 262_144, bytesPerSecond: Infinity, splitChance: 0, latencyMs: 1, jitterMs: 0 });
    world.link('desk', 'bank').heal();
    world.link('desk', 'bank').relent();
    for (const peer of [this.#peers.desk, this.#peers.bank]) {
      peer.host.clock.drift(0);
      peer.host.clock.setRight();
      peer.host.disk.capacityBytes = Infinity;
      peer.host.disk.crashAt(-1, 'before', 'kill');
      peer.calm();
    }
  }

  #act(action: Action): void {
    const world = this.#world;
    const link = world.link('desk', 'bank');
    const later = (ms: number, run: () => void): void => void world.at(ms * 1e6, undefined, run);
    switch (action.do) {
      case 'send': {
        this.#peers[action.side].send(action.count);
        return;
      }
      case 'cut': {
        link.cut();
        return;
      }
      case 'cutAfter': {
        link.cutAfter(action.bytes);
        return;
      }
      case 'corrupt': {
        link.corruptNext();
        return;
      }
      case 'partition':
        link.partition();
        {
          later(action.ms, () => link.heal());
          return;
        }
      case 'weather': {
        const { latencyMs, jitterMs, splitChance } = action;
        return void link.set({ latencyMs, jitterMs, splitChance });
      }
      case 'narrow':
        link.set({ windowBytes: action.windowBytes, bytesPerSecond: action.bytesPerSecond });
        {
          later(action.ms, () => void link.set({ windowBytes: 262_144, bytesPerSecond: Infinity }));
          return;
        }
      case 'refuse': {
        const { host } = this.#peers[action.side];
        world.network.refusing.add(host);
        later(action.ms, () => void world.network.refusing.delete(host));
        return;
      }
      case 'kill': {
        this.#peers[action.side].kill(action.ms);
        return;
      }
      case 'powerCut': {
        this.#peers[action.side].powerCut(action.ms);
        return;
      }
      case 'crash': {
        const peer = this.#peers[action.side];
        const { disk } = peer.host;
        peer.crashDownMs = action.ms;
        disk.crashAt(disk.operations + action.operations, action.moment, action.kind);
        return;
      }
      case 'diskFull': {
        const { disk } = this.#peers[action.side].host;
        disk.freeBytes = action.freeBytes;
        later(action.ms, () => (disk.capacityBytes = Infinity));
        return;
      }
      case 'clockStep': {
        this.#peers[action.side].host.clock.step(action.ms);
        return;
      }
      case 'drift': {
        this.#peers[action.side].host.clock.drift(action.partsPerMillion);
        return;
      }
      case 'logout': {
        this.#peers[action.side].logout(action.ms);
        return;
      }
      case 'disconnect': {
        this.#peers[action.side].disconnect();
        return;
      }
      case 'reset': {
        this.#peers[action.side].reset();
        return;
      }
    }
  }
}
