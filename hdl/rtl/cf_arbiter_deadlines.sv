// When the open gaps of the channels close, and which of them first.
//
// A deadline is set in two steps (the sum has a cycle of its own), and the earliest of all channels is found by a tree with a register a level. Until a change has come
// through all of that, `settled_o` is low, and nobody may go by what stands here.
`default_nettype none
module cf_arbiter_deadlines #(
  parameter int CHANNELS = 4,
  parameter int CW       = 2
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // A gap opens or closes; with `deadline_i` its deadline is the stamp and so many beats.
  input  wire logic          set_i,
  input  wire logic          open_i,
  input  wire logic          deadline_i,
  input  wire logic [CW-1:0] channel_i,
  input  wire logic [63:0]   stamp_i,
  input  wire logic [8:0]    beat_i,
  input  wire logic [31:0]   window_i,
  // Channels that begin anew, and those that are not at work.
  input  wire logic [CHANNELS-1:0] init_i,
  input  wire logic [CHANNELS-1:0] active_i,
  output logic [CHANNELS-1:0] open_o,
  // The earliest deadline.
  output logic          any_o,
  output logic [63:0]   min_o,
  output logic [CW-1:0] channel_o,
  output logic          settled_o
);
  localparam int LEVELS = $clog2(CHANNELS);
  localparam int LEAVES = 1 << LEVELS;

  logic [CHANNELS-1:0]       open_q;
  logic [CHANNELS-1:0][63:0] deadline_q;
  logic                      sum_q;
  logic [CW-1:0]             channel_q;
  logic [63:0]               stamp_q;
  logic [32:0]               after_q;
  logic [LEVELS+1:0]         changing_q;
  assign open_o    = open_q;
  assign settled_o = changing_q == '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q     <= '0;
      sum_q      <= 1'b0;
      changing_q <= '0;
    end else begin
      if (set_i) open_q[channel_i] <= open_i;
      for (int i = 0; i < CHANNELS; i++) if (init_i[i] || !active_i[i]) open_q[i] <= 1'b0;
      sum_q      <= deadline_i;
      changing_q <= {changing_q[LEVELS:0], set_i || deadline_i || (open_q & (init_i | ~active_i)) != '0};
    end
    channel_q <= channel_i;
    stamp_q   <= stamp_i;
    after_q   <= {1'b0, window_i} + {24'd0, beat_i};
    if (sum_q) deadline_q[channel_q] <= stamp_q + {31'd0, after_q};
  end

  // Nodes in levels: 1 the root, LEAVES and following the channels. Of equal deadlines the lower channel comes first.
  logic [2*LEAVES-1:1]         node_any;
  logic [2*LEAVES-1:1][63:0]   node_min;
  logic [2*LEAVES-1:1][CW-1:0] node_channel;
  for (genvar i = 0; i < LEAVES; i++) begin : g_leaf
    assign node_any[LEAVES+i]     = (i < CHANNELS) ? open_q[i % CHANNELS] : 1'b0;
    assign node_min[LEAVES+i]     = deadline_q[i % CHANNELS];
    assign node_channel[LEAVES+i] = CW'(i);
  end
  for (genvar i = 1; i < LEAVES; i++) begin : g_node
    logic          upper, any_q;
    logic [63:0]   min_q;
    logic [CW-1:0] who_q;
    assign upper = node_any[2*i+1] && !(node_any[2*i] && node_min[2*i] <= node_min[2*i+1]);
    always_ff @(posedge clk_i) begin
      any_q <= node_any[2*i] || node_any[2*i+1];
      min_q <= upper ? node_min[2*i+1] : node_min[2*i];
      who_q <= upper ? node_channel[2*i+1] : node_channel[2*i];
    end
    assign node_any[i]     = any_q;
    assign node_min[i]     = min_q;
    assign node_channel[i] = who_q;
  end
  assign any_o     = node_any[1];
  assign min_o     = node_min[1];
  assign channel_o = node_channel[1];
endmodule
`default_nettype wire
