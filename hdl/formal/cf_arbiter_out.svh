// Properties of cf_arbiter_out: what goes in comes out, in order, once; what is offered stays until it is taken; what waits behind it is shown as it is.
//
// Assumed: nothing is pushed while there is no room (the arbiter's contract: every push of its machine stands under out_ready).

logic past_q = 1'b0;
always_ff @(posedge clk_i) past_q <= 1'b1;
always_comb begin
  if (!past_q) assume (!rst_ni);
  if (rst_ni && push_i) assume (ready_o);
end

// The item pushed as any one number, followed to where it is taken.
(* anyconst *) logic [7:0] number;
logic [7:0]      pushed_q, taken_q, inside;
cf_types::item_t followed_q;
logic            waits_q;
cf_types::item_t waiting_q;
assign inside = pushed_q - taken_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni) begin
    pushed_q <= '0;
    taken_q  <= '0;
  end else begin
    if (push_i) pushed_q <= pushed_q + 8'd1;
    if (valid_o && ready_i) taken_q <= taken_q + 8'd1;
    if (push_i && pushed_q == number) followed_q <= item_i;
  end
  waits_q   <= rst_ni && valid_o && !ready_i;
  waiting_q <= item_o;
end
always_comb begin
  if (past_q && rst_ni) begin
    assert (inside == {7'd0, valid_q} + {7'd0, second_q});
    assert (!second_q || valid_q);
    if (valid_q && taken_q == number) assert (item_o == followed_q);
    if (second_q && 8'(taken_q + 8'd1) == number) assert (second_o == followed_q);
    if (waits_q) assert (valid_o && item_o == waiting_q);
  end
end
