// Properties of cf_fifo: what goes in comes out, in order, once.
//
// Assumed: the user neither pushes while full nor pops while empty (its contract; the assertions in the module check users in simulation).

logic past_q = 1'b0;
always_ff @(posedge clk_i) past_q <= 1'b1;
always_comb begin
  if (!past_q) assume (!rst_ni);
end

logic [AW:0] level;
assign level = wr_q - rd_q;
always_comb begin
  if (rst_ni) begin
    assume (!(push_i && level == (AW + 1)'(DEPTH)));
    assume (!(pop_i && level == '0));
  end
end

// The word pushed as any one number, followed to its pop.
(* anyconst *) logic [7:0] number;
logic [7:0]       pushed_q, popped_q;
logic [WIDTH-1:0] word_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni) begin
    pushed_q <= '0;
    popped_q <= '0;
  end else begin
    if (push_i) pushed_q <= pushed_q + 8'd1;
    if (pop_i)  popped_q <= popped_q + 8'd1;
    if (push_i && pushed_q == number) word_q <= data_i;
  end
end

logic [7:0] behind; // how far the followed word is behind the head
assign behind = number - popped_q;
always_comb begin
  if (past_q && rst_ni) begin
    // The level is what was pushed and not popped, and never more than there is room for.
    assert (8'(level) == pushed_q - popped_q);
    assert (level <= (AW + 1)'(DEPTH));
    assert (valid_o == (level != '0));
    assert (free_o == (AW + 1)'(DEPTH) - level);
    // While it is inside it stands in its place; at the head it is shown.
    if (behind < 8'(level)) assert (mem[AW'(rd_q[AW-1:0] + behind[AW-1:0])] == word_q);
    if (valid_o && behind == 8'd0) assert (data_o == word_q);
  end
end
