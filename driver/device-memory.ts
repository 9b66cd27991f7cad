/** The memory that host and card share, as typed arrays. It stays mapped after `close`, so a view can never point at nothing. */
import { RecordRing } from '../control/core/record-ring.js';
import { CTL, LATENCY, MAPPING_BYTES, REGION } from './abi.js';
import { NicError } from './errors.js';
import { checked, memoryAt, type Library } from './library.js';

export interface Mapped {
  readonly bytes: Buffer;
  /** What the card calls it. */
  readonly bus: bigint;
}

export class DeviceMemory {
  readonly ring: RecordRing;
  /** The control words, for Atomics; index by byte offset / 4. */
  readonly words: Int32Array;
  /** The same for doubles; index by byte offset / 8. */
  readonly reals: Float64Array;
  /** Absent on a real card, which takes frames from its wire. */
  readonly ingress: Buffer | undefined;
  /** Only zeros on a real card. */
  readonly latency: Uint32Array;
  /** Rings beside the first, and their control words. */
  readonly furtherRings: readonly { readonly ring: RecordRing; readonly bus: bigint; readonly words: Int32Array }[];
  /** Slots of frames to be sent; absent: opened without. */
  readonly transmit: Mapped | undefined;
  readonly ringBus: bigint;
  readonly controlBus: bigint;

  constructor(
    library: Library,
    handle: number,
    readonly slotsLog2: number,
    rings = 1,
    transmit = false,
  ) {
    const ring = map(library, handle, REGION.RING);
    const control = map(library, handle, REGION.CONTROL);
    const latency =
      mapIfThere(library, handle, REGION.LATENCY)?.bytes ?? Buffer.alloc(LATENCY.CLASSES * (LATENCY.BINS + 1) * 4);
    this.ringBus = ring.bus;
    this.controlBus = control.bus;
    this.ring = new RecordRing(ring.bytes.buffer, ring.bytes.byteOffset, slotsLog2);
    this.words = new Int32Array(control.bytes.buffer, control.bytes.byteOffset, control.bytes.length / 4);
    this.reals = new Float64Array(control.bytes.buffer, control.bytes.byteOffset, control.bytes.length / 8);
    this.latency = new Uint32Array(latency.buffer, latency.byteOffset, latency.length / 4);
    this.furtherRings = Array.from({ length: rings - 1 }, (_, n) => {
      const further = map(library, handle, REGION.FURTHER_RING + n);
      return {
        ring: new RecordRing(further.bytes.buffer, further.bytes.byteOffset, slotsLog2),
        bus: further.bus,
        words: this.words.subarray(((n + 1) * CTL.RING_STRIDE) / 4),
      };
    });
    this.transmit = transmit ? map(library, handle, REGION.TRANSMIT) : undefined;
    this.ingress = mapIfThere(library, handle, REGION.INGRESS)?.bytes;
  }
}

/** Undefined where this kind of device has no such region. */
function mapIfThere(library: Library, handle: number, region: number): Mapped | undefined {
  try {
    return map(library, handle, region);
  } catch (error) {
    if (error instanceof NicError && error.code === 'NIC_UNSUPPORTED') return undefined;
    throw error;
  }
}

function map(library: Library, handle: number, region: number): Mapped {
  const mapping = Buffer.alloc(MAPPING_BYTES);
  checked(library, 'map', library.map(handle, region, mapping));
  return {
    bytes: memoryAt(mapping, Number(mapping.readBigUInt64LE(8))),
    bus: mapping.readBigUInt64LE(16),
  };
}
