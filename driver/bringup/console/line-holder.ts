/** Keeps a byte port open: a device that goes away is looked for until it is there again or its time is over. */
import type { Clock, Timers } from '../../../control/core/world.js';
import { SerialDeviceError } from '../errors.js';
import type { BytePort } from '../serial/byte-port.js';

const LOOK_EVERY_MS = 100;

export interface LineHolderListener {
  onBytes(bytes: Uint8Array): void;
  onLost(): void;
  onFound(): void;
}

export class LineHolder {
  private state: 'closed' | 'open' | 'lost' = 'closed';
  private reason = '';
  /** It was looked for as long as that is done; from now on one look must do. */
  private givenUp = false;

  constructor(
    private readonly port: BytePort,
    private readonly world: { readonly clock: Clock; readonly timers: Timers },
    private readonly foundWithinMs: number,
    private readonly listener: LineHolderListener,
  ) {}

  get isLost(): boolean {
    return this.state === 'lost';
  }

  async open(): Promise<void> {
    await this.port.open({
      onBytes: (bytes) => this.listener.onBytes(bytes),
      onLost: (reason) => {
        if (this.state !== 'open') return;
        this.state = 'lost';
        this.reason = reason;
        this.listener.onLost();
      },
    });
    this.state = 'open';
    this.givenUp = false;
    await this.port.flush();
  }

  send(bytes: Uint8Array): void {
    this.port.write(bytes);
  }

  /** Resolves when the device is open; rejects when it did not come back in time. */
  async opened(signal: AbortSignal | undefined): Promise<void> {
    if (this.state === 'open') return;
    if (this.state === 'closed') {
      throw new SerialDeviceError('SERIAL_CLOSED', 'the serial device was closed', { where: this.port.name });
    }
    const endNs = this.world.clock.monotonicNs() + this.foundWithinMs * 1e6;
    for (;;) {
      try {
        await this.open();
        this.listener.onFound();
        return;
      } catch (cause) {
        const isLate = this.givenUp || this.world.clock.monotonicNs() >= endNs || signal?.aborted === true;
        if (!isLate) {
          await new Promise<void>((resolve) => void this.world.timers.after(LOOK_EVERY_MS, resolve));
          continue;
        }
        this.givenUp = true;
        throw new SerialDeviceError('SERIAL_LOST', 'the serial device was unplugged and did not come back', {
          where: this.port.name,
          found: this.reason,
          cause,
        });
      }
    }
  }

  async close(): Promise<void> {
    this.state = 'closed';
    await this.port.close();
  }
}
