/**
 * A serial device through the `serialport` package. Adapters and pseudo-terminals that refuse to set DTR and RTS are tolerated: the console needs only
 * TX, RX and ground.
 */
import { SerialPort } from 'serialport';
import { SerialDeviceError } from '../errors.js';
import type { BytePort, BytePortListener } from './byte-port.js';
import { findDevice, listDevices, type SerialDevice } from './find-device.js';

export interface SerialBytePortOptions {
  /** A path, `by-id:NAME` or `serial:NUMBER`. */
  readonly device: string;
  readonly baud: number;
  readonly list?: () => Promise<readonly SerialDevice[]>;
}

export class SerialBytePort implements BytePort {
  private open_: SerialPort | undefined;
  /** Times that the device would not have its control lines set. */
  controlRefused = 0;

  constructor(private readonly options: SerialBytePortOptions) {}

  get name(): string {
    return this.options.device;
  }

  get baud(): number {
    return this.options.baud;
  }

  async open(listener: BytePortListener): Promise<void> {
    const { device, baud, list = listDevices } = this.options;
    await this.close();
    const path = await findDevice(device, list);
    const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
    // Without a listener of its own an error would end the process; a device that is gone also says so by `close`.
    port.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      port.open((error) => {
        if (error) reject(cannotOpen(device, error));
        else resolve();
      });
    });
    // Some cards take DTR for a reset line and some adapters have neither: both are asked for once, and a refusal is no error.
    await new Promise<void>((resolve) => {
      port.set({ dtr: true, rts: true }, (error) => {
        if (error) this.controlRefused += 1;
        resolve();
      });
    });
    port.on('data', (bytes: Buffer) => {
      if (this.open_ === port) listener.onBytes(bytes);
    });
    port.on('close', (error: Error | null) => {
      if (this.open_ !== port) return;
      this.open_ = undefined;
      listener.onLost(error?.message ?? 'the device was closed');
    });
    this.open_ = port;
  }

  write(bytes: Uint8Array): void {
    const port = this.open_;
    if (port?.isOpen === true) port.write(Buffer.from(bytes));
  }

  flush(): Promise<void> {
    const port = this.open_;
    if (port?.isOpen !== true) return Promise.resolve();
    return new Promise((resolve) => port.flush(() => resolve()));
  }

  close(): Promise<void> {
    const port = this.open_;
    this.open_ = undefined;
    if (port?.isOpen !== true) return Promise.resolve();
    return new Promise((resolve) => port.close(() => resolve()));
  }
}

function cannotOpen(device: string, cause: Error): SerialDeviceError {
  const busy = /lock|busy|temporarily/i.test(cause.message);
  const text = busy ? 'the serial device is in use by another program' : 'the serial device cannot be opened';
  return new SerialDeviceError(busy ? 'SERIAL_BUSY' : 'SERIAL_OPEN', text, {
    where: device,
    found: cause.message,
    cause,
  });
}
