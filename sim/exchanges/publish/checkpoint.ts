/** Where a publisher was: written now and then, so that one that starts again need not be told the whole day. */
import { z } from 'zod';
import type { Disk } from '../../../control/core/disk.js';
import { PublishError } from './errors.js';
import type { SavedImage } from './market-image.js';

const sequence = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const checkpointSchema = z.strictObject({
  version: z.literal(1),
  /** Name of the day's session, where the protocol has one. */
  session: z.string(),
  image: z.strictObject({
    feedSequence: sequence,
    timeNs: sequence,
    systemEvents: z.string(),
    instruments: z.array(
      z.strictObject({
        listed: z.record(z.string(), z.unknown()).optional(),
        trading: z.string(),
        reason: z.string(),
        isSuspended: z.boolean(),
        shortSale: z.string(),
      }),
    ),
    orders: z.array(z.tuple([sequence, sequence, sequence, z.enum(['B', 'S']), sequence, sequence, z.string()])),
  }),
  encoder: z.record(z.string(), z.number()),
  /** Next sequence number by stream. */
  streams: z.record(z.string(), sequence),
});

export interface Checkpoint {
  readonly session: string;
  readonly image: SavedImage;
  readonly encoder: Readonly<Record<string, number>>;
  readonly streams: Readonly<Record<string, number>>;
}

const NAME = 'checkpoint.json';

/** Replaces the last one; a kill in the middle leaves that. Throws DiskError. */
export function writeCheckpoint(disk: Disk, directory: string, checkpoint: Checkpoint): void {
  const bytes = Buffer.from(JSON.stringify({ version: 1, ...checkpoint }));
  const next = `${directory}/${NAME}.next`;
  if (disk.exists(next)) disk.remove(next);
  const file = disk.open(next, 'create');
  try {
    for (let at = 0; at < bytes.length;) at += file.write(bytes, at, bytes.length - at, at);
  } finally {
    file.close();
  }
  disk.rename(next, `${directory}/${NAME}`);
}

/** Undefined when there is none. Throws PublishError when it cannot be understood, DiskError when it cannot be read. */
export function readCheckpoint(disk: Disk, directory: string): Checkpoint | undefined {
  const path = `${directory}/${NAME}`;
  if (!disk.exists(path)) return undefined;
  const file = disk.open(path, 'read');
  let bytes: Buffer;
  try {
    bytes = Buffer.alloc(file.size());
    for (let at = 0; at < bytes.length;) {
      const got = file.read(bytes, at, bytes.length - at, at);
      if (got === 0) break;
      at += got;
    }
  } finally {
    file.close();
  }
  const result = checkpointSchema.safeParse(parse(bytes.toString()));
  if (!result.success) {
    throw new PublishError('PUBLISH_STORE', 'not a checkpoint of a publisher', {
      where: path,
      expected: 'what the publisher wrote; remove the directory to begin again',
    });
  }
  const { session, image, encoder, streams } = result.data;
  return {
    session,
    encoder,
    streams,
    image: { ...image, instruments: image.instruments.map((state) => ({ ...state, listed: state.listed })) },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
