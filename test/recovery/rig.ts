/** A feed with holes in a virtual world: an engine that gets datagrams, and what comes out of it, one short line a record. */
import type { GapHandler } from '../../control/market-data/recovery/gap-handler.js';
import { Splicer } from '../../control/market-data/recovery/splicer.js';
import { pitchRig } from '../../control/market-data/software/pitch-rig.js';
import { rigConfig, TestRig } from '../../control/market-data/software/test-rig.js';
import type { Endpoint, Stream } from '../../control/core/streams.js';
import { getPitch, putPitch, type PitchMessage } from '../../control/protocols/pitch2/codec.js';
import { pitchRecovery } from '../../control/protocols/pitch2/messages.js';
import { nextPitchMessage, UnitBlock, UnitWriter } from '../../control/protocols/pitch2/unit.js';
import type { FieldsOf, MessageLayout } from '../../control/protocols/layout.js';
import type { VirtualProcess } from '../support/world/process.js';

export class HoledFeed {
  readonly rig: TestRig;
  private arrival = 0;

  constructor(protocol: 'itch50' | 'pitch2') {
    this.rig = protocol === 'pitch2' ? pitchRig() : new TestRig(rigConfig());
  }

  /** A packet of line A, long enough after the one before that every gap has closed. */
  send(payload: Uint8Array): void {
    this.arrival += 10_000;
    this.rig.payload(0, this.arrival, payload);
    this.rig.engine.advanceTo(this.arrival + 5000);
  }

  /** Tells the handler of gaps, as a sink beside the books would; returns what came out. */
  drain(handler?: GapHandler): string[] {
    if (handler !== undefined) {
      const none = (): void => undefined;
      const events = { onMissing: none, onWhole: none, onRestart: none, onOverflow: none };
      // Of no channel: it passes everything, and tells of gaps.
      const splicer = new Splicer(
        [],
        this.rig,
        { certify: none, empty: none },
        {
          ...events,
          onGap: (...gap) => handler.onGap(...gap),
          onSession: (...session) => handler.onSession(...session),
        },
      );
      while (this.rig.engine.poll(splicer, 1 << 16) > 0);
    }
    return this.rig.take();
  }
}

/** A server of PITCH over TCP, as small as it can be: what it gets goes to `onMessage`, and what it says is up to the test. */
export class TinyPitchServer {
  stream: Stream | undefined;
  connections = 0;
  readonly seen: PitchMessage[] = [];
  onMessage: (message: PitchMessage) => void = () => undefined;

  async listen(process: VirtualProcess, local: Endpoint): Promise<void> {
    await process.streams.listen({ local }, () => {
      const block = new UnitBlock();
      let pending = new Uint8Array(0);
      this.connections++;
      return {
        onOpen: (stream) => {
          this.stream = stream;
        },
        onData: (bytes) => {
          pending = Uint8Array.from([...pending, ...bytes]);
          while (pending.length >= 8 && block.open(pending, 0, pending.length) === 0) {
            for (let at = block.start; at < block.end; at = nextPitchMessage(pending, at)) {
              const message = getPitch(pending, at, 'recovery')!;
              this.seen.push(message);
              this.onMessage(message);
            }
            pending = pending.slice(block.end);
          }
        },
        onDrain: () => undefined,
        onClose: () => {
          this.stream = undefined;
        },
      };
    });
  }

  reply<Layout extends MessageLayout>(layout: Layout, fields: FieldsOf<Layout>): void {
    const writer = new UnitWriter(0);
    writer.added(putPitch(writer.bytes, writer.end, layout, fields));
    this.stream?.write(writer.bytes.subarray(0, writer.finish(0)));
  }

  login(status = 'A'): void {
    this.reply(pitchRecovery.LoginResponse, { status });
  }
}
