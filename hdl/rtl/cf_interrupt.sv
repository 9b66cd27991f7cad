// Interrupts of the record rings: when the host is to be woken, as messages with the ring's number (MSI-X vectors, behind the PCIe wrapper).
//
// An index that was written can be seen by the host once its write was answered; a message never goes out before. From the first slot that the host can see and was
// not signalled, it goes out when COUNT of them have gathered or HOLDOFF_BEATS have passed. A ring without interrupts costs nothing here.
`default_nettype none
module cf_interrupt #(
  parameter int RINGS = 1
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic [63:0] time_i,
  input  wire logic [RINGS-1:0]       enable_i,       // interrupts of the ring, and the ring
  input  wire logic [RINGS-1:0][15:0] count_i,
  input  wire logic [RINGS-1:0][31:0] holdoff_i,
  // The bus: a write begins, it is an index, a write was answered. Answers come in order.
  input  wire logic        issue_i,
  input  wire logic        told_i,
  input  wire logic [1:0]  told_ring_i,
  input  wire logic [31:0] told_index_i,
  input  wire logic        answered_i,
  // Messages.
  output logic        m_axis_irq_tvalid,
  output logic [1:0]  m_axis_irq_tdata,
  input  wire logic   m_axis_irq_tready,
  output logic [RINGS-1:0][31:0] sent_o,
  // For whoever supplies time.
  output logic        busy_o,
  output logic        deadline_valid_o,
  output logic [63:0] deadline_o
);
  localparam int RW = (RINGS > 1) ? $clog2(RINGS) : 1;

  // Of each ring: an index whose write is under way, the newest one behind it, and what the host can see and was signalled.
  logic [RINGS-1:0] first_q, newest_q, pending, due, wait_q;
  logic [31:0] first_index_q  [RINGS];
  logic [31:0] newest_index_q [RINGS];
  logic [9:0]  first_mark_q   [RINGS];
  logic [9:0]  newest_mark_q  [RINGS];
  logic [31:0] seen_q         [RINGS];
  logic [31:0] signalled_q    [RINGS];
  logic [63:0] until_q        [RINGS];
  logic [31:0] sent_q         [RINGS];
  // Writes begun and answered, modulo 1024; at most 200 are under way.
  logic [9:0]  issued_q, answered_q, answered;
  logic [RINGS-1:0] done, told;
  logic [RW-1:0] pick, last_q;
  assign answered = answered_q + {9'd0, answered_i};

  always_comb begin
    pick = '0;
    deadline_valid_o = 1'b0;
    deadline_o = '1;
    pending = '0;
    due = '0;
    done = '0;
    told = '0;
    for (int r = 0; r < RINGS; r++) sent_o[r] = sent_q[r];
    if (enable_i != '0) begin
      for (int r = 0; r < RINGS; r++) begin
        told[r] = told_i && told_ring_i == 2'(r);
        // The write with the mark is answered when as many were.
        done[r] = first_q[r] && !(10'(answered - first_mark_q[r]) >= 10'd512);
        pending[r] = seen_q[r] != signalled_q[r];
        due[r] = wait_q[r] && (seen_q[r] - signalled_q[r] >= {16'd0, count_i[r]} || time_i >= until_q[r]);
        if (wait_q[r] && !due[r]) begin
          deadline_valid_o = 1'b1;
          if (until_q[r] < deadline_o) deadline_o = until_q[r];
        end
      end
      for (int r = RINGS - 1; r >= 0; r--) if (due[r]) pick = RW'(r);
      for (int r = RINGS - 1; r >= 0; r--) if (due[r] && RW'(r) > last_q) pick = RW'(r);
    end
  end
  assign busy_o = first_q != '0 || due != '0 || (pending & ~wait_q) != '0 || m_axis_irq_tvalid;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      first_q    <= '0;
      newest_q   <= '0;
      wait_q     <= '0;
      issued_q   <= '0;
      answered_q <= '0;
      last_q     <= '0;
      m_axis_irq_tvalid <= 1'b0;
      m_axis_irq_tdata  <= '0;
      for (int r = 0; r < RINGS; r++) begin
        seen_q[r]      <= '0;
        signalled_q[r] <= '0;
        sent_q[r]      <= '0;
        until_q[r]     <= '0;
      end
    end else begin
      if (issue_i) issued_q <= issued_q + 10'd1;
      answered_q <= answered;
      if (m_axis_irq_tready) m_axis_irq_tvalid <= 1'b0;
      if (enable_i != '0 || (first_q | wait_q) != '0) begin
        for (int r = 0; r < RINGS; r++) begin
          if (done[r]) begin
            seen_q[r]        <= first_index_q[r];
            first_q[r]       <= newest_q[r] || told[r];
            first_index_q[r] <= newest_q[r] ? newest_index_q[r] : told_index_i;
            first_mark_q[r]  <= newest_q[r] ? newest_mark_q[r] : issued_q + 10'd1;
            newest_q[r]      <= newest_q[r] && told[r];
          end else if (told[r] && !first_q[r]) begin
            first_q[r]       <= 1'b1;
            first_index_q[r] <= told_index_i;
            first_mark_q[r]  <= issued_q + 10'd1;
          end else if (told[r]) begin
            newest_q[r]      <= 1'b1;
          end
          if (told[r]) begin
            newest_index_q[r] <= told_index_i;
            newest_mark_q[r]  <= issued_q + 10'd1;
          end
          if (pending[r] && !wait_q[r]) begin
            wait_q[r]  <= 1'b1;
            until_q[r] <= time_i + {32'd0, holdoff_i[r]};
          end
          if (!enable_i[r]) begin
            seen_q[r]      <= '0;
            signalled_q[r] <= '0;
            first_q[r]     <= 1'b0;
            newest_q[r]    <= 1'b0;
            wait_q[r]      <= 1'b0;
          end
        end
        if (due != '0 && (!m_axis_irq_tvalid || m_axis_irq_tready)) begin
          m_axis_irq_tvalid <= 1'b1;
          m_axis_irq_tdata  <= 2'(pick);
          last_q            <= pick;
          signalled_q[pick] <= seen_q[pick];
          sent_q[pick]      <= sent_q[pick] + 32'd1;
          wait_q[pick]      <= 1'b0;
        end
      end
    end
  end
endmodule
`default_nettype wire
