/** An engine over a real journal with a network of the bench's own: bytes go in where a socket would hand them over, and come out where it would take them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import type { Stream, StreamHandler, StreamListener, Streams } from '../../../control/core/streams.js';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import type { FixApplication } from '../../../control/fix/session/application.js';
import { sessionDefaults, sessionId, type SessionConfig } from '../../../control/fix/session/config.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../../../control/journal/journal.js';
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import { strictValidation, Validator } from '../../../control/protocols/fix/validator.js';

export const ORDER_INPUT =
  'NewOrderSingle of 191 bytes answered by an ExecutionReport of 265, both stored, validated with FIX44';

const FIX44 = dictionary('FIX44');

export const venueConfig: SessionConfig = {
  ...sessionDefaults,
  role: 'acceptor',
  beginString: 'FIX.4.4',
  senderCompId: 'CROSSFEED',
  targetCompId: 'CLIENT1',
};

export const deskConfig: SessionConfig = {
  ...venueConfig,
  role: 'initiator',
  senderCompId: 'CLIENT1',
  targetCompId: 'CROSSFEED',
};

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Answers each order with a partial fill. */
export const answering: FixApplication = {
  onLogon: () => undefined,
  onLogout: () => undefined,
  onMessage(session: FixSession, message: FixMessage): 'accepted' {
    sendReport(session, message.string(11) ?? '', message.int(34));
    return 'accepted';
  },
};

/** An ExecutionReport of about 265 bytes. */
export function sendReport(session: FixSession, clOrdId: string, number: number): void {
  const report = session.begin('8');
  const nowMs = realTradingWorld.clock.epochMs();
  report.string(37, 'CF-000815');
  report.string(11, clOrdId);
  report.int(17, number);
  report.char(150, 0x46);
  report.char(39, 0x31);
  report.string(1, 'DESK-042');
  report.string(55, 'MSFT');
  report.char(54, 0x31);
  report.decimal(38, 1000, 0);
  report.char(40, 0x32);
  report.decimal(44, 4_282_500, 4);
  report.char(59, 0x30);
  report.decimal(32, 300, 0);
  report.decimal(31, 4_281_500, 4);
  report.decimal(151, 700, 0);
  report.decimal(14, 300, 0);
  report.decimal(6, 4_281_500, 4);
  report.utcTimestamp(60, nowMs, 'milliseconds');
  session.send();
}

/** What the counterparty sends: frames in a buffer of the bench's. */
export class OrderFrames {
  private readonly encoder = new FixEncoder({ beginString: 'FIX.4.4' });
  private next = 1;

  constructor(private readonly compId = 'CLIENT1') {}

  logon(heartBtIntS = 30): Uint8Array {
    const { encoder } = this;
    this.header('A');
    encoder.int(98, 0);
    encoder.int(108, heartBtIntS);
    return this.finished();
  }

  heartbeat(): Uint8Array {
    this.header('0');
    return this.finished();
  }

  resendRequest(first: number): Uint8Array {
    const { encoder } = this;
    this.header('2');
    encoder.int(7, first);
    encoder.int(16, 0);
    return this.finished();
  }

  order(): Uint8Array {
    const { encoder } = this;
    const nowMs = realTradingWorld.clock.epochMs();
    this.header('D');
    encoder.string(11, 'ORD-20240610-0004711');
    encoder.string(1, 'DESK-042');
    encoder.char(21, 0x31);
    encoder.string(55, 'MSFT');
    encoder.char(54, 0x31);
    encoder.utcTimestamp(60, nowMs, 'milliseconds');
    encoder.decimal(38, 1000, 0);
    encoder.char(40, 0x32);
    encoder.decimal(44, 4_282_500, 4);
    encoder.char(59, 0x30);
    return this.finished();
  }

  /** An order that is for nobody: its number is given to the next one too. */
  unsent(): Uint8Array {
    const bytes = this.order();
    this.next--;
    return bytes;
  }

  /** As many orders as one read of a socket may bring. */
  orders(count: number): Uint8Array {
    return Buffer.concat(Array.from({ length: count }, () => Buffer.from(this.order())));
  }

  private header(msgType: string): void {
    const { encoder } = this;
    encoder.begin(msgType);
    encoder.int(34, this.next++);
    encoder.string(49, this.compId);
    encoder.utcTimestamp(52, realTradingWorld.clock.epochMs(), 'milliseconds');
    encoder.string(56, 'CROSSFEED');
  }

  private finished(): Uint8Array {
    const { encoder } = this;
    encoder.finish();
    return encoder.bytes.subarray(encoder.start, encoder.end);
  }
}

/** The acceptor's end of a connection, without a kernel behind it. */
export class BenchStream implements Stream {
  readonly local = { host: '127.0.0.1', port: 1 };
  readonly remote = { host: '127.0.0.1', port: 2 };
  readonly peerSubject = undefined;
  readonly queuedBytes = 0;
  /** Called where `socket.write` would be. */
  onWrite: ((bytes: Uint8Array) => void) | undefined;

  write(bytes: Uint8Array): void {
    this.onWrite?.(bytes);
  }
  pause(): void {
    // Nothing comes by itself.
  }
  resume(): void {
    // Nothing comes by itself.
  }
  end(): void {
    // The bench goes on to something else.
  }
  destroy(): void {
    // The bench goes on to something else.
  }
}

export class BenchNetwork implements Streams {
  private accept: ((remote: { host: string; port: number }) => StreamHandler | undefined) | undefined;

  connect(): never {
    throw new Error('the bench comes to the engine');
  }

  async listen(_options: unknown, accept: NonNullable<BenchNetwork['accept']>): Promise<StreamListener> {
    this.accept = accept;
    return { address: '127.0.0.1', port: 1, reload: () => undefined, close: () => Promise.resolve() };
  }

  /** A connection whose data callback is the handler's. */
  open(): { stream: BenchStream; handler: StreamHandler } {
    const handler = this.accept?.({ host: '127.0.0.1', port: 2 });
    if (handler === undefined) throw new Error('the engine does not listen');
    const stream = new BenchStream();
    handler.onOpen(stream);
    return { stream, handler };
  }
}

export interface Rig {
  readonly engine: FixEngine;
  readonly journal: FileJournal;
  readonly stores: JournalSessionStores;
  readonly network: BenchNetwork;
  spec(config: SessionConfig, application?: FixApplication): SessionSpec;
  close(): Promise<void>;
}

/** @param streams absent: a network of the bench's own */
export function rig(policy: DurabilityPolicy, streams?: Streams): Rig {
  const directory = mkdtempSync(join(tmpdir(), 'crossfeed-bench-'));
  const { clock, timers, disk } = realTradingWorld;
  const journal = openJournal({ directory: join(directory, 'journal'), disk, clock, timers, policy });
  const stores = new JournalSessionStores({ journal, clock, timers });
  const network = new BenchNetwork();
  const engine = new FixEngine(
    { ...realTradingWorld, streams: streams ?? network },
    { journal, openStore: (config) => stores.open(sessionId(config)), closeStore: (id) => stores.close(id) },
  );
  return {
    engine,
    journal,
    stores,
    network,
    spec: (config, application = answering) => ({
      config,
      application,
      validator: new Validator(FIX44, FIX44, strictValidation),
    }),
    async close() {
      for (const session of engine.sessions) session.session.disconnect('done');
      await turn();
      await engine.close();
      journal.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
