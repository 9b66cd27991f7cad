/** `capture`: frames from the wire into a pcap file, through the card's capture memory; test frames are also checked byte by byte. */
import { z } from 'zod';
import { BEAT_PS } from '../../../control/core/generated/records.js';
import { oneOf, text, whole } from '../../../control/core/config-shapes.js';
import { CAPTURE_DATA } from '../../generated/registers.js';
import { writePcap, type CapturedFrame } from '../capture/pcap-writer.js';
import { prbsBreak } from '../capture/prbs31.js';
import { hex } from '../card/card.js';
import { defineStep, fail, type StepContext } from './step.js';
import { sendTestFrames } from './test-frames.js';

/** Destination and source address, type, and two bytes of padding: what stands before the sequence in a test frame. */
const HEADER_BYTES = 16;
const TEST_TYPE = 0x88b5;
const POLL_MS = 50;
const SLOT_STRIDE = 16;

interface Held extends CapturedFrame {
  readonly port: number;
  readonly badFcs: boolean;
}

export const capture = defineStep({
  name: 'capture',
  title: 'Capture of frames',
  needs: ['connect', 'identify', 'selftest'],
  schema: z.strictObject({
    source: oneOf(['loopback', 'wire'])
      .default('loopback')
      .describe('loopback: test frames of the card itself; wire: what comes'),
    port: whole(0, 15).default(0).describe('whose frames'),
    frames: whole(1, 8).default(2).describe('how many'),
    frameBytes: whole(64, 1512).default(64).describe('length of test frames'),
    waitMs: whole(1, 600_000).default(10_000).describe('how long frames from the wire are waited for'),
    file: text('the name of a pcap file').optional().describe('pcap file; absent: beside the report'),
  }),
  timeoutMs: ({ source, waitMs }) => 60_000 + (source === 'wire' ? waitMs : 0),
  async run(context, { source, port, frames, frameBytes, waitMs, file }) {
    const { card, bench, signal, measure } = context;
    const arm = card.bits('capture.CONTROL', { arm: 1, ports: 1 << port });
    await card.write('capture.CONTROL', arm, signal);
    try {
      if (source === 'loopback') await sendTestFrames(context, { port, frames, frameBytes, loopback: true });
      else await heldOrLate(context, frames, waitMs);
    } finally {
      if (!card.client.isLost) await card.write('capture.CONTROL', 0).catch(() => undefined);
    }
    const held = Math.min(frames, await card.field('capture.STATUS', 'held', signal));
    measure('frames captured', held, '', { least: frames });
    if (held === 0) {
      const waited = source === 'wire' ? ` within ${waitMs / 1000} s: nothing was sent to it, or its link is down` : '';
      fail(`nothing was captured on port ${port}${waited}`);
    }
    const kept: Held[] = [];
    for (let slot = 0; slot < held; slot++) kept.push(await readSlot(context, slot));
    const path = bench.outputFile('capture.pcap', file);
    writePcap(path, kept);
    if (source === 'loopback') kept.forEach((frame, n) => checkTestFrame(frame, n, frameBytes, port));
    return `${held} frames into ${path}`;
  },
});

async function heldOrLate(context: StepContext, frames: number, waitMs: number): Promise<void> {
  const endNs = context.clock.monotonicNs() + waitMs * 1e6;
  while ((await context.card.field('capture.STATUS', 'held', context.signal)) < frames) {
    if (context.clock.monotonicNs() > endNs) return;
    await context.wait(POLL_MS);
  }
}

async function readSlot({ card, signal }: StepContext, slot: number): Promise<Held> {
  const register = card.names.get('capture.FRAME_0');
  const [about = 0, low = 0, high = 0] = await card.dump(register.address + SLOT_STRIDE * slot, 3, signal);
  const length = about & 0xffff;
  const keptBytes = Math.min(length, CAPTURE_DATA.STRIDE);
  const words = await card.dump(CAPTURE_DATA.BASE + slot * CAPTURE_DATA.STRIDE, Math.ceil(keptBytes / 4), signal);
  const bytes = new Uint8Array(Uint32Array.from(words).buffer).slice(0, keptBytes);
  const timeNs = ((high * 2 ** 32 + low) * BEAT_PS) / 1000;
  return { timeNs, bytes, length, port: (about >>> 16) & 0xf, badFcs: ((about >>> 20) & 1) === 1 };
}

function checkTestFrame({ bytes, length, port, badFcs }: Held, n: number, frameBytes: number, sentOn: number): void {
  const where = `captured frame ${n + 1}`;
  if (length !== frameBytes) fail(`${where} has ${length} bytes, ${frameBytes} were sent`);
  if (port !== sentOn) fail(`${where} is of port ${port}, sent on port ${sentOn}`);
  if (badFcs) fail(`${where} has a bad FCS`);
  const type = (bytes[12]! << 8) | bytes[13]!;
  if (type !== TEST_TYPE)
    fail(`${where}: the capture memory is damaged: type ${hex(type)} at byte 12, expected ${hex(TEST_TYPE)}`);
  const wrong = prbsBreak(bytes.subarray(HEADER_BYTES));
  if (wrong >= 0) fail(`${where}: the capture memory is damaged: the sequence breaks at byte ${HEADER_BYTES + wrong}`);
}
