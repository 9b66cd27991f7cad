// What the arbiter remembers of a channel's past: the gaps it reported, the sessions it left, and the Unit Clears it saw. The oldest
// are overwritten; how many there are, and the next place, stand in the channel's context. Sessions and Unit Clears are answered a cycle later, gaps two.
`default_nettype none
module cf_arbiter_memory #(
  parameter int CN       = 4,   // places for channels
  parameter int CW       = 2,
  parameter int GAPS     = 16,
  parameter int SESSIONS = 8,
  parameter int CLEARS   = 4
) (
  input  wire logic          clk_i,
  input  wire logic [CW-1:0] channel_i,
  // Reported gaps: whether a number lies in one.
  input  wire logic [CW-1:0]           late_channel_i,
  input  wire logic [$clog2(GAPS):0]   gap_count_i,
  input  wire logic [63:0]             sequence_i,
  output logic                    late_o,
  input  wire logic                    gap_we_i,
  input  wire logic [$clog2(GAPS)-1:0] gap_next_i,
  input  wire logic [63:0]             gap_first_i,
  input  wire logic [63:0]             gap_last_i,
  // Sessions that were left: whether one is among them.
  input  wire logic [$clog2(SESSIONS):0]   left_count_i,
  input  wire logic [79:0]                 session_i,
  output logic                        left_o,
  input  wire logic                        left_we_i,
  input  wire logic [$clog2(SESSIONS)-1:0] left_next_i,
  input  wire logic [79:0]                 left_session_i,
  // Unit Clears, by number and nanoseconds.
  input  wire logic [$clog2(CLEARS):0]   clear_count_i,
  input  wire logic [63:0]               clear_i,
  output logic                      seen_clear_o,
  input  wire logic                      clear_we_i,
  input  wire logic [$clog2(CLEARS)-1:0] clear_next_i
);
  localparam int GW = $clog2(GAPS);
  localparam int SW = $clog2(SESSIONS);
  localparam int LW = $clog2(CLEARS);
  logic [63:0] gap_first_mem [CN*GAPS];
  logic [63:0] gap_last_mem  [CN*GAPS];
  logic [79:0] left_mem      [CN*SESSIONS];
  logic [63:0] clear_mem     [CN*CLEARS];

  logic [GAPS-1:0]     from_q, to_q;     // not below the first, not above the last
  logic [SESSIONS-1:0] same_q;
  logic [CLEARS-1:0]   seen_q;
  assign late_o       = (from_q & to_q) != '0;
  assign left_o       = same_q != '0;
  assign seen_clear_o = seen_q != '0;

  always_ff @(posedge clk_i) begin
    for (int i = 0; i < GAPS; i++) begin
      from_q[i] <= i < 32'(gap_count_i) && sequence_i >= gap_first_mem[{late_channel_i, GW'(i)}];
      to_q[i]   <= sequence_i <= gap_last_mem[{late_channel_i, GW'(i)}];
    end
    for (int i = 0; i < SESSIONS; i++) same_q[i] <= i < 32'(left_count_i) && left_mem[{channel_i, SW'(i)}] == session_i;
    for (int i = 0; i < CLEARS; i++) seen_q[i] <= i < 32'(clear_count_i) && clear_mem[{channel_i, LW'(i)}] == clear_i;
    if (gap_we_i) begin
      gap_first_mem[{channel_i, gap_next_i}] <= gap_first_i;
      gap_last_mem[{channel_i, gap_next_i}]  <= gap_last_i;
    end
    if (left_we_i) left_mem[{channel_i, left_next_i}] <= left_session_i;
    if (clear_we_i) clear_mem[{channel_i, clear_next_i}] <= clear_i;
  end
endmodule
`default_nettype wire
