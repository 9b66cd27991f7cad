/** A few of the engine's promises over the machine's own sockets; everything else is tested in virtual time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realTradingWorld } from '../../../control/core/world-trading.js';
import type { EngineSession } from '../../../control/fix/engine/engine-session.js';
import { FixEngine, type FixEngineOptions } from '../../../control/fix/engine/engine.js';
import { sessionId } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import { openJournal } from '../../../control/journal/journal.js';
import { TestAuthority } from '../../support/certificates.js';
import { acceptorConfig, initiatorConfig, Recorder, RecordingApplication } from './pair.js';

const HOST = '127.0.0.1';
const { clock, timers, disk } = realTradingWorld;
let directory: string;
let engines: FixEngine[] = [];

/** An engine whose events a test can wait for. */
class RealSide {
  readonly application = new RecordingApplication();
  readonly recorder = new Recorder();
  readonly engine: FixEngine;
  private wakers: (() => void)[] = [];

  constructor(options: Partial<FixEngineOptions> = {}) {
    const wake = (): void => {
      for (const waker of this.wakers.splice(0)) waker();
    };
    this.engine = new FixEngine(realTradingWorld, {
      observer: {
        onEvent: (event) => {
          this.recorder.onEvent(event);
          wake();
        },
        onMessageIn: wake,
        onMessageOut: wake,
      },
      openStore: () => new MemorySessionStore(clock),
      ...options,
    });
    engines.push(this.engine);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => this.wakers.push(resolve));
      // What the event is told in the middle of is finished first.
      await Promise.resolve();
    }
  }
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'engine-'));
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  engines = [];
  rmSync(directory, { recursive: true });
});

function order({ session }: EngineSession, id: string): void {
  session.begin('D').string(11, id);
  session.send();
}

it('trades over TCP, with journals on a real disk, across a restart of one side', async () => {
  const start = (): { side: RealSide; stop: () => Promise<void> } => {
    const journal = openJournal({ directory: join(directory, 'journal'), disk, clock, timers });
    const stores = new JournalSessionStores({ journal, clock, timers });
    const side = new RealSide({
      journal,
      openStore: (config) => stores.open(sessionId(config)),
      closeStore: (id) => stores.close(id),
    });
    return {
      side,
      stop: async () => {
        await side.engine.close();
        journal.close();
      },
    };
  };
  const first = start();
  const initiator = (port: number) => ({ endpoints: [{ host: HOST, port }], backoffMinMs: 1, backoffMaxMs: 5 });
  first.side.engine.addSession({ config: acceptorConfig, application: first.side.application });
  const { port } = await first.side.engine.listen({ host: HOST, port: 0 });
  const desk = new RealSide();
  const session = desk.engine.addSession({
    config: initiatorConfig,
    application: desk.application,
    initiator: initiator(port),
  });
  await desk.until(() => session.session.isLoggedOn);
  order(session, 'one');
  await first.side.until(() => first.side.application.messages.length === 1);
  await first.stop();
  order(session, 'two');
  const second = start();
  second.side.engine.addSession({ config: acceptorConfig, application: second.side.application });
  await second.side.engine.listen({ host: HOST, port });
  await second.side.until(() => second.side.application.messages.length === 1);
  expect([...first.side.application.messages, ...second.side.application.messages]).toEqual(['D one', 'D two']);
  await desk.engine.close();
  await second.stop();
});

it('asks for the right certificate, and renews its own without dropping the session', async () => {
  const authority = new TestAuthority();
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const files = (name: string, subject: string, names: string[] = []) => {
    const made = authority.issue({ commonName: subject }, names);
    return {
      caFile: file('ca.pem', authority.certificate),
      certFile: file(`${name}.pem`, made.certificate),
      keyFile: file(`${name}.key`, made.key),
    };
  };
  const venue = new RealSide();
  const acceptor = { tlsSubject: 'CN=DESK' };
  venue.engine.addSession({ config: acceptorConfig, application: venue.application, acceptor });
  const tls = { ...files('venue', 'venue', ['venue.test']), requireClientCertificate: true };
  const { port } = await venue.engine.listen({ host: HOST, port: 0, tls });
  const dial = (name: string, subject: string) => {
    const side = new RealSide();
    const endpoint = { host: HOST, port, tls: { ...files(name, subject), serverName: 'venue.test' } };
    const initiator = { endpoints: [endpoint], backoffMinMs: 60_000, backoffMaxMs: 60_000 };
    return {
      side,
      session: side.engine.addSession({ config: initiatorConfig, application: side.application, initiator }),
    };
  };
  const wrong = dial('other', 'OTHER');
  await venue.until(() => venue.recorder.types('dropped').length === 1);
  expect(venue.recorder.types('dropped')).toEqual(['tlsSubject']);
  await wrong.side.engine.close();
  const right = dial('desk', 'DESK');
  await right.side.until(() => right.session.session.isLoggedOn);
  files('venue', 'venue renewed', ['venue.test']);
  venue.engine.reloadCertificates();
  order(right.session, 'after the renewal');
  await venue.until(() => venue.application.messages.length === 1);
  expect(right.session.own.connections).toBe(1);
  expect(right.side.recorder.events.find(({ event }) => event.type === 'connected')?.event).toMatchObject({
    tlsSubject: 'CN=venue',
  });
});

it('closes in order, with nothing said, a connection that is no session', async () => {
  const venue = new RealSide();
  venue.engine.addSession({ config: acceptorConfig, application: venue.application });
  const { port } = await venue.engine.listen({ host: HOST, port: 0 });
  const socket = connect(port, HOST);
  const seen: string[] = [];
  socket.on('data', () => seen.push('data'));
  socket.on('error', (error) => seen.push(error.message));
  socket.on('end', () => seen.push('end'));
  // More than what shows that it is nobody: what is not read would make the kernel answer with a reset.
  socket.write('8=FIX.4.4\u00019=5\u000135=0\u000110=163\u0001'.repeat(1000));
  await new Promise((resolve) => socket.on('close', resolve));
  expect(seen).toEqual(['end']);
  expect(venue.recorder.types('dropped')).toEqual(['noLogon']);
});
