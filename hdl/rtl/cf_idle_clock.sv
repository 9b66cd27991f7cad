// The clock of what has nothing to do most of the time. A simulation stops it then, because blocks that stand still would cost it as much as those that work; on a chip
// it is the clock as it comes, and `run_i` is not looked at. Whoever uses it must not change state while `run_i` is 0: both are then the same.
`default_nettype none
module cf_idle_clock (
  input  wire logic clk_i,
  /* verilator lint_off UNUSEDSIGNAL */ // only a simulation looks at it
  input  wire logic run_i,
  /* verilator lint_on UNUSEDSIGNAL */
  output logic clk_o
);
`ifdef CROSSFEED_SIM
  logic run_q; // stands while the clock is high
  always_latch if (!clk_i) run_q = run_i;
  assign clk_o = clk_i && run_q;
`else
  assign clk_o = clk_i;
`endif
endmodule
`default_nettype wire
