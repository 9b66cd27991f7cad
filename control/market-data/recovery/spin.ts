/**
 * The client of a Cboe spin server: waits for an image of the unit's books that reaches far enough, asks for it, and hands its messages on.
 * What comes live behind the image's number makes the books of now.
 */
import type { Endpoint } from '../../core/streams.js';
import { pitchRecovery } from '../../protocols/pitch2/messages.js';
import { Connection, type ConnectionWorld } from './connection.js';
import { PitchSession, type PitchLogin, type PitchSessionHandler } from './pitch-session.js';
import type { SnapshotHandler } from './snapshot.js';

export interface SpinConfig {
  readonly server: Endpoint;
  readonly login: PitchLogin;
}

export class SpinClient implements PitchSessionHandler {
  private readonly session: PitchSession;
  private readonly connection: Connection;
  /** The image must hold everything up to here; undefined when none is wanted. */
  private wanted: number | undefined;
  private isSpinning = false;

  constructor(
    world: ConnectionWorld,
    config: SpinConfig,
    private readonly handler: SnapshotHandler,
  ) {
    this.session = new PitchSession(config.login, this);
    this.connection = new Connection(world, config.server, this.session, () => this.checkConnection());
  }

  get isLoggedIn(): boolean {
    return this.session.isLoggedIn;
  }

  /** @param sequence number of the last message that need not come live: the image has to reach it */
  request(sequence: number): void {
    this.wanted = sequence;
  }

  close(): void {
    this.connection.close();
  }

  onLogin(): void {
    this.connection.succeeded();
  }

  onRefused(status: string): void {
    this.handler.onFailed(`login refused with status ${status}`);
  }

  onReply(name: keyof typeof pitchRecovery, fields: Readonly<Record<string, number | bigint | string>>): void {
    const sequence = Number(fields['sequence']);
    if (name === 'SpinImageAvailable') this.imageAvailable(sequence);
    else if (name === 'SpinResponse') this.response(String(fields['status']));
    else if (name === 'SpinFinished') this.finished(sequence);
  }

  private imageAvailable(sequence: number): void {
    if (this.isSpinning || this.wanted === undefined || sequence < this.wanted) return;
    this.isSpinning = true;
    this.session.send(pitchRecovery.SpinRequest, { sequence }, this.connection.nowMs());
  }

  private response(status: string): void {
    if (status === 'A') {
      this.handler.onBegin();
      return;
    }
    // The next image comes within a second.
    this.isSpinning = false;
    this.handler.onFailed(`spin refused with status ${status}`);
  }

  private finished(sequence: number): void {
    if (!this.isSpinning) return;
    this.isSpinning = false;
    this.wanted = undefined;
    this.handler.onComplete(sequence + 1);
  }

  onFeedMessage(bytes: Uint8Array, at: number, length: number): void {
    if (this.isSpinning) this.handler.onMessage(bytes, at, length);
  }

  onBreach(text: string): void {
    this.handler.onFailed(text);
  }

  private checkConnection(): void {
    if (!this.isSpinning || this.connection.isOpen) return;
    this.isSpinning = false;
    this.handler.onFailed('the connection broke');
  }
}
