/** Frames from the host: sent with checksums put in, back through the MAC into the receive path; stopped by the kill switch; the card's own answers. */
import { expect, it } from 'vitest';
import { PRBS, RESPONDER, TRANSMIT } from '../../driver/generated/registers.js';
import type { TransmittedFrame } from '../../driver/nic.js';
import { describeSimulated, frame, LINE_A, LINE_B, openCard, Records } from './rig.js';

const IPV4_CHECKSUM = 24;
const UDP_CHECKSUM = 40;

function open(): ReturnType<typeof openCard> {
  const nic = openCard({ transmit: true, randomState: 9 });
  for (const port of [0, 1])
    nic.writeRegister(PRBS.BASE + port * PRBS.STRIDE + PRBS.CONTROL, PRBS.CONTROL_LOOPBACK_MASK);
  nic.transmitter.enable();
  return nic;
}

/** Clocks the card until it has nothing left to do. */
function run(nic: ReturnType<typeof openCard>): TransmittedFrame[] {
  const fates: TransmittedFrame[] = [];
  nic.endOfInput();
  for (;;) {
    const cycles = nic.step(10_000);
    for (let fate = nic.transmitter.reap(); fate; fate = nic.transmitter.reap()) fates.push(fate);
    if (cycles === 0) return fates;
  }
}

describeSimulated('transmit', () => {
  it('sends frames that the receive path takes, with checksums put in by the card', () => {
    const nic = open();
    const records = new Records();
    for (let i = 0; i < 20; i++) {
      const line = i % 2 === 0 ? LINE_A : LINE_B;
      const bytes = Buffer.from(frame(1 + 3 * Math.floor(i / 2), 3, line));
      bytes.writeUInt16BE(0, IPV4_CHECKSUM);
      bytes.writeUInt16BE(0xbad, UDP_CHECKSUM);
      const sums = { insertIpv4Checksum: true, insertUdpChecksum: true };
      expect(nic.transmitter.send(line.port, bytes, { ...sums, cookie: i })).toBe(true);
    }
    const fates = run(nic);
    nic.poll(records, 4096);
    expect(fates.map(({ fate, cookie }) => [fate, cookie])).toEqual(Array.from({ length: 20 }, (_, i) => ['sent', i]));
    const egress = fates.map(({ egressBeats }) => egressBeats);
    expect(egress).toEqual([...egress].sort((a, b) => a - b));
    expect(new Set(egress).size).toBe(20);
    // Both lines carried all of it: each message once, in order, and no frame was refused.
    expect(records.sequences).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    const { ports } = nic.counters();
    expect(ports.map(({ accepted }) => accepted)).toEqual([10, 10]);
    expect(ports.flatMap(({ rejected }) => Object.values(rejected)).every((count) => count === 0)).toBe(true);
    nic.close();
  });

  it('sends what it was given when nothing is to be put in, and a wrong checksum stays wrong', () => {
    const nic = open();
    const bytes = Buffer.from(frame(1, 1));
    bytes.writeUInt16BE(0xbad, IPV4_CHECKSUM);
    nic.transmitter.send(0, bytes);
    expect(run(nic).map(({ fate }) => fate)).toEqual(['sent']);
    expect(nic.counters().ports[0]!.rejected.badIpv4Header).toBe(1);
    nic.close();
  });

  it('stops at the kill switch, and what was stopped never goes out', () => {
    const nic = open();
    nic.transmitter.stop(true);
    for (let i = 0; i < 5; i++) nic.transmitter.send(0, frame(1 + i, 1), { cookie: i });
    expect(run(nic).map(({ fate }) => fate)).toEqual(['stopped', 'stopped', 'stopped', 'stopped', 'stopped']);
    expect(nic.readRegister(TRANSMIT.BASE + TRANSMIT.STATUS) & TRANSMIT.STATUS_STOPPED_MASK).toBe(1);
    nic.transmitter.stop(false);
    nic.transmitter.send(0, frame(9, 1), { cookie: 9 });
    expect(run(nic)).toMatchObject([{ fate: 'sent', cookie: 9 }]);
    expect(nic.counters().ports[0]!.frames).toBe(1);
    nic.close();
  });

  it('keeps to its rate', () => {
    const nic = open();
    nic.transmitter.limit(0, 1 / 16, 0);
    const bytes = frame(1, 3);
    for (let i = 0; i < 5; i++) nic.transmitter.send(0, bytes);
    const egress = run(nic).map(({ egressBeats }) => egressBeats);
    const cost = (Math.ceil(bytes.length / 8) + 3) * 16;
    for (let i = 1; i < egress.length; i++) {
      expect(egress[i]! - egress[i - 1]!).toBeGreaterThanOrEqual(cost - 1);
      expect(egress[i]! - egress[i - 1]!).toBeLessThan(cost + 20);
    }
    nic.close();
  });

  it('reports the groups of the match table to the switch', () => {
    const nic = open();
    const at = RESPONDER.BASE;
    nic.writeRegisters(
      [at + RESPONDER.MAC_LO, at + RESPONDER.IP, at + RESPONDER.CONTROL],
      [0x00000001, 0x0a000002, RESPONDER.CONTROL_IGMP_MASK | RESPONDER.CONTROL_JOIN_MASK],
    );
    run(nic);
    expect(nic.readRegister(at + RESPONDER.REPORTS)).toBe(1);
    // The report comes back through the loopback, and is no UDP.
    expect(nic.counters().ports[0]!.rejected.notUdp).toBe(1);
    nic.close();
  });
});
