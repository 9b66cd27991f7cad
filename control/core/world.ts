/**
 * The World seam: time, randomness, sockets and files. Code outside this folder's real implementation never touches
 * the globals, so that the same code runs on the real world and in a seeded simulation.
 */
import type { Disk } from './disk.js';
import type { Streams } from './streams.js';

export interface Clock {
  /** Monotonic nanoseconds, exact below 2^53. */
  monotonicNs(): number;
  /** Wall-clock milliseconds since the Unix epoch. */
  epochMs(): number;
}

export interface Timer {
  cancel(): void;
}

export interface Timers {
  after(delayMs: number, run: () => void): Timer;
  every(periodMs: number, run: () => void): Timer;
  /** Once per turn of the event loop, after I/O. */
  onTurn(run: () => void): Timer;
  /** As soon as the running callback has returned, before any other input is looked at. */
  soon(run: () => void): void;
}

/** Seeded where it matters: the same seed gives the same numbers in every process. */
export interface Random {
  /** 32 random bits, 0 to 2^32 - 1. */
  u32(): number;
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

export interface UdpSocket {
  readonly address: string;
  readonly port: number;
  send(bytes: Uint8Array, port: number, address: string): void;
  close(): Promise<void>;
}

export interface Sockets {
  /** Binds a UDP socket; port 0 takes any. `onMessage` gets the datagram, valid only during the call. */
  udp(options: {
    readonly address: string;
    readonly port: number;
    readonly receiveBufferBytes?: number;
    /** Groups to join; the interface by its address, absent: the system's choice. */
    readonly multicast?: readonly { readonly group: string; readonly networkInterface?: string }[];
    readonly onMessage?: (bytes: Uint8Array, fromAddress: string, fromPort: number) => void;
  }): Promise<UdpSocket>;
}

/** What trading code needs of the World: everything but datagrams. */
export interface TradingWorld extends Pick<World, 'clock' | 'timers' | 'random'> {
  readonly streams: Streams;
  readonly disk: Disk;
}

export interface World {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly sockets: Sockets;
  random(seed: number): Random;
}
