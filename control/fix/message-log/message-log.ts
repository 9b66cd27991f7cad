/**
 * The message log: everything sent and received, one line a message, in files of their own for each session (`line.ts` has the format).
 * No secret reaches a file. Messages are copied as they pass and written once in a turn of the event loop, after the turn's own
 * work. It never stands in the way of trading: what the disk refuses is dropped, counted, and remarked on in the file when it can
 * be written again.
 */
import type { Disk } from '../../core/disk.js';
import type { Timer, TradingWorld } from '../../core/world.js';
import type { EngineObserver } from '../engine/engine-events.js';
import { LineClock } from './line.js';
import { fileNameOf, LogFiles } from './log-files.js';
import { SecretMask } from './mask.js';
import { messageLogDefaults, type MessageLogCounters, type MessageLogOptions } from './options.js';
import { SecretTags } from './secret-fields.js';
import { type LogParts, SessionMessageLog } from './session-log.js';

/** Give it to the engine as its observer, or call it from one. */
export class MessageLog implements EngineObserver {
  readonly counters: MessageLogCounters = {
    messages: 0,
    bytes: 0,
    dropped: 0,
    droppedBytes: 0,
    failures: 0,
    masked: 0,
    cut: 0,
  };
  readonly options: MessageLogOptions;
  private readonly disk: Disk;
  private readonly secrets: SecretTags;
  private readonly logs = new Map<string, SessionMessageLog>();
  private readonly parts: LogParts;
  private readonly waiting = new Set<SessionMessageLog>();
  private turn: Timer | undefined;

  constructor(
    private readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'disk'>,
    options: Partial<MessageLogOptions> & Pick<MessageLogOptions, 'directory'>,
  ) {
    this.options = { ...messageLogDefaults, ...options };
    this.disk = world.disk;
    this.secrets = new SecretTags({ tags: this.options.secretTags, lengthTags: new Map(this.options.lengthTags) });
    this.parts = {
      clock: world.clock,
      options: this.options,
      counters: this.counters,
      lineClock: new LineClock(),
      wantsFlush: (log) => this.wantsFlush(log),
    };
  }

  /** The log of a session by its name; made at the first call. No file is touched before there is something to write. */
  session(name: string): SessionMessageLog {
    let log = this.logs.get(name);
    if (log === undefined) {
      const { directory } = this.options;
      const files = new LogFiles(this.disk, directory, fileNameOf(name), this.options);
      log = new SessionMessageLog(name, files, new SecretMask(this.secrets), this.parts);
      this.logs.set(name, log);
    }
    return log;
  }

  onMessageIn(sessionId: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    this.session(sessionId).received(bytes, start, end, epochMs);
  }

  onMessageOut(sessionId: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    this.session(sessionId).sent(bytes, start, end, epochMs);
  }

  /** Bytes that came for a session and are no message. @param reason the framer's */
  onGarbledIn(sessionId: string, reason: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    this.session(sessionId).garbled(reason, bytes, start, end, epochMs);
  }

  /** Writes out and forgets a session that was taken away. */
  closeSession(name: string): void {
    this.logs.get(name)?.close();
    this.logs.delete(name);
  }

  /** Writes everything pending now. */
  flush(): void {
    for (const log of this.waiting) log.flush();
    this.waiting.clear();
  }

  close(): void {
    this.turn?.cancel();
    this.turn = undefined;
    this.flush();
    for (const log of this.logs.values()) log.close();
    this.logs.clear();
  }

  private wantsFlush(log: SessionMessageLog): void {
    this.waiting.add(log);
    this.turn ??= this.world.timers.onTurn(() => {
      this.turn?.cancel();
      this.turn = undefined;
      this.flush();
    });
  }
}
