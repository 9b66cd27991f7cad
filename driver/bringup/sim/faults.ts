/**
 * The kept list of faults: what can be wrong with a card or its line, which step must find it, and words that its report must have. Every one of them can be
 * injected into a simulated card, and a test does so.
 */

export interface LineFault {
  /** Of a million bytes each way. */
  readonly corruptPpm?: number;
  readonly dropPpm?: number;
}

/** What faults are done to: a simulated card's bench, or a test's model. */
export interface FaultTarget {
  line(fault: LineFault): void | Promise<void>;
  /** The card runs at this rate; at another one nothing is understood. */
  cardBaud(baud: number): void | Promise<void>;
  /** The card hears nothing. */
  silent(): void | Promise<void>;
  unplug(): void | Promise<void>;
  /** The bitstream is of other sources. */
  wrongBuild(): void | Promise<void>;
  /** A device block of another major version. */
  wrongVersion(): void | Promise<void>;
  /** SCRATCH cannot hold a 1 in this bit. */
  stuckScratchBit(bit: number): void | Promise<void>;
  badCaptureMemory(): void | Promise<void>;
  deadPort(port: number): void | Promise<void>;
  bitErrors(port: number, ppm: number): void | Promise<void>;
  /** The frames of a port are not counted. */
  stuckCounter(port: number): void | Promise<void>;
  clockOff(ppm: number): void | Promise<void>;
  noPps(): void | Promise<void>;
  /** A record arrives in host memory with a wrong bit. */
  damagedRecord(): void | Promise<void>;
  dieTemperature(milliC: number): void | Promise<void>;
  /** Power fails for a moment. */
  brownOut(): void | Promise<void>;
}

export interface Fault {
  readonly name: string;
  readonly says: string;
  /** When it is injected: before this step begins; absent: before the first. */
  readonly before?: string;
  /** The step that must fail, alone. */
  readonly failing: string;
  /** What its words must contain. */
  readonly words: readonly string[];
  inject(target: FaultTarget): void | Promise<void>;
}

const NOISE_PPM = 4000;

export const FAULTS: readonly Fault[] = [
  {
    name: 'line-noise',
    says: 'bytes are changed on the serial line',
    failing: 'line',
    words: ['noise on the line'],
    inject: (target) => target.line({ corruptPpm: NOISE_PPM }),
  },
  {
    name: 'dropped-bytes',
    says: 'bytes are lost on the serial line',
    failing: 'line',
    words: ['bytes are lost on the line'],
    inject: (target) => target.line({ dropPpm: NOISE_PPM }),
  },
  {
    name: 'wrong-baud',
    says: 'the card runs its console at another baud rate',
    failing: 'connect',
    words: ['wrong baud rate', '57600', 'not at 115200'],
    inject: (target) => target.cardBaud(57_600),
  },
  {
    name: 'silent',
    says: 'the card does not hear: no power, or a broken wire',
    failing: 'connect',
    words: ['not one byte came back'],
    inject: (target) => target.silent(),
  },
  {
    name: 'unplugged',
    says: 'the serial cable is pulled and stays out',
    before: 'selftest',
    failing: 'selftest',
    words: ['unplugged'],
    inject: (target) => target.unplug(),
  },
  {
    name: 'wrong-build',
    says: 'the bitstream is of other sources',
    failing: 'identify',
    words: ['wrong bitstream', 'build id'],
    inject: (target) => target.wrongBuild(),
  },
  {
    name: 'wrong-version',
    says: 'a block of a version that this software does not know',
    failing: 'identify',
    words: ['wrong bitstream version', 'device'],
    inject: (target) => target.wrongVersion(),
  },
  {
    name: 'stuck-register',
    says: 'a bit of a register that cannot be set',
    failing: 'registers',
    words: ['device.SCRATCH', 'bit 5', 'stuck at 0'],
    inject: (target) => target.stuckScratchBit(5),
  },
  {
    name: 'bad-memory',
    says: 'a damaged bit in the capture memory',
    failing: 'selftest',
    words: ['capture memory'],
    inject: (target) => target.badCaptureMemory(),
  },
  {
    name: 'dead-port',
    says: 'a port without a link',
    failing: 'link',
    words: ['no link', 'port 1'],
    inject: (target) => target.deadPort(1),
  },
  {
    name: 'bit-errors',
    says: 'wrong bits on the wire of a port',
    failing: 'prbs',
    words: ['port 1', 'bit errors on the wire'],
    inject: (target) => target.bitErrors(1, 1000),
  },
  {
    name: 'stuck-counter',
    says: 'a receive counter that stands still',
    failing: 'counters',
    words: ['port 0', 'frames', 'does not count'],
    inject: (target) => target.stuckCounter(0),
  },
  {
    name: 'clock-off',
    says: 'the core clock is off by 400 ppm',
    failing: 'clock',
    words: ['ppm off', 'the limit is'],
    inject: (target) => target.clockOff(400),
  },
  {
    name: 'no-pps',
    says: 'no pulses of the reference',
    failing: 'clock',
    words: ['no PPS pulse'],
    inject: (target) => target.noPps(),
  },
  {
    name: 'over-temperature',
    says: 'the chip is too hot',
    failing: 'thermal',
    words: ['over temperature', 'chip'],
    inject: (target) => target.dieTemperature(97_500),
  },
  {
    name: 'damaged-record',
    says: 'a record arrives in host memory with a wrong bit',
    failing: 'feed',
    words: ['differ from the golden model', 'record 21', 'sequence 1045, expected 21'],
    inject: (target) => target.damagedRecord(),
  },
  {
    name: 'brown-out',
    says: 'power fails for a moment, and the card is reset',
    before: 'soak',
    failing: 'soak',
    words: ['the card was reset'],
    inject: (target) => target.brownOut(),
  },
];
