/** `crossfeed fix decode`: prints a log in names. */
import { Command } from 'commander';
import { InputError } from '../../core/errors.js';
import { type Files, realFiles } from '../../core/world-files.js';
import { dictionaryNames, type DictionaryName } from '../../protocols/fix/dictionary.js';
import { MessageFilter, sessionOf } from './decode-filter.js';
import { formatJson } from './decode-json.js';
import { MessageNamer } from './decode-message.js';
import { readOrigin } from './decode-origin.js';
import { type FoundMessage, MessageScanner } from './decode-scan.js';
import { colours, formatBlock, formatLine, noColour, printable } from './decode-text.js';

export interface DecodeIo {
  readonly files: Files;
  /** Of `-`. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** To stdout; the promise is there when it cannot take more now. */
  readonly write: (text: string) => Promise<void> | undefined;
  /** False: nobody reads any more. */
  readonly isOpen: () => boolean;
  readonly warn: (text: string) => void;
  readonly progress?: (text: string) => void;
  /** Stdout is a terminal that may be coloured. */
  readonly isColour: boolean;
}

interface DecodeFlags {
  readonly compact?: boolean;
  readonly json?: boolean;
  readonly type: readonly string[];
  readonly session: readonly string[];
  readonly tag: readonly string[];
  readonly bad?: boolean;
  readonly check?: boolean;
  readonly dictionary?: string;
  readonly showSecrets?: boolean;
  readonly color?: boolean;
}

const CHUNK_BYTES = 256 * 1024;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const OUTPUT_CHARS = 64 * 1024;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function decodeCommand(io: DecodeIo = processIo()): Command {
  return new Command('decode')
    .description(
      'print FIX messages in names: of a message log, of QuickFIX logs, of anything with 8=FIX … 10=nnn in it',
    )
    .argument('[file]', 'the log; - or nothing reads standard input', '-')
    .option('--compact', 'one line a message')
    .option('--json', 'one JSON object a message')
    .option('--type <type>', 'only these: MsgType or name (8, ExecutionReport; several with commas)', collect, [])
    .option('--session <part>', 'only sessions with this in their name', collect, [])
    .option('--tag <tag=value>', 'only messages with this field: 11=ABC, ClOrdID=A*, or 11 alone', collect, [])
    .option('--bad', 'only messages with something wrong')
    .option('--check', 'exit with status 1 when a message has something wrong')
    .option('--dictionary <name>', `for every message, whatever it says: ${dictionaryNames.join(', ')}`)
    .option('--show-secrets', 'passwords and signatures as they are')
    .option('--color', 'in colour, terminal or not')
    .option('--no-color', 'without colour')
    .action((file: string, flags: DecodeFlags) => decode(file, flags, io));
}

async function decode(file: string, flags: DecodeFlags, io: DecodeIo): Promise<void> {
  if (flags.json === true && flags.compact === true) {
    throw new InputError('FIX_DECODE_OPTION', 'choose one', { where: 'fix decode', found: '--json and --compact' });
  }
  const output = new DecodeOutput(flags, io);
  const scanner = new MessageScanner(MAX_MESSAGE_BYTES);
  let bytes = 0;
  for await (const chunk of input(file, io)) {
    bytes += chunk.length;
    scanner.push(chunk, output);
    await output.flush(false);
    if (!io.isOpen()) return;
  }
  scanner.end(output);
  await output.flush(true);
  io.progress?.('');
  if (output.found === 0 && bytes > 0) {
    throw new InputError('FIX_DECODE_NOTHING', 'no FIX message', {
      where: file === '-' ? 'standard input' : file,
      found: `${bytes} bytes`,
      expected: '8=FIX… to 10=nnn, with SOH, | or ^A between the fields',
    });
  }
  if (output.bad > 0) {
    io.warn(`${output.bad} of ${output.found} messages have something wrong with them (--bad shows only these)`);
    if (flags.check === true) process.exitCode = 1;
  }
}

/** Chunks of the input; a file is read as they are taken. */
async function* input(path: string, io: DecodeIo): AsyncGenerator<Uint8Array> {
  if (path === '-') {
    yield* io.stdin;
    return;
  }
  const file = io.files.openInput(path);
  try {
    let done = 0;
    let shown = -1;
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const length = file.read(chunk, 0, CHUNK_BYTES);
      if (length === 0) return;
      done += length;
      yield chunk.subarray(0, length);
      const percent = Math.floor((100 * done) / Math.max(1, file.size));
      if (percent !== shown && file.size > 16 * CHUNK_BYTES) io.progress?.(`decode ${percent} %`);
      shown = percent;
    }
  } finally {
    file.close();
  }
}

class DecodeOutput {
  found = 0;
  bad = 0;
  private text = '';
  private readonly filter: MessageFilter;
  private readonly namer: MessageNamer;
  private readonly paint;

  constructor(
    private readonly flags: DecodeFlags,
    private readonly io: DecodeIo,
  ) {
    this.filter = new MessageFilter({ types: flags.type, sessions: flags.session, tags: flags.tag });
    this.namer = new MessageNamer(dictionaryOf(flags.dictionary), flags.showSecrets === true);
    this.paint = (flags.color ?? io.isColour) ? colours : noColour;
  }

  onMessage({ bytes, prefix, offset, marks, problem }: FoundMessage): void {
    const { flags, namer } = this;
    this.found++;
    namer.index(bytes);
    const origin = readOrigin(prefix);
    const isTaken = this.filter.takes(namer.message, origin.session ?? sessionOf(namer.message));
    if (!isTaken) return;
    const decoded = namer.name(marks, problem);
    if (decoded.problems.length > 0) this.bad++;
    else if (flags.bad === true) return;
    if (flags.json === true) this.text += formatJson(decoded, origin, offset);
    else if (flags.compact === true) this.text += formatLine(decoded, origin, this.paint);
    else this.text += formatBlock(decoded, origin, this.paint);
  }

  onRemark(line: string): void {
    const { flags } = this;
    if (flags.json === true || flags.bad === true || flags.type.length + flags.tag.length + flags.session.length > 0)
      return;
    this.text += this.paint.dim(printable(line)) + (flags.compact === true ? '\n' : '\n\n');
  }

  async flush(all: boolean): Promise<void> {
    if (this.text.length === 0 || (!all && this.text.length < OUTPUT_CHARS)) return;
    const { text } = this;
    this.text = '';
    await this.io.write(text);
  }
}

function dictionaryOf(name: string | undefined): DictionaryName | undefined {
  if (name === undefined) return undefined;
  const wanted = name.toUpperCase().replaceAll('.', '');
  const found = dictionaryNames.find((each) => each === wanted);
  if (found !== undefined) return found;
  throw new InputError('FIX_DECODE_OPTION', 'no such dictionary', {
    where: 'fix decode --dictionary',
    found: name,
    expected: dictionaryNames.join(', '),
  });
}

/** The process's own streams. A reader that went away (`| head`) ends the command in peace. */
function processIo(): DecodeIo {
  const { stdout, stderr, stdin, env } = process;
  let isOpen = true;
  let goOn: (() => void) | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
    goOn?.();
  });
  stdout.on('drain', () => goOn?.());
  return {
    files: realFiles,
    stdin,
    write: (text) => {
      if (!isOpen || stdout.write(text)) return undefined;
      return new Promise((resolve) => (goOn = resolve));
    },
    isOpen: () => isOpen,
    warn: (text) => void stderr.write(`warning: ${text}\n`),
    ...(stderr.isTTY && !stdout.isTTY ? { progress: (text: string) => void stderr.write(`\r\x1b[K${text}`) } : {}),
    isColour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  };
}
