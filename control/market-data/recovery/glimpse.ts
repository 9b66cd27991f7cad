/**
 * The client of a GLIMPSE server: logs in, takes the snapshot message by message, and ends with the number to go on with. A snapshot that
 * breaks off is void: the next connection takes a new one from its first message on.
 */
import type { Endpoint } from '../../core/streams.js';
import { readGlimpseEnd } from '../../protocols/glimpse/end.js';
import { SoupClient, type SoupClientHandler } from '../../protocols/soupbintcp/client.js';
import { Connection, type ConnectionWorld } from './connection.js';
import type { SnapshotHandler } from './snapshot.js';

export interface GlimpseConfig {
  readonly server: Endpoint;
  readonly username: string;
  readonly password: string;
}

export class GlimpseClient implements SoupClientHandler {
  private readonly soup: SoupClient;
  private readonly connection: Connection;
  private isTaking = false;
  private isDone = false;

  /** Starts at once; when the snapshot is there, or after `close`, it ends. */
  constructor(
    world: ConnectionWorld,
    { server, username, password }: GlimpseConfig,
    private readonly handler: SnapshotHandler,
  ) {
    this.soup = new SoupClient({ username, password }, this);
    this.connection = new Connection(world, server, this.soup, () => this.checkConnection());
  }

  close(): void {
    this.isDone = true;
    this.connection.close();
  }

  onLogin(): void {
    this.connection.succeeded();
    this.isTaking = true;
    this.handler.onBegin();
  }

  onSequenced(_sequenceNumber: number, bytes: Uint8Array, start: number, end: number): void {
    if (!this.isTaking) return;
    const nextSequence = readGlimpseEnd(bytes, start, end - start);
    if (nextSequence === undefined) {
      this.handler.onMessage(bytes, start, end - start);
      return;
    }
    this.isTaking = false;
    this.close();
    this.handler.onComplete(nextSequence);
  }

  onRejected(reason: string): void {
    this.fail(`login refused: ${reason}`);
  }

  onEndOfSession(): void {
    this.fail('the session ended before the snapshot did');
  }

  onProtocolError(text: string): void {
    this.fail(text);
  }

  private checkConnection(): void {
    if (this.connection.isOpen) return;
    if (this.isTaking) this.fail('the connection broke');
    // Each snapshot is a session of its own.
    this.soup.session = '';
    this.soup.nextSequenceNumber = 1;
  }

  private fail(reason: string): void {
    this.isTaking = false;
    if (!this.isDone) this.handler.onFailed(reason);
  }
}
