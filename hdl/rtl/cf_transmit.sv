// Frames from a ring in host memory: descriptor and frame are read, IPv4 and UDP checksums put in, the frame is sent when rate limit and kill switch let it, and its
// descriptor is overwritten with what became of it and when its first beat left.
//
// Two halves of a buffer: one is filled while the other is sent. Slots come back in order, whatever became of them.
`default_nettype none
module cf_transmit #(
  parameter int PORTS = 2
) (
  input  wire logic clk_i,
  input  wire logic rst_ni,
  input  wire logic [63:0] time_i,
  input  wire logic kill_i,             // the board's kill input
  output logic      stop_o,             // no frame of anybody may begin
  input  wire logic sending_i,          // a frame of somebody is under way
  // Its registers: answered in the next cycle, 0 when not asked.
  input  wire logic        sel_i,
  input  wire logic        write_i,
  input  wire logic [7:0]  offset_i,
  input  wire logic [31:0] data_i,
  output logic [31:0] rdata_o,
  // Host memory: reads of at most 31 beats of 64 bytes within 2 KiB, so that none crosses a border of 4 KiB.
  output logic [63:0] m_axi_araddr,
  output logic [7:0]  m_axi_arlen,
  output logic        m_axi_arvalid,
  input  wire logic   m_axi_arready,
  input  wire logic [511:0] m_axi_rdata,
  input  wire logic [1:0]   m_axi_rresp,
  input  wire logic         m_axi_rlast,
  input  wire logic         m_axi_rvalid,
  output logic              m_axi_rready,
  // What became of a slot: 64 bytes to be written.
  output logic         back_valid_o,
  output logic [63:0]  back_addr_o,
  output logic [511:0] back_data_o,
  input  wire logic    back_ready_i,
  // To the ports; one frame at a time.
  output logic [PORTS-1:0] tx_tvalid_o,
  output logic [63:0]      tx_tdata_o,
  output logic [7:0]       tx_tkeep_o,
  output logic             tx_tlast_o,
  input  wire logic [PORTS-1:0] tx_tready_i,
  input  wire logic [PORTS-1:0] tx_first_i, // the MAC takes the first beat
  output logic        busy_o,
  output logic        awake_o,          // needs its clock
  output logic        deadline_valid_o, // a frame waits for the rate limit until then
  output logic [63:0] deadline_o
);
  localparam logic [10:0] MAX_BYTES = cf_pkg::TRANSMIT_MAX_BYTES_RESET[10:0];
  localparam logic [10:0] MIN_BYTES = 11'd60;
  localparam int PW = (PORTS > 1) ? $clog2(PORTS) : 1;
  // What becomes of a slot.
  localparam logic [2:0] SENT = 3'd1, STOPPED = 3'd2, REFUSED = 3'd3, FAILED = 3'd4;

  // ---------------------------------------------------------------- registers
  logic        enable_q, kill_q, flush_q;
  logic [63:0] base_q;
  logic [3:0]  size_log2_q;
  logic [31:0] tail_q, head_q;
  logic [31:0] interval_q [PORTS];     // 16.16 beats a word
  logic [31:0] burst_q    [PORTS];
  logic [79:0] paid_q     [PORTS];     // when what was sent is paid for, 64.16 beats
  logic [31:0] sent_q, stopped_q, refused_q, failed_q;
  assign stop_o = kill_q || kill_i;

  // ---------------------------------------------------------------- the halves of the buffer
  typedef enum logic [2:0] { F_IDLE, F_HEAD, F_CHECK, F_BODY, F_SHIFT, F_FOLD, F_POST } fetch_e;
  typedef enum logic [1:0] { S_IDLE, S_READ, S_SEND, S_BACK } send_e;
  fetch_e fetch_q;
  send_e  send_q;
  logic [1:0]  full_q;
  logic        fill_q, take_q;         // half to be filled, half to be sent
  logic [2:0]  fate_q  [2];
  logic [10:0] bytes_q [2];
  logic [PW-1:0] port_q [2];
  logic [1:0]  insert_q [2];
  logic [63:0] cookie_q [2];
  logic [15:0] ip_q    [2];
  logic [15:0] udp_q   [2];
  logic [47:0] cost_q  [2];
  logic [31:0] index_q [2];

  // ---------------------------------------------------------------- filling
  logic [511:0] beat_q;
  logic [7:0]   word_q, words;         // of the frame, the next to be stored; how many there are
  logic [2:0]   lane_q;
  logic         last_q, error_q, asked_q, shaped_q;
  logic [11:0]  end_q;                 // behind the UDP datagram
  logic [31:0]  ip_sum_q, udp_sum_q;
  logic [63:0]  slot;
  logic [15:0]  h0, h2, h3;
  logic [63:0]  masked;
  logic         store;
  assign slot  = base_q + {37'd0, head_q[15:0] & ~(16'hFFFF << size_log2_q), 11'd0};
  assign words = bytes_q[fill_q][10:3] + {7'd0, bytes_q[fill_q][2:0] != '0};
  assign store = fetch_q == F_SHIFT;
  // Bytes of the datagram only.
  always_comb begin
    for (int i = 0; i < 8; i++) masked[8*i +: 8] = ({1'b0, word_q, 3'(i)} < end_q) ? beat_q[8*i +: 8] : 8'd0;
    h0 = beat_q[15:0];
    {h3, h2} = beat_q[63:32];
  end
  function automatic logic [31:0] sum4(input logic [63:0] v);
    sum4 = {16'd0, v[15:0]} + {16'd0, v[31:16]} + {16'd0, v[47:32]} + {16'd0, v[63:48]};
  endfunction
  function automatic logic [15:0] folded(input logic [31:0] v);
    logic [16:0] once;
    once = {1'b0, v[15:0]} + {1'b0, v[31:16]};
    folded = once[15:0] + {15'd0, once[16]};
  endfunction

  assign m_axi_arvalid = asked_q;
  assign m_axi_rready  = !asked_q && (fetch_q == F_HEAD || fetch_q == F_BODY);

  logic [2:0] fate;
  logic       good_length;
  assign good_length = beat_q[31:11] == '0 && beat_q[10:0] >= MIN_BYTES && beat_q[10:0] <= MAX_BYTES && 32'(beat_q[35:32]) < PORTS
                       && beat_q[39:36] == '0 && beat_q[63:42] == '0;
  always_comb begin
    fate = SENT;
    if (error_q) fate = FAILED;
    else if (insert_q[fill_q] != '0 && !shaped_q) fate = REFUSED;
    else if (insert_q[fill_q][1] && (end_q > {1'b0, bytes_q[fill_q]} || end_q < 12'd42)) fate = REFUSED;
  end

  // ---------------------------------------------------------------- sending
  logic [7:0]  place_q, place;
  logic [63:0] word;
  logic [63:0] egress_q;
  logic [PW-1:0] port;
  logic        taken, at_end, unpaid;
  logic [7:0]  end_place;
  logic [79:0] now, paid;
  assign port      = port_q[take_q];
  assign now       = {time_i, 16'd0};
  assign paid      = paid_q[port];
  assign unpaid    = interval_q[port] != '0 && paid > now + {32'd0, burst_q[port], 16'd0};
  assign end_place = bytes_q[take_q][10:3] - {7'd0, bytes_q[take_q][2:0] == '0};
  assign at_end    = place_q == end_place;
  assign taken     = send_q == S_SEND && tx_tready_i[port];
  assign place     = (send_q == S_SEND) ? (taken ? place_q + 8'd1 : place_q) : '0;
  assign tx_tlast_o = at_end;
  assign tx_tkeep_o = (at_end && bytes_q[take_q][2:0] != '0) ? ~(8'hFF << bytes_q[take_q][2:0]) : 8'hFF;
  always_comb begin
    tx_tvalid_o = '0;
    tx_tvalid_o[port] = send_q == S_SEND;
    tx_tdata_o = word;
    if (place_q == 8'd3 && insert_q[take_q][0]) tx_tdata_o[15:0] = ip_q[take_q];
    if (place_q == 8'd5 && insert_q[take_q][1]) tx_tdata_o[15:0] = udp_q[take_q];
    back_data_o = '0;
    back_data_o[2:0]     = fate_q[take_q];
    back_data_o[42:32]   = bytes_q[take_q];
    back_data_o[127:64]  = cookie_q[take_q];
    back_data_o[191:128] = egress_q;
    back_data_o[511:480] = index_q[take_q] + 32'd1;
  end
  assign back_valid_o = send_q == S_BACK && !flush_q;
  assign back_addr_o  = base_q + {37'd0, index_q[take_q][15:0] & ~(16'hFFFF << size_log2_q), 11'd0};
  assign deadline_valid_o = send_q == S_IDLE && full_q[take_q] && fate_q[take_q] == SENT && unpaid && !stop_o;
  assign deadline_o   = paid[79:16] - {32'd0, burst_q[port]} + {63'd0, paid[15:0] != '0};
  logic work;
  assign work     = enable_q && tail_q != head_q;
  // Waiting for the rate limit alone is no work, once the other half is full too or there is nothing more to fetch.
  assign busy_o   = (work && full_q != '1) || fetch_q != F_IDLE || send_q != S_IDLE || flush_q || (full_q != '0 && !deadline_valid_o);
  assign awake_o  = work || fetch_q != F_IDLE || send_q != S_IDLE || flush_q || full_q != '0;

  cf_ram #(.WIDTH(64), .DEPTH(512)) u_buffer (
    .clk_i, .we_i(store), .waddr_i({fill_q, word_q}), .wdata_i(beat_q[63:0]), .raddr_i({take_q, place}), .rdata_o(word)
  );

  always_ff @(posedge clk_i) begin
    rdata_o <= '0;
    if (!rst_ni) begin
      {enable_q, kill_q, flush_q, fill_q, take_q, last_q, error_q, asked_q, shaped_q} <= '0;
      full_q      <= '0;
      fetch_q     <= F_IDLE;
      send_q      <= S_IDLE;
      base_q      <= '0;
      size_log2_q <= cf_pkg::TRANSMIT_SIZE_LOG2_RESET[3:0];
      {tail_q, head_q} <= '0;
      {sent_q, stopped_q, refused_q, failed_q} <= '0;
      for (int p = 0; p < PORTS; p++) begin
        interval_q[p] <= '0;
        burst_q[p]    <= '0;
        paid_q[p]     <= '0;
      end
      m_axi_araddr <= '0;
      m_axi_arlen  <= '0;
      word_q   <= '0;
      lane_q   <= '0;
      place_q  <= '0;
      egress_q <= '0;
    end else begin
      // ------------------------------------------------------------ filling
      if (m_axi_arready) asked_q <= 1'b0;
      unique case (fetch_q)
        F_IDLE: if (work && !full_q[fill_q] && !flush_q) begin
          fetch_q      <= F_HEAD;
          asked_q      <= 1'b1;
          m_axi_araddr <= slot;
          m_axi_arlen  <= '0;
        end
        F_HEAD: if (m_axi_rvalid && m_axi_rready) begin
          beat_q  <= m_axi_rdata;
          error_q <= m_axi_rresp != '0;
          fetch_q <= F_CHECK;
        end
        F_CHECK: begin
          bytes_q[fill_q]  <= beat_q[10:0];
          port_q[fill_q]   <= beat_q[32 +: PW];
          insert_q[fill_q] <= beat_q[41:40];
          cookie_q[fill_q] <= beat_q[127:64];
          index_q[fill_q]  <= head_q;
          fate_q[fill_q]   <= error_q ? FAILED : REFUSED;
          word_q    <= '0;
          lane_q    <= '0;
          ip_sum_q  <= '0;
          udp_sum_q <= '0;
          shaped_q  <= 1'b1;
          end_q     <= '1;
          cost_q[fill_q] <= {14'd0, interval_q[beat_q[32 +: PW]], 2'd0} - {16'd0, interval_q[beat_q[32 +: PW]]};
          if (error_q || !good_length) begin
            fetch_q <= F_POST;
            bytes_q[fill_q] <= '0;
            port_q[fill_q]  <= '0;
          end else begin
            fetch_q      <= F_BODY;
            asked_q      <= 1'b1;
            m_axi_araddr <= slot + 64'd64;
            m_axi_arlen  <= {3'd0, beat_q[10:6]} - {7'd0, beat_q[5:0] == '0};
          end
        end
        F_BODY: if (m_axi_rvalid && m_axi_rready) begin
          beat_q  <= m_axi_rdata;
          last_q  <= m_axi_rlast;
          error_q <= error_q || m_axi_rresp != '0;
          lane_q  <= '0;
          fetch_q <= F_SHIFT;
        end
        F_SHIFT: begin
          beat_q <= beat_q >> 64;
          lane_q <= lane_q + 3'd1;
          word_q <= word_q + 8'd1;
          cost_q[fill_q] <= cost_q[fill_q] + {16'd0, interval_q[port_q[fill_q]]};
          // An IPv4 header of 20 bytes right behind an Ethernet header, and UDP behind that: bytes 12 and 13, 14, 23.
          if (word_q == 8'd1) begin
            shaped_q <= h2 == 16'h0008 && h3[7:0] == 8'h45;
            ip_sum_q <= ip_sum_q + {16'd0, h3};
          end
          if (word_q == 8'd2) begin
            ip_sum_q <= ip_sum_q + sum4(beat_q[63:0]);
            if (insert_q[fill_q][1] && h3[15:8] != 8'd17) shaped_q <= 1'b0;
          end
          if (word_q == 8'd3) begin
            ip_sum_q  <= ip_sum_q + sum4({beat_q[63:16], 16'd0});
            udp_sum_q <= udp_sum_q + sum4({beat_q[63:16], 16'd0});
          end
          if (word_q == 8'd4) begin
            ip_sum_q  <= ip_sum_q + {16'd0, h0};
            // The UDP length counts twice: in the pseudo header too, beside the protocol.
            udp_sum_q <= udp_sum_q + sum4(beat_q[63:0]) + {16'd0, h3} + 32'h1100;
            end_q     <= (h3[7:0] > 8'd7) ? '1 : {1'b0, h3[2:0], h3[15:8]} + 12'd34;
          end
          if (word_q >= 8'd5) udp_sum_q <= udp_sum_q + sum4((word_q == 8'd5) ? {masked[63:16], 16'd0} : masked);
          if (word_q + 8'd1 == words) fetch_q <= last_q ? F_FOLD : F_BODY;
          else if (lane_q == 3'd7) fetch_q <= F_BODY;
        end
        F_FOLD: begin
          ip_q[fill_q]   <= ~folded(ip_sum_q);
          udp_q[fill_q]  <= (folded(udp_sum_q) == 16'hFFFF) ? 16'hFFFF : ~folded(udp_sum_q);
          fate_q[fill_q] <= fate;
          fetch_q        <= F_POST;
        end
        default: begin // F_POST
          full_q[fill_q] <= 1'b1;
          fill_q  <= !fill_q;
          if (!flush_q) head_q <= head_q + 32'd1;
          fetch_q <= F_IDLE;
        end
      endcase

      // ------------------------------------------------------------ sending
      if (tx_first_i[port]) egress_q <= time_i;
      unique case (send_q)
        S_IDLE: if (full_q[take_q]) begin
          place_q  <= '0;
          egress_q <= '0;
          if (flush_q || fate_q[take_q] != SENT) begin
            send_q <= S_BACK;
          end else if (stop_o) begin
            fate_q[take_q] <= STOPPED;
            send_q <= S_BACK;
          end else if (!unpaid) begin
            send_q <= S_READ;
          end
        end
        S_READ: send_q <= S_SEND;
        S_SEND: begin
          place_q <= place;
          if (place_q == '0 && taken) paid_q[port] <= ((paid > now) ? paid : now) + {32'd0, cost_q[take_q]};
          if (taken && at_end) begin
            send_q <= S_BACK;
          end else if (place_q == '0 && !taken && (stop_o || flush_q)) begin
            fate_q[take_q] <= STOPPED;
            send_q <= S_BACK;
          end
        end
        default: if (back_ready_i || flush_q) begin // S_BACK
          send_q         <= S_IDLE;
          full_q[take_q] <= 1'b0;
          take_q         <= !take_q;
          if (!flush_q) begin
            unique case (fate_q[take_q])
              SENT:    sent_q <= sent_q + 32'd1;
              STOPPED: stopped_q <= stopped_q + 32'd1;
              REFUSED: refused_q <= refused_q + 32'd1;
              default: failed_q <= failed_q + 32'd1;
            endcase
          end
        end
      endcase

      // Switched off: what was taken is given up, without a word to the host, and only then something new is taken.
      if (flush_q && fetch_q == F_IDLE && send_q == S_IDLE && full_q == '0) flush_q <= 1'b0;

      // ------------------------------------------------------------ registers
      if (sel_i && write_i) begin
        unique case (32'(offset_i))
          cf_pkg::TRANSMIT_CONTROL: begin
            enable_q <= data_i[cf_pkg::TRANSMIT_CONTROL_ENABLE_BIT];
            kill_q   <= data_i[cf_pkg::TRANSMIT_CONTROL_STOP_BIT];
            if (!data_i[cf_pkg::TRANSMIT_CONTROL_ENABLE_BIT]) begin
              flush_q <= 1'b1;
              tail_q  <= '0;
              head_q  <= '0;
            end
          end
          cf_pkg::TRANSMIT_BASE_LO: base_q[31:0] <= data_i;
          cf_pkg::TRANSMIT_BASE_HI: base_q[63:32] <= data_i;
          cf_pkg::TRANSMIT_SIZE_LOG2: size_log2_q <= data_i[3:0];
          cf_pkg::TRANSMIT_TAIL: if (enable_q) tail_q <= data_i;
          default: ;
        endcase
        for (int p = 0; p < PORTS; p++) begin
          if (32'(offset_i) == cf_pkg::TRANSMIT_INTERVAL_0 + 8 * p) interval_q[p] <= data_i;
          if (32'(offset_i) == cf_pkg::TRANSMIT_BURST_0 + 8 * p) burst_q[p] <= data_i;
        end
      end
      if (sel_i && !write_i) begin
        unique case (32'(offset_i))
          0: rdata_o <= cf_pkg::TRANSMIT_TYPE;
          4: rdata_o <= cf_pkg::TRANSMIT_VERSION;
          8: rdata_o <= cf_pkg::TRANSMIT_NEXT;
          cf_pkg::TRANSMIT_CONTROL: rdata_o <= {30'd0, kill_q, enable_q};
          cf_pkg::TRANSMIT_STATUS: rdata_o <= {28'd0, deadline_valid_o, sending_i, kill_i, stop_o && !sending_i && send_q != S_SEND};
          cf_pkg::TRANSMIT_BASE_LO: rdata_o <= base_q[31:0];
          cf_pkg::TRANSMIT_BASE_HI: rdata_o <= base_q[63:32];
          cf_pkg::TRANSMIT_SIZE_LOG2: rdata_o <= {28'd0, size_log2_q};
          cf_pkg::TRANSMIT_TAIL: rdata_o <= tail_q;
          cf_pkg::TRANSMIT_HEAD: rdata_o <= head_q;
          cf_pkg::TRANSMIT_SENT: rdata_o <= sent_q;
          cf_pkg::TRANSMIT_STOPPED: rdata_o <= stopped_q;
          cf_pkg::TRANSMIT_REFUSED: rdata_o <= refused_q;
          cf_pkg::TRANSMIT_READ_ERRORS: rdata_o <= failed_q;
          cf_pkg::TRANSMIT_MAX_BYTES: rdata_o <= cf_pkg::TRANSMIT_MAX_BYTES_RESET;
          default: ;
        endcase
        for (int p = 0; p < PORTS; p++) begin
          if (32'(offset_i) == cf_pkg::TRANSMIT_INTERVAL_0 + 8 * p) rdata_o <= interval_q[p];
          if (32'(offset_i) == cf_pkg::TRANSMIT_BURST_0 + 8 * p) rdata_o <= burst_q[p];
        end
      end
    end
  end
endmodule
`default_nettype wire
