// How far the lines of a channel are apart: for every message of which a copy comes on another port, how much later than the
// first, in log-scaled bins by channel and the port that was first.
//
// Remembered is the first arrival of every number, by its low bits: those of the last HELD_DEPTH messages or so. Two steps
// behind the arbiter, which never waits for it.
`default_nettype none
module cf_skew #(
  parameter int CHANNELS = 4,
  parameter int PORTS    = 2
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // The first copy of a message, or a further one.
  input  wire logic        first_i,
  input  wire logic        again_i,
  /* verilator lint_off UNUSEDSIGNAL */ // as many bits as there are channels and ports
  input  wire logic [7:0]  channel_i,
  input  wire logic [1:0]  port_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic [63:0] sequence_i,
  input  wire logic [63:0] stamp_i,
  // Channels that begin anew.
  input  wire logic [CHANNELS-1:0] forget_i,
  // Read port: of a channel, a port, a bin.
  /* verilator lint_off UNUSEDSIGNAL */
  input  wire logic [7:0]  read_channel_i,
  input  wire logic [1:0]  read_port_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic [3:0]  read_bin_i,
  output logic [31:0] value_o
);
  localparam int DEPTH = cf_pkg::HELD_DEPTH;
  localparam int HW = $clog2(DEPTH);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;
  localparam int PW = (PORTS > 1) ? $clog2(PORTS) : 1;
  localparam int CN = 1 << CW;
  localparam int BW = $clog2(cf_pkg::SKEW_BINS);
  localparam int TAG = 64 - HW;

  // ---------------------------------------------------------------- first step: remember or look up
  logic          first_q, again_q;
  logic [CW-1:0] channel_q;
  logic [PW-1:0] port_q;
  logic [63:0]   sequence_q, stamp_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      first_q    <= 1'b0;
      again_q    <= 1'b0;
      channel_q  <= '0;
      port_q     <= '0;
      sequence_q <= '0;
      stamp_q    <= '0;
    end else begin
      first_q    <= first_i;
      again_q    <= again_i;
      channel_q  <= channel_i[CW-1:0];
      port_q     <= port_i[PW-1:0];
      sequence_q <= sequence_i;
      stamp_q    <= stamp_i;
    end
  end

  logic [CN-1:0][DEPTH-1:0] known_q;
  logic [TAG-1:0] tag;
  logic [PW-1:0]  first_port;
  logic [63:0]    first_stamp;
  cf_ram #(.WIDTH(TAG + PW + 64), .DEPTH(CN*DEPTH)) u_firsts (
    .clk_i,
    .we_i(first_q), .waddr_i({channel_q, sequence_q[HW-1:0]}), .wdata_i({sequence_q[63:HW], port_q, stamp_q}),
    .raddr_i({channel_q, sequence_q[HW-1:0]}), .rdata_o({tag, first_port, first_stamp})
  );

  // ---------------------------------------------------------------- second step: compare and count
  logic           look_q;
  logic [CW-1:0]  look_channel_q;
  logic [PW-1:0]  look_port_q;
  logic [TAG-1:0] look_tag_q;
  logic [63:0]    look_stamp_q, late;
  logic [BW-1:0]  bin;
  logic           match;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      known_q        <= '0;
      look_q         <= 1'b0;
      look_channel_q <= '0;
      look_port_q    <= '0;
      look_tag_q     <= '0;
      look_stamp_q   <= '0;
    end else begin
      if (first_q) known_q[channel_q][sequence_q[HW-1:0]] <= 1'b1;
      for (int i = 0; i < CHANNELS; i++) if (forget_i[i]) known_q[i] <= '0;
      look_q         <= again_q && known_q[channel_q][sequence_q[HW-1:0]];
      look_channel_q <= channel_q;
      look_port_q    <= port_q;
      look_tag_q     <= sequence_q[63:HW];
      look_stamp_q   <= stamp_q;
    end
  end
  assign match = look_q && tag == look_tag_q && first_port != look_port_q;
  assign late  = look_stamp_q - first_stamp;
  always_comb begin
    bin = '0;
    for (int i = 0; i < cf_pkg::SKEW_BINS - 1; i++) if (late[i]) bin = BW'(i + 1);
    if (late[63:cf_pkg::SKEW_BINS-1] != '0) bin = '1;
  end

  // One memory a port; reset starts a sweep.
  localparam int BINS = CN * cf_pkg::SKEW_BINS;
  logic [CW+BW:0]         sweep_q;
  logic [PORTS-1:0][31:0] value;
  for (genvar p = 0; p < PORTS; p++) begin : g_port
    logic [31:0] bins_mem [BINS];
    assign value[p] = bins_mem[{read_channel_i[CW-1:0], read_bin_i}];
    always_ff @(posedge clk_i) begin
      if (!sweep_q[CW+BW]) bins_mem[sweep_q[CW+BW-1:0]] <= '0;
      else if (match && first_port == PW'(p)) bins_mem[{look_channel_q, bin}] <= bins_mem[{look_channel_q, bin}] + 32'd1;
    end
  end
  assign value_o = value[read_port_i[PW-1:0]];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) sweep_q <= '0;
    else if (!sweep_q[CW+BW]) sweep_q <= sweep_q + 1'b1;
  end
endmodule
`default_nettype wire
