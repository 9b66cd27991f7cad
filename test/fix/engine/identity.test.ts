import { describe, expect, it } from 'vitest';
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import { acceptorConfig, Pair } from './pair.js';
import { RawPeer } from './raw-peer.js';

async function open(pair: Pair, localAddress?: string): Promise<RawPeer> {
  const peer = new RawPeer(pair.desk.process, pair.endpoint, localAddress);
  await pair.until(() => peer.stream !== undefined || peer.end !== undefined);
  return peer;
}

async function listening(more: Partial<SessionSpec> = {}, listener: Parameters<Pair['listen']>[0] = {}): Promise<Pair> {
  const pair = new Pair();
  await pair.listen(listener);
  pair.venue.add(acceptorConfig, more);
  return pair;
}

async function isDropped(pair: Pair, peer: RawPeer): Promise<void> {
  expect(await pair.until(() => peer.end !== undefined)).toBe(true);
  expect(peer.received).toBe('');
}

describe('a connection is dropped without an answer', () => {
  it.each([
    ['unknownSession', (peer: RawPeer) => peer.send(1, '35=A|49=STRANGER|98=0|108=30')],
    ['unknownSession', (peer: RawPeer) => peer.send(1, '35=A|56=ELSEWHERE|98=0|108=30')],
    ['unknownSession', (peer: RawPeer) => peer.send(1, '35=A|98=0|108=30', 'FIX.4.2')],
    ['noLogon', (peer: RawPeer) => peer.send(1, '35=0')],
    ['garbled', (peer: RawPeer) => peer.sendText('8=FIX.4.4\u00019=5\u000135=A\u000110=000\u0001')],
    ['garbled', (peer: RawPeer) => peer.sendText(`8=FIX.4.4\u00019=900000\u000135=A\u000158=${'x'.repeat(40_000)}`)],
    ['garbled', (peer: RawPeer) => peer.sendText('GET / HTTP/1.1\r\n\r\n')],
  ])('%s', async (reason, act) => {
    const pair = await listening();
    const peer = await open(pair);
    act(peer);
    await isDropped(pair, peer);
    expect(pair.venue.recorder.types('dropped')).toEqual([reason]);
    expect(pair.venue.engine.snapshot().listeners[0]?.counters.dropped).toEqual({ [reason]: 1 });
    expect(peer.end).toBe('ended');
    await pair.world.run(100);
    expect(pair.venue.engine.snapshot().listeners[0]?.connections).toBe(0);
  });

  it('when it says nothing for long', async () => {
    const pair = await listening({}, { logonTimeoutMs: 3000 });
    const peer = await open(pair);
    await pair.world.run(2500);
    expect(peer.end).toBeUndefined();
    peer.sendText('8=FIX.4.4\u00019=');
    await isDropped(pair, peer);
    expect(pair.venue.recorder.types('dropped')).toEqual(['logonTimeout']);
  });

  it('when there are too many', async () => {
    const pair = await listening({}, { connectionsMax: 3, awaitingLogonMax: 2 });
    const [first] = [await open(pair), await open(pair)];
    await isDropped(pair, await open(pair));
    first.logOn();
    await pair.world.run(100);
    const third = await open(pair);
    await isDropped(pair, await open(pair));
    expect(pair.venue.recorder.types('dropped')).toEqual(['tooManyAwaitingLogon', 'tooManyConnections']);
    expect([first.end, third.end]).toEqual([undefined, undefined]);
  });

  it('from an address that may not', async () => {
    const pair = await listening({ acceptor: { allowedAddresses: ['10.0.1.0/24', '192.0.2.7'] } });
    const wrong = await open(pair);
    wrong.logOn();
    await isDropped(pair, wrong);
    const right = await open(pair, '10.0.1.1');
    right.logOn();
    expect(await pair.until(() => right.types.length > 0)).toBe(true);
    expect(pair.venue.recorder.types('dropped')).toEqual(['address']);
  });

  it('without the certificate that the session wants', async () => {
    const pair = await listening({ acceptor: { tlsSubject: 'CN=DESK' } });
    const peer = await open(pair);
    peer.logOn();
    await isDropped(pair, peer);
    expect(pair.venue.recorder.types('dropped')).toEqual(['tlsSubject']);
  });

  it('when the session is turned off, and taken when it is turned on again', async () => {
    const pair = await listening({ enabled: false });
    const peer = await open(pair);
    peer.logOn();
    await isDropped(pair, peer);
    const [session] = pair.venue.engine.sessions;
    pair.venue.process.run(() => session?.enable());
    const again = await open(pair);
    again.logOn();
    expect(await pair.until(() => session?.session.isLoggedOn === true)).toBe(true);
    pair.venue.process.run(() => session?.disable('good night'));
    expect(await pair.until(() => again.received.includes('58=good night'))).toBe(true);
  });
});

describe('one identity', () => {
  it('is connected once: of two Logons at the same instant one is answered', async () => {
    const pair = await listening();
    const peers = [await open(pair), await open(pair)];
    for (const peer of peers) peer.logOn();
    await pair.world.run(1000);
    expect(peers.map((peer) => peer.types.join())).toEqual(expect.arrayContaining(['A', '']));
    expect(peers.filter((peer) => peer.end !== undefined).length).toBe(1);
    expect(pair.venue.recorder.types('dropped')).toEqual(['alreadyConnected']);
  });

  it('may come back in the instant in which it left', async () => {
    const pair = await listening();
    const first = await open(pair);
    first.logOn();
    await pair.until(() => first.types.length > 0);
    const second = await open(pair);
    // The Logon overtakes the end of the old connection.
    second.logOn(2);
    await pair.world.run(5);
    pair.desk.process.run(() => first.stream?.destroy());
    expect(await pair.until(() => second.types.length > 0, 1000)).toBe(true);
    expect(pair.venue.recorder.types('dropped')).toEqual([]);
  });

  it('may come back while its old connection, of which everything is said, is still open at its end', async () => {
    const pair = await listening();
    const first = await open(pair);
    first.logOn();
    await pair.until(() => first.types.length > 0);
    // A number that is too low ends the session; a peer that reads no further does not even see it.
    pair.desk.process.run(() => first.stream?.pause());
    first.send(1, '35=0');
    await pair.world.run(20);
    const second = await open(pair);
    second.logOn(2);
    expect(await pair.until(() => second.types.length > 0, 1000)).toBe(true);
    expect(pair.venue.engine.snapshot().listeners[0]?.connections).toBe(2);
    // The old one is not kept for ever.
    expect(await pair.until(() => pair.venue.engine.snapshot().listeners[0]?.connections === 1, 5000)).toBe(true);
  });

  it('with a SubID is another one than without, and one without takes every SubID', async () => {
    const pair = await listening();
    const desk2 = pair.venue.add({ ...acceptorConfig, targetSubId: 'TWO' });
    const peers = [await open(pair), await open(pair)];
    peers[0]!.send(1, '35=A|50=TWO|98=0|108=30');
    peers[1]!.send(1, '35=A|50=ONE|98=0|108=30');
    await pair.world.run(1000);
    expect(desk2.session.isLoggedOn).toBe(true);
    expect(pair.venue.engine.sessions.every((session) => session.isBusy)).toBe(true);
  });
});
