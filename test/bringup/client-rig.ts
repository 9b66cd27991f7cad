/** A console client against the model of a card, over a pseudo-terminal whose line does things to bytes. */
import { realWorld } from '../../control/core/world-real.js';
import { ConsoleClient, type ConsoleClientOptions } from '../../driver/bringup/console/client.js';
import { SerialBytePort } from '../../driver/bringup/serial/serial-port.js';
import { BusFault, ConsoleModel, type CardBus } from './console-model.js';
import { FaultyLine, type LineFaults } from './line-faults.js';
import { Pty } from './pty.js';
import type { CheckedCard } from './transactions.js';

const WORDS = 64;
const LAST_ADDRESS = 0x040000;

/** Memory of 64 words, the first of which counts resets, and a log of what was written. */
export class MemoryBus implements CardBus {
  readonly words = new Uint32Array(WORDS);
  readonly writes: { readonly address: number; readonly value: number }[] = [];

  read(address: number): number {
    this.check(address);
    return this.words[(address / 4) % WORDS]!;
  }

  write(address: number, value: number): void {
    this.check(address);
    this.words[(address / 4) % WORDS] = value;
    this.writes.push({ address, value });
  }

  identity(): readonly number[] {
    return [0x10000, 0x43464e31, 0x1234abcd, 2, 4, 0x100];
  }

  selfTest(): readonly [number, number] {
    return [0, 0x3f];
  }

  snapshot(): void {
    // Nothing to latch.
  }

  links(): readonly number[] {
    return [1, 1];
  }

  private check(address: number): void {
    if (address % 4 !== 0 || address >= LAST_ADDRESS) throw new BusFault(0x04);
  }
}

export class ClientRig {
  readonly bus = new MemoryBus();
  readonly up: FaultyLine;
  readonly down: FaultyLine;
  readonly model: ConsoleModel;
  /** The card does not hear. */
  deaf = false;
  pty!: Pty;
  client!: ConsoleClient;

  private constructor(seed: number) {
    this.up = new FaultyLine(seed);
    this.down = new FaultyLine(seed + 1);
    this.model = new ConsoleModel(this.bus, (text) => this.pty.write(this.down.carry(Buffer.from(text, 'latin1'))));
  }

  static async open(seed = 1, options: Partial<ConsoleClientOptions> = {}): Promise<ClientRig> {
    const rig = new ClientRig(seed);
    rig.pty = await Pty.open((bytes) => {
      if (!rig.deaf) rig.model.take(rig.up.carry(bytes));
    });
    rig.client = new ConsoleClient({
      port: new SerialBytePort({ device: rig.pty.path, baud: 115200 }),
      world: realWorld,
      answerMs: 40,
      bootAddress: 0,
      ...options,
    });
    return rig;
  }

  /** For checkTransactions. */
  get checked(): CheckedCard {
    return {
      client: this.client,
      words: WORDS,
      addressOf: (word) => 4 * word,
      writesDone: () => this.bus.writes.length,
      isDumped: true,
    };
  }

  setFaults(faults: LineFaults): void {
    this.up.faults = faults;
    this.down.faults = faults;
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.pty.close();
  }
}
