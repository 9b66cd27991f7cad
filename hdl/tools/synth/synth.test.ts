import { describe, expect, it } from 'vitest';
import { readReport } from './place.js';
import { blockResult, regressions, withTables, type Results } from './results.js';
import { wrapper, type Port } from './wrapper.js';
import type { SynthPlan } from './blocks.js';

const ports = new Map<string, Port>([
  ['clk_i', { direction: 'input', width: 1 }],
  ['rst_ni', { direction: 'input', width: 1 }],
  ['data_i', { direction: 'input', width: 64 }],
  ['sum_o', { direction: 'output', width: 9 }],
]);

const plan: SynthPlan = {
  part: { device: '85k', package: 'CABGA756', speed: 8, name: 'LFE5U-85F-8' },
  seeds: 3,
  clockMhz: 156.25,
  regressionPercent: 10,
  blocks: [{ name: 'adder', top: 'add', parameters: { W: 8 }, goalMhz: 156.25 }],
};

const estimate = { luts: 5, ffs: 6, memories: 0, levels: 3 };
const routedAt = (mhz: number, luts = 100) => ({
  ...{ mhz, luts, ffs: 20, rams: 1 },
  critical: { from: 'a_q', to: 'b_q', ns: 1000 / mhz },
});
const resultAt = (...mhz: number[]) =>
  blockResult(
    { name: 'adder', top: 'add', parameters: { W: 8 } },
    mhz.map((each) => routedAt(each)),
    estimate,
  );
const resultsOf = (...mhz: number[]): Results => ({
  date: '2026-11-23',
  part: 'LFE5U-85F-8',
  tools: { yosys: '1' },
  seeds: mhz.length,
  blocks: [resultAt(...mhz)],
});

describe('synthesis figures', () => {
  it('stand a block between registers, with two pins and a clock', () => {
    const text = wrapper('add', ports, { W: 8 });
    expect(text).toContain('reg [64:0] in_q');
    expect(text).toContain(
      'add #(.W(8)) u_block (.clk_i(clk), .rst_ni(in_q[0:0]), .data_i(in_q[64:1]), .sum_o(out[8:0]));',
    );
    expect(text).toContain('fold0_q[2] <= ^out_q[8:8];');
    expect(text).toContain('assign serial_o = fold1_q[0];');
  });

  it('read the clock, the use and the slowest path of a report', () => {
    const report = {
      fmax: { $clk: { achieved: 120.5 } },
      utilization: { TRELLIS_COMB: { used: 7 }, TRELLIS_FF: { used: 8 }, DP16KD: { used: 2 }, TRELLIS_IO: { used: 3 } },
      critical_paths: [
        { from: '<async>', to: 'posedge $clk', path: [{ delay: 99 }] },
        {
          from: 'posedge $clk',
          to: 'posedge $clk',
          path: [
            { delay: 0.5, from: { cell: 'u_block.count_q_TRELLIS_FF_Q_2' }, to: { cell: 'u_block.x_LUT4_Z' } },
            { delay: 2, from: { cell: 'u_block.x_LUT4_Z' }, to: { cell: 'u_block.sum_q_TRELLIS_FF_Q' } },
          ],
        },
      ],
    };
    expect(readReport(JSON.stringify(report))).toEqual({
      ...{ mhz: 120.5, luts: 7, ffs: 8, rams: 2 },
      critical: { from: 'count_q', to: 'sum_q', ns: 2.5 },
    });
  });

  it('are the median of the seeds', () => {
    expect(resultAt(90, 110, 100)).toMatchObject({ mhz: 100, mhzRange: [90, 110] });
  });

  it('fail when they get worse by more than they may', () => {
    const kept = resultsOf(100);
    expect(regressions(kept, [resultAt(91)], plan)).toEqual([]);
    expect(regressions(kept, [resultAt(89)], plan)).toEqual(['adder: 89 MHz, was 100']);
    expect(regressions(kept, [{ ...resultAt(100), luts: 111 }], plan)).toEqual(['adder: 111 LUTs, was 100']);
    expect(regressions(undefined, [resultAt(1)], plan)).toEqual([]);
  });

  it('go into the document between its marks, a missed goal said so', () => {
    const document = 'Before\n<!-- synth: begin (npm run synth -- --update) -->\nold\n<!-- synth: end -->\nAfter\n';
    const text = withTables(document, resultsOf(100, 120, 110), plan);
    expect(text).toMatch(/^Before\n/);
    expect(text).toMatch(/\nAfter\n$/);
    expect(text).not.toContain('old');
    expect(text).toContain('| adder | `add` (W=8) | 110.0 | 100.0 to 120.0 | 156.25 **missed** | 100 | 20 | 1 |');
    expect(() => withTables('nothing', resultsOf(1), plan)).toThrow('no "<!-- synth');
  });
});
