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
  const { port: ports, sim, fault: faultName, cardSerial } = flags;
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
  if (sim === true)
    return [
      openSimulated(
        flags,
        FAULTS.find(({ name }) => name === faultName),
        cardSerial[0],
      ),
    ];
  return ports.map((port, n) => openReal(flags, port, cardSerial[n]));
}

function openReal(flags: BringupFlags, port: string, serialNumber: string | undefined): Target {
  const { baud, device, folder } = flags;
  const session = openSession({
    port,
    baud,
    world: realWorld,
    isSimulated: false,
    device,
    folder: flags.port.length > 1 ? join(folder, fileNameOf(port)) : folder,
    programmer: new OpenFpgaLoader(),
    ...(flags.anyBuild === true ? { expectedBuildId: undefined } : {}),
  });
  return {
    name: port,
    session,
    serialNumber,
    isSimulated: false,
    fault: undefined,
    bench: undefined,
    close: () => session.close(),
  };
}

function openSimulated(
  { baud, folder, anyBuild }: BringupFlags,
  fault: Fault | undefined,
  serialNumber: string | undefined,
): Target {
  const bench = SimulatedBench.open();
  const session = openSession({
    port: bench.path,
    baud,
    world: realWorld,
    isSimulated: true,
    device: bench.device,
    openFeed: () => bench.openFeed(),
    folder,
    answerMs: SIMULATED_ANSWER_MS,
    foundWithinMs: SIMULATED_ANSWER_MS,
    ...(anyBuild === true ? { expectedBuildId: undefined } : {}),
  });
  return {
    name: 'simulated card',
    session,
    serialNumber,
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
