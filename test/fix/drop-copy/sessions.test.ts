/** Drop copies from engine to engine in the virtual world: through cuts and kills, with message logs on both sides. */
import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../../control/commands/fix/decode.js';
import type { Journal } from '../../../control/core/journal.js';
import { realFiles } from '../../../control/core/world-files.js';
import { parseExact } from '../../../control/fix/drop-copy/exact.js';
import { DropCopyReceiver } from '../../../control/fix/drop-copy/receiver.js';
import { DropCopySender, DropCopyTarget } from '../../../control/fix/drop-copy/sender.js';
import { OwnRecord, report } from '../../../control/fix/drop-copy/testing.js';
import { FixEngine } from '../../../control/fix/engine/engine.js';
import { MessageLog } from '../../../control/fix/message-log/message-log.js';
import { fixMetrics } from '../../../control/fix/metrics/engine-metrics.js';
import type { FixApplication } from '../../../control/fix/session/application.js';
import { sessionDefaults, sessionId, type SessionConfig } from '../../../control/fix/session/config.js';
import { JournalSessionStores } from '../../../control/fix/store/journal-stores.js';
import { STREAM_PREFIX } from '../../../control/fix/store/session-index.js';
import { openJournal } from '../../../control/journal/journal.js';
import type { FixEncoder } from '../../../control/protocols/fix/encoder.js';
import { VirtualDisk } from '../../support/world/disk.js';
import type { VirtualProcess } from '../../support/world/process.js';
import { VirtualWorld } from '../../support/world/world.js';

const venueConfig: SessionConfig = {
  ...sessionDefaults,
  role: 'acceptor',
  beginString: 'FIX.4.4',
  senderCompId: 'VENUE',
  targetCompId: 'DROP',
};
const deskConfig: SessionConfig = { ...venueConfig, role: 'initiator', senderCompId: 'DROP', targetCompId: 'VENUE' };
const SECRET = 'hunter2';

class Desk extends DropCopyReceiver implements FixApplication {
  decorateLogon(_session: unknown, logon: FixEncoder): void {
    logon.string(554, SECRET);
  }
}

function start<App extends FixApplication>(
  process: VirtualProcess,
  config: SessionConfig,
  make: (journal: Journal) => App,
) {
  return process.run(() => {
    const { clock, timers, disk } = process;
    const journal = openJournal({ directory: '/data/journal', disk, clock, timers });
    const stores = new JournalSessionStores({ journal, clock, timers });
    const observer = new MessageLog(process, { directory: '/data/log' });
    const openStore = (each: SessionConfig) => stores.open(sessionId(each));
    const engine = new FixEngine(process, { journal, observer, openStore });
    const application = make(journal);
    const endpoints = [{ host: '10.0.0.2', port: 9880 }];
    const initiator = { endpoints, backoffMinMs: 100, backoffMaxMs: 200 };
    const added = engine.addSession({
      config,
      application,
      ...(config.role === 'initiator' ? { initiator } : {}),
    });
    return { engine, session: added.session, application, process };
  })!;
}

async function rig() {
  const world = new VirtualWorld({ seed: 7 });
  const disks = { desk: new VirtualDisk(world.random()), venue: new VirtualDisk(world.random()) };
  const deskHost = world.addHost('desk', { addresses: ['10.0.0.1'], disk: disks.desk });
  const venueHost = world.addHost('venue', { addresses: ['10.0.0.2'], disk: disks.venue });
  const sender = new DropCopySender();
  const startVenue = async () => {
    const venue = start(venueHost.start(), venueConfig, () => new DropCopyTarget());
    venue.application.attach(venue.session);
    sender.add(venue.application);
    await world.wait(venue.engine.listen({ host: '10.0.0.2', port: 9880 }));
    return venue;
  };
  const own = new OwnRecord();
  const startDesk = () => {
    const process = deskHost.start();
    return start(process, deskConfig, (journal) => {
      const desk = new Desk({
        world: process,
        own,
        listener: { onBreak: () => undefined, onCleared: () => undefined },
        options: { lateMs: 1000, graceMs: 5000 },
        journal: { journal, name: 'VENUE', sessionStream: STREAM_PREFIX + sessionId(deskConfig) },
        sinceEpochMs: 0,
      });
      desk.restore();
      return desk;
    });
  };
  const weHave = (n: number, process: VirtualProcess): void => {
    process.run(() =>
      own.put({
        execId: `E${n}`,
        orderId: 'O1',
        clOrdId: 'C1',
        side: '1',
        quantity: parseExact('10')!,
        price: parseExact('5.25')!,
        busted: false,
        epochMs: process.clock.epochMs(),
      }),
    );
  };
  const fill = (n: number, process: VirtualProcess): void => {
    process.run(() => sender.copy(report(`37=O1|11=C1|17=E${n}|150=F|39=1|54=1|55=X|32=10|31=5.25|`)));
  };
  return { world, disks, startVenue, startDesk, sender, weHave, fill, own };
}

