import { expect, it } from 'vitest';
import { acceptorConfig, Pair } from './pair.js';
import { RawPeer } from './raw-peer.js';

const LIMIT = 200_000;
const PAUSE = 50_000;
const TEXT = 'x'.repeat(500);

async function reluctantPeer(pair: Pair): Promise<{ peer: RawPeer; session: ReturnType<typeof pair.venue.add> }> {
  await pair.listen();
  const session = pair.venue.add(acceptorConfig, { output: { queuedBytesMax: LIMIT, replayPauseBytes: PAUSE } });
  const peer = new RawPeer(pair.desk.process, pair.endpoint);
  await pair.until(() => peer.stream !== undefined);
  peer.logOn();
  await pair.until(() => session.session.isLoggedOn && peer.types.length > 0);
  return { peer, session };
}

function report(pair: Pair, session: ReturnType<typeof pair.venue.add>, count: number): void {
  pair.venue.process.run(() => {
    for (let i = 0; i < count; i++) {
      session.session.begin('8').string(58, TEXT);
      session.session.send();
    }
  });
}

it('is cut off at the limit, with a reason, and gets everything when it comes back', async () => {
  const pair = new Pair();
  const { peer, session } = await reluctantPeer(pair);
  pair.desk.process.run(() => peer.stream?.pause());
  let most = 0;
  for (let i = 0; i < 2000 && session.session.isLoggedOn; i++) {
    report(pair, session, 1);
    await pair.world.run(1);
    most = Math.max(most, session.queuedBytes);
  }
  expect(session.session.isLoggedOn).toBe(false);
  expect(most).toBeLessThanOrEqual(LIMIT);
  expect(session.own.slowConsumerCuts).toBe(1);
  expect(pair.venue.recorder.types('slowConsumer')).toEqual(['slowConsumer']);
  expect(pair.venue.application.told.at(-1)).toMatch(
    /^logout DESK: slow consumer: \d+ bytes are not read, the limit is 200000$/,
  );
  const sent = session.session.store.nextOutgoing - 1;
  const again = new RawPeer(pair.desk.process, pair.endpoint);
  await pair.until(() => again.stream !== undefined);
  again.logOn(2);
  await pair.world.run(100);
  again.send(3, `35=2|7=2|16=0`);
  expect(await pair.until(() => again.types.filter((type) => type === '8').length === sent - 1)).toBe(true);
});

it('gets a resend only as fast as it reads, and the resend takes no more memory than that', async () => {
  const pair = new Pair();
  const { peer, session } = await reluctantPeer(pair);
  for (let i = 0; i < 40; i++) {
    report(pair, session, 50);
    await pair.world.run(100);
  }
  const before = peer.types.length;
  pair.desk.process.run(() => peer.stream?.pause());
  peer.send(2, '35=2|7=2|16=0');
  await pair.world.run(5_000);
  expect(session.queuedBytes).toBeGreaterThan(PAUSE / 2);
  expect(session.queuedBytes).toBeLessThan(PAUSE + 1000);
  expect(session.session.isReplaying).toBe(true);
  // Live messages pass it by: the counterparty sorts them out by their numbers.
  report(pair, session, 1);
  pair.desk.process.run(() => peer.stream?.resume());
  expect(await pair.until(() => peer.types.length === before + 2001)).toBe(true);
  expect(session.session.isReplaying).toBe(false);
  expect(session.session.isLoggedOn).toBe(true);
});
