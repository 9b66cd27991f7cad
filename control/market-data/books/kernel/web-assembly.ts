/** WebAssembly as far as books use it: the types of Node 20 leave it out. */

interface Memory {
  readonly buffer: SharedArrayBuffer;
  /** In pages of 64 KiB. Throws RangeError beyond the maximum, or when the system has no more. */
  grow(pages: number): number;
}

interface Types {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Types };
export type { Memory };
