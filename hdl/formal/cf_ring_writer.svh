// Properties of cf_ring_writer: an unread slot is never overwritten, no record straddles the wrap, the bus sees each write once and in order with its lap
// word, the index never runs ahead of the slots, and every dropped record is in a loss record.
//
// Assumed, and why:
//  - the ring has 4 or 8 slots and its configuration stands still while it is enabled: the driver sets it up before (docs/register-map.md);
//  - a record that is offered stays until it is taken: the interface's contract, proved of cf_record by its own stream rule;
//  - credit never goes back and never passes the index that was told: the host frees only what it was told of;
//  - one ring: several differ in nothing but whose registers are used, and test/driver/rings.test.ts compares them with a model;
//  - sums of records and losses stay far below 2^31: a proof of counters that wrap would need as many cycles.

logic past_q = 1'b0;
always_ff @(posedge clk_i) past_q <= 1'b1;
logic rst_q;
always_ff @(posedge clk_i) rst_q <= rst_ni;
always_comb if (!past_q) assume (!rst_ni);

// ---------------------------------------------------------------- assumptions
always_comb begin
  assume (size_log2_i[0] == 5'd2 || size_log2_i[0] == 5'd3);
  assume (base_i[0][63:20] == '0 && base_i[0][8:0] == '0);
  assume (index_addr_i[0][63:32] == 32'hF);
  assume (record_i.channel < 8'(CHANNELS));
  assume (prod_q < 32'h4000_0000);
end
logic        was_enabled_q;
logic [63:0] base_q;
logic [4:0]  log2_q;
logic [31:0] credit_q;
logic        held_q;
cf_types::record_t held_record_q;
always_ff @(posedge clk_i) begin
  was_enabled_q <= rst_ni && enable_i;
  base_q        <= base_i;
  log2_q        <= size_log2_i;
  credit_q      <= (rst_ni && enable_i) ? credit_i : '0;
  held_q        <= rst_ni && record_valid_i && !record_ready_o;
  held_record_q <= record_i;
end
always_comb begin
  if (was_enabled_q && rst_ni) assume (enable_i && base_i == base_q && size_log2_i == log2_q);
  if (rst_ni && enable_i) begin
    assume (credit_i >= credit_q && credit_i <= published_q[0]);
  end
  if (held_q && rst_ni) assume (record_valid_i && record_i == held_record_q);
end

// ---------------------------------------------------------------- slots
logic slot_issue;
assign slot_issue = issue && !issue_index && !issue_other;
always_comb begin
  if (past_q && rst_ni && rst_q && !was_enabled_q) begin
    assert (part_q == P_FIRST && prod_q == '0 && published_q[0] == '0 && lost_q == '0);
  end
  if (past_q && rst_ni && rst_q && enable_i) begin
    // What is written has been freed, at every slot of a record.
    if (slot_issue) assert (prod_q - credit_i < size);
    assert (published_q[0] <= prod_q);
    assert (prod_q - credit_i <= size);
    assert (credit_i <= published_q[0]);
    // What is still to be written of the record in hand has room.
    if (part_q == P_SECOND) assert (record_valid_i && record_i.two_slots && free_slots >= 32'd1 && slot != '0);
    if (part_q == P_BODY) begin
      assert (record_valid_i && free_slots >= (record_i.two_slots ? 32'd2 + {31'd0, last_slot} : 32'd1));
      assert (!loss);
    end
    assert (part_q != 2'd3);
    // A record of two slots never begins in the last one.
    if (slot_issue && part_d == P_SECOND) assert (!last_slot);
    if (slot_issue) assert (data[8*cf_pkg::LAP_OFFSET +: 32] == (prod_q >> size_log2) + 32'd1);
    // Only what was written is told.
    if (issue && issue_index) assert (data[31:0] == prod_q && part_q == P_FIRST);
  end
end

// ---------------------------------------------------------------- the bus: stable while not taken, each write once and in order
logic         aw_wait_q, w_wait_q;
logic [63:0]  aw_addr_q;
logic [511:0] w_data_q;
logic         w_index_q;
always_ff @(posedge clk_i) begin
  aw_wait_q <= rst_ni && m_axi_awvalid && !m_axi_awready;
  w_wait_q  <= rst_ni && m_axi_wvalid && !m_axi_wready;
  aw_addr_q <= m_axi_awaddr;
  w_data_q  <= m_axi_wdata;
  w_index_q <= w0_index_q;
end
always_comb begin
  if (past_q && rst_ni && rst_q) begin
    if (aw_wait_q) assert (m_axi_awvalid && m_axi_awaddr == aw_addr_q);
    if (w_wait_q)  assert (m_axi_wvalid && m_axi_wdata == w_data_q && w0_index_q == w_index_q);
    if (aw1_valid_q) assert (m_axi_awvalid);
    if (w1_valid_q)  assert (m_axi_wvalid);
  end
end

// The write issued as any one number, followed to the bus.
(* anyconst *) logic [5:0] number;
logic [5:0]   issued_q, addressed_q, written_q;
logic [63:0]  followed_addr_q;
logic [511:0] followed_data_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni) begin
    issued_q    <= '0;
    addressed_q <= '0;
    written_q   <= '0;
  end else begin
    if (issue) issued_q <= issued_q + 6'd1;
    if (m_axi_awvalid && m_axi_awready) addressed_q <= addressed_q + 6'd1;
    if (m_axi_wvalid && m_axi_wready)   written_q   <= written_q + 6'd1;
    if (issue && issued_q == number) begin
      followed_addr_q <= issue_addr;
      followed_data_q <= data;
    end
  end
end
logic [5:0] aw_left, w_left;
assign aw_left = issued_q - addressed_q;
assign w_left  = issued_q - written_q;
always_comb begin
  if (past_q && rst_ni && rst_q) begin
    assert (aw_left == 6'(m_axi_awvalid) + 6'(aw1_valid_q));
    assert (w_left == 6'(m_axi_wvalid) + 6'(w1_valid_q));
    if (m_axi_awvalid && addressed_q == number) assert (m_axi_awaddr == followed_addr_q);
    if (aw1_valid_q && 6'(addressed_q + 6'd1) == number) assert (aw1_addr_q == followed_addr_q);
    if (m_axi_wvalid && written_q == number) assert (m_axi_wdata == followed_data_q);
    if (w1_valid_q && 6'(written_q + 6'd1) == number) assert (w1_data_q == followed_data_q);
  end
end

// ---------------------------------------------------------------- losses of any one channel
(* anyconst *) logic channel;
logic [31:0] dropped_since_q; // not told yet
logic [63:0] first_q, last_q;
always_ff @(posedge clk_i) begin
  if (!rst_ni || !enable_i) begin
    dropped_since_q <= '0;
  end else begin
    if (drop_record && record_i.channel[0] == channel) begin
      dropped_since_q <= dropped_since_q + 32'd1;
      last_q          <= record_i.last;
      if (dropped_since_q == '0) first_q <= record_i.first;
    end
    if (clear_loss && record_i.channel[0] == channel) dropped_since_q <= '0;
  end
end
always_comb begin
  assume (dropped_since_q < 32'h4000_0000);
  if (past_q && rst_ni && rst_q) begin
    assert (lost_q[channel] == (dropped_since_q != '0));
    if (dropped_since_q != '0) begin
      assert (lost_count_mem[channel] == dropped_since_q);
      assert (lost_first_mem[channel] == first_q && lost_last_mem[channel] == last_q);
    end
    // A record of the channel is written only when nothing of it is untold, and the loss record says all of it.
    if (enable_i && slot_issue && count_record && record_i.channel[0] == channel) begin
      if (clear_loss) begin
        assert (data[8*cf_pkg::RH_TYPE +: 8] == cf_pkg::RT_LOSS && data[8*cf_pkg::R_LOSS_COUNT +: 32] == dropped_since_q);
        assert (data[8*cf_pkg::RH_SEQUENCE +: 64] == first_q && data[8*cf_pkg::R_LOSS_LAST +: 64] == last_q);
      end else begin
        assert (dropped_since_q == '0);
      end
    end
    // What is taken is written whole or dropped whole.
    if (drop_record) assert (part_q == P_FIRST && !issue);
    if (record_ready_o) assert (record_valid_i && (drop_record || slot_issue));
  end
end
