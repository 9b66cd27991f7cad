/**
 * A card behind the console model: the registers that bring-up works with, as their documentation says, and faults. A second reading beside the RTL: quick,
 * and there before any RTL is built.
 */
import { REGISTER_BLOCKS } from '../../driver/generated/register-map.js';
import { CAPTURE_DATA } from '../../driver/generated/registers.js';
import { RegisterNames } from '../../driver/bringup/card/register-names.js';
import { BusFault, type CardBus } from './console-model.js';

export const MODEL_BUILD_ID = 0x5eedc0de;
const PORTS = 2;
const CHANNELS = 4;
const MATCH_ENTRIES = 16;
const COUNTS: Readonly<Record<string, number>> = { PORTS, CHANNELS, MATCH_ENTRIES };
const LAST_ADDRESS = 0x040000;
const HEADER_BYTES = 16;
const CAPTURE_SLOTS = 8;
const NOMINAL = 156_250;

export interface ModelFaults {
  buildId?: number;
  deviceVersion?: number;
  /** Bits of SCRATCH that read 0. */
  scratchLow?: number;
  /** Self test bits that fail. */
  selfTest?: number;
  deadPort?: number;
  /** Wrong bits in each test frame of a port over the wire. */
  bitErrors?: { readonly port: number; readonly aFrame: number };
  counterStuck?: number;
  clockPpm?: number;
  ppsMissing?: boolean;
  dieMilliC?: number;
  /** Bits of every captured word 9 that read 0. */
  captureLow?: number;
}

interface TestPort {
  sent: number;
  received: number;
  bits: number;
  errors: number;
  inject: number;
  frames: number;
  bytes: number;
}

const fresh = (): TestPort => ({ sent: 0, received: 0, bits: 0, errors: 0, inject: 0, frames: 0, bytes: 0 });

export class CardModel implements CardBus {
  readonly faults: ModelFaults = {};
  private readonly names = RegisterNames.generated((register) => COUNTS[register] ?? 1);
  private readonly registers = new Map(this.names.all().map((register) => [register.address, register]));
  private readonly values = new Map<number, number>();
  private readonly ports = Array.from({ length: PORTS }, fresh);
  private readonly capture = new Map<number, number>();
  private highWord = 0;
  private resets = 0;
  private prbsState = 0x7fffffff;

  constructor() {
    this.defaults();
  }

  /** Power fails for a moment. */
  reset(): void {
    this.resets += 1;
    this.values.clear();
    this.ports.forEach((_, port) => (this.ports[port] = fresh()));
    this.defaults();
  }

  read(address: number): number {
    this.check(address);
    if (address >= CAPTURE_DATA.BASE && address < CAPTURE_DATA.BASE + CAPTURE_SLOTS * CAPTURE_DATA.STRIDE) {
      const word = this.capture.get(address) ?? 0;
      return (address & 0x7ff) === 36 ? word & ~(this.faults.captureLow ?? 0) : word;
    }
    const wide = this.wide(address);
    if (wide !== undefined) {
      this.highWord = Math.floor(wide / 2 ** 32);
      return wide >>> 0;
    }
    if (this.wide(address - 4) !== undefined) return this.highWord;
    const value = this.values.get(address) ?? 0;
    return address === this.at('device.SCRATCH') ? (value & ~(this.faults.scratchLow ?? 0)) >>> 0 : value >>> 0;
  }

  write(address: number, value: number): void {
    this.check(address);
    const register = this.registers.get(address);
    if (register !== undefined && register.access !== 'rw') return;
    const name = register?.name ?? '';
    const port = /^prbs\[(\d)\]\.(\w+)$/.exec(name);
    this.values.set(address, value);
    if (port?.[2] === 'CONTROL') this.testControl(Number(port[1]), value);
    if (port?.[2] === 'INJECT') this.ports[Number(port[1])]!.inject = value;
    if (name === 'capture.CONTROL' && (value & 1) === 1) this.arm();
    if (name === 'clock.CONTROL' && (value & 1) === 1) this.measureClock();
  }

  identity(): readonly number[] {
    const device = REGISTER_BLOCKS[0]!;
    return [
      0x10000,
      0x43464e31,
      this.faults.buildId ?? MODEL_BUILD_ID,
      PORTS,
      CHANNELS,
      this.faults.deviceVersion ?? device.version,
    ];
  }

  selfTest(): readonly [number, number] {
    return [this.faults.selfTest ?? 0, 0x1f];
  }

  snapshot(): void {
    // Counters here stand still while they are read.
  }

  links(): readonly number[] {
    return this.ports.map((_, port) => (this.faults.deadPort === port ? 0x80000000 : 0x80000001));
  }

  private at(name: string): number {
    return this.names.get(name).address;
  }

  private set(name: string, value: number): void {
    this.values.set(this.at(name), value);
  }

  private value(name: string): number {
    return this.values.get(this.at(name)) ?? 0;
  }

