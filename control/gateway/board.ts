/** What the card measures of itself, for the status: read seldom, however often the status is made, because the event loop waits for it. */
import type { World } from '../core/world.js';
import type { Nic } from '../../driver/nic.js';
import { readClock, readLinks, readSensors, type BoardClock, type BoardSensors } from '../../driver/board.js';

const PERIOD_NS = 5e9;

export class Board {
  private readNs = -Infinity;
  private newestSensors: BoardSensors | null = null;
  private newestClock: BoardClock | null = null;
  private newestLinks: readonly boolean[] | null = null;

  constructor(
    private readonly clock: World['clock'],
    private readonly card: Pick<Nic, 'identity' | 'readRegisters'>,
  ) {}

  sensors(): BoardSensors | null {
    this.refresh();
    return this.newestSensors;
  }

  /** Of the card, not the gateway's. */
  boardClock(): BoardClock | null {
    this.refresh();
    return this.newestClock;
  }

  /** By port: whether it has a link. */
  links(): readonly boolean[] | null {
    this.refresh();
    return this.newestLinks;
  }

  private refresh(): void {
    const nowNs = this.clock.monotonicNs();
    if (nowNs - this.readNs < PERIOD_NS) return;
    this.readNs = nowNs;
    const { card } = this;
    const read = (addresses: readonly number[]): Uint32Array => card.readRegisters(addresses);
    this.newestSensors = readSensors(read, card.identity());
    this.newestClock = readClock(read, card.identity());
    this.newestLinks = readLinks(read, card.identity());
  }
}
