/** The cards that a command works with: at serial devices, or a simulated one. */
import { join } from 'node:path';
import { OpenFpgaLoader } from '../../../driver/bringup/bitstream/programmer.js';
import { BringupInputError } from '../../../driver/bringup/errors.js';
import { openSession, type Session } from '../../../driver/bringup/session.js';
import { FAULTS, type Fault } from '../../../driver/bringup/sim/faults.js';
import { SimulatedBench } from '../../../driver/bringup/sim/simulated-bench.js';
import { realWorld } from '../../core/world-real.js';

export interface BringupFlags {
  readonly port: readonly string[];
  readonly sim?: true;
  /** Simulated cards at once. */
  readonly cards: number;
  readonly fault?: string;
  readonly baud: number;
  readonly device?: string;
  readonly report?: string;
  readonly folder: string;
  readonly operator?: string;
  readonly cardSerial: readonly string[];
  readonly anyBuild?: true;
  readonly json?: true;
}

export interface Target {
  /** For people: the device, or `simulated card`. */
  readonly name: string;
  readonly session: Session;
  readonly serialNumber: string | undefined;
  /** What the names of its files begin with: the report's path without its ending. */
  readonly stem: string;
  readonly isSimulated: boolean;
  readonly fault: Fault | undefined;
  /** Present with a simulated card. */
  readonly bench: SimulatedBench | undefined;
  close(): Promise<void>;
}

/** A simulated card answers in the time that its simulation takes, on a machine that may be busy. */
const SIMULATED_ANSWER_MS = 3000;

/** Throws BringupInputError when the command line names no card, or a fault for a real one. */
export function openTargets(flags: BringupFlags): readonly Target[] {
  const { port: ports, sim, cards, fault: faultName } = flags;
  if (sim !== true && ports.length === 0) {
    throw new BringupInputError('BRINGUP_TARGET', 'no card was named', {
      where: 'bringup',
      expected: '--port DEVICE or --sim',
    });
  }
  if (sim === true && ports.length > 0) {
    throw new BringupInputError('BRINGUP_TARGET', 'a simulated card has no serial device of its own', {
      where: 'bringup --sim',
      found: `--port ${ports.join(' ')}`,
    });
  }
  if (faultName !== undefined && sim !== true) {
    throw new BringupInputError('BRINGUP_FAULT', 'faults are for a simulated card', {
      where: `bringup --fault ${faultName}`,
      expected: '--sim',
    });
  }
  if (cards > 1 && sim !== true) {
    throw new BringupInputError('BRINGUP_TARGET', 'a number of cards is for simulated ones', {
      where: `bringup --cards ${cards}`,
      expected: '--sim, or --port for each card',
    });
  }
  const count = sim === true ? cards : ports.length;
  if (flags.cardSerial.length > count) {
    throw new BringupInputError('BRINGUP_TARGET', 'more serial numbers than cards', {
      where: 'bringup --card-serial',
      found: `${flags.cardSerial.length} for ${count} ${count === 1 ? 'card' : 'cards'}`,
    });
  }
  if (flags.device !== undefined && count > 1) {
    throw new BringupInputError('BRINGUP_TARGET', 'a card through the driver is one card', {
      where: `bringup --device ${flags.device}`,
      found: `${count} cards`,
    });
  }
  if (sim !== true) return ports.map((port, n) => openReal(flags, port, n));
  const opened: Target[] = [];
  try {
    for (let n = 0; n < cards; n++) opened.push(openSimulated(flags, FAULTS.find(isNamed(faultName)), n));
  } catch (error) {
    for (const target of opened) void target.close();
    throw error;
  }
  return opened;
}

const isNamed =
  (wanted: string | undefined) =>
  ({ name }: Fault): boolean =>
    name === wanted;

/** FILE of `--report FILE`, or one in the folder of reports with the time in its name; where there are several cards, with the card in it. */
function stemOf({ report, folder }: BringupFlags, card: string, cards: number): string {
  const name = fileNameOf(card);
  if (report !== undefined) {
    const stem = report.replace(/\.(json|html)$/, '');
    return cards > 1 ? `${stem}-${name}` : stem;
  }
  const stamp = new Date(realWorld.clock.epochMs()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return join(folder, `${name}-${stamp}`);
}

function openReal(flags: BringupFlags, port: string, n: number): Target {
  const { baud, device, folder } = flags;
  const serialNumber = flags.cardSerial[n];
  const stem = stemOf(flags, serialNumber ?? port, flags.port.length);
  const session = openSession({
    port,
    baud,
    world: realWorld,
    isSimulated: false,
    device,
    folder: flags.port.length > 1 ? join(folder, fileNameOf(port)) : folder,
    stem,
    programmer: new OpenFpgaLoader(),
    ...(flags.anyBuild === true ? { expectedBuildId: undefined } : {}),
  });
  return {
    name: port,
    session,
    serialNumber,
    stem,
    isSimulated: false,
    fault: undefined,
    bench: undefined,
    close: () => session.close(),
  };
}

function openSimulated(flags: BringupFlags, fault: Fault | undefined, n: number): Target {
  const { baud, folder, anyBuild, cards, cardSerial } = flags;
  const name = cards > 1 ? `simulated card ${n + 1}` : 'simulated card';
  const stem = stemOf(flags, cardSerial[n] ?? name, cards);
  const bench = SimulatedBench.open();
  const session = openSession({
    port: bench.path,
    baud,
    world: realWorld,
    isSimulated: true,
    device: bench.device,
    openFeed: () => bench.openFeed(),
    folder: cards > 1 ? join(folder, fileNameOf(name)) : folder,
    stem,
    answerMs: SIMULATED_ANSWER_MS,
    foundWithinMs: SIMULATED_ANSWER_MS,
    ...(anyBuild === true ? { expectedBuildId: undefined } : {}),
  });
  return {
    name,
    session,
    serialNumber: cardSerial[n],
    stem,
    isSimulated: true,
    fault,
    bench,
    close: async () => {
      await session.close();
      bench.close();
    },
  };
}

/** What stands for a device in a file's name. */
export function fileNameOf(port: string): string {
  return port.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
