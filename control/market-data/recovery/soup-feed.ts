/**
 * The client of a feed over SoupBinTCP: the same messages under the same numbers as on the lines, from any number on. For when both lines are gone, and
 * for who only wants to know the session.
 */
import type { Endpoint } from '../../core/streams.js';
import { SoupClient, type SoupClientHandler } from '../../protocols/soupbintcp/client.js';
import { Connection, type ConnectionWorld } from './connection.js';

export interface SoupFeedConfig {
  readonly server: Endpoint;
  readonly username: string;
  readonly password: string;
  /** To be joined, and no other: numbers of another day would mean other messages. Absent: the server's current one. */
  readonly session?: string;
}

export interface SoupFeedHandler {
  /** Logged in; `next` is the number of the first message to come. */
  onSession(session: string, next: number): void;
  /** A message of the stream, valid during the call. */
  onMessage(sequence: number, bytes: Uint8Array, at: number, length: number): void;
  /** After the messages that came together. */
  onBatch(): void;
  /** The server says no, or broke the protocol; the client tries again. */
  onFailed(reason: string): void;
}

export class SoupFeedClient implements SoupClientHandler {
  private readonly soup: SoupClient;
  private readonly connection: Connection;
  private wasLoggedIn = false;

  /** @param from number of the first message wanted; 0: only those to come */
  constructor(
    world: ConnectionWorld,
    { server, username, password, session = '' }: SoupFeedConfig,
    from: number,
    private readonly handler: SoupFeedHandler,
  ) {
    this.soup = new SoupClient({ username, password }, this);
    this.soup.session = session;
    this.soup.nextSequenceNumber = from;
    this.connection = new Connection(world, server, this.soup, () => {
      handler.onBatch();
      this.watchLogin();
    });
  }

  get isLoggedIn(): boolean {
    return this.soup.state === 'active';
  }

  close(): void {
    this.connection.close();
  }

  /** A connection that broke says nothing by itself. */
  private watchLogin(): void {
    const { isLoggedIn, wasLoggedIn } = this;
    this.wasLoggedIn = isLoggedIn;
    if (wasLoggedIn && !isLoggedIn) this.handler.onFailed(`connection lost: ${this.connection.lastEnd}`);
  }

  onLogin(session: string, next: number): void {
    this.connection.succeeded();
    this.handler.onSession(session, next);
  }

  onSequenced(sequence: number, bytes: Uint8Array, start: number, end: number): void {
    this.handler.onMessage(sequence, bytes, start, end - start);
  }

  onRejected(reason: string): void {
    this.handler.onFailed(`login refused: ${reason}`);
  }

  onEndOfSession(): void {
    this.handler.onFailed('the session is over');
  }

  onProtocolError(text: string): void {
    this.handler.onFailed(text);
  }
}
