/**
 * Feeds seeded rubbish to framer, parser and validator: mutated real messages, valid ones between them, and noise, cut at random.
 *
 *     npx tsx test/fix/fuzz.ts [BYTES] [SEED]        prints what was found; 50,000,000 bytes by default
 */
import { SeededRandom } from '../../control/core/random.js';
import { dictionary } from '../../control/protocols/fix/dictionary.js';
import { FixEncoder } from '../../control/protocols/fix/encoder.js';
import { nameFields } from '../../control/protocols/fix/field-names.js';
import { FixFramer, type FrameHandler, type GarbledReason } from '../../control/protocols/fix/framer.js';
import { FixMessage } from '../../control/protocols/fix/message.js';
import { encodeResend } from '../../control/protocols/fix/resend.js';
import { strictValidation, Validator } from '../../control/protocols/fix/validator.js';
import { seedMessages } from './fuzz-messages.js';

const MAX_MESSAGE_BYTES = 4096;
const HEADER = '34=1\x0149=A\x0152=20240610-13:30:00\x0156=B\x01';
/** One message and a piece of a header. */
const MOST_BUFFERED = MAX_MESSAGE_BYTES + 64;

export interface FuzzResult {
  bytes: number;
  messages: number;
  valid: number;
  unparsed: number;
  readonly refused: Record<number, number>;
  readonly garbled: Record<GarbledReason, number>;
  garbledBytes: number;
  mostBuffered: number;
  /** Good messages that were sent behind a stretch of rubbish longer than any message: all of them must come through. */
  sentinels: number;
  sentinelsSeen: number;
}

/** @throws whatever the codec throws, and an Error when a bound is broken */
export function fuzz(bytes: number, seed: number): FuzzResult {
  const random = new SeededRandom(seed);
  const run = new FuzzRun(random);
  while (run.result.bytes < bytes) run.step();
  return run.result;
}

class FuzzRun {
  readonly result: FuzzResult = {
    bytes: 0,
    messages: 0,
    valid: 0,
    unparsed: 0,
    refused: {},
    garbled: { noise: 0, bodyLength: 0, checkSum: 0, tooLong: 0, field: 0 },
    garbledBytes: 0,
    mostBuffered: 0,
    sentinels: 0,
    sentinelsSeen: 0,
  };
  private readonly framer = new FixFramer({ maxMessageBytes: MAX_MESSAGE_BYTES });
  private readonly message = new FixMessage();
  private readonly encoder = new FixEncoder({ beginString: 'FIX.4.4', maxMessageBytes: 2 * MAX_MESSAGE_BYTES });
  private readonly validators: readonly Validator[];
  private readonly seeds: readonly Uint8Array[];
  private readonly handler: FrameHandler;
  private lastSentinel = '';

  constructor(private readonly random: SeededRandom) {
    const lenient = {
      ...strictValidation,
      groupOrder: false,
      unknownTags: false,
      unknownMessages: false,
      emptyValues: false,
    };
    const fix42 = dictionary('FIX42');
    const fix44 = dictionary('FIX44');
    this.validators = [
      new Validator(fix42, fix42),
      new Validator(fix44, fix44),
      new Validator(fix44, fix44, lenient),
      new Validator(dictionary('FIXT11'), dictionary('FIX50SP2')),
    ];
    this.seeds = seedMessages();
    this.handler = {
      onMessage: (bytes, start, end) => this.onMessage(bytes, start, end),
      onGarbled: (reason, bytes, start, end) => {
        if (start < 0 || end <= start || end > bytes.length) throw new Error(`garbled stretch ${start} to ${end}`);
        this.result.garbled[reason]++;
        return true;
      },
    };
  }

  step(): void {
    const { random } = this;
    const kind = random.below(24);
    if (kind === 0) this.push(noise(random, 1 + random.below(300)));
    else if (kind === 1) this.sentinel();
    else if (kind < 5) this.push(this.seed());
    else if (kind === 5) this.push(this.mislabelled());
    else this.push(this.mutated());
  }

  private seed(): Uint8Array {
    return this.seeds[this.random.below(this.seeds.length)]!;
  }

  /** A message that says it is of some other length. */
  private mislabelled(): Uint8Array {
    const text = String.fromCharCode(...this.seed());
    const length = this.random.below(10 ** (1 + this.random.below(7)));
    return Uint8Array.from(text.replace(/9=\d+/, `9=${length}`), (char) => char.charCodeAt(0));
  }

