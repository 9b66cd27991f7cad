// Record rings in host memory: slots by AXI4 single-beat writes, then the producer index. A channel's records go to the ring that it names.
//
// Writes of one ID reach memory in order, so a host that sees the index sees the slots below it. An
// index is written when the writer runs dry, and every INDEX_EVERY slots under load; rings that have one to tell take turns.
//
// Without credit for a whole record the record is dropped whole; before its channel's next record
// that fits goes one loss record. The input never stalls for credit, only for the bus.
`default_nettype none
module cf_ring_writer #(
  parameter int CHANNELS = 4,
  parameter int RINGS = 1,
  parameter int INDEX_EVERY = 16
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic              record_valid_i,
  input  wire cf_types::record_t record_i,
  output logic              record_ready_o,
  // Configuration and state of each ring. While it is disabled, its producer and loss state are clear and its records are dropped.
  input  wire logic [CHANNELS-1:0][1:0] ring_of_i,
  input  wire logic [RINGS-1:0]       enable_i,
  input  wire logic [RINGS-1:0][63:0] base_i,
  input  wire logic [RINGS-1:0][63:0] index_addr_i,
  input  wire logic [RINGS-1:0][4:0]  size_log2_i,
  input  wire logic [RINGS-1:0][31:0] credit_i,
  output logic [RINGS-1:0][31:0] producer_o,
  output logic [RINGS-1:0][63:0] records_o,
  output logic [RINGS-1:0][63:0] dropped_o,
  output logic [31:0] errors_o,
  // A write was handed to the bus; it was an index.
  output logic        issue_o,
  output logic        told_o,
  output logic [1:0]  told_ring_o,
  output logic [31:0] told_index_o,
  // A write of somebody else, 64 bytes, which goes out between records: at the latest behind INDEX_EVERY of them and the indices.
  input  wire logic         other_valid_i,
  input  wire logic [63:0]  other_addr_i,
  input  wire logic [511:0] other_data_i,
  output logic              other_ready_o,
  // A record of this channel was dropped.
  output logic        lost_o,
  output logic [7:0]  lost_channel_o,
  output logic        busy_o,
  // AXI4 write master; nothing inside depends on its ready signals in the same cycle.
  output logic [63:0]  m_axi_awaddr,
  output logic         m_axi_awvalid,
  input  wire logic         m_axi_awready,
  output logic [511:0] m_axi_wdata,
  output logic [63:0]  m_axi_wstrb,
  output logic         m_axi_wvalid,
  input  wire logic         m_axi_wready,
  input  wire logic [1:0]   m_axi_bresp,
  input  wire logic         m_axi_bvalid,
  output logic         m_axi_bready
);
  localparam int CW = (CHANNELS > 1) ? $clog2(CHANNELS) : 1;
  localparam int RW = (RINGS > 1) ? $clog2(RINGS) : 1;

  typedef enum logic [1:0] { P_FIRST, P_BODY, P_SECOND } part_e;
  part_e part_q, part_d;

  logic [31:0] producers_q [RINGS];
  logic [31:0] published_q [RINGS];
  logic [63:0] records_q   [RINGS];
  logic [63:0] dropped_q   [RINGS];
  logic [31:0] prod_q, prod_d;         // of the ring of the record at hand
  logic [31:0] errors_q;
  logic [7:0]  outstanding_q;

  // Loss per channel.
  logic [CHANNELS-1:0] lost_q;
  logic [63:0] lost_first_mem [CHANNELS];
  logic [63:0] lost_last_mem  [CHANNELS];
  logic [31:0] lost_count_mem [CHANNELS];

  logic [CW-1:0] ch;
  assign ch = record_i.channel[CW-1:0];

  // ---------------------------------------------------------------- the ring of the record at hand
  logic [RW-1:0] ring;
  logic          enable;
  logic [63:0]   base;
  logic [4:0]    size_log2;
  logic [31:0]   credit;
  assign ring      = (32'(ring_of_i[ch]) < RINGS) ? RW'(ring_of_i[ch]) : '0;
  assign prod_q    = producers_q[ring];
  assign enable    = enable_i[ring];
  assign base      = base_i[ring];
  assign size_log2 = size_log2_i[ring];
  assign credit    = credit_i[ring];

  // The ring whose index is next to be told: the one after the last that was, in turn.
  logic [RINGS-1:0] untold;
  logic [RW-1:0]    tell, told_q;
  logic [5:0]       since_q;           // slots since an index was written
  logic             index_due, dry;
  always_comb begin
    tell = '0;
    for (int r = 0; r < RINGS; r++) untold[r] = enable_i[r] && producers_q[r] != published_q[r];
    for (int r = RINGS - 1; r >= 0; r--) if (untold[r]) tell = RW'(r);
    for (int r = RINGS - 1; r >= 0; r--) if (untold[r] && RW'(r) > told_q) tell = RW'(r);
  end
  assign index_due = untold != '0 && since_q >= 6'(INDEX_EVERY);

  // ---------------------------------------------------------------- room
  logic [31:0] size, mask, free_slots, slot, needed, after_loss;
  logic        last_slot, loss, fits;
  assign size       = 32'd1 << size_log2;
  assign mask       = size - 32'd1;
  assign free_slots = size - (prod_q - credit);
  assign slot       = prod_q & mask;
  assign last_slot  = slot == mask;
  assign loss       = lost_q[ch];
  assign after_loss = (slot + {31'd0, loss}) & mask;
  // A two-slot record that would begin in the last slot of a lap leaves a pad there.
  assign needed     = {31'd0, loss} + (record_i.two_slots ? 32'd2 + {31'd0, after_loss == mask} : 32'd1);
  assign fits       = enable && free_slots >= needed && free_slots <= size;

  // ---------------------------------------------------------------- one bus write a cycle
  // Address and data go out apart, each through two registers: *0 faces the bus, *1 takes what does not fit.
  logic         aw1_valid_q, w1_valid_q;
  logic [63:0]  aw1_addr_q;
  logic [511:0] w1_data_q;
  logic         w1_index_q, w0_index_q;
  logic         aw_go, w_go;
  logic         can_issue, issue, issue_index, issue_other, other_late;
  logic [63:0]  issue_addr;
  logic [511:0] data;
  logic [31:0]  lap;
  logic         take_record, drop_record, clear_loss, count_record;
  logic [5:0]   waited_q;              // slots written while the other write waits
  assign can_issue = !aw1_valid_q && !w1_valid_q && outstanding_q < 8'd200;
  assign lap       = (prod_q >> size_log2) + 32'd1;
  assign other_late = other_valid_i && waited_q >= 6'(INDEX_EVERY);
  assign dry        = !record_valid_i && part_q == P_FIRST;

  always_comb begin
    part_d = part_q;
    prod_d = prod_q;
    issue = 1'b0;
    issue_index = 1'b0;
    issue_other = 1'b0;
    data = '0;
    take_record = 1'b0;
    drop_record = 1'b0;
    clear_loss = 1'b0;
    count_record = 1'b0;
    if (part_q == P_FIRST && record_valid_i && !fits) begin
      drop_record = 1'b1;
      take_record = 1'b1;
    end else if (can_issue) begin
      if (record_valid_i && (part_q != P_FIRST || !(index_due || other_late))) begin
        issue = 1'b1;
        prod_d = prod_q + 32'd1;
        if (part_q == P_FIRST && loss) begin
          data[8*cf_pkg::RH_TYPE +: 8]       = cf_pkg::RT_LOSS;
          data[8*cf_pkg::RH_CHANNEL +: 8]    = record_i.channel;
          data[8*cf_pkg::RH_SEQUENCE +: 64]  = lost_first_mem[ch];
          data[8*cf_pkg::R_LOSS_LAST +: 64]  = lost_last_mem[ch];
          data[8*cf_pkg::R_LOSS_COUNT +: 32] = lost_count_mem[ch];
          clear_loss = 1'b1;
          count_record = 1'b1;
          part_d = P_BODY;
        end else if (part_q != P_SECOND && record_i.two_slots && last_slot) begin
          part_d = P_BODY; // a pad: all zero but the lap word
        end else if (part_q == P_SECOND) begin
          data = record_i.data[1023:512];
          take_record = 1'b1;
          part_d = P_FIRST;
        end else begin
          data = record_i.data[511:0];
          count_record = 1'b1;
          if (record_i.two_slots) begin
            part_d = P_SECOND;
          end else begin
            take_record = 1'b1;
            part_d = P_FIRST;
          end
        end
        data[8*cf_pkg::LAP_OFFSET +: 32] = lap;
      end else if (part_q == P_FIRST && (index_due || (dry && untold != '0))) begin
        issue = 1'b1;
        issue_index = 1'b1;
        data[31:0] = producers_q[tell];
      end else if (part_q == P_FIRST && other_valid_i) begin
        issue = 1'b1;
        issue_other = 1'b1;
        data = other_data_i;
      end
    end
  end

  assign issue_addr = issue_index ? index_addr_i[tell] : issue_other ? other_addr_i : base + {26'd0, slot, 6'd0};
  assign aw_go = !m_axi_awvalid || m_axi_awready;
  assign w_go  = !m_axi_wvalid || m_axi_wready;
  assign m_axi_wstrb = w0_index_q ? 64'h0000_0000_0000_000F : '1;

  assign record_ready_o = take_record;
  assign lost_o         = drop_record;
  assign lost_channel_o = record_i.channel;
  always_comb begin
    for (int r = 0; r < RINGS; r++) begin
      producer_o[r] = producers_q[r];
      records_o[r]  = records_q[r];
      dropped_o[r]  = dropped_q[r];
    end
  end
  assign issue_o        = issue;
  assign told_o         = issue_index;
  assign told_ring_o    = 2'(tell);
  assign told_index_o   = data[31:0];
  assign other_ready_o  = issue_other;
  assign errors_o       = errors_q;
  assign m_axi_bready   = 1'b1;
  assign busy_o         = record_valid_i || untold != '0 || other_valid_i || outstanding_q != '0 || m_axi_awvalid || m_axi_wvalid;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      part_q        <= P_FIRST;
      for (int r = 0; r < RINGS; r++) begin
        producers_q[r] <= '0;
        published_q[r] <= '0;
        records_q[r]   <= '0;
        dropped_q[r]   <= '0;
      end
      told_q        <= '0;
      since_q       <= '0;
      waited_q      <= '0;
      errors_q      <= '0;
      outstanding_q <= '0;
      lost_q        <= '0;
      m_axi_awvalid <= 1'b0;
      m_axi_wvalid  <= 1'b0;
      m_axi_awaddr  <= '0;
      m_axi_wdata   <= '0;
      aw1_valid_q   <= 1'b0;
      w1_valid_q    <= 1'b0;
      aw1_addr_q    <= '0;
      w1_data_q     <= '0;
      w0_index_q    <= 1'b0;
      w1_index_q    <= 1'b0;
    end else begin
      part_q <= part_d;
      if (aw_go) begin
        m_axi_awvalid <= aw1_valid_q || issue;
        m_axi_awaddr  <= aw1_valid_q ? aw1_addr_q : issue_addr;
        aw1_valid_q   <= 1'b0;
      end else if (issue) begin
        aw1_valid_q <= 1'b1;
        aw1_addr_q  <= issue_addr;
      end
      if (w_go) begin
        m_axi_wvalid <= w1_valid_q || issue;
        if (w1_valid_q) begin
          m_axi_wdata <= w1_data_q;
          w0_index_q  <= w1_index_q;
        end else if (issue) begin
          m_axi_wdata <= data;
          w0_index_q  <= issue_index;
        end
        w1_valid_q <= 1'b0;
      end else if (issue) begin
        w1_valid_q <= 1'b1;
        w1_data_q  <= data;
        w1_index_q <= issue_index;
      end
      outstanding_q <= outstanding_q + {7'd0, issue} - {7'd0, m_axi_bvalid};
      if (m_axi_bvalid && m_axi_bresp != 2'b00) errors_q <= errors_q + 32'd1;

      // A ring that is switched off forgets; so do the channels whose records it had.
      for (int r = 0; r < RINGS; r++) begin
        if (!enable_i[r]) begin
          producers_q[r] <= '0;
          published_q[r] <= '0;
        end
      end
      if (issue && !issue_index && !issue_other && enable) producers_q[ring] <= prod_d;
      if (issue_index) begin
        published_q[tell] <= producers_q[tell];
        told_q            <= tell;
        since_q           <= '0;
      end else if (issue && !issue_other && since_q < 6'(INDEX_EVERY)) begin
        since_q <= since_q + 6'd1;
      end
      if (!other_valid_i || issue_other) waited_q <= '0;
      else if (issue && waited_q < 6'(INDEX_EVERY)) waited_q <= waited_q + 6'd1;
      if (clear_loss) lost_q[ch] <= 1'b0;
      for (int c = 0; c < CHANNELS; c++) begin
        if (!enable_i[(32'(ring_of_i[c]) < RINGS) ? RW'(ring_of_i[c]) : '0]) lost_q[c] <= 1'b0;
      end
      if (count_record) records_q[ring] <= records_q[ring] + 64'd1;
      if (drop_record) begin
        dropped_q[ring] <= dropped_q[ring] + 64'd1;
        if (enable) begin
          lost_q[ch]         <= 1'b1;
          lost_last_mem[ch]  <= record_i.last;
          lost_count_mem[ch] <= loss ? lost_count_mem[ch] + 32'd1 : 32'd1;
          if (!loss) lost_first_mem[ch] <= record_i.first;
        end
      end
    end
  end
endmodule
`default_nettype wire
