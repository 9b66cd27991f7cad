/** Both ends of a simulated TCP connection and the two directions between them. */
import type { Link } from './link.js';
import { Pipe } from './pipe.js';
import type { VirtualStream } from './stream.js';

export class Connection {
  readonly #pipes: readonly [Pipe, Pipe];

  constructor(
    private readonly link: Link,
    readonly client: VirtualStream,
    readonly server: VirtualStream,
  ) {
    const forth = new Pipe(link, client, server);
    const back = new Pipe(link, server, client);
    this.#pipes = [forth, back];
    client.join(this, forth, back);
    server.join(this, back, forth);
    link.connections.add(this);
  }

  /** The client has its connection; the server learns of it when the last step of the handshake arrives. */
  open(): void {
    this.#pipes[0].sendOpen();
    this.client.open();
  }

  /** There may be a path again. */
  retry(): void {
    for (const pipe of this.#pipes) pipe.retry();
  }

  /** Breaks it in the middle: part of what is under way arrives on either side, and then a reset. Without a path no reset arrives, and nothing breaks. */
  cut(): void {
    // Bytes that were lost without a reset would be a hole in a living connection, which TCP does not have.
    if (!this.link.isUp) return;
    for (const pipe of this.#pipes) {
      pipe.lose();
      pipe.sendReset();
    }
  }

  /** Forgotten when neither end is left and nothing is on the way any more. */
  forgetWhenOver(): void {
    if (!this.client.isGone || !this.server.isGone) return;
    for (const pipe of this.#pipes) pipe.close();
    this.link.connections.delete(this);
  }
}
