// Properties of cf_preview: what is shown has the next number of its channel, each number once in an epoch, and the frame's descriptor tells exactly which.
//
// Assumed: the framers number the messages of a frame one after another (their contract), and the arbiter takes back only where it also sets the next number.

logic past_q = 1'b0;
always_ff @(posedge clk_i) past_q <= 1'b1;
always_comb begin
  if (!past_q) assume (!rst_ni);
  if (past_q) assume (rst_ni);
  assume (!take_back_i || set_i);
end

// Any one channel and any one of its numbers.
(* anyconst *) logic [CW-1:0] channel;
(* anyconst *) logic [63:0]   number;
logic seen_q;   // it was shown since the channel's next number was last set from outside
logic shown_now, moved_now;
always_comb begin
  shown_now = 1'b0;
  for (int p = 0; p < PORTS; p++) if (show[p] && ch[p] == channel && tap_sequence_i[p] == number) shown_now = 1'b1;
  moved_now = init_i[channel] || (set_i && set_channel_i[CW-1:0] == channel);
end
always_ff @(posedge clk_i) begin
  if (!rst_ni || moved_now) seen_q <= 1'b0;
  else if (shown_now) seen_q <= 1'b1;
end
always_comb begin
  if (past_q && rst_ni) begin
    // Shown once at most: the next number is beyond it, and never wraps.
    if (seen_q) assert (next_q[channel] > number);
    if (seen_q) assert (!shown_now);
    for (int p = 0; p < PORTS; p++) begin
      // Only what may be shown, with the channel's next number, in the channel's session, while nothing forbids it.
      if (show[p]) begin
        assert (tap_valid_i[p] && !block_i && ready_i[ch[p]]);
        assert (tap_sequence_i[p] == next_q[ch[p]]);
        assert (tap_session_i[p] == session_i[ch[p]]);
        assert (!(set_i && set_channel_i[CW-1:0] == ch[p]));
      end
    end
    // One number, one port.
    if (show[0] && show[1]) assert (ch[0] != ch[1]);
  end
end

// What the descriptor of port 0's frame tells is one unbroken run, of one epoch.
logic [15:0] messages_q;   // of the frame so far
logic [15:0] told_q;       // of those, shown
always_comb begin
  if (rst_ni && tap_valid_i[0]) assume (tap_index_i[0] == messages_q && messages_q != '1);
end
always_ff @(posedge clk_i) begin
  if (!rst_ni) begin
    messages_q <= '0;
    told_q     <= '0;
  end else if (tap_end_i[0]) begin
    messages_q <= '0;
    told_q     <= '0;
  end else if (tap_valid_i[0]) begin
    messages_q <= messages_q + 16'd1;
    told_q     <= told_q + {15'd0, show[0]};
  end
end
always_comb begin
  if (past_q && rst_ni) begin
    assert (count_q[0] == told_q);
    assert (begun_q[0] == (told_q != '0));
    assert (told_q <= messages_q);
    if (begun_q[0] && !broken_q[0]) assert (first_q[0] + count_q[0] == messages_q && first_q[0] < messages_q);
    if (!begun_q[0]) assert (!broken_q[0]);
    if (show[0]) begin
      assert (shown_first_o[0] + shown_count_o[0] - 16'd1 == tap_index_i[0]);
      assert (shown_epoch_o[0] == epoch_q[ch[0]]);
    end
    assert (shown_count_o[0] == told_q + {15'd0, show[0]});
  end
end

// The queue: never more in it than there is room for, nor more behind a fence than there is in it.
always_comb begin
  if (past_q && rst_ni) begin
    assert (level <= (QW + 1)'(DEPTH));
    assert (behind_q <= level);
  end
end