  /** A message with a few bytes changed, left out, doubled or taken from another one; often with its sum and length put right. */
  private mutated(): Uint8Array {
    const { random } = this;
    let bytes = Array.from(this.seed());
    for (let n = 1 + random.below(4); n > 0; n--) {
      const at = random.below(bytes.length);
      const length = 1 + random.below(8);
      const kind = random.below(7);
      if (kind === 0) bytes[at] = random.below(256);
      else if (kind === 1) bytes.splice(at, length);
      else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + length));
      else if (kind === 3) bytes.splice(at, 0, ...this.seed().subarray(0, length * 8));
      else if (kind === 4) bytes[at] = '\x01=8910-.:'.charCodeAt(random.below(9));
      else if (kind === 5) bytes = swapFields(bytes, random);
      else bytes.splice(at, 0, ...noise(random, length));
    }
    return random.below(3) === 0 ? Uint8Array.from(bytes) : repaired(bytes);
  }

  /** After more rubbish than any message may be long, good messages must come through again. */
  private sentinel(): void {
    for (let sent = 0; sent < MOST_BUFFERED;) {
      const piece = repaired(
        Array.from(`35=0\x01${HEADER}112=${'-'.repeat(200)}\x01`, (char) => char.charCodeAt(0)),
        true,
      );
      this.push(piece);
      sent += piece.length;
    }
    const id = `sentinel ${this.result.sentinels++}`;
    this.lastSentinel = id;
    this.push(
      repaired(
        Array.from(`35=1\x01${HEADER}112=${id}\x01`, (char) => char.charCodeAt(0)),
        true,
      ),
    );
  }

  private push(bytes: Uint8Array): void {
    const { framer, result } = this;
    for (let at = 0; at < bytes.length;) {
      const length = this.random.below(4) === 0 ? 1 + this.random.below(bytes.length) : bytes.length;
      const piece = bytes.subarray(at, at + length);
      framer.push(piece, this.handler);
      if (framer.bufferedBytes > MOST_BUFFERED) throw new Error(`${framer.bufferedBytes} bytes are buffered`);
      result.mostBuffered = Math.max(result.mostBuffered, framer.bufferedBytes);
      at += piece.length;
    }
    result.bytes += bytes.length;
    result.garbledBytes = framer.garbledBytes;
  }

  private onMessage(bytes: Uint8Array, start: number, end: number): boolean {
    const { message, result } = this;
    result.messages++;
    if (end - start > MAX_MESSAGE_BYTES || bytes[end - 1] !== 1) throw new Error(`a message of ${end - start} bytes`);
    if (message.parse(bytes, start, end) !== 0) {
      result.unparsed++;
      return true;
    }
    this.check();
    const validator = this.validators[this.random.below(this.validators.length)]!;
    const code = validator.validate(message);
    if (code === 0) result.valid++;
    else {
      result.refused[code - 1] = (result.refused[code - 1] ?? 0) + 1;
      if (validator.text === '') throw new Error(`reason ${code - 1} without a text`);
    }
    if (this.lastSentinel !== '' && message.string(112) === this.lastSentinel) {
      result.sentinelsSeen++;
      this.lastSentinel = '';
    }
    if (this.random.below(16) === 0) this.use(validator);
    return true;
  }

  /** Fields lie one behind the other and cover the message: no byte is in none, none in two. */
  private check(): void {
    const { message } = this;
    let at = message.start;
    for (let i = 0; i < message.fieldCount; i++) {
      const start = message.valueStartAt(i);
      if (start < at + 2 || message.valueEndAt(i) < start) throw new Error(`field ${i} lies at ${start}`);
      at = message.valueEndAt(i) + 1;
    }
    if (at !== message.end) throw new Error(`fields end at ${at}, the message at ${message.end}`);
  }

  /** What else is done with messages: read, named, sent again. */
  private use(validator: Validator): void {
    const { message, encoder } = this;
    for (let i = 0; i < message.fieldCount; i++) {
      const tag = message.tagAt(i);
      message.int(tag);
      message.decimal(tag, 4);
      message.utcMs(tag);
      message.flag(tag);
      if (message.find(tag) > i) throw new Error(`tag ${tag} is first found behind ${i}`);
    }
    nameFields(validator.session, validator.application, message);
    if (message.string(35) === '') return;
    encodeResend(encoder, message, 1_718_000_000_000, 'milliseconds');
  }
}

function noise(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

function swapFields(bytes: readonly number[], random: SeededRandom): number[] {
  const fields = String.fromCharCode(...bytes).split('\x01');
  const a = random.below(fields.length);
  const b = random.below(fields.length);
  [fields[a], fields[b]] = [fields[b]!, fields[a]!];
  return Array.from(fields.join('\x01'), (char) => char.charCodeAt(0));
}

/** With the right length and sum, so that it gets past the framer. */
function repaired(bytes: readonly number[], bare = false): Uint8Array {
  const text = String.fromCharCode(...bytes);
  // Between BodyLength and CheckSum, where they can still be made out.
  const from = bare ? 0 : text.indexOf('35=');
  const to = bare ? text.length : text.lastIndexOf('10=');
  const body = from >= 0 && to > from ? text.slice(from, to) : text;
  const head = `8=FIX.4.4\x019=${body.length}\x01${body}`;
  let sum = 0;
  for (let i = 0; i < head.length; i++) sum += head.charCodeAt(i);
  return Uint8Array.from(`${head}10=${String(sum % 256).padStart(3, '0')}\x01`, (char) => char.charCodeAt(0));
}

if (process.argv[1] !== undefined && /[/\\]fix[/\\]fuzz\.[jt]s$/.test(process.argv[1])) {
  const result = fuzz(Number(process.argv[2] ?? 50_000_000), Number(process.argv[3] ?? 1));
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (result.sentinelsSeen !== result.sentinels) process.exitCode = 1;
}
