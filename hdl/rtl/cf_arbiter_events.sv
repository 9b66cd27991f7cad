// What the arbiter did, for the counters and the skew histogram: two cycles behind it, because whether a message that came again was late (in a gap that was reported) takes
// two cycles to tell.
`default_nettype none
module cf_arbiter_events (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // At most one frame decision, one line and one set of channel events a cycle.
  input  wire logic                          accept_i,
  input  wire logic                          stale_i,
  input  wire logic [cf_types::FRAME_W-1:0]  frame_i,
  input  wire logic [7:0]                    channel_i,
  input  wire logic [1:0]                    port_i,
  input  wire logic [cf_pkg::CC_COUNT-1:0]   channel_event_i,
  input  wire logic [63:0]                   gap_first_i,     // missing: from here
  input  wire logic [63:0]                   gap_behind_i,    // to before this
  input  wire logic [cf_pkg::LC_COUNT-1:0]   line_event_i,
  input  wire logic                          behind_i,        // a number that was passed: late or a duplicate
  input  wire logic                          first_i,         // first copy of a message
  input  wire logic                          again_i,         // a further one, and no late one
  input  wire logic [63:0]                   sequence_i,
  input  wire logic [63:0]                   stamp_i,
  input  wire logic [8:0]                    beat_i,
  // Whether the number behind was in a gap: asked in the first cycle, answered in the second.
  output logic [63:0]                        late_sequence_o,
  output logic [7:0]                         late_channel_o,
  input  wire logic                          late_i,
  output logic                          accept_o,
  output logic                          stale_o,
  output logic [cf_types::FRAME_W-1:0]  frame_o,
  output logic [7:0]                    channel_o,
  output logic [1:0]                    port_o,
  output logic [cf_pkg::CC_COUNT-1:0]   channel_event_o,
  output logic [63:0]                   gap_messages_o,
  output logic [cf_pkg::LC_COUNT-1:0]   line_event_o,
  output logic                          skew_first_o,
  output logic                          skew_again_o,
  output logic [63:0]                   skew_sequence_o,
  output logic [63:0]                   skew_stamp_o,
  output logic                          busy_o
);
  logic [1:0]                          accept_q, stale_q, behind_q, first_q, again_q, busy_q;
  logic [1:0][cf_types::FRAME_W-1:0]   frame_q;
  logic [1:0][7:0]                     channel_q;
  logic [1:0][1:0]                     port_q;
  logic [1:0][cf_pkg::CC_COUNT-1:0]    channel_event_q;
  logic [1:0][cf_pkg::LC_COUNT-1:0]    line_event_q;
  logic [63:0]                         gap_first_q, gap_behind_q, gap_messages_q, stamp_q, stamp2_q;
  logic [1:0][63:0]                    sequence_q;
  logic [8:0]                          beat_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      accept_q        <= '0;
      stale_q         <= '0;
      behind_q        <= '0;
      first_q         <= '0;
      again_q         <= '0;
      busy_q          <= '0;
      channel_event_q <= '0;
      line_event_q    <= '0;
    end else begin
      accept_q        <= {accept_q[0], accept_i};
      stale_q         <= {stale_q[0], stale_i};
      behind_q        <= {behind_q[0], behind_i};
      first_q         <= {first_q[0], first_i};
      again_q         <= {again_q[0], again_i};
      busy_q          <= {busy_q[0], accept_i || stale_i || behind_i || channel_event_i != '0 || line_event_i != '0};
      channel_event_q <= {channel_event_q[0], channel_event_i};
      line_event_q    <= {line_event_q[0], line_event_i};
    end
    frame_q        <= {frame_q[0], frame_i};
    channel_q      <= {channel_q[0], channel_i};
    port_q         <= {port_q[0], port_i};
    sequence_q     <= {sequence_q[0], sequence_i};
    gap_first_q    <= gap_first_i;
    gap_behind_q   <= gap_behind_i;
    gap_messages_q <= gap_behind_q - gap_first_q;
    stamp_q        <= stamp_i;
    beat_q         <= beat_i;
    stamp2_q       <= stamp_q + {55'd0, beat_q};
  end

  assign late_sequence_o = sequence_q[0];
  assign late_channel_o  = channel_q[0];
  assign accept_o        = accept_q[1];
  assign stale_o         = stale_q[1];
  assign frame_o         = frame_q[1];
  assign channel_o       = channel_q[1];
  assign port_o          = port_q[1];
  assign channel_event_o = channel_event_q[1];
  assign gap_messages_o  = gap_messages_q;
  assign skew_first_o    = first_q[1];
  assign skew_again_o    = again_q[1] || (behind_q[1] && !late_i);
  assign skew_sequence_o = sequence_q[1];
  assign skew_stamp_o    = stamp2_q;
  assign busy_o          = busy_q != '0;
  always_comb begin
    line_event_o = line_event_q[1];
    if (behind_q[1]) line_event_o[late_i ? cf_pkg::LC_LATE : cf_pkg::LC_DUPLICATES] = 1'b1;
  end
endmodule
`default_nettype wire
