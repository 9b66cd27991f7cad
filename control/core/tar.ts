/** The ustar format, as far as archives of ours need it: regular files, names of at most 255 bytes, sizes below 2^53. Pure. */
import { CrossfeedError } from './errors.js';

export const TAR_BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const CHECKSUM_AT = 148;
/** Larger sizes than 11 octal digits hold are not written. */
const SIZE_MAX = 8 ** 11 - 1;

/** `TAR_NAME`, `TAR_SIZE`: cannot be written; `TAR_DAMAGED`: not an archive, or not a whole one. */
export class TarError extends CrossfeedError {}

export interface TarFile {
  /** With `/`, relative, without `..`. */
  readonly name: string;
  readonly size: number;
  readonly epochMs: number;
}

/** Throws TarError. */
export function tarHeader({ name, size, epochMs }: TarFile): Uint8Array {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  const [prefix, rest] = split(name);
  if (size > SIZE_MAX) throw new TarError('TAR_SIZE', 'too large for the archive', { where: name, found: size });
  block.write(rest, 0, 'utf8');
  block.write('0000600\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  block.write(`${octal(size, 11)} `, 124, 'latin1');
  block.write(`${octal(Math.max(0, Math.floor(epochMs / 1000)), 11)} `, 136, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write(prefix, 345, 'utf8');
  block.write(`${octal(checksum(block), 6)}\0 `, CHECKSUM_AT, 'latin1');
  return block;
}

/** Bytes of zeros behind a file of this size. */
export const tarPadding = (size: number): number => (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;

/** What ends an archive. */
export const TAR_END_BYTES = 2 * TAR_BLOCK_BYTES;

/** The file that a header tells of; undefined for the zeros at the end. Throws TarError. */
export function readTarHeader(block: Uint8Array): TarFile | undefined {
  const bytes = Buffer.from(block.buffer, block.byteOffset, TAR_BLOCK_BYTES);
  if (bytes.every((byte) => byte === 0)) return undefined;
  const field = (at: number, length: number): string => {
    const end = bytes.indexOf(0, at);
    return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end);
  };
  if (parseInt(field(CHECKSUM_AT, 8), 8) !== checksum(bytes)) {
    throw new TarError('TAR_DAMAGED', 'not an archive, or a damaged one', { where: field(0, NAME_BYTES) });
  }
  const prefix = field(345, PREFIX_BYTES);
  const name = prefix === '' ? field(0, NAME_BYTES) : `${prefix}/${field(0, NAME_BYTES)}`;
  const type = String.fromCharCode(bytes[156]!);
  if (type !== '0' || !isSafe(name)) {
    throw new TarError('TAR_DAMAGED', 'not an archive that Crossfeed has written', {
      where: name,
      found: `type ${type}`,
    });
  }
  return { name, size: parseInt(field(124, 12), 8), epochMs: parseInt(field(136, 12), 8) * 1000 };
}

/** A name that stays in the folder it is unpacked into. */
export const isSafe = (name: string): boolean =>
  name !== '' && !name.startsWith('/') && !name.split('/').some((step) => step === '..' || step === '.' || step === '');

function split(name: string): [prefix: string, rest: string] {
  if (!isSafe(name)) throw new TarError('TAR_NAME', 'no name for a file of an archive', { found: name });
  if (Buffer.byteLength(name) <= NAME_BYTES) return ['', name];
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
    const rest = name.slice(at + 1);
    if (Buffer.byteLength(rest) <= NAME_BYTES && at <= PREFIX_BYTES) return [name.slice(0, at), rest];
  }
  throw new TarError('TAR_NAME', 'too long a name for the archive', { found: name });
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** With the checksum's own field as spaces. */
function checksum(block: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < TAR_BLOCK_BYTES; i++) sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? 0x20 : block[i]!;
  return sum;
}
