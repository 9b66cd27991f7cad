/** The memory that host and card share, as typed arrays. It stays mapped after `close`, so a view can never point at nothing. */
import { RecordRing } from '../control/core/record-ring.js';
import { MAPPING_BYTES, REGION } from './abi.js';
import { checked, memoryAt, type Library } from './library.js';

interface Mapped {
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
  readonly ingress: Buffer;
  readonly latency: Uint32Array;
  readonly ringBus: bigint;
  readonly controlBus: bigint;

  constructor(
    library: Library,
    handle: number,
    readonly slotsLog2: number,
  ) {
    const ring = map(library, handle, REGION.RING);
    const control = map(library, handle, REGION.CONTROL);
    const latency = map(library, handle, REGION.LATENCY).bytes;
    this.ringBus = ring.bus;
    this.controlBus = control.bus;
    this.ring = new RecordRing(ring.bytes.buffer, ring.bytes.byteOffset, slotsLog2);
    this.words = new Int32Array(control.bytes.buffer, control.bytes.byteOffset, control.bytes.length / 4);
    this.reals = new Float64Array(control.bytes.buffer, control.bytes.byteOffset, control.bytes.length / 8);
    this.latency = new Uint32Array(latency.buffer, latency.byteOffset, latency.length / 4);
    this.ingress = map(library, handle, REGION.INGRESS).bytes;
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
