// Messages that wait for a number before theirs: the messages, which numbers are held, and in what order they came.
//
// Three things are asked of it, each over some cycles: the message with the channel's expected number (read all the time), the lowest number held from a place on (16 places a
// cycle), and the oldest that is still held (one entry of the queue a cycle; entries are removed when they are found to be gone).
`default_nettype none
module cf_arbiter_held #(
  parameter int CHANNELS = 4,
  parameter int CN       = 4,   // places for channels
  parameter int CW       = 2,
  parameter int DEPTH    = 256
) (
  input  wire logic          clk_i,
  input  wire logic          rst_ni,
  input  wire logic [CW-1:0] channel_i,
  input  wire logic [CHANNELS-1:0] init_i,
  // Puts a message in.
  input  wire logic         hold_i,
  input  wire logic [$clog2(DEPTH)+1:0] seq_i,
  input  wire logic [63:0]  stamp_i,
  input  wire logic [8:0]   beat_i,
  input  wire logic [1:0]   port_i,
  input  wire logic [47:0]  ingress_i,
  input  wire logic [15:0]  length_i,
  input  wire logic [511:0] data_i,
  // Which numbers are held, by their low bits.
  output logic [CHANNELS-1:0][DEPTH-1:0] held_o,
  // The message with the expected number, a cycle after that stands; takes it out.
  input  wire logic [$clog2(DEPTH)+1:0] expected_i,
  input  wire logic         unhold_i,
  output logic [1:0]   port_o,
  output logic [47:0]  ingress_o,
  output logic [15:0]  length_o,
  output logic [511:0] data_o,
  // Search of the lowest from the expected number on: starts, goes on while asked, then how far behind it is found.
  input  wire logic         find_start_i,
  output logic         found_o,
  output logic [$clog2(DEPTH):0] found_ahead_o,
  // The oldest: starts at the queue's head, then its stamp. How much of the queue is gone.
  input  wire logic         oldest_start_i,
  input  wire logic [$clog2(DEPTH):0] order_rd_i,
  input  wire logic [$clog2(DEPTH):0] order_wr_i,
  output logic         oldest_o,
  output logic [63:0]  oldest_stamp_o,
  output logic [8:0]   oldest_beat_o,
  output logic [$clog2(DEPTH):0] oldest_at_o
);
  localparam int HW = $clog2(DEPTH);
  localparam int G  = (DEPTH >= 32) ? 16 : DEPTH / 2;   // places of a group
  localparam int GB = $clog2(G);
  localparam int GW = HW - GB;
  // The order queue: at most 2 * DEPTH - 1 entries. While the head is still held its sequence h0 is below e0 + DEPTH, where e0 was expected when it came, and everything queued since
  // lies in (e0, e + DEPTH) with e <= h0.
  localparam int OW = HW + 1;
  localparam int SW = HW + 2;   // sequence bits that tell live queue entries from stale ones

  logic [CHANNELS-1:0][DEPTH-1:0] held_q;
  logic [DEPTH-1:0]               held;    // of the channel in hand
  assign held_o = held_q;
  assign held   = held_q[channel_i];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      held_q <= '0;
    end else begin
      if (hold_i)   held_q[channel_i][seq_i[HW-1:0]] <= 1'b1;
      if (unhold_i) held_q[channel_i][expected_i[HW-1:0]] <= 1'b0;
      for (int i = 0; i < CHANNELS; i++) if (init_i[i]) held_q[i] <= '0;
    end
  end

  cf_ram #(.WIDTH(2 + 48 + 16 + 512), .DEPTH(CN*DEPTH)) u_held (
    .clk_i, .we_i(hold_i), .waddr_i({channel_i, seq_i[HW-1:0]}), .wdata_i({port_i, ingress_i, length_i, data_i}),
    .raddr_i({channel_i, expected_i[HW-1:0]}), .rdata_o({port_o, ingress_o, length_o, data_o})
  );

  // ---------------------------------------------------------------- the lowest
  // Groups of G places in a circle from the expected number's on; what lies before it in its own group comes last.
  logic [GW:0]   group_q;       // groups from the first on
  logic          looking_q, loaded_q, first_q;
  logic [G-1:0]  bits_q, mask_q;
  logic [GB-1:0] lowest;
  logic [GW-1:0] at;
  assign at = expected_i[HW-1:GB] + group_q[GW-1:0];
  always_comb begin
    lowest = '0;
    for (int i = G - 1; i >= 0; i--) if (bits_q[i]) lowest = GB'(i);
  end
  assign found_o       = loaded_q && bits_q != '0;
  assign found_ahead_o = {group_q - 1'b1, lowest} - {{(GW+1){1'b0}}, expected_i[GB-1:0]};
  always_ff @(posedge clk_i) begin
    if (!rst_ni || find_start_i) begin
      group_q   <= '0;
      looking_q <= rst_ni;
      loaded_q  <= 1'b0;
      first_q   <= 1'b1;
      bits_q    <= '0;
    end else if (looking_q && !(loaded_q && bits_q != '0)) begin
      group_q  <= group_q + 1'b1;
      first_q  <= 1'b0;
      bits_q   <= held[G*at +: G] & (first_q ? mask_q : '1);
      loaded_q <= 1'b1;
    end
    mask_q <= {G{1'b1}} << expected_i[GB-1:0];
  end

  // ---------------------------------------------------------------- the oldest
  logic [OW-1:0] read_q;
  logic [SW-1:0] entry_seq, seq_q;
  logic [SW-1:0] away;
  logic [63:0]   entry_stamp, stamp_q, stamp2_q;
  logic [8:0]    entry_beat, beat_q, beat2_q;
  logic [OW-1:0] at1_q, at2_q, at3_q;
  logic          step1_q, step2_q, live_q;
  assign away = seq_q - expected_i;
  cf_ram #(.WIDTH(SW + 9 + 64), .DEPTH(CN*2*DEPTH)) u_order (
    .clk_i, .we_i(hold_i), .waddr_i({channel_i, order_wr_i}), .wdata_i({seq_i, beat_i, stamp_i}),
    .raddr_i({channel_i, read_q}), .rdata_o({entry_seq, entry_beat, entry_stamp})
  );
  assign oldest_o       = live_q;
  assign oldest_stamp_o = stamp2_q;
  assign oldest_beat_o  = beat2_q;
  assign oldest_at_o    = at3_q;
  logic searching_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || oldest_start_i) begin
      searching_q <= rst_ni;
      step1_q     <= 1'b0;
      step2_q     <= 1'b0;
      live_q      <= 1'b0;
      read_q      <= order_rd_i;
    end else begin
      if (live_q) searching_q <= 1'b0;
      step1_q <= searching_q && !live_q;
      step2_q <= step1_q && !live_q;
      live_q  <= step2_q && !live_q && away < SW'(DEPTH) && held[seq_q[HW-1:0]];
      read_q  <= read_q + 1'b1;
    end
    at1_q    <= read_q;
    at2_q    <= at1_q;
    at3_q    <= at2_q;
    seq_q    <= entry_seq;
    beat_q   <= entry_beat;
    stamp_q  <= entry_stamp;
    beat2_q  <= beat_q;
    stamp2_q <= stamp_q;
  end
endmodule
`default_nettype wire
