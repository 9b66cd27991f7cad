/**
 * A market-data card, simulated or real. Control is calls into the driver library; records, frames and doorbells are memory.
 *
 *     const nic = Nic.open('sim:nic0');
 *     nic.configure(feed);
 *     nic.start('virtual');
 *     nic.pushFrame(0, arrivalBeats, frame, frame.length, false);
 *     nic.endOfInput();
 *     while (!nic.drained()) nic.poll(sink, 4096);
 *     nic.close();
 *
 * Virtual time goes up to, not including, the arrival of the newest frame, until the input ends: another frame of the same
 * arrival may still come.
 */
import { closeSync, writeSync } from 'node:fs';
import type { FeedConfig, FeedCounters } from '../control/core/feed.js';
import type { RecordRing, RecordSink } from '../control/core/record-ring.js';
import type { Timer } from '../control/core/world.js';
import {
  CTL,
  OPEN_FURTHER_RINGS_SHIFT,
  OPEN_LOSSLESS,
  OPEN_TRANSMIT,
  OPTIONS_BYTES,
  STATUS_BYTES,
  STATUS_COUNTERS,
  TIME,
} from './abi.js';
import { configurationWrites, type Moderation } from './configure.js';
import { ofOneCycle, readCounters, readDropped } from './counters.js';
import { DeviceMemory } from './device-memory.js';
import { NicError } from './errors.js';
import { readIdentity, type NicIdentity } from './identity.js';
import { IngressWriter } from './ingress.js';
import { InterruptWaiter } from './interrupt.js';
import { readLatency, type NicLatency } from './latency.js';
import { checked, openLibrary, type Library } from './library.js';
import { RingReader } from './ring-reader.js';
import { Simulation } from './simulation.js';
import { Transmitter } from './transmitter.js';
import { packUdpLine, type NicUdpLine } from './udp-line.js';

export type { Moderation } from './configure.js';
export type { TransmitOptions, TransmittedFrame } from './transmitter.js';
export type { NicIdentity } from './identity.js';
export type { NicLatency, LatencyHistogram } from './latency.js';
export type { NicUdpLine } from './udp-line.js';

export interface NicOptions {
  /** Slots of the record ring, 2^4 (lossless: 2^6) to 2^24; absent: 2^16. */
  readonly slotsLog2?: number;
  /** Bytes of the ingress ring, 2^16 to 2^28; absent: 2^22. */
  readonly ingressLog2?: number;
  /** Stop the simulated clock rather than lose records while the host is behind. */
  readonly lossless?: boolean;
  /** Record rings, 1 to 4, all of one size; `ChannelConfig.ring` says which channel goes where. Absent: 1. A simulated card only, so far. */
  readonly rings?: number;
  /** Slots for frames to be sent. A simulated card only, so far. */
  readonly transmit?: boolean;
  /** The card's own interrupts; absent: a simulated card wakes its host at once, a real one must be told. */
  readonly moderation?: Moderation;
  /** How long an idle device spins before it sleeps. */
  readonly spinUs?: number;
  /** Simulated host bus: of a million cycles, so many are not ready. */
  readonly busStall?: { readonly ppm: number; readonly seed: number };
  /** Seed of what registers without a reset hold at first; absent: zeros. */
  readonly randomState?: number;
}

export interface NicStatus extends Record<(typeof STATUS_COUNTERS)[number], number> {
  readonly running: boolean;
  readonly time: 'virtual' | 'wall';
  /** Why the device was halted. */
  readonly fault: string | undefined;
}

export interface SimulatedWork {
  readonly cycles: number;
  readonly clockNs: number;
  readonly indexCycles: number;
  readonly indexClockNs: number;
}

const DEFAULT_SLOTS_LOG2 = 16;
const RINGS_MAX = 4;
const RING_BELL = new Uint8Array(new BigUint64Array([1n]).buffer);

