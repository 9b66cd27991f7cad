// Where a port's oldest frame stands: the message in hand, and what it is to its channel (the next one, behind it, ahead of it, held already, shown before its verdict).
//
// What a decision needs is kept up to date here in single bits, so that a message costs one cycle: numbers are compared once when the frame arrives, and then counted on with
// every message that is taken and every number by which the channel moves on. In the first cycle (`loaded_o`) it is known whether the message is the next one, a cycle later
// (`settled_o`) everything. When the channel changes in any other way the cursor is loaded anew.
`default_nettype none
module cf_arbiter_cursor #(
  parameter int DEPTH = 256
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // The frame, and whether it was begun before.
  input  wire logic                         frame_valid_i,
  /* verilator lint_off UNUSEDSIGNAL */ // not all of it
  input  wire cf_types::frame_t             frame_i,
  /* verilator lint_on UNUSEDSIGNAL */
  input  wire logic                         begun_i,
  // Its channel.
  input  wire logic                         active_i,
  input  wire logic                         started_i,
  input  wire logic [63:0]                  expected_i,
  input  wire logic [79:0]                  session_i,
  input  wire logic                         cut_i,
  input  wire logic [7:0]                   epoch_i,
  input  wire logic [DEPTH-1:0]             held_i,
  // What happens in this cycle: the channel goes on by one number; changes otherwise; a number is held, or no more; the message is taken; the frame is.
  input  wire logic                         moved_i,
  input  wire logic                         reset_i,
  input  wire logic                         hold_i,
  input  wire logic                         unhold_i,
  input  wire logic [$clog2(DEPTH)-1:0]     hold_at_i,
  input  wire logic [$clog2(DEPTH)-1:0]     unhold_at_i,
  input  wire logic                         step_i,
  input  wire logic                         pop_i,
  output logic                              loaded_o,
  output logic                              settled_o,
  output logic                              normal_o,       // nothing of the frame's header needs a look
  output logic                              same_session_o,
  output logic                              unsequenced_o,
  output logic                              cut_o,
  output logic [63:0]                       sequence_o,
  output logic                              none_o,         // no message is left
  output logic                              last_o,         // one is
  output logic                              next_o,
  output logic                              behind_o,
  output logic                              deep_o,         // ahead by DEPTH or more
  output logic                              held_o,
  output logic                              marked_o
);
  localparam int HW = $clog2(DEPTH);
  localparam int DW = 18;   // differences that are counted on: below 2^16 when they are taken, and below 2^17 whatever comes
  localparam logic signed [DW-1:0] ONE  = 18'sd1;
  localparam logic signed [DW-1:0] DEEP = DW'(DEPTH);

  logic        loaded_q, settled_q, lag_q;
  logic [63:0] seq_q, from;
  logic [15:0] left_q;
  logic [64:0] raw_q;          // sequence less expected, when it was loaded
  logic        next_q, behind_q, deep_q, held_q, none_q, last_q;
  logic        normal_q, same_q, unsequenced_q, cut_q, epoch_q;
  logic signed [DW-1:0] diff_q, diff, first_diff;
  logic        far_ahead_q, far_behind_q;
  logic [HW-1:0] look;         // the place to look up next
  logic        here;
  logic        marked_q;
  logic [16:0] mark_q;         // place in the packet less the first that was shown, with a sign
  logic [16:0] index;

  assign loaded_o       = loaded_q;
  assign settled_o      = settled_q;
  assign normal_o       = normal_q;
  assign same_session_o = same_q;
  assign unsequenced_o  = unsequenced_q;
  assign cut_o          = cut_q;
  assign sequence_o     = seq_q;
  assign none_o         = none_q;
  assign last_o         = last_q;
  assign next_o         = next_q;
  assign behind_o       = behind_q;
  assign deep_o         = deep_q;
  assign held_o         = held_q;
  assign marked_o       = marked_q;

  assign from  = begun_i ? seq_q : frame_i.sequence_number;
  assign index = begun_i ? {1'b0, seq_q[15:0] - frame_i.sequence_number[15:0]} : 17'd0;

  // From the first difference, what has happened since it was taken.
  assign first_diff = lag_q ? $signed(raw_q[DW-1:0]) - ONE : $signed(raw_q[DW-1:0]);
  assign diff       = settled_q ? diff_q : first_diff;
  assign look       = settled_q ? seq_q[HW-1:0] + 1'b1 : seq_q[HW-1:0];
  assign here       = held_i[look];

  always_ff @(posedge clk_i) begin
    if (!rst_ni || pop_i || reset_i || !frame_valid_i) begin
      loaded_q  <= 1'b0;
      settled_q <= 1'b0;
    end else begin
      loaded_q  <= 1'b1;
      settled_q <= loaded_q;
    end
    if (!loaded_q) begin
      raw_q         <= {1'b0, from} - {1'b0, expected_i};
      lag_q         <= moved_i;
      next_q        <= from == expected_i && !moved_i;
      same_q        <= started_i && session_i == frame_i.session;
      normal_q      <= active_i && started_i && session_i == frame_i.session && !frame_i.aborted && !frame_i.heartbeat && !frame_i.end_of_session
                       && frame_i.sequence_number != '0;
      unsequenced_q <= frame_i.sequence_number == '0;
      cut_q         <= cut_i;
      epoch_q       <= cut_i && frame_i.shown_count != '0 && frame_i.shown_epoch == epoch_i;
      mark_q        <= index - {1'b0, frame_i.shown_first};
      if (!begun_i) begin
        seq_q  <= frame_i.sequence_number;
        left_q <= frame_i.messages;
        none_q <= frame_i.messages == '0;
        last_q <= frame_i.messages == 16'd1;
      end
      behind_q <= 1'b0;
      deep_q   <= 1'b0;
      marked_q <= 1'b0;
      held_q   <= 1'b0;
    end else begin
      // One number forward, one back, or none.
      diff_q <= (step_i == moved_i) ? diff : step_i ? diff + ONE : diff - ONE;
      if (step_i == moved_i) begin
        next_q   <= diff == '0 && (settled_q ? !far_ahead_q && !far_behind_q : raw_q[64:DW-2] == '0 || raw_q[64:DW-2] == '1);
        behind_q <= settled_q ? far_behind_q || (!far_ahead_q && diff < 0) : raw_q[64] || (raw_q[63:DW-2] == '0 && diff < 0);
        deep_q   <= settled_q ? far_ahead_q || (!far_behind_q && diff >= DEEP) : !raw_q[64] && (raw_q[63:DW-2] != '0 || diff >= DEEP);
      end else if (step_i) begin
        next_q   <= diff == -ONE && !far_ahead_q && !far_behind_q;
        behind_q <= far_behind_q || (!far_ahead_q && diff < -ONE);
        deep_q   <= far_ahead_q || (!far_behind_q && diff >= DEEP - ONE);
      end else begin
        next_q   <= diff == ONE && (settled_q ? !far_ahead_q && !far_behind_q : raw_q[64:DW-2] == '0 || raw_q[64:DW-2] == '1);
        behind_q <= settled_q ? far_behind_q || (!far_ahead_q && diff < ONE) : raw_q[64] || (raw_q[63:DW-2] == '0 && diff < ONE);
        deep_q   <= settled_q ? far_ahead_q || (!far_behind_q && diff >= DEEP + ONE) : !raw_q[64] && (raw_q[63:DW-2] != '0 || diff >= DEEP + ONE);
      end
      if (!settled_q) begin
        far_ahead_q  <= !raw_q[64] && raw_q[63:DW-2] != '0;
        far_behind_q <= raw_q[64] && raw_q[63:DW-2] != '1;
      end
      if (step_i) begin
        mark_q   <= mark_q + 17'd1;
        marked_q <= epoch_q && (!mark_q[16] || mark_q == '1) && (mark_q + 17'd1 < {1'b0, frame_i.shown_count});
      end else begin
        marked_q <= epoch_q && !mark_q[16] && mark_q < {1'b0, frame_i.shown_count};
      end
      // A look-up is of the next message's place, or of this one's when it is the first; what is changed in this cycle counts.
      if (step_i || !settled_q) held_q <= (here || (hold_i && hold_at_i == look)) && !(unhold_i && unhold_at_i == look);
      else held_q <= (held_q || (hold_i && hold_at_i == seq_q[HW-1:0])) && !(unhold_i && unhold_at_i == seq_q[HW-1:0]);
    end
    if (step_i) begin
      seq_q  <= seq_q + 64'd1;
      left_q <= left_q - 16'd1;
      none_q <= last_q;
      last_q <= left_q == 16'd2;
    end
  end

`ifndef SYNTHESIS
  // What the bits say is what the numbers say.
  always_ff @(posedge clk_i) begin
    if (rst_ni && loaded_q && next_q) assert (seq_q == expected_i);
    if (rst_ni && settled_q) begin
      assert (next_q == (seq_q == expected_i));
      assert (behind_q == (seq_q < expected_i));
      assert (deep_q == (seq_q > expected_i && seq_q - expected_i >= 64'(DEPTH)));
      assert (held_q == held_i[seq_q[HW-1:0]]);
      assert (none_q == (left_q == '0) && last_q == (left_q == 16'd1));
    end
  end
`endif
endmodule
`default_nettype wire
