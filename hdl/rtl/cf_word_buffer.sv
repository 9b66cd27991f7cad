// Words between a producer that cannot wait and a consumer that can. Empty, it is not there: a word is shown in the cycle in which it comes.
//
// What the consumer does not take at once goes into block RAM, and is shown from there, one a cycle. Pushing while nothing is free is an error of the user.
`default_nettype none
module cf_word_buffer #(
  parameter int WIDTH = 8,
  // A power of two.
  parameter int DEPTH = 16
) (
  input  wire logic             clk_i,
  input  wire logic             rst_ni,
  input  wire logic             push_i,
  input  wire logic [WIDTH-1:0] data_i,
  output logic             valid_o,
  output logic [WIDTH-1:0] data_o,
  input  wire logic             pop_i,
  // Free places, for admission decisions; anything waits.
  output logic [$clog2(DEPTH):0] free_o,
  output logic             busy_o
);
  localparam int AW = $clog2(DEPTH);

  logic [AW:0]      wr_q, rd_q, rd_d, level_q;
  logic             waiting_q, shown_q, store, fetch;
  logic [WIDTH-1:0] word;

  assign fetch   = pop_i && waiting_q;
  assign store   = push_i && (waiting_q || !pop_i);
  assign rd_d    = fetch ? rd_q + 1'b1 : rd_q;
  assign valid_o = waiting_q ? shown_q : push_i;
  assign data_o  = waiting_q ? word : data_i;
  assign free_o  = (AW + 1)'(DEPTH) - level_q;
  assign busy_o  = waiting_q;

  cf_ram #(.WIDTH(WIDTH), .DEPTH(DEPTH)) u_words (
    .clk_i, .we_i(store), .waddr_i(wr_q[AW-1:0]), .wdata_i(data_i), .raddr_i(rd_d[AW-1:0]), .rdata_o(word)
  );

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wr_q      <= '0;
      rd_q      <= '0;
      level_q   <= '0;
      waiting_q <= 1'b0;
      shown_q   <= 1'b0;
    end else begin
      wr_q      <= wr_q + {{AW{1'b0}}, store};
      rd_q      <= rd_d;
      level_q   <= level_q + {{AW{1'b0}}, store} - {{AW{1'b0}}, fetch};
      waiting_q <= store || (waiting_q && !(fetch && level_q == (AW + 1)'(1)));
      // A word stored in this cycle can be read in the next.
      shown_q   <= rd_d != wr_q;
    end
  end

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!(store && free_o == '0));
      assert (!(pop_i && !valid_o));
    end
  end
`endif
endmodule
`default_nettype wire
