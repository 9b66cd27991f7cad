// Properties of cf_bus: every access is answered exactly once, to whoever made it; nobody waits for more than two others.
//
// Assumed: a target answers a request once, in a later cycle (cf_regs and cf_lab: the next one); a reset comes first. Nothing is assumed of the host and of the console: the host may
// raise and withdraw as it likes, and so may the console until it is taken.

logic past_q = 1'b0;
always_ff @(posedge clk_i) past_q <= 1'b1;
always_comb begin
  if (!past_q) assume (!rst_ni);
end

// A request that its target has not answered.
logic target_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni) target_q <= 1'b0;
  else if (req_valid_o) target_q <= 1'b1;
  else if (rsp_valid_i) target_q <= 1'b0;
end
always_comb begin
  if (rsp_valid_i) assume (target_q && !req_valid_o);
end

// Accesses taken and not answered.
logic [1:0] addresses_q, words_q, reads_q, asked_q;
// Others that were let in while somebody waited.
logic [2:0] before_write_q, before_read_q, before_console_q;
logic       stays_b_q, stays_r_q;
logic [31:0] rdata_past_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni) begin
    addresses_q <= '0;
    words_q <= '0;
    reads_q <= '0;
    asked_q <= '0;
    before_write_q <= '0;
    before_read_q <= '0;
    before_console_q <= '0;
    stays_b_q <= 1'b0;
    stays_r_q <= 1'b0;
  end else begin
    addresses_q <= addresses_q + {1'b0, s_axil_awvalid && s_axil_awready} - {1'b0, s_axil_bvalid && s_axil_bready};
    words_q     <= words_q + {1'b0, s_axil_wvalid && s_axil_wready} - {1'b0, s_axil_bvalid && s_axil_bready};
    reads_q     <= reads_q + {1'b0, s_axil_arvalid && s_axil_arready} - {1'b0, s_axil_rvalid && s_axil_rready};
    asked_q     <= asked_q + {1'b0, con_taken_o} - {1'b0, con_done_o};
    before_write_q   <= (!want_write || (any && next == WRITE)) ? 3'd0 : before_write_q + {2'd0, any};
    before_read_q    <= (!want_read || (any && next == READ)) ? 3'd0 : before_read_q + {2'd0, any};
    before_console_q <= (!con_valid_i || con_taken_o) ? 3'd0 : before_console_q + {2'd0, any};
    stays_b_q    <= s_axil_bvalid && !s_axil_bready;
    stays_r_q    <= s_axil_rvalid && !s_axil_rready;
    rdata_past_q <= s_axil_rdata;
  end
end

always_comb begin
  if (past_q && rst_ni) begin
    // At work exactly while a target is.
    assert (busy_q == (req_valid_o || target_q));
    assert (!(req_valid_o && target_q));
    // What was taken is waiting, at work, or being answered: never lost, never twice.
    assert (addresses_q == {1'b0, aw_q} + {1'b0, busy_q && who_q == WRITE} + {1'b0, s_axil_bvalid});
    assert (words_q == {1'b0, w_q} + {1'b0, busy_q && who_q == WRITE} + {1'b0, s_axil_bvalid});
    assert (reads_q == {1'b0, ar_q} + {1'b0, busy_q && who_q == READ} + {1'b0, s_axil_rvalid});
    assert (asked_q == {1'b0, busy_q && who_q == CONSOLE} + {1'b0, con_done_o});
    assert (who_q == WRITE || who_q == READ || who_q == CONSOLE);
    // Nothing begins whose answer would have no room.
    if (busy_q && who_q == WRITE) assert (!s_axil_bvalid);
    if (busy_q && who_q == READ) assert (!s_axil_rvalid);
    // A request goes to a target with the rights of whoever made it.
    if (busy_q) assert (req_console_o == (who_q == CONSOLE));
    if (busy_q && who_q == WRITE) assert (req_write_o);
    if (busy_q && who_q == READ) assert (!req_write_o);
    // At most two others come first, however long the host and the console go on.
    assert (before_write_q <= 3'd2 && before_read_q <= 3'd2 && before_console_q <= 3'd2);
    if (before_write_q == 3'd2) assert (who_q == CONSOLE);
    if (before_read_q == 3'd2) assert (who_q == WRITE);
    if (before_console_q == 3'd2) assert (who_q == READ);
    if (before_write_q == 3'd1) assert (who_q != WRITE);
    if (before_read_q == 3'd1) assert (who_q != READ);
    if (before_console_q == 3'd1) assert (who_q != CONSOLE);
    // An answer stays until it is taken.
    if (stays_b_q) assert (s_axil_bvalid);
    if (stays_r_q) assert (s_axil_rvalid && s_axil_rdata == rdata_past_q);
  end
end
