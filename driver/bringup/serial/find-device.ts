/** Finds a serial device by its path, by the name under `/dev/serial/by-id`, or by the serial number of its adapter. */
import { SerialPort } from 'serialport';
import { existsSync } from 'node:fs';
import { SerialDeviceError } from '../errors.js';

/** What the system says about a device; the fields of `SerialPort.list()` that matter here. */
export interface SerialDevice {
  readonly path: string;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly manufacturer?: string | undefined;
}

const SHOWN = 8;

export const listDevices = (): Promise<readonly SerialDevice[]> => SerialPort.list();

/**
 * The path of the device that `wanted` means: `/dev/ttyUSB0`, a link to one, `by-id:usb-FTDI_…`, or `serial:FT5ABCDE`. Looked up at each opening, because an
 * adapter that was unplugged comes back under another path. Throws SerialDeviceError naming what there is.
 */
export async function findDevice(
  wanted: string,
  list: () => Promise<readonly SerialDevice[]> = listDevices,
): Promise<string> {
  const kind = /^(by-id|serial):(.+)$/.exec(wanted);
  if (kind === null) {
    if (existsSync(wanted)) return wanted;
    throw await missing(wanted, list);
  }
  const [, by, name] = kind;
  const found = (await list()).find((device) => (by === 'serial' ? device.serialNumber : device.pnpId) === name);
  if (found === undefined) throw await missing(wanted, list);
  return found.path;
}

async function missing(wanted: string, list: () => Promise<readonly SerialDevice[]>): Promise<SerialDeviceError> {
  const devices = await list().catch(() => []);
  const names = devices
    .slice(0, SHOWN)
    .map(({ path, serialNumber }) => path + (serialNumber ? ` (${serialNumber})` : ''));
  return new SerialDeviceError('SERIAL_NO_DEVICE', 'there is no such serial device', {
    where: wanted,
    found: names.length === 0 ? 'no serial devices' : names.join(', '),
  });
}