export class Nic {
  private running = false;
  private closed = false;
  private channels: number | undefined;
  private readonly reader: RingReader;
  /** The rings beside the first one. */
  readonly furtherRings: readonly RingReader[];
  private readonly sender: Transmitter | undefined;
  private readonly ingressWriter: IngressWriter | undefined;
  private readonly doorbell: number;
  private readonly interrupt: InterruptWaiter;
  private known: NicIdentity | undefined;
  private readonly read = (addresses: readonly number[]): Uint32Array => this.readRegisters(addresses);

  private constructor(
    readonly device: string,
    private readonly library: Library,
    private readonly handle: number,
    private readonly memory: DeviceMemory,
    private readonly moderation: Moderation | undefined,
  ) {
    this.doorbell = checked(library, device, library.doorbell_fd(handle));
    const { ingress, transmit } = memory;
    const ring = (records: RecordRing, control: Int32Array): RingReader =>
      new RingReader(
        records,
        control,
        memory.words,
        () => this.wake(),
        () => {
          if (Atomics.load(memory.words, CTL.FAULT / 4) !== 0) this.reportFault();
        },
      );
    this.reader = ring(memory.ring, memory.words);
    this.furtherRings = memory.furtherRings.map((further) => ring(further.ring, further.words));
    const write = (addresses: readonly number[], values: readonly number[]): void => {
      this.writeRegisters(addresses, values);
    };
    this.sender = transmit && new Transmitter(device, transmit.bytes, transmit.bus, write);
    this.ingressWriter = ingress && new IngressWriter(memory, ingress, () => this.wake());
    this.interrupt = new InterruptWaiter(memory.words, () => checked(library, device, library.interrupt_fd(handle)));
  }

  /** @param device `sim:NAME` or `pcie:BDF` */
  static open(device: string, options: NicOptions = {}): Nic {
    const library = openLibrary();
    const slotsLog2 = options.slotsLog2 ?? DEFAULT_SLOTS_LOG2;
    const words = new Uint32Array(OPTIONS_BYTES / 4);
    words[0] = OPTIONS_BYTES;
    words[1] = slotsLog2;
    words[2] = options.ingressLog2 ?? 0;
    const rings = options.rings ?? 1;
    if (!(Number.isInteger(rings) && rings >= 1 && rings <= RINGS_MAX)) {
      throw new NicError('NIC_CONFIGURATION', 'no such number of rings', {
        where: device,
        found: rings,
        expected: `1 to ${RINGS_MAX}`,
      });
    }
    words[3] =
      (options.lossless === true ? OPEN_LOSSLESS : 0) |
      (options.transmit === true ? OPEN_TRANSMIT : 0) |
      ((rings - 1) << OPEN_FURTHER_RINGS_SHIFT);
    words[4] = options.spinUs === undefined ? 0 : options.spinUs + 1;
    words[5] = options.busStall?.ppm ?? 0;
    words[6] = options.busStall?.seed ?? 0;
    words[7] = options.randomState ?? 0;
    const handle = checked(library, device, library.open(device, Buffer.from(words.buffer)));
    try {
      return new Nic(
        device,
        library,
        handle,
        new DeviceMemory(library, handle, slotsLog2, rings, options.transmit === true),
        options.moderation,
      );
    } catch (error) {
      library.close(handle);
      throw error;
    }
  }

  /** False: a real card, which takes its frames from the wire and its time from its own clock. */
  get isSimulated(): boolean {
    return this.ingressWriter !== undefined;
  }

  get ring(): RecordRing {
    return this.memory.ring;
  }

  /** What the card is, found through its block headers. */
  identity(): NicIdentity {
    this.known ??= readIdentity(this.device, this.read);
    return this.known;
  }

  /** Writes a feed's configuration and enables the card. Everything before it is forgotten. The device must be stopped. */
  configure(feed: FeedConfig): void {
    this.needStopped('configure');
    const { addresses, values } = configurationWrites(this.identity(), this.memory, feed, this.moderation);
    this.writeRegisters(addresses, values);
    for (const reader of [this.reader, ...this.furtherRings]) reader.restart();
    this.channels = feed.channels.length;
  }

