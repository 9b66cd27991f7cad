// First-word-fall-through FIFO in distributed RAM, one clock.
//
// A word pushed in one cycle is at the head in the next. Pushing while full and popping while
// empty are errors of the user, caught in simulation.
`default_nettype none
module cf_fifo #(
  parameter int WIDTH = 8,
  // A power of two.
  parameter int DEPTH = 16
) (
  input  wire logic             clk_i,
  input  wire logic             rst_ni,
  // Write side.
  input  wire logic             push_i,
  input  wire logic [WIDTH-1:0] data_i,
  // Read side: valid_o and data_o show the head until pop_i.
  output logic             valid_o,
  output logic [WIDTH-1:0] data_o,
  input  wire logic             pop_i,
  // Free places, for admission decisions.
  output logic [$clog2(DEPTH):0] free_o
);
  localparam int AW = $clog2(DEPTH);

  logic [WIDTH-1:0] mem [DEPTH];
  logic [AW:0] wr_q, rd_q;

  assign valid_o = wr_q != rd_q;
  assign data_o  = mem[rd_q[AW-1:0]];
  assign free_o  = (AW + 1)'(DEPTH) - (wr_q - rd_q);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wr_q <= '0;
      rd_q <= '0;
    end else begin
      if (push_i) begin
        mem[wr_q[AW-1:0]] <= data_i;
        wr_q <= wr_q + 1'b1;
      end
      if (pop_i) rd_q <= rd_q + 1'b1;
    end
  end

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!(push_i && free_o == '0));
      assert (!(pop_i && !valid_o));
    end
  end
`endif
endmodule
`default_nettype wire
