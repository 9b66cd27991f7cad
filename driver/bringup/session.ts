/** One card on the bench: its line, its console client, and what stands around it. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { Clock, Timers } from '../../control/core/world.js';
import { installationRoot } from '../../control/core/world-installation.js';
import { REGISTER_BLOCKS } from '../generated/register-map.js';
import type { FeedDevice } from './feed/feed-device.js';
import { openPcieFeed } from './feed/nic-feed-device.js';
import type { Programmer } from './bitstream/programmer.js';
import { Card } from './card/card.js';
import { RegisterNames } from './card/register-names.js';
import { ConsoleClient } from './console/client.js';
import { SerialBytePort } from './serial/serial-port.js';
import type { Bench } from './steps/bench.js';

export interface SessionOptions {
  /** A path, `by-id:NAME` or `serial:NUMBER`. */
  readonly port: string;
  readonly baud: number;
  readonly world: { readonly clock: Clock; readonly timers: Timers };
  readonly isSimulated: boolean;
  /** `sim:NAME` or `pcie:BDF`; absent: only the console is there. */
  readonly device?: string | undefined;
  /** The simulated card, for a feed; absent: `device` is opened through the driver, where it is named. */
  readonly openFeed?: (() => FeedDevice) | undefined;
  /** Where captures that were named go, unless the name says more. */
  readonly folder: string;
  /** What the names of other files of this run begin with: the report's path without its ending. */
  readonly stem: string;
  readonly programmer?: Programmer | undefined;
  /** How long an answer may take beyond its time on the line; a simulated card is slower than its clock says. */
  readonly answerMs?: number;
  readonly foundWithinMs?: number;
  readonly expectedBuildId?: number | undefined;
}

export interface Session {
  readonly card: Card;
  readonly bench: Bench;
  close(): Promise<void>;
}

export function openSession(options: SessionOptions): Session {
  const { port, baud, world, isSimulated, device, openFeed, folder, stem, programmer, answerMs, foundWithinMs } =
    options;
  const names = RegisterNames.generated(() => 1, REGISTER_BLOCKS);
  const bootAddress = names.find('console.BOOT')?.address;
  const liveAddress = names.find('device.SNAPSHOT')?.address;
  const common = { world, ...(answerMs === undefined ? {} : { answerMs }) };
  const client = new ConsoleClient({
    ...common,
    port: new SerialBytePort({ device: port, baud }),
    ...(foundWithinMs === undefined ? {} : { foundWithinMs }),
    ...(bootAddress === undefined ? {} : { bootAddress }),
    ...(liveAddress === undefined ? {} : { liveAddress }),
  });
  const bench: Bench = {
    port,
    baud,
    isSimulated,
    device,
    openFeed: openFeed ?? (device?.startsWith('pcie:') === true ? () => openPcieFeed(device) : undefined),
    outputFile: (name, askedFor) => {
      const path = askedFor === undefined ? `${stem}-${name}` : resolve(folder, askedFor);
      mkdirSync(dirname(path), { recursive: true });
      return path;
    },
    programmer,
    expectedBuildId: 'expectedBuildId' in options ? options.expectedBuildId : buildIdOfSources(),
    answersAt: async (rate, signal) => {
      const probe = new ConsoleClient({
        ...common,
        port: new SerialBytePort({ device: port, baud: rate }),
        attempts: 1,
      });
      try {
        await probe.open(signal);
        return true;
      } catch {
        return false;
      } finally {
        await probe.close();
      }
    },
  };
  return { card: new Card(client), bench, close: () => client.close() };
}

/** BUILD_ID as driver/Makefile makes it: of the RTL sources of this installation; undefined where they are not. */
export function buildIdOfSources(root = installationRoot()): number | undefined {
  const rtl = join(root, 'hdl', 'rtl');
  const list = join(rtl, 'files.f');
  if (!existsSync(list)) return undefined;
  const hash = createHash('sha256');
  for (const file of readFileSync(list, 'utf8').split('\n'))
    if (file !== '') hash.update(readFileSync(join(rtl, file)));
  return parseInt(hash.digest('hex').slice(0, 8), 16);
}
