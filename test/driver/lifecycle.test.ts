/** Opening what is not there, opening twice, closing twice, use after close: clear errors, never a crash. */
import { afterEach, expect, it } from 'vitest';
import { Nic } from '../../driver/nic.js';
import { deviceName, REAL_DEVICE } from '../support/device.js';
import { describeNic, FEED, frame, itSimulated, openCard, Records } from './rig.js';

const NAME = deviceName('lifecycle');
const opened: Nic[] = [];

function open(name = NAME): Nic {
  const nic = Nic.open(name);
  opened.push(nic);
  return nic;
}

afterEach(() => {
  for (const nic of opened.splice(0)) {
    try {
      nic.close();
    } catch {
      // The test closed it.
    }
  }
});

const coded = (code: string, message?: string): unknown =>
  expect.objectContaining(message === undefined ? { code } : { code, message: expect.stringContaining(message) });

describeNic('the life of a device', () => {
  it.each([
    ['usb:0', 'NIC_NO_DEVICE', 'no such device'],
    ['sim:', 'NIC_NO_DEVICE', 'no such device'],
    ['', 'NIC_NO_DEVICE', 'no such device'],
    ['pcie:ffff:ff:1f.7', 'NIC_NO_DEVICE', '/sys/bus/pci/devices/ffff:ff:1f.7'],
    ['pcie:../../../etc', 'NIC_ARGUMENT', 'DDDD:BB:DD.F'],
  ])('cannot begin with %s', (device, code, message) => {
    expect(() => Nic.open(device)).toThrow(coded(code, message));
  });

  it('cannot begin with a ring of another size than a power of two from 2^4 to 2^24', () => {
    expect(() => Nic.open(NAME, { slotsLog2: 3 })).toThrow(coded('NIC_ARGUMENT'));
    expect(() => Nic.open(NAME, { slotsLog2: 25 })).toThrow(coded('NIC_ARGUMENT'));
    // Smaller than what the card may write before it publishes its index.
    expect(() => Nic.open(NAME, { slotsLog2: 5, lossless: true })).toThrow(coded('NIC_ARGUMENT'));
    expect(() => Nic.open(NAME, { ingressLog2: 40 })).toThrow(coded('NIC_ARGUMENT'));
    if (REAL_DEVICE !== undefined) {
      expect(() => Nic.open(NAME, { lossless: true })).toThrow(coded('NIC_UNSUPPORTED', 'simulated'));
    }
  });

  it('is one at a time for one name', () => {
    const first = open();
    expect(() => Nic.open(NAME)).toThrow(coded('NIC_BUSY', NAME));
    first.close();
    expect(open().identity().ports).toBe(2);
  });

  it('ends once', () => {
    const nic = open();
    nic.close();
    expect(() => nic.close()).toThrow(coded('NIC_CLOSED'));
  });

  it('refuses everything after its end, and its memory can still be looked at', () => {
    const nic = open();
    nic.configure(FEED);
    nic.start('wall');
    const { ring } = nic;
    nic.close();
    const bytes = frame(1, 1);
    const uses: (() => unknown)[] = [
      () => nic.poll(new Records(), 1),
      () => nic.pushFrame(0, 0, bytes, bytes.length, false),
      () => nic.advanceTo(1),
      () => nic.endOfInput(),
      () => nic.drained(),
      () => nic.configure(FEED),
      () => nic.counters(),
      () => nic.start('virtual'),
      () => nic.stop(),
      () => nic.step(1),
      () => nic.status(),
      () => nic.latency(),
      () => nic.timeBeats(),
      () => nic.readRegister(0),
      () => nic.writeRegister(0x28, 0),
      () => nic.onReadable(() => undefined),
      () => nic.openCapture(0, '/dev/null'),
    ];
    for (const use of uses) expect(use, String(use)).toThrow(coded('NIC_CLOSED'));
    expect(ring.u32.reduce((sum, word) => sum + word, 0)).toBe(0);
  });

  itSimulated('runs or is stopped, and says which it must be', () => {
    const nic = openCard();
    opened.push(nic);
    nic.start('virtual');
    expect(() => nic.start('virtual')).toThrow(coded('NIC_STATE'));
    expect(() => nic.step(1)).toThrow(coded('NIC_STATE'));
    expect(() => nic.configure(FEED)).toThrow(coded('NIC_STATE'));
    expect(() => nic.openCapture(0, '/dev/null')).toThrow(coded('NIC_STATE'));
    nic.stop();
    nic.stop();
    expect(nic.step(10)).toBe(0);
    expect(nic.status()).toMatchObject({ running: false, time: 'virtual', fault: undefined });
  });

  itSimulated('takes no frame that cannot be', () => {
    const nic = openCard();
    opened.push(nic);
    const bytes = new Uint8Array(20_000);
    expect(() => nic.pushFrame(0, 0, bytes, 0, false)).toThrow(coded('NIC_ARGUMENT'));
    expect(() => nic.pushFrame(0, 0, bytes, 20_000, false)).toThrow(coded('NIC_ARGUMENT'));
    expect(() => nic.pushFrame(0, 0, bytes.subarray(0, 60), 61, false)).toThrow(coded('NIC_ARGUMENT'));
    expect(() => nic.pushFrame(2, 0, bytes, 60, false)).toThrow(coded('NIC_ARGUMENT'));
    nic.endOfInput();
    expect(() => nic.pushFrame(0, 0, bytes, 60, false)).toThrow(coded('NIC_INPUT_ENDED'));
  });

  itSimulated('halts, and says so, when the ingress ring holds nonsense', () => {
    const nic = openCard();
    opened.push(nic);
    const bytes = frame(1, 1);
    nic.pushFrame(0, 100, bytes, bytes.length, false);
    // The header of the entry, behind the driver's back: a port that does not exist.
    const { memory } = nic as unknown as { memory: { ingress: Buffer } };
    memory.ingress.writeUInt32LE(9, 4);
    expect(() => nic.step(1000)).toThrow(coded('NIC_FAULT', 'ingress ring'));
    expect(() => nic.poll(new Records(), 10)).toThrow(coded('NIC_FAULT'));
    expect(() => nic.start('virtual')).toThrow(coded('NIC_FAULT'));
    expect(nic.status().fault).toContain('ingress ring');
  });
});
