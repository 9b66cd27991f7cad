/** No MsgSeqNum with two meanings: what the gateway sends under a number once, it may send again only as it was, marked PossDup, or fill. */
import type { VirtualStream } from '../../../test/support/world/stream.js';

const SOH = '\u0001';
const GATEWAY_NAMES = new Set(['CROSSFEED', 'XFEED1', 'XFEEDDC', 'XFEEDMD']);
const ADMIN = new Set(['0', '1', '2', '3', '4', '5', 'A']);
/** Fields that differ from one sending to the next. */
const OF_SENDING = new Set(['8', '9', '10', '43', '52', '97', '122']);

interface Sent {
  readonly type: string;
  /** The message as it went out first; '' for one of the session's own, whose contents may change. */
  readonly text: string;
}

export class NumbersCheck {
  readonly faults: string[] = [];
  private readonly inputs = new WeakMap<VirtualStream, { text: string; isFix: boolean | undefined }>();
  private readonly sessions = new Map<string, Map<number, Sent>>();

  /** A tap of the world: every piece that a kernel takes. */
  readonly tap = (stream: VirtualStream, bytes: Uint8Array): void => {
    let input = this.inputs.get(stream);
    if (input === undefined) this.inputs.set(stream, (input = { text: '', isFix: undefined }));
    if (input.isFix === false) return;
    input.text += Buffer.from(bytes).toString('latin1');
    if (input.isFix === undefined && input.text.length >= 5) input.isFix = input.text.startsWith('8=FIX');
    if (input.isFix !== true) return;
    for (;;) {
      const end = input.text.indexOf(`${SOH}10=`);
      const last = end < 0 ? -1 : input.text.indexOf(SOH, end + 1);
      if (last < 0) return;
      this.message(input.text.slice(0, last));
      input.text = input.text.slice(last + 1);
    }
  };

  private message(text: string): void {
    const value = (tag: string): string => valueOf(text, tag);
    const sender = value('49=');
    const type = value('35=');
    if (type === 'A' && value('141=') === 'Y') {
      this.sessions.delete(`${sender} ${value('56=')}`);
      this.sessions.delete(`${value('56=')} ${sender}`);
    }
    if (!GATEWAY_NAMES.has(sender)) return;
    const key = `${sender} ${value('56=')}`;
    let sent = this.sessions.get(key);
    if (sent === undefined) this.sessions.set(key, (sent = new Map<number, Sent>()));
    const number = Number(value('34='));
    const before = sent.get(number);
    const isRepeated = value('43=') === 'Y';
    if (before === undefined) {
      sent.set(number, { type, text: ADMIN.has(type) ? '' : text });
      return;
    }
    // A message that went stale, or one of the session's own, is filled.
    if (type === '4' && value('123=') === 'Y' && isRepeated) return;
    if (!isRepeated)
      this.faults.push(`${key}: ${number} was ${before.type}, and ${type} is sent under it without PossDup`);
    else if (before.type !== type || contentOf(before.text) !== contentOf(text)) {
      this.faults.push(
        `${key}: ${number} was ${before.type} ${contentOf(before.text)}, and is repeated as ${contentOf(text)}`,
      );
    }
  }
}

/** The first field of that tag, which is written with its `=`. */
function valueOf(text: string, tag: string): string {
  const at = text.indexOf(SOH + tag);
  if (at < 0) return '';
  const from = at + 1 + tag.length;
  const end = text.indexOf(SOH, from);
  return text.slice(from, end < 0 ? text.length : end);
}

function contentOf(text: string): string {
  const fields = text.split(SOH);
  return fields.filter((field) => !OF_SENDING.has(field.slice(0, field.indexOf('=')))).join('|');
}
