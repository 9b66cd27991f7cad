/** A Verilated card on a simulated bench, with a console client. */
import { realWorld } from '../../control/core/world-real.js';
import { RegisterNames } from '../../driver/bringup/card/register-names.js';
import { ConsoleClient } from '../../driver/bringup/console/client.js';
import { SerialBytePort } from '../../driver/bringup/serial/serial-port.js';
import { SimulatedBench } from '../../driver/bringup/sim/simulated-bench.js';
import { CONSOLE } from '../../driver/generated/registers.js';
import type { CheckedCard } from './transactions.js';

const MATCH_ENTRIES = 16;
const BAUD = 115_200;
const ANSWER_MS = 500;
const names = RegisterNames.generated(() => MATCH_ENTRIES);

export class CardRig {
  private constructor(
    readonly bench: SimulatedBench,
    readonly client: ConsoleClient,
  ) {}

  /** @param remembersBoot whether writes that were sent again are followed by a look at the reset count, which is one more line for the card */
  static open({ remembersBoot }: { readonly remembersBoot: boolean }): CardRig {
    const bench = SimulatedBench.open();
    const client = new ConsoleClient({
      port: new SerialBytePort({ device: bench.path, baud: BAUD }),
      world: realWorld,
      answerMs: ANSWER_MS,
      ...(remembersBoot ? { bootAddress: CONSOLE.BASE + CONSOLE.BOOT } : {}),
    });
    return new CardRig(bench, client);
  }

  /** Match entries that are not in use are words that hold what is written. */
  get checked(): CheckedCard {
    return {
      client: this.client,
      words: 2 * MATCH_ENTRIES,
      addressOf: (word) => names.get(`match[${word >> 1}].${word % 2 === 0 ? 'IP' : 'MAC_LO'}`).address,
      // Lines that the card executed: those that it only answered again are not among them.
      writesDone: () => this.bench.readRegister(CONSOLE.BASE + CONSOLE.LINES_OK),
      isDumped: false,
    };
  }

  async close(): Promise<void> {
    await this.client.close();
    this.bench.close();
  }
}
