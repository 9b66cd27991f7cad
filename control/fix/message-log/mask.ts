/** Takes secrets out of messages. One mask per session: it remembers the session's secrets, to know them again in an answer. */
import { SaidSecrets } from './said-secrets.js';
import { isEchoingTag, MASK, mayEcho, type SecretTags } from './secret-fields.js';

const SOH = '\x01';
const FIELD = /^(\d{1,9})=/;
const TRAILER = /(?:^|\x01)10=\d{3}\x01$/; // eslint-disable-line no-control-regex -- SOH ends a FIX field.

interface LengthField {
  /** Among the pieces of the message. */
  readonly index: number;
  readonly says: number;
}

/** A message as text, Latin-1, one character a byte. */
export interface MaskedText {
  readonly text: string;
  /** Something was replaced. In a whole message BodyLength, CheckSum and the length fields of secrets were made right again. */
  readonly masked: boolean;
}

export class SecretMask {
  private readonly known = new SaidSecrets();
  /** A damaged message ended inside a secret: what follows may be the rest of it, until a whole message comes. */
  private insideSecret = false;

  constructor(readonly secrets: SecretTags) {}

  /** A whole message comes. True when it may repeat a secret that is known, and has to be looked at closely. */
  mayEcho(bytes: Uint8Array, start: number, end: number): boolean {
    this.insideSecret = false;
    return !this.known.isEmpty && mayEcho(msgTypeIn(bytes, start, end));
  }

  /** A whole message, its secrets replaced. It stays a whole message: the numbers that would tell something are computed again. */
  mask(text: string): MaskedText {
    const fields = this.fields(text);
    if (!fields.changed) return { text, masked: false };
    return { text: reframe(fields.pieces), masked: true };
  }

  /**
   * Bytes that are no message. What begins as a message is masked as one, its lengths and sum hidden; of anything else nothing is
   * shown, because it may be a piece of a secret: undefined.
   */
  maskGarbled(text: string): MaskedText | undefined {
    if (this.insideSecret || !text.startsWith('8=FIX')) return undefined;
    const { pieces, changed, open } = this.fields(text);
    this.insideSecret = open;
    if (!changed) return { text, masked: false };
    const hidden = pieces.map((piece) => piece.replace(/^(9|10)=.*$/, `$1=${MASK}`));
    return { text: hidden.join(SOH), masked: true };
  }

  private fields(text: string): { pieces: string[]; changed: boolean; open: boolean } {
    const pieces: string[] = [];
    const lengths = new Map<number, LengthField>();
    const bodyEnd = TRAILER.exec(text)?.index ?? text.length;
    let msgType: string | undefined;
    let changed = false;
    let open = false;
    for (let at = 0; at <= text.length;) {
      const soh = text.indexOf(SOH, at);
      let end = soh < 0 ? text.length : soh;
      const piece = text.slice(at, end);
      const tag = Number(FIELD.exec(piece)?.[1] ?? NaN);
      const valueAt = at + String(piece.split('=', 1)[0]).length + 1;
      if (Number.isNaN(tag)) {
        // Behind a secret, a piece without a tag can only be more of it, whatever its length field said.
        pieces.push(changed && piece !== '' ? MASK : piece);
      } else if (this.secrets.isSecret(tag, msgType)) {
        const length = lengths.get(this.secrets.lengthTagOf(tag) ?? 0);
        end = this.secretEnd(text, tag, valueAt, end, length?.index === pieces.length - 1 ? length.says : NaN, bodyEnd);
        open ||= end === text.length;
        this.known.note(text.slice(valueAt, end));
        pieces.push(`${tag}=${MASK}`);
        changed = true;
      } else {
        if (tag === 35) msgType ??= text.slice(valueAt, end);
        const dataTag = this.secrets.dataTagOf(tag);
        if (dataTag !== undefined) lengths.set(tag, { index: pieces.length, says: Number(text.slice(valueAt, end)) });
        const shown = isEchoingTag(tag) && mayEcho(msgType) ? this.known.without(piece) : piece;
        changed ||= shown !== piece;
        pieces.push(shown);
      }
      at = end + 1;
    }
    if (changed) this.hideLengths(pieces, lengths, msgType);
    return { pieces, changed, open };
  }

  /**
   * Where a secret's value ends: a data field by its length, if that is believable, otherwise as late as possible.
   * @param length what its length field says; NaN when that is not right before it
   */
  private secretEnd(text: string, tag: number, valueAt: number, soh: number, length: number, bodyEnd: number): number {
    if (this.secrets.lengthTagOf(tag) === undefined) return soh;
    const end = valueAt + length;
    if (end <= bodyEnd && (text[end] === SOH || end === text.length)) return end;
    return Math.max(soh, bodyEnd);
  }

  private hideLengths(pieces: string[], lengths: ReadonlyMap<number, LengthField>, msgType: string | undefined): void {
    for (const [lengthTag, { index }] of lengths) {
      const dataTag = this.secrets.dataTagOf(lengthTag)!;
      const next = pieces[index + 1];
      if (this.secrets.isSecret(dataTag, msgType)) pieces[index] = `${lengthTag}=${MASK.length}`;
      // EncodedText in which an echo was replaced.
      else if (next?.startsWith(`${dataTag}=`) === true && next.includes(MASK))
        pieces[index] = `${lengthTag}=${next.length - `${dataTag}=`.length}`;
    }
  }
}

/** The fields again as one message, with a BodyLength and CheckSum of what is there now. */
function reframe(pieces: readonly string[]): string {
  const body = `${pieces.slice(2, -2).join(SOH)}${SOH}`;
  const text = `${pieces[0]!}${SOH}9=${body.length}${SOH}${body}`;
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);
  return `${text}10=${String(sum & 0xff).padStart(3, '0')}${SOH}`;
}

/** MsgType of a whole message, whose third field it is; undefined when it is not there, or too long to be one we look for. */
function msgTypeIn(bytes: Uint8Array, start: number, end: number): string | undefined {
  let at = start;
  for (let field = 0; field < 2; field++) at = bytes.indexOf(1, at) + 1;
  if (at <= start || at + 4 > end || bytes[at] !== 0x33 || bytes[at + 1] !== 0x35) return undefined;
  const to = bytes.indexOf(1, at);
  return to - at > 5 ? undefined : String.fromCharCode(...bytes.subarray(at + 3, to));
}
