/** The card's interrupt as an event of the event loop: a socket that becomes readable, armed through memory. */
import { Socket } from 'node:net';
import type { Timer } from '../control/core/world.js';
import { CTL } from './abi.js';

const PRODUCER = CTL.PRODUCER / 4;
const ARM = CTL.ARM / 4;
const ARM_INDEX = CTL.ARM_INDEX / 4;
const FAULT = CTL.FAULT / 4;

export class InterruptWaiter {
  private socket: Socket | undefined;
  private waiter: (() => void) | undefined;
  private readonly fire = (): void => {
    const { waiter } = this;
    if (!waiter) return;
    this.rest();
    waiter();
  };

  /** @param descriptor gives the interrupt's descriptor, which the socket then owns */
  constructor(
    private readonly words: Int32Array,
    private readonly descriptor: () => number,
  ) {}

  /** Calls `run` once when the producer index is not `consumer`. */
  wait(consumer: number, run: () => void): Timer {
    const { words } = this;
    this.socket ??= this.open();
    this.socket.ref();
    this.waiter = run;
    Atomics.store(words, ARM_INDEX, consumer | 0);
    Atomics.store(words, ARM, 1);
    // Whatever came before the arming was seen by nobody.
    if (Atomics.load(words, PRODUCER) !== (consumer | 0) || Atomics.load(words, FAULT) !== 0) setImmediate(this.fire);
    return {
      cancel: () => {
        if (this.waiter === run) this.rest();
      },
    };
  }

  close(): void {
    this.waiter = undefined;
    this.socket?.destroy();
    this.socket = undefined;
  }

  private rest(): void {
    this.waiter = undefined;
    Atomics.store(this.words, ARM, 0);
    this.socket?.unref();
  }

  private open(): Socket {
    const socket = new Socket({ fd: this.descriptor(), readable: true, writable: false });
    // A byte without a waiter is the answer to one that was cancelled.
    socket.on('data', this.fire);
    // The other end belongs to the device, which outlives the socket; an end is not news.
    socket.on('error', this.fire);
    return socket;
  }
}
