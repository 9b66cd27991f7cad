/** An OUCH client for tests: logs in, sends, and keeps what it is told by sequence number. */
import type { Stream } from '../../../../control/core/streams.js';
import type { TradingWorld } from '../../../../control/core/world.js';
import { getMessage, type MessageLayout } from '../../../../control/protocols/layout.js';
import { ouch42Server } from '../../../../control/protocols/ouch42/messages.js';
import { ouch50Server } from '../../../../control/protocols/ouch50/messages.js';
import { SoupClient } from '../../../../control/protocols/soupbintcp/client.js';

export interface Told {
  readonly name: string;
  readonly [field: string]: number | bigint | string;
}

export class OuchTestClient {
  readonly told: Told[] = [];
  readonly raw: string[] = [];
  readonly news: string[] = [];
  readonly soup: SoupClient;
  private stream: Stream | undefined;

  constructor(
    private readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>,
    private readonly version: '5.0' | '4.2',
    username: string,
    password: string,
  ) {
    this.soup = new SoupClient(
      { username, password },
      {
        onLogin: (session, next) => void this.news.push(`login ${next} ${session === '' ? 'no' : 'a'} session`),
        onSequenced: (number, bytes, start, end) => this.take(number, bytes.slice(start, end)),
        onRejected: (reason) => void this.news.push(`rejected ${reason}`),
        onEndOfSession: () => void this.news.push('end of session'),
        onProtocolError: (text) => void this.news.push(`error ${text}`),
      },
    );
    world.timers.every(100, () => this.soup.onTime(this.nowMs));
  }

  get isActive(): boolean {
    return this.soup.state === 'active';
  }

  connect(host: string, port: number): void {
    this.world.streams.connect(
      { remote: { host, port }, timeoutMs: 1000 },
      {
        onOpen: (stream) => {
          this.stream = stream;
          this.soup.connected(
            {
              write: (bytes, start, end) => stream.write(bytes.slice(start, end)),
              close: () => stream.end(),
            },
            this.nowMs,
          );
        },
        onData: (bytes) => this.soup.receive(bytes, this.nowMs),
        onDrain: () => undefined,
        onClose: (end) => {
          this.news.push(`closed ${end}`);
          this.soup.disconnected();
        },
      },
    );
  }

  cut(): void {
    this.stream?.destroy();
  }

  /** False when not logged in. */
  send(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
    return this.soup.sendPackets(bytes, start, end, this.nowMs);
  }

  sendMessage(bytes: Uint8Array): boolean {
    return this.soup.sendUnsequenced(bytes, 0, bytes.length, this.nowMs);
  }

  names(): string[] {
    return this.told.map(({ name }) => name);
  }

  private take(number: number, bytes: Uint8Array): void {
    this.raw[number - 1] = Buffer.from(bytes).toString('hex');
    const layouts: Readonly<Record<string, MessageLayout>> = this.version === '5.0' ? ouch50Server : ouch42Server;
    const found = Object.entries(layouts).find(([, { type }]) => type === bytes[0]);
    if (found === undefined) throw new Error(`a message of type ${bytes[0]}`);
    this.told.push({ name: found[0], ...getMessage(bytes, 0, found[1]) });
  }

  private get nowMs(): number {
    return this.world.clock.monotonicNs() / 1e6;
  }
}
