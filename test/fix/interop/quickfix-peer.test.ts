/** The peer itself, against another one: what the other tests rely on, without an engine of ours. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QuickFixPeer, quickFixMissing, type PeerOptions } from './quickfix-peer.js';
import { versions, type Version } from './version.js';

describe.skipIf(quickFixMissing !== '').each(versions)(`QuickFIX with QuickFIX, %s${quickFixMissing}`, (version) => {
  let folder: string;
  let peers: QuickFixPeer[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossfeed-interop-'));
    peers = [];
  });

  afterEach(async () => {
    await Promise.all(peers.map((peer) => peer.kill()));
    rmSync(folder, { recursive: true });
  });

  async function start(name: string, options: Partial<PeerOptions>): Promise<QuickFixPeer> {
    const peer = await QuickFixPeer.start({ version, folder: join(folder, name), ...options });
    peers.push(peer);
    return peer;
  }

  const pair = async (): Promise<{ acceptor: QuickFixPeer; initiator: QuickFixPeer }> => {
    const acceptor = await start('acceptor', { senderCompId: 'CROSSFEED', targetCompId: 'QUICKFIX' });
    const initiator = await start('initiator', { connectPort: acceptor.port });
    await initiator.until('logon', () => initiator.isLoggedOn);
    return { acceptor, initiator };
  };

  it('trades: orders are answered, by dictionary', async () => {
    const { acceptor, initiator } = await pair();
    await initiator.command('orders 20 A');
    await initiator.until('20 reports', () => initiator.deliveredIds('8').length === 20);
    expect(acceptor.deliveredIds('D')).toEqual(initiator.deliveredIds('8'));
    expect(versionsSeen(version, acceptor)).toEqual(['A', 'D']);
  });

  it('resends after a cut, and keeps its numbers over a restart', async () => {
    const { acceptor, initiator } = await pair();
    await initiator.command('when-cut orders 3 B');
    await acceptor.command('cut');
    await initiator.until('3 reports', () => initiator.deliveredIds('8').length === 3);
    expect(acceptor.delivered.every(({ possDup }) => possDup === true)).toBe(true);
    const numbers = await initiator.numbers();
    await initiator.kill();
    const again = await start('initiator', { connectPort: acceptor.port });
    await again.until('logon', () => again.isLoggedOn);
    expect(again.sent[0]?.msgSeqNum).toBe(numbers.out);
    await again.command('orders 1 C');
    await again.until('a report', () => again.deliveredIds('8').length === 1);
  });
});

/** Message types that the acceptor took, after a look at how the version shows in the Logon. */
function versionsSeen(version: Version, acceptor: QuickFixPeer): string[] {
  const logon = acceptor.received[0]?.fields;
  expect(logon?.get(8)).toBe(version === 'FIX.5.0SP2' ? 'FIXT.1.1' : version);
  expect(logon?.get(1137)).toBe(version === 'FIX.5.0SP2' ? '9' : undefined);
  return [...new Set(acceptor.received.map(({ type }) => type))].sort();
}