/** All lines of a host's message log. */
function logOf(disk: VirtualDisk): string {
  const mount = disk.mount({} as never);
  const files = mount.list('/data/log').map((name) => disk.content(`/data/log/${name}`)!);
  return Buffer.concat(files).toString('latin1');
}

async function decode(text: string, ...args: string[]): Promise<string> {
  let out = '';
  const stdin = (async function* () {
    yield Buffer.from(text, 'latin1');
  })();
  const write = (more: string): undefined => void (out += more);
  const io = { files: realFiles, stdin, write, isOpen: () => true, warn: () => undefined, isColour: false };
  await decodeCommand(io).parseAsync(['-', ...args], { from: 'user' });
  return out;
}

describe('drop copies between two engines', () => {
  it('arrive once each through cuts and kills, and only what differs is a break', async () => {
    const { world, disks, startVenue, startDesk, sender, weHave, fill, own } = await rig();
    let venue = await startVenue();
    let desk = startDesk();
    const isUp = () => desk.session.state === 'Active' && venue.session.state === 'Active';
    expect(await world.runUntil(isUp, 10_000)).toBe(true);
    let n = 0;
    const trade = async () => {
      for (let i = 0; i < 5; i++) {
        fill(++n, venue.process);
        if (n !== 7) weHave(n, desk.process);
        await world.run(1);
      }
    };
    await trade();
    world.link('desk', 'venue').cut();
    await trade();
    expect(await world.runUntil(isUp, 10_000)).toBe(true);
    await trade();
    desk.process.kill();
    for (let i = 0; i < 5; i++) fill(++n, venue.process);
    desk = startDesk();
    for (let i = n - 4; i <= n; i++) weHave(i, desk.process);
    expect(await world.runUntil(isUp, 10_000)).toBe(true);
    await trade();
    const before = venue.application;
    venue.process.kill();
    sender.remove(before);
    venue = await startVenue();
    expect(await world.runUntil(isUp, 10_000)).toBe(true);
    await trade();
    weHave(99, desk.process);
    await world.run(6000);
    const { reconciler } = desk.application;
    expect(reconciler.breaks.map(({ execId, kind }) => `${execId} ${kind}`).sort()).toEqual([
      'E7 missingHere',
      'E99 missingThere',
    ]);
    // Restored from the journal, or received since: each of them, and two records of some.
    expect(n).toBe(30);
    expect(reconciler.counters.trades - reconciler.counters.duplicates).toBe(30);
    expect(own.executions.size).toBe(30);

    for (const disk of Object.values(disks)) {
      const log = logOf(disk);
      expect(log).not.toContain(SECRET);
      const decoded = await decode(log, '--compact', '--type', 'A');
      expect(decoded).toContain('Password=***');
      expect(decoded).not.toContain('!');
      expect((await decode(log, '--json', '--tag', 'ExecID=E30')).trim().split('\n')).toHaveLength(1);
    }
    const families = fixMetrics({
      engine: desk.engine.snapshot(),
      dropCopiesIn: {
        VENUE: {
          counters: reconciler.counters,
          openBreaks: reconciler.breaks.map(({ kind }) => kind),
          numbersLost: desk.application.numbersLost,
        },
      },
    });
    const breaks = families.find(({ name }) => name === 'crossfeed_fix_drop_copy_breaks')!;
    expect(breaks.samples.filter(({ value }) => value > 0)).toHaveLength(2);
  });
});
