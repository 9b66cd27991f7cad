/** A resend of a million messages, while another session trades and both keep their heartbeats. */
import type { EngineSession } from '../../../control/fix/engine/engine-session.js';
import { quantiles, type BenchContext } from '../harness.js';
import { OrderFrames, rig, sendReport, turn, venueConfig, answering } from './session-rig.js';

const MESSAGES = 1_000_000;
const STORE_PER_TURN = 2_000;
const HEART_BT_INT_S = 1;

export async function run(context: BenchContext): Promise<void> {
  const bench = rig('group');
  const { engine, network } = bench;
  const long = engine.addSession(bench.spec(venueConfig));
  const live = engine.addSession(bench.spec({ ...venueConfig, targetCompId: 'CLIENT2' }, answering));
  await engine.listen({ host: '127.0.0.1', port: 1 });

  // Not logged on: the messages are stored, and asked for later.
  for (let i = 0; i < MESSAGES; i++) {
    sendReport(long.session, `ORD-20240610-${i}`, i);
    if (i % STORE_PER_TURN === 0) await turn();
  }
  bench.journal.syncNow();

  const frames = new OrderFrames();
  const peer = network.open();
  const seen = new Counter();
  peer.stream.onWrite = (bytes) => seen.take(bytes);
  peer.handler.onData(frames.logon(HEART_BT_INT_S));
  const liveFrames = new OrderFrames('CLIENT2');
  const livePeer = network.open();
  const liveSeen = new Counter();
  let answered = (): void => undefined;
  livePeer.stream.onWrite = (bytes) => {
    liveSeen.take(bytes);
    answered();
  };
  livePeer.handler.onData(liveFrames.logon(HEART_BT_INT_S));
  await turn();
  if (!isUp(long) || !isUp(live)) throw new Error('the bench was not logged on');

  globalThis.gc?.();
  const before = process.memoryUsage();
  let mostRss = before.rss;
  let mostQueued = 0;
  const waits: number[] = [];
  const start = performance.now();
  const cpu = process.cpuUsage();
  peer.handler.onData(frames.resendRequest(1));
  let nextLiveMs = start;
  let nextBeatMs = start;
  while (long.session.isReplaying || seen.messages < MESSAGES) {
    const now = performance.now();
    if (!isUp(long)) throw new Error('the bench was logged out');
    if (now >= nextBeatMs) {
      nextBeatMs = now + 500;
      peer.handler.onData(frames.heartbeat());
    }
    if (now >= nextLiveMs) {
      nextLiveMs = now + 5;
      // As if it had come while the loop was busy: how long it waits for its turn is what the replay costs it.
      const answer = new Promise<void>((resolve) => (answered = resolve));
      setImmediate(() => livePeer.handler.onData(liveFrames.order()));
      await answer;
      waits.push(performance.now() - now);
    } else {
      await turn();
    }
    mostQueued = Math.max(mostQueued, long.queuedBytes);
    if (waits.length % 16 === 0) mostRss = Math.max(mostRss, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = MESSAGES / seconds;
  const input = `${MESSAGES.toLocaleString('en-GB')} ExecutionReports of 265 bytes from the journal, PossDupFlag and OrigSendingTime put in`;
  const flat = (value: number) => ({ p50: value, p99: value, p999: value, max: value });
  context.report({ name: 'replay', unit: 'msg/s', n: MESSAGES, ...flat(perSecond), input, goal: { atLeast: 500_000 } });
  context.report({ name: 'replay-cpu', unit: 'ns', n: MESSAGES, ...flat(((user + system) * 1000) / MESSAGES), input });
  context.report({
    name: 'replay-live-order',
    unit: 'us',
    n: waits.length,
    ...quantiles(Float64Array.from(waits, (ms) => ms * 1000)),
    input: 'an order of another session every 5 ms meanwhile, from its arrival to its answer',
  });
  context.report({
    name: 'replay-memory',
    unit: 'bytes',
    n: 1,
    ...flat(mostRss - before.rss),
    input: `growth of the process at its worst; most bytes queued: ${mostQueued.toLocaleString('en-GB')}`,
  });
  const silenceMs = Math.max(seen.silenceMs, liveSeen.silenceMs);
  context.note(
    `replay: neither session was silent for more than ${silenceMs.toFixed(0)} ms in its ${seconds.toFixed(2)} s (HeartBtInt ${HEART_BT_INT_S} s)`,
  );
  await bench.close();
}

/** Asked anew each time: it changes while the bench waits. */
function isUp({ session }: EngineSession): boolean {
  return session.isLoggedOn;
}

/** "8=FIX.4.4", SOH, "9=". */
const LENGTH_AT = 12;
/** SOH behind BodyLength, and `10=ddd` with its own. */
const AROUND_BODY_BYTES = 8;

/** Counts messages in what is written, and notes the longest silence. */
class Counter {
  messages = 0;
  silenceMs = 0;
  private lastMs = 0;

  take(bytes: Uint8Array): void {
    const nowMs = performance.now();
    if (this.lastMs > 0) this.silenceMs = Math.max(this.silenceMs, nowMs - this.lastMs);
    this.lastMs = nowMs;
    // Whole messages are written, and each says how long it is.
    let at = 0;
    while (at < bytes.length) {
      let body = 0;
      at += LENGTH_AT;
      for (; bytes[at]! >= 0x30; at++) body = body * 10 + bytes[at]! - 0x30;
      at += body + AROUND_BODY_BYTES;
      this.messages++;
    }
    if (at !== bytes.length) throw new Error('what was written is not made of whole messages');
  }
}
