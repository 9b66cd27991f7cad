/** What a publisher has of the world, and its place on the disk. */
import type { Disk } from '../../../control/core/disk.js';
import type { TradingWorld, World } from '../../../control/core/world.js';

/** TCP and files are needed only by what is configured to use them. */
export type PublisherWorld = World & Partial<Pick<TradingWorld, 'streams' | 'disk'>>;

export interface PublisherFiles {
  readonly disk: Disk;
  readonly directory: string;
}

/** @param dataDirectory of the exchange; undefined: nothing is kept on disk */
export function filesFor(world: PublisherWorld, dataDirectory: string | undefined): PublisherFiles | undefined {
  if (dataDirectory === undefined) return undefined;
  if (world.disk === undefined) throw new TypeError('a data directory needs a world with files');
  return { disk: world.disk, directory: `${dataDirectory}/publisher` };
}
