/** One direction of a connection: what the sending kernel has taken and the receiving program has not read yet. */
import { copyOf } from './copies.js';
import type { Entry } from './agenda.js';
import type { Link } from './link.js';
import type { VirtualStream } from './stream.js';

type SegmentKind = 'open' | 'data' | 'fin' | 'reset';

export interface Segment {
  readonly kind: SegmentKind;
  readonly bytes: Uint8Array;
  arrivalNs: number;
}

const NO_BYTES = new Uint8Array(0);

export class Pipe {
  #flight: Segment[] = [];
  /** In flight, or received and not read. */
  #usedBytes = 0;
  #departureNs = 0;
  #arrivalNs = 0;
  #arrival: Entry | undefined;
  /** Set while there is no path: then the sender's kernel gives up. */
  #giveUp: Entry | undefined;
  #isAbandoned = false;

  constructor(
    private readonly link: Link,
    private readonly from: VirtualStream,
    private readonly to: VirtualStream,
  ) {}

  /** Takes as many bytes as there is room for, by copy; returns how many. */
  take(bytes: Uint8Array): number {
    const { windowBytes, bytesPerSecond } = this.link.conditions;
    const taken = Math.min(bytes.length, windowBytes - this.#usedBytes);
    if (taken <= 0) return 0;
    const copy = copyOf(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    this.#usedBytes += taken;
    const { world } = this.link;
    this.#departureNs = Math.max(world.nowNs, this.#departureNs) + Math.floor((taken / bytesPerSecond) * 1e9);
    world.noteSent(this.from, copy);
    this.#send('data', copy);
    return taken;
  }

  sendOpen(): void {
    this.#send('open', NO_BYTES);
  }

  sendFin(): void {
    this.#send('fin', NO_BYTES);
  }

  /** A reset cannot be sent again by a kernel that has forgotten the connection: without a path it is lost. */
  sendReset(): void {
    if (this.link.isUp && this.to.host.isUp) this.#send('reset', NO_BYTES);
  }

  /** Of what is in flight only a random part, cut at any byte, will arrive. */
  lose(): void {
    const { link } = this;
    const flying = this.#flight.reduce((sum, { bytes }) => sum + bytes.length, 0);
    // All and nothing are the two cases that matter most; any byte between is the third.
    const way = link.below(3);
    let left = way === 0 ? 0 : way === 1 ? flying : link.below(flying + 1);
    const kept: Segment[] = [];
    for (const segment of this.#flight) {
      if (segment.kind === 'open') kept.push(segment);
      if (segment.kind !== 'data' || left === 0) continue;
      kept.push(segment.bytes.length <= left ? segment : { ...segment, bytes: segment.bytes.subarray(0, left) });
      left -= Math.min(left, segment.bytes.length);
    }
    this.#flight = kept;
  }

  /** The receiving program has read so much. */
  read(bytes: number): void {
    this.#usedBytes -= bytes;
    if (this.from.queuedBytes === 0) return;
    this.link.world.at(this.link.delayNs(), undefined, () => this.from.onRoom());
  }

  /** The sender's kernel has forgotten the connection: what is under way may arrive, but nothing is sent again. */
  abandon(): void {
    this.#isAbandoned = true;
    if (this.#giveUp !== undefined) this.close();
  }

  /** Nothing of it arrives, and nothing is tried again. */
  close(): void {
    const { world } = this.link;
    this.#flight = [];
    if (this.#arrival !== undefined) world.cancel(this.#arrival);
    if (this.#giveUp !== undefined) world.cancel(this.#giveUp);
    this.#arrival = this.#giveUp = undefined;
  }

  /** There may be a path again. */
  retry(): void {
    if (this.#flight.length === 0 || this.#arrival !== undefined) return;
    const { world, conditions } = this.link;
    this.#arrivalNs =
      world.nowNs + this.link.below(Math.floor(conditions.retransmitMs * 1e6) + 1) + this.link.delayNs();
    for (const segment of this.#flight) segment.arrivalNs = this.#arrivalNs;
    this.#await();
  }

  #send(kind: SegmentKind, bytes: Uint8Array): void {
    const departureNs = Math.max(this.link.world.nowNs, this.#departureNs);
    this.#arrivalNs = Math.max(this.#arrivalNs, departureNs + this.link.delayNs());
    this.#flight.push({ kind, bytes, arrivalNs: this.#arrivalNs });
    if (this.#giveUp === undefined) this.#await();
  }

  #await(): void {
    const first = this.#flight[0];
    if (first === undefined || this.#arrival !== undefined) return;
    const { world } = this.link;
    this.#arrival = world.at(first.arrivalNs - world.nowNs, undefined, () => this.#arrive());
  }

  #arrive(): void {
    this.#arrival = undefined;
    const { link, to } = this;
    const { world } = link;
    if (!link.isUp || !to.host.isUp) {
      if (this.#isAbandoned) {
        this.close();
        return;
      }
      this.#giveUp ??= world.at(link.conditions.giveUpMs * 1e6, undefined, () => this.from.onReset('ETIMEDOUT'));
      return;
    }
    if (this.#giveUp !== undefined) world.cancel(this.#giveUp);
    this.#giveUp = undefined;
    if (to.isGone) {
      // A kernel that does not know the connection answers with a reset.
      this.#flight = [];
      world.at(link.delayNs(), undefined, () => this.from.onReset('ECONNRESET'));
      return;
    }
    const isCut = this.#receive();
    this.#await();
    to.deliver();
    if (isCut) link.cut();
  }

  /** Takes in what has arrived by now; true when the link has to be cut after it. */
  #receive(): boolean {
    const { link, to } = this;
    const flight = this.#flight;
    let arrived = 0;
    let isCut = false;
    while (!isCut && arrived < flight.length && flight[arrived]!.arrivalNs <= link.world.nowNs) {
      const segment = flight[arrived++]!;
      const { kind, bytes } = segment;
      const allowed = link.allowance(bytes.length);
      to.onSegment(allowed < bytes.length ? { ...segment, bytes: bytes.subarray(0, allowed) } : segment);
      isCut = bytes.length > 0 && link.delivered(bytes.length);
      // Its owner is told of a new connection in an event of its own.
      if (kind === 'open') break;
    }
    if (isCut) arrived = flight.length;
    flight.splice(0, arrived);
    return isCut;
  }
}
