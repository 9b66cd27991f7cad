// Whose turn it is: which port's next message (or frame) is the first of all, and whether a deadline comes before them.
//
// A message is first only when no port can still produce an earlier one, a deadline is due only when no earlier message can come. In verified mode a frame counts
// at its end, in cut-through mode each of its messages at the beat of its last byte; a port without a frame promises its horizon, for whole frames or for the starts of frames.
//
// Comparisons of stamps have a register behind them. What they said a cycle or two ago still holds: horizons only rise, and a port's frames come in the order of their stamps. For
// frames that count at their end the comparison is of two stamps, known in the cycle after the frame shows. Messages of cut-through channels are compared by small numbers:
// how far apart frames, horizons and the deadline are (rel_*, three steps behind the frame), and the beats of the messages at the heads.
`default_nettype none
module cf_arbiter_pick #(
  parameter int PORTS = 2,
  parameter int PW    = 1
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  // The ports' oldest frames: whether in cut-through mode, with messages, refused; when they began and ended. Of their oldest messages the beat.
  input  wire logic [PORTS-1:0]       frame_valid_i,
  input  wire logic [PORTS-1:0]       frame_pop_i,
  input  wire logic [PORTS-1:0]       cut_i,
  input  wire logic [PORTS-1:0]       has_messages_i,
  input  wire logic [PORTS-1:0]       aborted_i,
  input  wire logic [PORTS-1:0][63:0] start_i,
  input  wire logic [PORTS-1:0][63:0] stamp_i,
  input  wire logic [PORTS-1:0]       msg_valid_i,
  input  wire logic [PORTS-1:0][8:0]  msg_beat_i,
  input  wire logic [PORTS-1:0][63:0] horizon_i,
  input  wire logic [PORTS-1:0][63:0] start_horizon_i,
  // The earliest deadline.
  input  wire logic        deadline_any_i,
  input  wire logic [63:0] deadline_i,
  input  wire logic        deadline_cut_i,
  input  wire logic        settled_i,
  // The port's next message or frame comes before everything else.
  output logic [PORTS-1:0] first_o,
  // The earliest deadline comes before everything else.
  output logic             due_o,
  // The port to look at next.
  output logic [PW-1:0]    want_o
);
  localparam int RW = 11;
  localparam logic [RW-1:0] FAR = {1'b0, {(RW-1){1'b1}}};

  // A difference as a small number with a sign: what does not fit is as far as can be.
  function automatic logic [RW-1:0] near(input logic [63:0] difference);
    near = difference[RW-1:0];
    if (difference[63] && !(&difference[62:RW-1])) near = ~FAR;
    if (!difference[63] && (|difference[62:RW-1])) near = FAR;
  endfunction

  logic [PORTS-1:0] seen_q, raw_q, rel_q;       // the frame has been here for one, two, three cycles
  logic [PORTS-1:0] empty_q, empty2_q;          // there was none one, two cycles ago
  logic [PORTS-1:0] cut_q, by_q, aborted_q;
  logic             settled_q, settled2_q, any_q;
  logic [PORTS-1:0][63:0] base_q;               // stamp of the frame, or of its start
  logic [PORTS-1:0][PORTS-1:0] f_horizon_q, f_other_q;
  logic [PORTS-1:0]            f_deadline_q, d_horizon_q;
  logic [PORTS-1:0][PORTS-1:0][63:0]   raw_horizon_q, raw_other_q;
  logic [PORTS-1:0][63:0]              raw_deadline_q;
  logic [PORTS-1:0][PORTS-1:0][RW-1:0] rel_horizon_q, rel_other_q;
  logic [PORTS-1:0][RW-1:0]            rel_deadline_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      seen_q     <= '0;
      raw_q      <= '0;
      rel_q      <= '0;
      empty_q    <= '0;
      empty2_q   <= '0;
      settled_q  <= 1'b0;
      settled2_q <= 1'b0;
    end else begin
      seen_q     <= frame_valid_i & ~frame_pop_i;
      raw_q      <= seen_q & ~frame_pop_i;
      rel_q      <= raw_q & seen_q & ~frame_pop_i;
      empty_q    <= ~frame_valid_i;
      empty2_q   <= empty_q;
      settled_q  <= settled_i;
      settled2_q <= settled_q && settled_i;
    end
    any_q     <= deadline_any_i;
    cut_q     <= cut_i;
    by_q      <= cut_i & has_messages_i;
    aborted_q <= aborted_i;
    for (int p = 0; p < PORTS; p++) begin
      base_q[p]         <= (cut_i[p] && has_messages_i[p]) ? start_i[p] : stamp_i[p];
      f_deadline_q[p]   <= stamp_i[p] < deadline_i;
      d_horizon_q[p]    <= deadline_i <= (deadline_cut_i ? start_horizon_i[p] : horizon_i[p]);
      raw_deadline_q[p] <= deadline_i - base_q[p];
      rel_deadline_q[p] <= near(raw_deadline_q[p]);
      for (int o = 0; o < PORTS; o++) begin
        // Of equal stamps the lower port's comes first.
        if (o != p) begin
          f_horizon_q[p][o]   <= (p < o) ? stamp_i[p] <= horizon_i[o] : stamp_i[p] < horizon_i[o];
          f_other_q[p][o]     <= (p < o) ? stamp_i[p] <= stamp_i[o] : stamp_i[p] < stamp_i[o];
          raw_horizon_q[p][o] <= start_horizon_i[o] - base_q[p];
          raw_other_q[p][o]   <= base_q[o] - base_q[p];
          rel_horizon_q[p][o] <= near(raw_horizon_q[p][o]);
          rel_other_q[p][o]   <= near(raw_other_q[p][o]);
        end else begin
          f_horizon_q[p][o]   <= 1'b1;
          f_other_q[p][o]     <= 1'b1;
          raw_horizon_q[p][o] <= '0;
          raw_other_q[p][o]   <= '0;
          rel_horizon_q[p][o] <= '0;
          rel_other_q[p][o]   <= '0;
        end
      end
    end
  end

  logic [PORTS-1:0]         known, in_time;
  logic [PORTS-1:0][RW-1:0] beat;
  logic [PORTS-1:0][PORTS-1:0] ahead;      // not later than what the other has, or can bring
  logic [PORTS-1:0][PORTS-1:0] before_head; // than what it has
  logic [RW:0]              apart;
  always_comb begin
    apart = '0;
    for (int p = 0; p < PORTS; p++) begin
      known[p] = seen_q[p] && (!by_q[p] || msg_valid_i[p]);
      beat[p]  = by_q[p] ? {2'b00, msg_beat_i[p]} : '0;
    end
    due_o = any_q && settled_i && settled2_q;
    for (int p = 0; p < PORTS; p++) begin
      for (int o = 0; o < PORTS; o++) begin
        // Signed: what the other has, less what this one has.
        apart = {rel_other_q[p][o][RW-1], rel_other_q[p][o]} + {1'b0, beat[o]} - {1'b0, beat[p]};
        before_head[p][o] = (!by_q[p] && !by_q[o]) ? seen_q[o] && f_other_q[p][o]
                          : rel_q[p] && rel_q[o] && known[o] && !apart[RW] && (p < o || apart != '0);
        apart = {rel_horizon_q[p][o][RW-1], rel_horizon_q[p][o]} - {1'b0, beat[p]};
        ahead[p][o] = p == o || before_head[p][o]
                     || (!cut_q[p] && empty_q[o] && f_horizon_q[p][o])
                     || (cut_q[p] && rel_q[p] && empty2_q[o] && !apart[RW] && (p < o || apart != '0))
                     || (aborted_q[p] && !frame_valid_i[o]);
      end
      apart      = {rel_deadline_q[p][RW-1], rel_deadline_q[p]} - {1'b0, beat[p]};
      in_time[p] = by_q[p] ? rel_q[p] && !apart[RW] && apart != '0 : f_deadline_q[p];
      first_o[p] = known[p] && (&ahead[p])
                   && (aborted_q[p] || (settled_i && settled_q && (by_q[p] ? settled2_q : 1'b1) && (!any_q || in_time[p])));
      if (frame_valid_i[p] && !(empty_q[p] && d_horizon_q[p])) begin
        if (!known[p] || (by_q[p] && !rel_q[p]) || in_time[p]) due_o = 1'b0;
      end else if (!d_horizon_q[p]) begin
        due_o = 1'b0;
      end
    end
  end

  // Who has something; who is known to be before all others that have.
  always_comb begin
    want_o = '0;
    for (int p = PORTS - 1; p >= 0; p--) if (frame_valid_i[p]) want_o = PW'(p);
    for (int p = PORTS - 1; p >= 0; p--) begin
      if (known[p] && frame_valid_i != (PORTS'(1) << p)) begin
        if ((before_head[p] | ~frame_valid_i | (PORTS'(1) << p)) == '1) want_o = PW'(p);
      end
    end
  end
endmodule
`default_nettype wire
