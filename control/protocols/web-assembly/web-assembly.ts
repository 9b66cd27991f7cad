/** WebAssembly as far as the kernels use it: the types of Node 20 leave it out. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface Types {
  /** In pages of 64 KiB. */
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Types };
