/** The tester's connections in the simulated network, on a virtual clock. */
import type { Endpoint, Stream } from '../../../control/core/streams.js';
import type { VirtualProcess } from '../../support/world/process.js';
import type { VirtualWorld } from '../../support/world/world.js';
import { Inbox, type Received } from './inbox.js';
import type { TesterConnection, Wire } from './run.js';

const connectTimeoutMs = 5_000;

/** @param process whose connections they are; the world moves on while the tester waits */
export function virtualWire(world: VirtualWorld, process: VirtualProcess, remote: Endpoint): Wire {
  return {
    epochMs: () => process.clock.epochMs(),
    async connect(): Promise<TesterConnection> {
      const inbox = new Inbox();
      let stream: Stream | undefined;
      let refused: string | undefined;
      process.run(() =>
        process.streams.connect(
          { remote, timeoutMs: connectTimeoutMs },
          {
            onOpen: (opened) => void (stream = opened),
            onData: (bytes) => inbox.push(bytes),
            onDrain: () => undefined,
            onClose: (end, detail) => {
              refused = detail;
              inbox.close(end === 'ended', `${end}: ${detail}`);
            },
          },
        ),
      );
      await world.runUntil(() => stream !== undefined || refused !== undefined, connectTimeoutMs);
      if (stream === undefined) throw new Error(`cannot connect: ${refused ?? 'nothing happened'}`);
      return connectionOver(world, process, stream, inbox);
    },
  };
}

function connectionOver(world: VirtualWorld, process: VirtualProcess, stream: Stream, inbox: Inbox): TesterConnection {
  return {
    send: (bytes) => process.run(() => stream.write(bytes)),
    async next(timeoutMs): Promise<Received | undefined> {
      let received = inbox.take();
      if (received) return received;
      await world.runUntil(() => (received = inbox.take()) !== undefined, timeoutMs);
      return received;
    },
    close: () => process.run(() => stream.end()),
  };
}
