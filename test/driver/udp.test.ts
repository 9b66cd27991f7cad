/** Live lines: datagrams on loopback addresses become frames; the interrupt wakes the event loop; damaged frames are rejected. */
import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NicFeed } from '../../control/market-data/nic-feed.js';
import { deviceName } from '../support/device.js';
import { describeSimulated, FEED, LINE_A, LINE_B, openCard, packet, Records } from './rig.js';

const A = '127.0.71.1';
const B = '127.0.71.2';

describeSimulated('UDP lines', () => {
  let sender: Socket;
  beforeAll(() => {
    sender = createSocket('udp4');
  });
  afterAll(() => void sender.close());

  const send = (bytes: Uint8Array, port: number, address: string): Promise<void> =>
    new Promise((resolve, reject) => {
      sender.send(bytes, port, address, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });

  it('carry datagrams to records, each announced by an interrupt', async () => {
    const nic = openCard();
    const port = nic.listenUdp({ port: 0, bindAddress: A, udpPort: 0, line: LINE_A });
    nic.listenUdp({ port: 1, bindAddress: B, udpPort: port, line: LINE_B });
    nic.start('wall');
    const records = new Records();
    for (let sequence = 1; sequence <= 20; sequence++) {
      const readable = new Promise<void>((resolve) => void nic.onReadable(resolve));
      await send(packet(sequence, 1), port, sequence % 2 === 0 ? A : B);
      await readable;
      nic.poll(records, 10);
    }
    expect(records.sequences).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(records.slots.map((slot) => slot[2]! & 3)).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) % 2));
    expect(nic.status()).toMatchObject({ udpDatagrams: 20, udpCorrupted: 0, udpDropped: 0, time: 'wall' });
    // Time goes on although nothing is simulated.
    expect(nic.timeBeats()).toBeGreaterThan(nic.status().timeBeats);
    nic.close();
  });

  it('call at once when there is something to read already, and not after a cancel', async () => {
    const nic = openCard();
    const port = nic.listenUdp({ port: 0, bindAddress: A, udpPort: 0, line: LINE_A });
    nic.start('wall');
    let cancelled = 0;
    nic.onReadable(() => (cancelled += 1)).cancel();
    const first = new Promise<void>((resolve) => void nic.onReadable(resolve));
    await send(packet(1, 1), port, A);
    await first;
    await new Promise<void>((resolve) => void nic.onReadable(resolve));
    const records = new Records();
    expect(nic.poll(records, 10)).toBe(1);
    expect(cancelled).toBe(0);
    nic.close();
  });

  it('close gaps by the clock', async () => {
    const nic = openCard();
    const port = nic.listenUdp({ port: 0, bindAddress: A, udpPort: 0, line: LINE_A });
    nic.start('wall');
    const records = new Records();
    for (const sequence of [1, 5]) await send(packet(sequence, 1), port, A);
    while (records.slots.length < 3) {
      await new Promise<void>((resolve) => void nic.onReadable(resolve));
      nic.poll(records, 10);
    }
    expect(records.types).toEqual(['D', '2', 'D']);
    expect(records.slots[1]!.readUInt32LE(32)).toBe(4);
    nic.close();
  });

  it('damage frames behind the socket, and the card rejects those by their FCS', async () => {
    const feed = NicFeed.open(
      FEED,
      [{ bindAddress: A, udpPort: 27_411, line: LINE_A, faults: { seed: 5, corruptPpm: 400_000 } }],
      { device: deviceName('udp-faults') },
    );
    const records = new Records();
    for (let sequence = 1; sequence <= 200; sequence++) await send(packet(sequence, 1), 27_411, A);
    while (feed.counters().ports[0]!.frames < 200) feed.poll(records, 100);
    const { rejected, accepted } = feed.counters().ports[0]!;
    const { udpCorrupted, udpDatagrams } = feed.nic.status();
    expect(udpDatagrams).toBe(200);
    expect(rejected.badFcs).toBe(udpCorrupted);
    expect(accepted).toBe(200 - udpCorrupted);
    expect(udpCorrupted).toBeGreaterThan(40);
    expect(udpCorrupted).toBeLessThan(120);
    await feed.close();
  });

  it('need wall time, an address that is ours, and a free port', () => {
    const nic = openCard();
    const line = { port: 0, bindAddress: A, udpPort: 0, line: LINE_A };
    const udpPort = nic.listenUdp(line);
    expect(() => nic.start('virtual')).toThrow(expect.objectContaining({ code: 'NIC_STATE' }));
    expect(() => nic.listenUdp({ ...line, udpPort })).toThrow(expect.objectContaining({ code: 'NIC_SYSTEM' }));
    expect(() => nic.listenUdp({ ...line, bindAddress: '192.0.2.1' })).toThrow(
      expect.objectContaining({ code: 'NIC_SYSTEM', message: expect.stringContaining('192.0.2.1') }),
    );
    expect(() => nic.listenUdp({ ...line, bindAddress: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'NIC_ARGUMENT' }),
    );
    expect(() => nic.listenUdp({ ...line, port: 4 })).toThrow(expect.objectContaining({ code: 'NIC_ARGUMENT' }));
    nic.close();
  });

  it('join a group on an interface', () => {
    const nic = openCard();
    const line = { port: 0, bindAddress: LINE_A.ip, udpPort: 0, line: LINE_A, interface: '127.0.0.1' };
    expect(nic.listenUdp({ ...line, multicastGroup: LINE_A.ip })).toBeGreaterThan(0);
    expect(() => nic.listenUdp({ ...line, multicastGroup: '10.0.0.1' })).toThrow(
      expect.objectContaining({ code: 'NIC_SYSTEM', message: expect.stringContaining('multicast') }),
    );
    nic.close();
  });

  it('leave nothing behind when one of them cannot be bound', () => {
    const open = (address: string): NicFeed =>
      NicFeed.open(FEED, [{ bindAddress: address, udpPort: 27_412, line: LINE_A }], {
        device: deviceName('udp-twice'),
      });
    expect(() => open('192.0.2.1')).toThrow(expect.objectContaining({ code: 'NIC_SYSTEM' }));
    const feed = open(A);
    expect(feed.identity().channels).toBe(4);
    expect(feed.ring()).toEqual({ slots: 65536, fill: 0, fillMax: 0, dropped: 0 });
    void feed.close();
  });
});
