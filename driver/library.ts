/**
 * The driver library through ffi-napi: control only, one call costs about 15 µs. ffi-napi must first be loaded by the main thread, and is
 * loaded here on first use, so that the software engine runs without it.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installationRoot } from '../control/core/world-installation.js';
import { ABI_VERSION } from './abi.js';
import { NicLibraryError, nicError } from './errors.js';

/** The functions of `crossfeed.h`, named as there without `cf_`. */
export interface Library {
  abi_version(): number;
  error_text(): string;
  open(device: string, options: Buffer): number;
  close(handle: number): number;
  map(handle: number, region: number, out: Buffer): number;
  latency_clear(handle: number): number;
  reg_read_many(handle: number, addresses: Buffer, values: Buffer, count: number): number;
  reg_write_many(handle: number, addresses: Buffer, values: Buffer, count: number): number;
  start(handle: number, timeMode: number): number;
  stop(handle: number): number;
  step(handle: number, cycles: number, executed: Buffer): number;
  status_read(handle: number, out: Buffer): number;
  udp_listen(handle: number, line: Buffer): number;
  capture_open(handle: number, port: number, path: string): number;
  interrupt_fd(handle: number): number;
  doorbell_fd(handle: number): number;
}

const SIGNATURES: Record<string, [returns: string, takes: string[]]> = {
  cf_abi_version: ['uint32', []],
  cf_error_text: ['string', []],
  cf_open: ['int32', ['string', 'pointer']],
  cf_close: ['int32', ['int32']],
  cf_map: ['int32', ['int32', 'uint32', 'pointer']],
  cf_latency_clear: ['int32', ['int32']],
  cf_reg_read_many: ['int32', ['int32', 'pointer', 'pointer', 'uint32']],
  cf_reg_write_many: ['int32', ['int32', 'pointer', 'pointer', 'uint32']],
  cf_start: ['int32', ['int32', 'uint32']],
  cf_stop: ['int32', ['int32']],
  cf_step: ['int32', ['int32', 'uint32', 'pointer']],
  cf_status_read: ['int32', ['int32', 'pointer']],
  cf_udp_listen: ['int32', ['int32', 'pointer']],
  cf_capture_open: ['int32', ['int32', 'uint32', 'string']],
  cf_interrupt_fd: ['int32', ['int32']],
  cf_doorbell_fd: ['int32', ['int32']],
};

/** What only a simulated card has; bound when it is first asked for, so that a library without it does everything else. */
export interface SimulationLibrary {
  sim_console(handle: number, divisor: number, link: string): number;
  sim_fault(handle: number, kind: number, a: number, b: number): number;
  sim_read_fault(handle: number, index: number, address: number, mask: number, keep: number, set: number): number;
}

const SIMULATION_SIGNATURES: typeof SIGNATURES = {
  cf_sim_console: ['int32', ['int32', 'uint32', 'string']],
  cf_sim_fault: ['int32', ['int32', 'uint32', 'uint32', 'uint32']],
  cf_sim_read_fault: ['int32', ['int32', 'uint32', 'uint32', 'uint32', 'uint32', 'uint32']],
};

interface Ffi {
  Library(path: string, signatures: typeof SIGNATURES): Record<string, (...values: unknown[]) => unknown>;
}

interface Ref {
  readPointer(buffer: Buffer, offset: number, length: number): Buffer;
}

interface Loaded {
  readonly library: Library;
  readonly ref: Ref;
}

let loaded: Loaded | undefined;
let simulation: SimulationLibrary | undefined;

/** Where the library is: `CROSSFEED_LIBRARY`, else in this installation. */
export function libraryPath(): string {
  return process.env['CROSSFEED_LIBRARY'] ?? join(installationRoot(), 'driver', 'build', 'libcrossfeed.so');
}

export function libraryExists(): boolean {
  return existsSync(libraryPath());
}

/** Calls made into the library since the process began; what the hot path must not add to. */
export let libraryCalls = 0;

export function openLibrary(): Library {
  return load().library;
}

/** Throws NicLibraryError when the library is older than these functions. */
export function openSimulation(): SimulationLibrary {
  if (simulation) return simulation;
  load();
  const where = libraryPath();
  try {
    const ffi = createRequire(import.meta.url)('ffi-napi') as Ffi;
    simulation = bind<SimulationLibrary>(ffi.Library(where, SIMULATION_SIGNATURES));
  } catch (cause) {
    throw new NicLibraryError('NIC_LIBRARY_VERSION', 'the driver library has no bench around its simulated card', {
      where,
      cause,
    });
  }
  return simulation;
}

/** The memory at the address in the first eight bytes of `pointer`. It must stay mapped for good. */
export function memoryAt(pointer: Buffer, bytes: number): Buffer {
  return load().ref.readPointer(pointer, 0, bytes);
}

/** Throws what a negative return value stands for. */
export function checked(library: Library, where: string, status: number): number {
  if (status < 0) throw nicError(where, status, library.error_text());
  return status;
}

function load(): Loaded {
  if (loaded) return loaded;
  const path = libraryPath();
  if (!existsSync(path)) {
    throw new NicLibraryError(
      'NIC_LIBRARY_MISSING',
      'the driver library is not built (make -C driver; needs Verilator)',
      {
        where: path,
      },
    );
  }
  const require = createRequire(import.meta.url);
  let functions: Record<string, (...values: unknown[]) => unknown>;
  let ref: Ref;
  try {
    functions = (require('ffi-napi') as Ffi).Library(path, SIGNATURES);
    ref = require('ref-napi') as Ref;
  } catch (cause) {
    throw new NicLibraryError('NIC_LIBRARY_BROKEN', 'the driver library cannot be loaded', { where: path, cause });
  }
  const library = bind<Library>(functions);
  const version = library.abi_version();
  if (version >>> 16 !== ABI_VERSION >>> 16) {
    throw new NicLibraryError('NIC_LIBRARY_VERSION', 'the driver library is of another version', {
      where: path,
      found: `0x${version.toString(16)}`,
      expected: `0x${ABI_VERSION.toString(16)}`,
    });
  }
  loaded = { library, ref };
  return loaded;
}

function bind<Bound>(functions: Record<string, (...values: unknown[]) => unknown>): Bound {
  const library: Record<string, (...values: unknown[]) => unknown> = {};
  for (const name of Object.keys(functions)) {
    library[name.slice(3)] = (...values) => {
      libraryCalls += 1;
      return functions[name]!(...values);
    };
  }
  return library as unknown as Bound;
}