  /** Lets the device run on its own thread. `wall`: its time follows the clock; `virtual`: it follows the input. */
  start(time: 'virtual' | 'wall'): void {
    this.call('start', this.library.start(this.usable(), time === 'wall' ? TIME.WALL : TIME.VIRTUAL));
    this.running = true;
  }

  stop(): void {
    this.call('stop', this.library.stop(this.usable()));
    this.running = false;
  }

  /** Clocks a stopped device, on this thread. Returns the cycles it took, fewer where the input so far allows no more. */
  step(cycles: number): number {
    const executed = Buffer.alloc(4);
    this.call('step', this.library.step(this.usable(), cycles, executed));
    return executed.readUInt32LE(0);
  }

  /**
   * Hands a frame (Ethernet without FCS) to a port. Arrivals do not decrease over both ports; in wall time one that has passed
   * means now. False: no room now, `poll` first.
   */
  pushFrame(port: number, arrivalBeats: number, bytes: Uint8Array, length: number, badFcs: boolean): boolean {
    if (this.closed) this.usable();
    return this.ingress.push(port, arrivalBeats, bytes, length, badFcs);
  }

  /** No frame with an earlier arrival will come. False: no room now. */
  advanceTo(beats: number): boolean {
    if (this.closed) this.usable();
    return this.ingress.advance(beats);
  }

  /** No frame follows: deadlines run out, and everything is delivered. */
  endOfInput(): void {
    this.usable();
    this.ingress.end();
  }

  /** After an end of input frames may follow again. The device must be stopped. */
  reopenInput(): void {
    this.needStopped('reopenInput');
    this.ingress.reopen();
  }

  /** The input ended, everything was delivered, and `poll` has handed it all on. */
  drained(): boolean {
    this.usable();
    if (Atomics.load(this.memory.words, CTL.DRAINED / 4) !== 1 || this.reader.fill() !== 0) return false;
    return this.furtherRings.every((ring) => ring.fill() === 0);
  }

  /** Feeds a pcap or pcapng file into a port. With captures attached they are the only input. Before the first start. */
  openCapture(port: number, path: string): void {
    this.call('openCapture', this.library.capture_open(this.usable(), port, path));
  }

  /** Binds a UDP socket behind a port, before `start('wall')`. Returns the UDP port, of use when 0 was asked for. */
  listenUdp(line: NicUdpLine): number {
    return this.call('listenUdp', this.library.udp_listen(this.usable(), packUdpLine(line)));
  }

  /** Hands at most about `maxSlots` slots to the sink. No call into the library and no allocation, whatever the number of records. */
  poll(sink: RecordSink, maxSlots: number): number {
    if (this.closed) this.usable();
    return this.reader.poll(sink, maxSlots);
  }

  /** Calls once, from the event loop, when `poll` has something: at once if it has already. One caller at a time. */
  onReadable(run: () => void): Timer {
    this.usable();
    return this.interrupt.wait(this.reader.index, run);
  }

  counters(): FeedCounters {
    const { ports, channels } = this.identity();
    return ofOneCycle(
      (address, value) => this.writeRegister(address, value),
      () => readCounters(this.read, ports, this.channels ?? channels),
    );
  }

  /** Records dropped because the ring was full. */
  dropped(): number {
    return readDropped(this.read);
  }

  /** Slots written and not yet read. */
  fill(): number {
    this.usable();
    return this.reader.fill();
  }

  /** NIC time; in wall time also between the beats that are simulated. */
  timeBeats(): number {
    this.usable();
    const { reals } = this.memory;
    const simulated = reals[CTL.TIME / 8]!;
    const epochNs = reals[CTL.EPOCH_NS / 8]!;
    if (!this.running || epochNs === 0) return simulated;
    const [seconds, ns] = process.hrtime();
    return Math.max(simulated, Math.floor(((seconds * 1e9 + ns - epochNs) * 5) / 32));
  }

