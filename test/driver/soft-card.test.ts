/** The PCIe back end as the rest of Crossfeed sees it: a software device behind VFIO, in a library that `make -C driver check` builds. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installationRoot } from '../../control/core/world-installation.js';
import { NicFeed } from '../../control/market-data/nic-feed.js';
import { DEVICE, RING } from '../../driver/generated/registers.js';
import { Nic } from '../../driver/nic.js';
import { FEED, LINE_A, Records } from './rig.js';

const library =
  process.env['CROSSFEED_SOFT_LIBRARY'] ??
  join(installationRoot(), 'driver', 'build', 'release', 'test', 'libcrossfeed_soft.so');
// Loaded when the first device is opened, in the process that this file has to itself.
process.env['CROSSFEED_LIBRARY'] = library;

const DEVICE_NAME = 'pcie:0000:03:00.0';
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const device of opened.splice(0)) await device.close();
});

function open(): Nic {
  const nic = Nic.open(DEVICE_NAME, { slotsLog2: 6 });
  opened.push(nic);
  nic.configure(FEED);
  return nic;
}

/** The software device delivers so many records. */
function deliver(nic: Nic, records: number): void {
  nic.writeRegister(DEVICE.BASE + DEVICE.SCRATCH, 0xd0000000 + records);
}

/** Polls until there are so many records. */
async function until(nic: { poll: Nic['poll'] }, records: Records, count: number): Promise<void> {
  for (let turn = 0; records.slots.length < count; turn++) {
    expect(turn, `${records.slots.length} of ${count} records`).toBeLessThan(100_000);
    if (nic.poll(records, 16) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const coded = (code: string): unknown => expect.objectContaining({ code });

describe.skipIf(!existsSync(library))(
  `a card behind PCIe (${existsSync(library) ? 'software device' : `skipped: there is no ${library}`})`,
  () => {
    it('is found by its blocks, and is not simulated', () => {
      const nic = open();
      expect(nic.isSimulated).toBe(false);
      expect(nic.identity()).toMatchObject({ device: DEVICE_NAME, ports: 2, channels: 4, matchEntries: 16 });
      expect(nic.status()).toMatchObject({ running: false, time: 'wall', fault: undefined });
      expect(nic.latency().first.records).toBe(0);
    });

    it('refuses what only a simulated card can do', () => {
      const nic = open();
      const bytes = new Uint8Array(64);
      expect(() => nic.start('virtual')).toThrow(coded('NIC_UNSUPPORTED'));
      expect(() => nic.step(1)).toThrow(coded('NIC_UNSUPPORTED'));
      expect(() => nic.pushFrame(0, 0, bytes, 64, false)).toThrow(coded('NIC_UNSUPPORTED'));
      expect(() => nic.endOfInput()).toThrow(coded('NIC_UNSUPPORTED'));
      expect(() => Nic.open('pcie:0000:03:00.0')).toThrow(coded('NIC_BUSY'));
      expect(() => Nic.open('pcie:0000:04:00.0')).toThrow(coded('NIC_NO_DEVICE'));
    });

    it('delivers records through many laps of its ring, and wakes who waits for them', async () => {
      const nic = open();
      const records = new Records();
      nic.start('wall');
      for (let round = 1; round <= 40; round++) {
        const readable = new Promise<void>((resolve) => void nic.onReadable(resolve));
        deliver(nic, 8);
        await readable;
        await until(nic, records, 8 * round);
      }
      expect(records.wrongLaps).toBe(0);
      expect(records.sequences).toEqual(Array.from({ length: 320 }, (_, index) => index));
      expect(nic.dropped()).toBe(0);
      expect(nic.timeBeats()).toBeGreaterThanOrEqual(0);
      nic.stop();
    });

    it('is a feed like any other, with its lines on the wire', async () => {
      const lines = [{ bindAddress: '127.0.3.1', udpPort: 1, line: LINE_A }];
      const feed = NicFeed.open(FEED, lines, { device: DEVICE_NAME, slotsLog2: 6 });
      opened.push(feed);
      deliver(feed.nic, 5);
      const records = new Records();
      await until(feed.nic, records, 5);
      expect(feed.fault()).toBeUndefined();
      expect(feed.ring()).toMatchObject({ slots: 64, dropped: 0 });
      expect(feed.nic.readRegister(RING.BASE + RING.RECORDS_LO)).toBe(5);
    });
  },
);
