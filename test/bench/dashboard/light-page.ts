/**
 * A page as far as the server can tell, in as little CPU time as it takes: socket.io over a WebSocket whose payloads are passed over unread. A real client's parsing of 200 pages takes
 * more than a core, and then the server under test waits for it.
 */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

const TEXT = 0x81;
/** As much of a message as tells what it is. */
const HEAD_BYTES = 12;
/** Engine.io's ping and pong, socket.io's connect, and the events of the page. */
const PING = '2';
const PONG = frame('3');
const CONNECT = frame('40');
const CONNECTED = '40';
const UPDATE = '42["update"';
const PAINTED = frame('42["painted"]');

/** Client's frames are masked; a mask of zeros leaves the text as it is. */
function frame(text: string): Buffer {
  return Buffer.concat([Buffer.of(TEXT, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text, 'latin1')]);
}

export class LightPage {
  updates = 0;
  bytes = 0;
  connected = false;
  private readonly head = Buffer.alloc(HEAD_BYTES);
  private headLength = 0;
  /** Of the frame that is being read: its header until that is whole, then what is left of its payload. */
  private readonly header: number[] = [];
  private left = -1;

  constructor(url: string) {
    const { origin, host } = new URL(url);
    const asked = request(new URL('/socket.io/?EIO=4&transport=websocket', url), {
      headers: {
        ...{ host, origin, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    asked.once('upgrade', (_response, socket: Socket, first) => {
      socket.setNoDelay(true);
      socket.on('data', (bytes) => this.read(socket, bytes));
      if (first.length > 0) this.read(socket, first);
      socket.write(CONNECT);
    });
    asked.end();
  }

  private read(socket: Socket, bytes: Buffer): void {
    this.bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      if (this.left < 0) {
        this.header.push(bytes[at++]!);
        this.left = payloadLength(this.header);
        this.headLength = 0;
        if (this.left !== 0) continue;
      }
      const taken = Math.min(this.left, bytes.length - at);
      const wanted = Math.min(taken, HEAD_BYTES - this.headLength);
      if (wanted > 0) this.headLength += bytes.copy(this.head, this.headLength, at, at + wanted);
      at += taken;
      this.left -= taken;
      if (this.left > 0) continue;
      this.left = -1;
      this.header.length = 0;
      this.message(socket, this.head.toString('latin1', 0, this.headLength));
    }
  }

  private message(socket: Socket, head: string): void {
    if (head.startsWith(UPDATE)) {
      this.updates++;
      socket.write(PAINTED);
    } else if (head === PING) socket.write(PONG);
    else if (head.startsWith(CONNECTED)) this.connected = true;
  }
}

/** -1: the header is not whole yet. */
function payloadLength(header: readonly number[]): number {
  const short = (header[1] ?? -1) & 0x7f;
  const length = header.length < 2 ? Infinity : short === 126 ? 4 : short === 127 ? 10 : 2;
  if (header.length < length) return -1;
  return length === 2 ? short : header.slice(2).reduce((sum, byte) => sum * 256 + byte, 0);
}
