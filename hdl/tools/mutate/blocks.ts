/** Blocks of RTL that have a bench of their own, and how long it looks for a fault. */

export interface MutatedBlock {
  readonly name: string;
  readonly top: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Under hdl/bench: the bench, and RTL that only it has. */
  readonly bench: string;
  readonly rtl: readonly string[];
  /** What the bench is run with, the quick way first: most faults show at once. */
  readonly runs: readonly (readonly string[])[];
}

export const BLOCKS: readonly MutatedBlock[] = [
  {
    name: 'front',
    top: 'cf_rx_front',
    parameters: { MATCH_ENTRIES: 8 },
    bench: 'rx_front.cpp',
    rtl: [],
    runs: [
      ['1', '200'],
      ['2', '4000'],
      ['3', '12000'],
    ],
  },
  {
    name: 'console',
    top: 'console_top',
    parameters: {},
    bench: 'console.cpp',
    rtl: ['console_top.sv'],
    runs: [
      ['1', '100'],
      ['2', '1500'],
      ['3', '12000'],
    ],
  },
];
