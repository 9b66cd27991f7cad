// Record ring in host memory: slots by AXI4 single-beat writes, then the producer index.
//
// Writes of one ID reach memory in order, so a host that sees the index sees the slots below it. The
// index is written when the writer runs dry, and every INDEX_EVERY slots under load.
//
// Without credit for a whole record the record is dropped whole; before its channel's next record
// that fits goes one loss record. The input never stalls for credit, only for the bus.
`default_nettype none
module cf_ring_writer #(
  parameter int CHANNELS = 4,
  parameter int INDEX_EVERY = 16
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic              record_valid_i,
  input  wire cf_types::record_t record_i,
  output logic              record_ready_o,
  // Configuration and state. While disabled, producer and loss state are clear and records are dropped.
  input  wire logic        enable_i,
  input  wire logic [63:0] base_i,
  input  wire logic [63:0] index_addr_i,
  input  wire logic [4:0]  size_log2_i,
  input  wire logic [31:0] credit_i,
  output logic [31:0] producer_o,
  output logic [63:0] records_o,
  output logic [63:0] dropped_o,
  output logic [31:0] errors_o,
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

  typedef enum logic [1:0] { P_FIRST, P_BODY, P_SECOND } part_e;
  part_e part_q, part_d;

  logic [31:0] prod_q, prod_d;
  logic [31:0] published_q;
  logic [63:0] records_q, dropped_q;
  logic [31:0] errors_q;
  logic [7:0]  outstanding_q;

  // Loss per channel.
  logic [CHANNELS-1:0] lost_q;
  logic [63:0] lost_first_mem [CHANNELS];
  logic [63:0] lost_last_mem  [CHANNELS];
  logic [31:0] lost_count_mem [CHANNELS];

  logic [CW-1:0] ch;
  assign ch = record_i.channel[CW-1:0];

  // ---------------------------------------------------------------- room
  logic [31:0] size, mask, free_slots, slot, needed, after_loss;
  logic        last_slot, loss, fits;
  assign size       = 32'd1 << size_log2_i;
  assign mask       = size - 32'd1;
  assign free_slots = size - (prod_q - credit_i);
  assign slot       = prod_q & mask;
  assign last_slot  = slot == mask;
  assign loss       = lost_q[ch];
  assign after_loss = (slot + {31'd0, loss}) & mask;
  // A two-slot record that would begin in the last slot of a lap leaves a pad there.
  assign needed     = {31'd0, loss} + (record_i.two_slots ? 32'd2 + {31'd0, after_loss == mask} : 32'd1);
  assign fits       = enable_i && free_slots >= needed && free_slots <= size;

  // ---------------------------------------------------------------- one bus write a cycle
  // Address and data go out apart, each through two registers: *0 faces the bus, *1 takes what does not fit.
  logic         aw1_valid_q, w1_valid_q;
  logic [63:0]  aw1_addr_q;
  logic [511:0] w1_data_q;
  logic         w1_index_q, w0_index_q;
  logic         aw_go, w_go;
  logic         can_issue, issue, issue_index;
  logic [63:0]  issue_addr;
  logic [511:0] data;
  logic [31:0]  lap;
  logic         take_record, drop_record, clear_loss, count_record;
  assign can_issue = !aw1_valid_q && !w1_valid_q && outstanding_q < 8'd200;
  assign lap       = (prod_q >> size_log2_i) + 32'd1;

  always_comb begin
    part_d = part_q;
    prod_d = prod_q;
    issue = 1'b0;
    issue_index = 1'b0;
    data = '0;
    take_record = 1'b0;
    drop_record = 1'b0;
    clear_loss = 1'b0;
    count_record = 1'b0;
    if (part_q == P_FIRST && record_valid_i && !fits) begin
      drop_record = 1'b1;
      take_record = 1'b1;
    end else if (can_issue) begin
      if (record_valid_i && (part_q != P_FIRST || !(enable_i && prod_q - published_q >= 32'(INDEX_EVERY)))) begin
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
      end else if (enable_i && prod_q != published_q && part_q == P_FIRST) begin
        issue = 1'b1;
        issue_index = 1'b1;
        data[31:0] = prod_q;
      end
    end
  end

  assign issue_addr = issue_index ? index_addr_i : base_i + {26'd0, slot, 6'd0};
  assign aw_go = !m_axi_awvalid || m_axi_awready;
  assign w_go  = !m_axi_wvalid || m_axi_wready;
  assign m_axi_wstrb = w0_index_q ? 64'h0000_0000_0000_000F : '1;

  assign record_ready_o = take_record;
  assign lost_o         = drop_record;
  assign lost_channel_o = record_i.channel;
  assign producer_o     = prod_q;
  assign records_o      = records_q;
  assign dropped_o      = dropped_q;
  assign errors_o       = errors_q;
  assign m_axi_bready   = 1'b1;
  assign busy_o         = record_valid_i || prod_q != published_q || outstanding_q != '0 || m_axi_awvalid || m_axi_wvalid;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      part_q        <= P_FIRST;
      prod_q        <= '0;
      published_q   <= '0;
      records_q     <= '0;
      dropped_q     <= '0;
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

      if (!enable_i) begin
        prod_q      <= '0;
        published_q <= '0;
        lost_q      <= '0;
      end else begin
        prod_q <= prod_d;
        if (issue_index) published_q <= prod_q;
        if (clear_loss) lost_q[ch] <= 1'b0;
      end
      if (count_record) records_q <= records_q + 64'd1;
      if (drop_record) begin
        dropped_q <= dropped_q + 64'd1;
        if (enable_i) begin
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
