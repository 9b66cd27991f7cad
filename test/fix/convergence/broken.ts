/** Sessions that are wrong in one way each: whoever checks runs must find every one of them. */
import type { Journal } from '../../../control/core/journal.js';
import type { Stream, StreamHandler, Streams } from '../../../control/core/streams.js';
import type { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import type { SessionStore } from '../../../control/fix/store/session-store.js';
import type { OpenStores, WorldOf } from './peer.js';
import type { RunOptions } from './run.js';
import { journalStores, memoryStores } from './stores.js';

const SOH = '\u0001';
/** Where one message ends and the next begins. */
const FRAME_END = new RegExp(`(?<=${SOH}10=\\d\\d\\d${SOH})`);

export interface Broken {
  readonly what: string;
  /** What the checks say of it. */
  readonly found: RegExp;
  /** Made anew for each run. */
  readonly options: () => RunOptions;
}

export const brokenSessions: readonly Broken[] = [
  {
    what: 'a store that forgets one message of five',
    found: /was lost, and nobody was told/,
    options: () => ({
      openStores: withStore((store) =>
        overriding(
          overriding(store, 'load', (msgSeqNum, into) => msgSeqNum % 5 !== 0 && store.load(msgSeqNum, into)),
          'holds',
          (msgSeqNum) => msgSeqNum % 5 !== 0 && store.holds(msgSeqNum),
        ),
      ),
    }),
  },
  {
    what: 'a store that forgets, in a restart, the last message that was taken',
    found: /was delivered twice/,
    options: () => ({
      openStores: afterRestart((store) => void (store.nextIncoming = Math.max(1, store.nextIncoming - 1))),
    }),
  },
  {
    what: 'a store that forgets, in a restart, the last message that was sent',
    found: /was used for|was sent again without PossDupFlag/,
    options: () => ({
      openStores: afterRestart((store) =>
        store.setNumbers('operator', Math.max(1, store.nextOutgoing - 1), store.nextIncoming),
      ),
    }),
  },
  {
    what: 'a store that skips a message after a restart',
    found: /was lost, and nobody was told|no convergence/,
    options: () => ({ openStores: afterRestart((store) => void (store.nextIncoming += 1)) }),
  },
  {
    what: 'a journal that lets effects happen before it has written',
    found: /was used for|was sent again without PossDupFlag|was delivered twice|was lost/,
    options: () => ({
      openStores: (process, plan) => {
        const opened = journalStores(process, plan);
        return { ...opened, journal: late(opened.journal!, (run) => process.timers.after(30, run)) };
      },
    }),
  },
  {
    what: 'resends without PossDupFlag',
    found: /was sent again without PossDupFlag|delivered again without PossDupFlag|no convergence/,
    options: () => ({ openStores: journalStores, worldOf: sending(withoutPossDup) }),
  },
  {
    what: 'gap fills that are not sent',
    found: /no convergence|times for messages|do not arrive/,
    options: () => ({
      openStores: journalStores,
      worldOf: sending((frame) => (frame.includes(`${SOH}35=4${SOH}`) ? '' : frame)),
    }),
  },
];

function overriding<K extends keyof SessionStore>(store: SessionStore, name: K, value: SessionStore[K]): SessionStore {
  return new Proxy(store, {
    get(target, property) {
      if (property === name) return value;
      const found: unknown = Reflect.get(target, property, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}

function withStore(wrap: (store: SessionStore) => SessionStore): OpenStores {
  return (process, plan) => {
    const opened = journalStores(process, plan);
    return { ...opened, openStore: (config) => wrap(opened.openStore(config)) };
  };
}

/** A store that is perfect but for what a restart does to it. */
function afterRestart(spoil: (store: MemorySessionStore) => void): OpenStores {
  return memoryStores((store, isNew) => {
    if (!isNew) spoil(store);
  });
}

/** Says that it has committed, and commits later. */
function late(journal: Journal, later: (run: () => void) => unknown): Journal {
  return new Proxy(journal, {
    get(target, property) {
      if (property === 'commit') {
        return () => {
          later(() => void target.commit());
          return true;
        };
      }
      const found: unknown = Reflect.get(target, property, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}

/** A world in which every message that leaves is changed, or dropped when nothing is left of it. */
function sending(change: (frame: string) => string): WorldOf {
  return (process) => {
    const { streams } = process;
    const changed: Streams = {
      connect: (options, handler) => streams.connect(options, around(handler, change)),
      listen: (options, accept) =>
        streams.listen(options, (remote) => {
          const handler = accept(remote);
          return handler === undefined ? undefined : around(handler, change);
        }),
    };
    return {
      clock: process.clock,
      timers: process.timers,
      disk: process.disk,
      streams: changed,
      random: (seed) => process.random(seed),
    };
  };
}

function around(handler: StreamHandler, change: (frame: string) => string): StreamHandler {
  return {
    onOpen: (stream) => handler.onOpen(changing(stream, change)),
    onData: (bytes) => handler.onData(bytes),
    onDrain: () => handler.onDrain(),
    onClose: (end, detail) => handler.onClose(end, detail),
  };
}

/** The engine writes whole messages. */
function changing(stream: Stream, change: (frame: string) => string): Stream {
  return new Proxy(stream, {
    get(target, property) {
      if (property === 'write') {
        return (bytes: Uint8Array) => {
          const frames = Buffer.from(bytes).toString('latin1').split(FRAME_END);
          target.write(Buffer.from(frames.map(change).join(''), 'latin1'));
        };
      }
      const found: unknown = Reflect.get(target, property, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}

/** The same message with 43=N, and the checksum that goes with it. */
function withoutPossDup(frame: string): string {
  const end = frame.lastIndexOf('10=');
  const body = frame.slice(0, end).replace('\u000143=Y\u0001', '\u000143=N\u0001');
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += body.charCodeAt(i);
  return `${body}10=${String(sum & 255).padStart(3, '0')}\u0001`;
}