  private defaults(): void {
    for (const { address, reset, bits } of this.names.all()) if (bits === 32) this.values.set(address, reset);
    const { blocks } = this.names;
    blocks.forEach(({ entry, address }, n) => {
      this.values.set(address, entry.type);
      this.values.set(address + 4, n === 0 ? (this.faults.deviceVersion ?? entry.version) : entry.version);
      this.values.set(address + 8, blocks[n + 1]?.address ?? 0);
    });
    this.set('device.PORTS', PORTS);
    this.set('device.CHANNELS', CHANNELS);
    this.set('device.MATCH_ENTRIES', MATCH_ENTRIES);
    this.set('console.BOOT', (this.resets << 24) | 0x1234);
    this.set('sensor.STATUS', 0x8000007f);
    const sensors = {
      BOARD_TEMPERATURE: 35_000,
      OPTICS_TEMPERATURE: 41_000,
      VCC_CORE: 850,
      VCC_AUX: 1800,
      VCC_IO: 1800,
      FAN_RPM: 5200,
    };
    for (const [name, value] of Object.entries(sensors)) this.set(`sensor.${name}`, value);
    this.refresh();
  }

  /** Takes over faults that were set since. */
  refresh(): void {
    const device = REGISTER_BLOCKS[0]!;
    this.values.set(4, this.faults.deviceVersion ?? device.version);
    this.set('sensor.DIE_TEMPERATURE', this.faults.dieMilliC ?? 52_000);
    for (let port = 0; port < PORTS; port++) {
      const locked = this.ports[port]!.bits > 0 ? 4 : 0;
      this.set(`prbs[${port}].STATUS`, (this.links()[port]! | locked) >>> 0);
    }
  }

  /** Values of 64 bits, by the address of their low word. */
  private wide(address: number): number | undefined {
    const register = this.registers.get(address);
    if (register?.bits !== 64) return undefined;
    if (register.name === 'clock.SUM') return this.value('clock.LAST') * this.value('clock.INTERVALS');
    const [, block, index, name = ''] = /^(\w+)\[(\d)\]\.(.+)$/.exec(register.name) ?? [];
    const state = this.ports[Number(index)];
    if (state === undefined) return 0;
    const { sent, received, bits, errors, frames, bytes } = state;
    const counted = this.faults.counterStuck === Number(index) ? 0 : frames;
    const values: Readonly<Record<string, Readonly<Record<string, number>>>> = {
      prbs: { SENT: sent, RECEIVED: received, BITS: bits, ERRORS: errors },
      port: { frames: counted, bytes, 'rejected.notIpv4': frames },
    };
    return values[block ?? '']?.[name] ?? 0;
  }

  private testControl(port: number, value: number): void {
    const state = this.ports[port]!;
    const [generate, check, loopback, clear] = [value & 1, value & 2, value & 4, value & 8];
    if (clear !== 0) Object.assign(state, { sent: 0, received: 0, bits: 0, errors: 0 });
    this.set(`prbs[${port}].CONTROL`, value & ~8);
    if (generate === 0) return;
    const frameBytes = this.value(`prbs[${port}].FRAME_BYTES`) & ~7;
    const wireErrors = this.faults.bitErrors?.port === port ? this.faults.bitErrors.aFrame : 0;
    for (let n = this.value(`prbs[${port}].FRAMES`); n > 0; n--) {
      state.sent += 1;
      this.captureFrame(port, frameBytes);
      if (loopback === 0 && this.faults.deadPort === port) continue;
      if ((this.value('device.CONTROL') & 1) === 1) {
        state.frames += 1;
        state.bytes += frameBytes;
      }
      if (check === 0) continue;
      state.received += 1;
      state.bits += 8 * (frameBytes - HEADER_BYTES);
      state.errors += (loopback === 0 ? wireErrors : 0) + state.inject;
      state.inject = 0;
    }
    this.refresh();
  }

  private arm(): void {
    this.capture.clear();
    this.set('capture.STATUS', 1);
  }

  private captureFrame(port: number, frameBytes: number): void {
    const held = this.value('capture.STATUS') >>> 8;
    const wanted = ((this.value('capture.CONTROL') >>> (4 + port)) & 1) === 1;
    const payload = new Uint8Array(frameBytes);
    payload.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, port, 0x88, 0xb5]);
    for (let at = HEADER_BYTES; at < frameBytes; at++) payload[at] = this.prbsByte();
    if ((this.value('capture.STATUS') & 1) === 0 || !wanted || held === CAPTURE_SLOTS) return;
    const words = new Uint32Array(payload.buffer);
    words.forEach((word, n) => this.capture.set(CAPTURE_DATA.BASE + held * CAPTURE_DATA.STRIDE + 4 * n, word));
    this.values.set(this.at('capture.FRAME_0') + 16 * held, frameBytes | (port << 16));
    this.set('capture.STATUS', ((held + 1) << 8) | 1);
  }

  private prbsByte(): number {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) {
      const next = ((this.prbsState >>> 30) ^ (this.prbsState >>> 27)) & 1;
      this.prbsState = ((this.prbsState << 1) | next) & 0x7fffffff;
      byte |= next << bit;
    }
    return byte;
  }

  private measureClock(): void {
    const intervals = this.value('clock.INTERVALS');
    const cycles = Math.round(NOMINAL * (1 + (this.faults.clockPpm ?? 0) / 1e6));
    this.set('clock.NOMINAL', NOMINAL);
    for (const name of ['LAST', 'SHORTEST', 'LONGEST']) this.set(`clock.${name}`, cycles);
    this.set('clock.STATUS', (this.faults.ppsMissing === true ? intervals << 16 : intervals << 8) | 0x80000000);
  }

  private check(address: number): void {
    if (address % 4 !== 0 || address >= LAST_ADDRESS) throw new BusFault(0x04);
  }
}