  latency(): NicLatency {
    this.usable();
    return readLatency(this.memory.latency);
  }

  clearLatency(): void {
    this.call('clearLatency', this.library.latency_clear(this.usable()));
  }

  /** Cycles clocked and wall time spent clocking them: so far, and up to the record index that the host was last told. */
  simulated(): SimulatedWork {
    const { reals } = this.memory;
    return {
      cycles: reals[CTL.CYCLES / 8]!,
      clockNs: reals[CTL.CLOCK_NS / 8]!,
      indexCycles: reals[CTL.INDEX_CYCLES / 8]!,
      indexClockNs: reals[CTL.INDEX_CLOCK_NS / 8]!,
    };
  }

  status(): NicStatus {
    const out = Buffer.alloc(STATUS_BYTES);
    out.writeUInt32LE(STATUS_BYTES, 0);
    this.call('status', this.library.status_read(this.usable(), out));
    const counters = STATUS_COUNTERS.map((name, index) => [name, Number(out.readBigUInt64LE(16 + 8 * index))] as const);
    return {
      ...(Object.fromEntries(counters) as Record<(typeof STATUS_COUNTERS)[number], number>),
      running: out.readUInt32LE(4) !== 0,
      time: out.readUInt32LE(8) === TIME.WALL ? 'wall' : 'virtual',
      fault: out.readInt32LE(12) === 0 ? undefined : this.library.error_text(),
    };
  }

  readRegister(address: number): number {
    return this.readRegisters([address])[0]!;
  }

  writeRegister(address: number, value: number): void {
    this.writeRegisters([address], [value]);
  }

  /** In order and with nothing of this driver in between, so LO and HI of one value belong together. */
  readRegisters(addresses: readonly number[]): Uint32Array {
    const values = new Uint32Array(addresses.length);
    const status = this.library.reg_read_many(this.usable(), words(addresses), bytesOf(values), addresses.length);
    this.call('read register', status);
    return values;
  }

  writeRegisters(addresses: readonly number[], values: readonly number[]): void {
    const status = this.library.reg_write_many(this.usable(), words(addresses), words(values), addresses.length);
    this.call('write register', status);
  }

  /** The bench around a simulated card: its serial line, and faults. */
  simulation(): Simulation {
    return new Simulation(this.device, this.usable());
  }

  /** Stops the device. Its memory stays where it is, but `poll` and the rest refuse from now on. */
  close(): void {
    const handle = this.usable();
    this.closed = true;
    this.interrupt.close();
    closeSync(this.doorbell);
    this.call('close', this.library.close(handle));
  }

  /** Frames to the card's ports. The device must have been opened with `transmit`. */
  get transmitter(): Transmitter {
    if (this.sender) return this.sender;
    throw new NicError('NIC_UNSUPPORTED', 'the device was opened without transmit slots', { where: this.device });
  }

  private get ingress(): IngressWriter {
    if (this.ingressWriter) return this.ingressWriter;
    throw new NicError('NIC_UNSUPPORTED', 'a real card takes frames from its wire', { where: this.device });
  }

  private wake(): void {
    writeSync(this.doorbell, RING_BELL);
  }

  private usable(): number {
    if (this.closed) throw new NicError('NIC_CLOSED', 'the device was closed', { where: this.device });
    return this.handle;
  }

  private needStopped(what: string): void {
    this.usable();
    if (this.running) throw new NicError('NIC_STATE', `${what} needs a stopped device`, { where: this.device });
  }

  private call(what: string, status: number): number {
    return checked(this.library, `${this.device} ${what}`, status);
  }

  private reportFault(): never {
    throw new NicError('NIC_FAULT', this.status().fault ?? 'the device was halted', { where: this.device });
  }
}

function words(values: readonly number[]): Buffer {
  return bytesOf(Uint32Array.from(values));
}

function bytesOf(values: Uint32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
