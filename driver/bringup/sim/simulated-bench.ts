/** A simulated card on a bench of its own: its UART on a pseudo-terminal, and the kept faults done to it through the driver. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAPTURE_DATA, CONSOLE, DEVICE } from '../../generated/registers.js';
import { Nic } from '../../nic.js';
import type { Simulation } from '../../simulation.js';
import type { FeedDevice } from '../feed/feed-device.js';
import { simulatedFeed } from '../feed/nic-feed-device.js';
import { RegisterNames } from '../card/register-names.js';
import { damagedFeed } from './damaged-feed.js';
import type { FaultTarget, LineFault } from './faults.js';

/** Cycles a bit: the fastest that the card's console takes, because a simulated cycle costs as much as 200 real ones. */
const DIVISOR = 8;
const SLOTS_LOG2 = 10;
const INGRESS_LOG2 = 18;
const WHOLE_ADDRESS = 0x3ffff;
const ALL_BITS = 0xffffffff;
/** The tenth word of the first captured frame: what stands there is test sequence. */
const BAD_WORD = CAPTURE_DATA.BASE + 36;
const BAD_BYTE = 0xffff00ff;
const WRONG_BUILD = 0xbadb17ed;
const WRONG_VERSION = 0x0200;

let benches = 0;

export class SimulatedBench implements FaultTarget {
  private damages = false;

  private constructor(
    private readonly nic: Nic,
    private readonly simulation: Simulation,
    private readonly folder: string,
    /** The serial device. */
    readonly path: string,
  ) {}

  /** Throws NicLibraryError where the driver library was not built. */
  static open(): SimulatedBench {
    const nic = Nic.open(`sim:bringup-${process.pid}-${benches++}`, {
      slotsLog2: SLOTS_LOG2,
      ingressLog2: INGRESS_LOG2,
      // A busy machine must not cost records.
      lossless: true,
    });
    const folder = mkdtempSync(join(tmpdir(), 'crossfeed-bench-'));
    try {
      const path = join(folder, 'tty');
      const simulation = nic.simulation();
      simulation.console(DIVISOR, path);
      nic.start('wall');
      return new SimulatedBench(nic, simulation, folder, path);
    } catch (error) {
      nic.close();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get device(): string {
    return this.nic.device;
  }

  /** The same card, for a capture to be played through it. */
  openFeed(): FeedDevice {
    const device = simulatedFeed(this.nic);
    return this.damages ? damagedFeed(device) : device;
  }

  line({ corruptPpm = 0, dropPpm = 0 }: LineFault): void {
    this.simulation.fault('LINE_CORRUPT', corruptPpm);
    this.simulation.fault('LINE_DROP', dropPpm);
  }

  cardBaud(baud: number): void {
    this.simulation.fault('LINE_RATE', baud);
  }

  silent(): void {
    this.simulation.fault('LINE_SILENT', 1);
  }

  unplug(): void {
    this.simulation.fault('LINE_UNPLUG');
  }

  plug(): void {
    this.simulation.fault('LINE_PLUG');
  }

  wrongBuild(): void {
    this.reads(DEVICE.BASE + DEVICE.BUILD_ID, 0, WRONG_BUILD);
  }

  wrongVersion(): void {
    // The second word of a block's header.
    this.reads(DEVICE.BASE + 4, 0, WRONG_VERSION);
  }

  stuckScratchBit(bit: number): void {
    this.reads(DEVICE.BASE + DEVICE.SCRATCH, ALL_BITS - 2 ** bit, 0);
  }

  badCaptureMemory(): void {
    this.reads(BAD_WORD, BAD_BYTE, 0);
  }

  deadPort(port: number): void {
    this.simulation.fault('DEAD_PORT', port, 1);
  }

  bitErrors(port: number, ppm: number): void {
    this.simulation.fault('BIT_ERRORS', port, ppm);
  }

  stuckCounter(port: number): void {
    const names = RegisterNames.generated(() => port + 1);
    this.reads(names.get(`port[${port}].frames`).address, 0, 0);
  }

  clockOff(ppm: number): void {
    this.simulation.fault('CLOCK_PPM', 0, ppm);
  }

  noPps(): void {
    this.simulation.fault('NO_PULSES', 1);
  }

  damagedRecord(): void {
    this.damages = true;
  }

  dieTemperature(milliC: number): void {
    this.simulation.fault('SENSOR', 0, milliC);
  }

  brownOut(): void {
    this.simulation.fault('RESET');
    // A card comes back with the rate of its build, which for this one is that of its bench.
    this.nic.writeRegister(CONSOLE.BASE + CONSOLE.DIVISOR, DIVISOR);
  }

  /** Of the random faults. */
  seed(seed: number): void {
    this.simulation.fault('SEED', seed);
  }

  /** Not over the line: as the host reads it. */
  readRegister(address: number): number {
    return this.nic.readRegister(address);
  }

  close(): void {
    this.nic.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What is read at an address becomes (value & keep) | set. */
  private reads(address: number, keep: number, set: number): void {
    this.simulation.readFault(0, address, WHOLE_ADDRESS, keep, set);
  }
}
