/** Opens a capture by what its first bytes say it is. */
import type { Files, InputFile } from '../../core/world-files.js';
import { MESSAGE_LENGTHS } from '../../protocols/itch50/messages.js';
import { BinaryFileCapture } from './binary-file.js';
import type { Capture, Warn } from './capture.js';
import { CaptureError } from './errors.js';
import { isPcap, PcapCapture } from './pcap.js';
import { PCAPNG_MAGIC, PcapngCapture } from './pcapng.js';

/** Magic numbers of files that are worth a hint, as little-endian u32 under a mask. */
const HINTS: readonly { readonly mask: number; readonly magic: number; readonly hint: string }[] = [
  { mask: 0xffff, magic: 0x8b1f, hint: 'a gzip file: decompress it first' },
  { mask: 0xffffffff, magic: 0xfd2fb528, hint: 'a zstd file: decompress it first' },
  { mask: 0xffffffff, magic: 0x04034b50, hint: 'a zip file: unpack it first' },
];

export function openCapture(files: Files, path: string, warn: Warn): Capture {
  const first = files.openInput(path);
  const head = new Uint8Array(4);
  let found: number;
  try {
    found = first.read(head, 0, head.length);
  } finally {
    first.close();
  }
  const file = files.openInput(path);
  try {
    return readerFor(file, head.subarray(0, found), warn);
  } catch (error) {
    file.close();
    throw error;
  }
}

function readerFor(file: InputFile, head: Uint8Array, warn: Warn): Capture {
  if (head.length === 4) {
    const magic = new DataView(head.buffer).getUint32(0, true);
    if (isPcap(magic)) return new PcapCapture(file, warn);
    if (magic === PCAPNG_MAGIC) return new PcapngCapture(file, warn);
    const hint = HINTS.find(({ mask, magic: known }) => (magic & mask) >>> 0 === known);
    if (hint) {
      throw new CaptureError('CAPTURE_FORMAT', 'not a capture', file.path, 0, { found: hint.hint, expected: FORMATS });
    }
  }
  // BinaryFILE has no magic number: its first message must be one that ITCH has, or the name must say so.
  const length = (head[0] ?? 0) * 256 + (head[1] ?? 0);
  const known = head.length >= 3 && MESSAGE_LENGTHS[head[2]!] === length && length > 0;
  if (known || (file.size > 0 && /\.itch$/i.test(file.path))) return new BinaryFileCapture(file, warn);
  const bytes = Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new CaptureError('CAPTURE_FORMAT', 'not a capture', file.path, 0, {
    found: bytes === '' ? 'an empty file' : `bytes ${bytes}`,
    expected: FORMATS,
  });
}

const FORMATS = 'pcap, pcapng, or ITCH 5.0 BinaryFILE';
