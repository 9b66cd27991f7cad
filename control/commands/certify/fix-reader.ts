/** FIX as a certification report shows it: each message with its name, `|` between the fields, secrets taken out. */
import { SecretMask } from '../../fix/message-log/mask.js';
import type { SecretTags } from '../../fix/message-log/secret-fields.js';
import type { WireDirection, WireReading } from '../../operations/certify/conversation.js';
import type { WireReader } from '../../operations/certify/wire-tap.js';
import type { Dictionary } from '../../protocols/fix/dictionary.js';
import { FixFramer } from '../../protocols/fix/framer.js';
import { packMsgType } from '../../protocols/fix/msg-type.js';

const SOH = '\x01';
const MESSAGE_BYTES_MAX = 1024 * 1024;
const KINDS: Readonly<Record<string, string>> = {
  '0': 'heartbeat',
  '1': 'testRequest',
  '2': 'resendRequest',
  '3': 'reject',
  '4': 'gapFill',
  '5': 'logout',
  j: 'reject',
};

export interface FixReaderOptions {
  readonly session: Dictionary;
  readonly application: Dictionary;
  readonly secrets: SecretTags;
  /** The session's name by our CompID; undefined: not one that is looked at, such as market data on the same port. */
  readonly nameOf: (ourCompId: string) => string | undefined;
  /** Until the first message tells. */
  readonly firstName: string;
}

export class FixReader implements WireReader {
  session: string;
  private readonly framers = framers();
  private readonly mask: SecretMask;

  constructor(private readonly options: FixReaderOptions) {
    this.session = options.firstName;
    this.mask = new SecretMask(options.secrets);
  }

  read(direction: WireDirection, bytes: Uint8Array): readonly WireReading[] {
    const readings: WireReading[] = [];
    this.framers[direction].push(bytes, {
      onMessage: (all, start, end) => {
        const reading = this.message(direction, all, start, end);
        if (reading !== undefined) readings.push(reading);
        return true;
      },
      onGarbled: (reason, _all, start, end) => {
        const text = `${end - start} bytes that are no message: ${reason}`;
        readings.push({ kind: 'other', name: 'garbled', text, reference: '', session: this.session });
        return true;
      },
    });
    return readings;
  }

  private message(direction: WireDirection, bytes: Uint8Array, start: number, end: number): WireReading | undefined {
    const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
    const msgType = valueOf(raw, 35);
    const ourCompId = valueOf(raw, direction === 'sent' ? 49 : 56);
    const name = this.options.nameOf(ourCompId);
    if (name === undefined) return undefined;
    this.session = name;
    const { session, application } = this.options;
    const words = application.messageName(packMsgType(msgType)) ?? session.messageName(packMsgType(msgType));
    return {
      kind: msgType === 'A' ? (direction === 'sent' ? 'logon' : 'logonAnswer') : (KINDS[msgType] ?? 'business'),
      name: words === undefined ? msgType : `${words} (${msgType})`,
      text: this.mask.mask(raw).text.replaceAll(SOH, '|'),
      reference: valueOf(raw, 112),
      session: name,
    };
  }
}

function framers(): Readonly<Record<WireDirection, FixFramer>> {
  const options = { maxMessageBytes: MESSAGE_BYTES_MAX };
  return { sent: new FixFramer(options), received: new FixFramer(options) };
}

/** The first field of that tag; '' when there is none. */
function valueOf(raw: string, tag: number): string {
  const mark = `${SOH}${tag}=`;
  const at = raw.indexOf(mark);
  return at < 0 ? '' : raw.slice(at + mark.length, raw.indexOf(SOH, at + mark.length));
}
