/** OUCH over SoupBinTCP as a certification report shows it: packets by name, messages field by field, the password left out. */
import type { WireDirection, WireReading } from '../../operations/certify/conversation.js';
import type { WireReader } from '../../operations/certify/wire-tap.js';
import { getMessage, type MessageLayout } from '../../protocols/layout.js';
import { ouch42Revision } from '../../protocols/ouch42/check.js';
import { ouch42Client, ouch42Server } from '../../protocols/ouch42/messages.js';
import { Ouch50Message } from '../../protocols/ouch50/check.js';
import { ouch50Client, ouch50Server } from '../../protocols/ouch50/messages.js';
import { SoupFramer } from '../../protocols/soupbintcp/framer.js';
import { readLoginAccepted, readLoginRequest, SoupReject, SoupType } from '../../protocols/soupbintcp/packets.js';

type Layouts = Readonly<Record<string, MessageLayout>>;
const LAYOUTS: Readonly<Record<'ouch50' | 'ouch42', Readonly<Record<WireDirection, Layouts>>>> = {
  ouch50: { sent: ouch50Client, received: ouch50Server },
  ouch42: { sent: ouch42Client, received: ouch42Server },
};
/** Packets without a payload worth showing. */
const SIGNALS: Readonly<Record<number, readonly [kind: string, name: string]>> = {
  [SoupType.serverHeartbeat]: ['heartbeat', 'Server Heartbeat (H)'],
  [SoupType.clientHeartbeat]: ['heartbeat', 'Client Heartbeat (R)'],
  [SoupType.logoutRequest]: ['logout', 'Logout Request (O)'],
  [SoupType.endOfSession]: ['logout', 'End of Session (Z)'],
};

export class SoupReader implements WireReader {
  private readonly framers: Readonly<Record<WireDirection, SoupFramer>> = {
    sent: new SoupFramer(),
    received: new SoupFramer(),
  };
  private readonly ouch50 = new Ouch50Message();
  /** Of the next sequenced message. */
  private next = 0;

  constructor(
    readonly session: string,
    private readonly protocol: 'ouch50' | 'ouch42',
  ) {}

  read(direction: WireDirection, bytes: Uint8Array): readonly WireReading[] {
    const readings: WireReading[] = [];
    this.framers[direction].push(bytes, {
      onPacket: (type, all, start, end) => {
        readings.push(this.packet(direction, type, all, start, end));
        return true;
      },
      onCorrupt: () => void readings.push(this.reading('other', 'corrupt', 'a packet of length 0')),
    });
    return readings;
  }

  private packet(direction: WireDirection, type: number, bytes: Uint8Array, start: number, end: number): WireReading {
    const signal = SIGNALS[type];
    if (signal !== undefined) return this.reading(signal[0], signal[1], '');
    switch (type) {
      case SoupType.loginRequest: {
        const login = readLoginRequest(bytes, start, end);
        const text =
          login === undefined
            ? 'not readable'
            : `username=${login.username} password=*** session=${login.session} sequenceNumber=${login.sequenceNumber}`;
        return this.reading('logon', 'Login Request (L)', text);
      }
      case SoupType.loginAccepted: {
        const accepted = readLoginAccepted(bytes, start, end);
        this.next = accepted?.sequenceNumber ?? 0;
        const text =
          accepted === undefined ? 'not readable' : `session=${accepted.session} sequenceNumber=${this.next}`;
        return this.reading('logonAnswer', 'Login Accepted (A)', text);
      }
      case SoupType.loginRejected: {
        const why = bytes[start] === SoupReject.notAuthorized ? 'not authorised' : 'no such session';
        return this.reading('logonRefused', 'Login Rejected (J)', why);
      }
      case SoupType.sequencedData:
        return this.data(direction, `${this.next++} `, bytes, start, end);
      case SoupType.unsequencedData:
        return this.data(direction, '', bytes, start, end);
      default:
        return this.reading('other', `packet ${String.fromCharCode(type)}`, `${end - start} bytes`);
    }
  }

  private data(direction: WireDirection, number: string, bytes: Uint8Array, start: number, end: number): WireReading {
    const layouts = Object.entries(LAYOUTS[this.protocol][direction]);
    const found = layouts.find(([, { type }]) => type === bytes[start]);
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('hex');
    if (found === undefined || !this.isWhole(direction, bytes, start, end)) {
      return this.reading('other', `${number}unknown message`, hex);
    }
    const [name, layout] = found;
    const fields = Object.entries(getMessage(bytes, start, layout));
    const text = fields.map(([field, value]) => `${field}=${String(value).trim()}`).join(' ');
    const isOrder = !['SystemEvent', 'AccountQuery', 'AccountQueryResponse'].includes(name);
    const letter = String.fromCharCode(bytes[start]!);
    return this.reading(isOrder ? 'business' : 'other', `${number}${name} (${letter})`, `${text} [${hex}]`);
  }

  private isWhole(direction: WireDirection, bytes: Uint8Array, start: number, end: number): boolean {
    const from = direction === 'sent' ? 'client' : 'server';
    if (this.protocol === 'ouch50') return this.ouch50.open(bytes, start, end, from) === 0;
    // The revisions before 4.2 lack a last field, which has no place in the layout.
    return ouch42Revision(bytes, start, end, from) === '4.2';
  }

  private reading(kind: string, name: string, text: string): WireReading {
    return { kind, name, text, reference: '', session: this.session };
  }
}
